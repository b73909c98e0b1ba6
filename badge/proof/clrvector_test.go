package proof

import (
	"context"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/reftest"
)

// The transcript of the CLR 2.0 vector and the degree in it, rebuilt from their
// canonical texts, since the hashed document is not published.
const (
	firstAchievement = `{"id":"urn:uuid:a7467ef6-56cb-11ec-bf63-0242ac130002","type":["Achievement"],` +
		`"creator":{"id":"https://example.edu/issuers/565049","type":["Profile"]},"name":"Achievement 1","description":"Achievement 1",` +
		`"criteria":{"id":"https://example.edu/achievements/a7467ef6-56cb-11ec-bf63-0242ac130002/criteria"},` +
		`"image":{"id":"https://example.edu/achievements/sample.png","type":"Image"}}`
	degree = `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",` +
		`"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],` +
		`"id":"urn:uuid:91537dba-56cb-11ec-bf63-0242ac130002","type":["VerifiableCredential","OpenBadgeCredential"],` +
		`"name":"Example University Degree","validFrom":"2010-01-01T00:00:00Z",` +
		`"issuer":{"id":"https://example.edu/issuers/565049","type":["Profile"],"name":"Example University"},` +
		`"credentialSubject":{"id":"did:example:ebfeb1f712ebc6f1c276e12ec21","type":["AchievementSubject"],"achievement":` + firstAchievement + `},` +
		`"credentialSchema":[{"id":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json","type":"1EdTechJsonSchemaValidator2019"}],` +
		`"proof":[{"type":"DataIntegrityProof","created":"2010-01-01T19:23:24Z",` +
		`"verificationMethod":"https://example.edu/issuers/565049#z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",` +
		`"cryptosuite":"eddsa-rdfc-2022","proofPurpose":"assertionMethod",` +
		`"proofValue":"z45QnLySMt2mWuW787G6cf3SLkP97ZkMZxLeXH5yaaTQPCtTup4GCV95tU8HEnQJSyGCokSj3AvUhmJtvveTmN4Vu"}]}`
)

func transcript() string {
	second := strings.NewReplacer("a7467ef6", "dd887f0a", "Achievement 1", "Achievement 2").Replace(firstAchievement)
	return `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",` +
		`"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json","https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],` +
		`"id":"http://example.edu/credentials/3732","type":["VerifiableCredential","ClrCredential"],` +
		`"name":"Sample Transcript","validFrom":"2010-01-01T00:00:00Z",` +
		`"issuer":{"id":"https://example.edu/issuers/565049","type":["Profile"],"name":"Example University"},` +
		`"credentialSubject":{"id":"did:example:ebfeb1f712ebc6f1c276e12ec21","type":["ClrSubject"],` +
		`"verifiableCredential":[` + degree + `],"achievement":[` + firstAchievement + `,` + second + `],` +
		`"association":[{"type":"Association","associationType":"isParentOf",` +
		`"sourceId":"urn:uuid:a7467ef6-56cb-11ec-bf63-0242ac130002","targetId":"urn:uuid:dd887f0a-56cb-11ec-bf63-0242ac130002"}]},` +
		`"credentialSchema":[{"id":"https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json","type":"1EdTechJsonSchemaValidator2019"}]}`
}

// TestVectorCLR reproduces the published parts of the CLR 2.0 vector: the
// canonical texts of the transcript and of its proof. The signature of the
// transcript is not published; that of the degree is, and verifies (C-051).
func TestVectorCLR(t *testing.T) {
	d, err := Sign(context.Background(), parse(t, transcript()), EdDSARDFC2022, guideSigner(t), Options{Created: guideDate})
	require.NoError(t, err)
	proofs, err := Find(d)
	require.NoError(t, err)
	g, err := proofs[0].transform(context.Background(), CheckOptions{})
	require.NoError(t, err)
	step := g.Data()
	require.Equal(t, string(reftest.Read(t, "vectors/ob3-impl/clrv2p0/document-canon.txt")), string(step.Document))
	require.Equal(t, string(reftest.Read(t, "vectors/ob3-impl/clrv2p0/proof-canon.txt")), string(step.Proof))
	require.Equal(t, "768d7015ae69e0210e1c2a45194d9c1d15d7a6022e52b946574a2a27f6fa85fe", hex.EncodeToString(step.DocumentHash))
	require.Equal(t, "d34009cea0dbc1ca941e09dc01c8c9d3e3ce3c5b853f67ee44698dcea10f5d19", hex.EncodeToString(step.ProofHash))

	inner, err := Find(parse(t, degree))
	require.NoError(t, err)
	_, err = inner[0].Verify(context.Background(), fragmentKey(t, inner[0].Method()), CheckOptions{})
	require.NoError(t, err)
	forged := strings.Replace(degree, "Example University Degree", "Example University Doctorate", 1)
	require.Equal(t, codeSignature, code(checkFirst(forged, fragmentKey(t, inner[0].Method()), CheckOptions{})))
}
