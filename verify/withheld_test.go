package verify_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// baseProof makes a badge of the school for selective disclosure whose mandatory
// parts are exactly those of the pointers, as programs of others do. The
// canonical forms come from package proof, everything else from here.
func baseProof(t *testing.T, world *verifytest.World, doc *badge.Document, pointers ...string) *badge.Document {
	t.Helper()
	own, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), bytes.Repeat([]byte{3}, 32))
	require.NoError(t, err)
	full, err := own.PublicKey.Bytes()
	require.NoError(t, err)
	public := slices.Concat([]byte{0x80, 0x24, 2 + full[64]&1}, full[1:33]) // as Multikey

	o := fromJSON(t, doc.JSON())
	with := func(signature []byte, signatures [][]byte, pointers []string) *badge.Document {
		value := cborBytes(cborBytes(cborBytes([]byte{0xd9, 0x5d, 0x00, 0x85}, signature), public), bytes.Repeat([]byte{3}, 32))
		value = cborHead(value, 0x80, len(signatures))
		for _, s := range signatures {
			value = cborBytes(value, s)
		}
		value = cborHead(value, 0x80, len(pointers))
		for _, p := range pointers {
			value = append(cborHead(value, 0x60, len(p)), p...)
		}
		o["proof"] = []any{object{"type": "DataIntegrityProof", "cryptosuite": "ecdsa-sd-2023", "created": "2026-09-01T00:00:00Z",
			"verificationMethod": school + "#key-1", "proofPurpose": "assertionMethod", "proofValue": "u" + base64.RawURLEncoding.EncodeToString(value)}}
		made, err := badge.Parse(toJSON(t, o))
		require.NoError(t, err)
		return made
	}
	statements := func(pointers []string) proof.SignedData {
		explained, err := proof.Explain(t.Context(), with(make([]byte, 64), nil, pointers), proof.CheckOptions{})
		require.NoError(t, err)
		require.NoError(t, explained[0].Err)
		return explained[0].Data
	}
	var all []string
	for name := range o {
		if name != "@context" && name != "id" && name != "proof" {
			all = append(all, "/"+name)
		}
	}
	mandatory := statements(pointers)
	signature := signJWS(world.Key("school.example", proof.ECDSASD2023), proof.ES256, slices.Concat(mandatory.ProofHash, public, mandatory.DocumentHash))
	var signatures [][]byte
	for line := range strings.Lines(string(statements(all).Document)) {
		if !strings.Contains(string(mandatory.Document), line) {
			signatures = append(signatures, signJWS(own, proof.ES256, []byte(line)))
		}
	}
	require.NotEmpty(t, signatures)
	return with(signature, signatures, pointers)
}

// cborHead appends the head of a value of CBOR with a length up to 255.
func cborHead(out []byte, kind byte, n int) []byte {
	if n < 24 {
		return append(out, kind|byte(n))
	}
	return append(out, kind|24, byte(n))
}

func cborBytes(out, data []byte) []byte { return append(cborHead(out, 0x40, len(data)), data...) }

// TestWithheld shows badges of careless and careful issuers without what
// decides: a holder who could have withheld it proves nothing by not showing it.
func TestWithheld(t *testing.T) {
	subject := "/credentialSubject"
	issuer := []string{"/issuer"}
	parts := []string{"/issuer", subject + "/type", subject + "/achievement"}
	const loosely, carefully = "signature.disclosed_loosely", "signature.disclosed"
	for name, row := range map[string]struct {
		mandatory, shown []string
		edit             func(object)
		signature        string
		// The codes of the stages that are not as in a whole badge.
		time, status, recipient string
	}{
		"S-28 loose, end and status withheld": {issuer, []string{"/validFrom", subject}, nil, loosely, "time.withheld", "status.withheld", ""},
		"loose, achievement below":            {append(issuer, subject+"/achievement/name"), []string{"/validFrom", "/validUntil", "/credentialStatus", subject}, nil, loosely, "", "", ""},
		"loose, end shown":                    {issuer, []string{"/validFrom", "/validUntil", subject}, nil, loosely, "", "status.withheld", ""},
		"loose, status shown":                 {issuer, []string{"/validFrom", "/credentialStatus", subject}, nil, loosely, "time.withheld", "", ""},
		"loose, nothing withheld":             {issuer, []string{"/validFrom", "/validUntil", "/credentialStatus", subject}, nil, loosely, "", "", ""},
		"loose, no start either":              {issuer, []string{subject}, nil, loosely, "time.withheld", "status.withheld", ""},
		"loose issuer":                        {append(parts[1:], "/validFrom"), []string{"/issuer", "/validUntil", "/credentialStatus"}, nil, loosely, "", "", ""},
		"S-29 careful, end and status hidden": {append(parts, "/validFrom"), []string{"/name"}, nil, carefully, "", "none", ""},
		"S-29 careful, start hidden":          {parts, []string{"/name"}, nil, carefully, "time.withheld", "none", ""},
		"careful, never had either": {append(parts, "/validFrom"), []string{""}, func(o object) {
			delete(o, "validUntil")
			delete(o, "credentialStatus")
		}, carefully, "", "none", ""},
		"S-29 careful, recipient withheld": {append(parts, "/validFrom", "/validUntil", "/credentialStatus"), []string{"/name"}, func(o object) {
			delete(o["credentialSubject"].(object), "id")
			o["credentialSubject"].(object)["identifier"] = []any{object{"type": "IdentityObject", "hashed": false, "identityHash": "ada@school.example", "identityType": "emailAddress"}}
		}, carefully, "", "", "recipient.withheld"},
		"loose, recipient shown": {append(parts, "/validFrom", "/validUntil", "/credentialStatus"), []string{""}, func(o object) {
			delete(o["credentialSubject"].(object), "id")
			o["credentialSubject"].(object)["identifier"] = []any{object{"type": "IdentityObject", "hashed": false, "identityHash": "ada@school.example", "identityType": "emailAddress"}}
		}, loosely, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			world := verifytest.New(t)
			bits, err := status.NewList(status.Revocation, status.MinEntries, 1)
			require.NoError(t, err)
			list, err := world.Issuer("school.example", proof.ECDSASD2023).StatusList(t.Context(), "https://school.example/status/1", bits, nil)
			require.NoError(t, err)
			world.Publish("https://school.example/status/1", list.Bytes())
			doc := edited(t, revocable(), row.edit)
			shown, err := proof.Disclose(t.Context(), baseProof(t, world, doc, row.mandatory...), proof.Selection{Reveal: row.shown})
			require.NoError(t, err)
			for _, accepts := range []bool{false, true} {
				v := verifierWith(t, world, func(c *verify.Config) { c.LooseDisclosure = accepts })
				r, err := v.Verify(t.Context(), shown.Bytes())
				outcome := map[bool]verify.Outcome{false: verify.Unknown, true: verify.Warned}[accepts]
				withheld := false
				for stage, code := range map[verify.Stage]string{verify.StageTime: row.time, verify.StageStatus: row.status, verify.StageRecipient: row.recipient} {
					if strings.HasSuffix(code, ".withheld") {
						withheld = true
						requireCheck(t, r, stage, outcome, code)
					}
				}
				if row.status == "none" {
					requireCheck(t, r, verify.StageStatus, verify.Skipped, "status.none")
				}
				require.Equal(t, !withheld || accepts, err == nil, outline(r))
				c, found := found(r, verify.StageSignature, row.signature)
				require.True(t, found, outline(r))
				require.NotEmpty(t, c.Message)
			}
			r, err := verifierWith(t, world, func(c *verify.Config) { c.StatusPolicy = verify.StatusIfReachable }).Verify(t.Context(), shown.Bytes())
			require.Equal(t, row.time+row.recipient == "" && row.status != "status.withheld", err == nil, outline(r))
			if row.recipient != "" {
				v := verifierWith(t, world, func(c *verify.Config) { c.LooseDisclosure = true })
				r, err := v.VerifyFor(t.Context(), shown.Bytes(), badge.Recipient{Type: badge.IdentifierEmailAddress, Value: "eve@school.example"})
				require.ErrorIs(t, err, verify.ErrInconclusive, "a recipient that is not shown is not this one")
				requireCheck(t, r, verify.StageRecipient, verify.Unknown, "recipient.withheld")
			}
		})
	}
}

// revocable is a badge with an end of validity and a status, for a learner.
func revocable() badge.Credential {
	c := graded()
	c.Name = "Algebra"
	c.Subject.Result, c.Subject.Achievement.ResultDescription = nil, nil
	c.CredentialStatus = []badge.CredentialStatus{{ID: "https://school.example/status/1#7", Type: "BitstringStatusListEntry",
		StatusPurpose: "revocation", StatusListIndex: "7", StatusListCredential: "https://school.example/status/1"}}
	return c
}

// A holder who could withhold the dates or the status is not led on to another
// badge, and what is shown still counts.
func TestLooseDisclosureDecides(t *testing.T) {
	world := verifytest.New(t)
	world.Issuer("school.example", proof.ECDSASD2023)
	const service = "https://school.example/refresh"
	doc := edited(t, revocable(), func(o object) {
		o["@context"] = append(o["@context"].([]any), "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
		o["refreshService"] = object{"id": service, "type": "1EdTechCredentialRefresh"}
		o["validUntil"] = "2026-09-15T00:00:00Z"
	})
	base := baseProof(t, world, doc, "/issuer")
	v := verifierWith(t, world, func(c *verify.Config) { c.Refresh, c.LooseDisclosure = true, true })
	for _, shown := range [][]string{{""}, {"/validFrom", "/refreshService", "/credentialSubject"}} {
		d, err := proof.Disclose(t.Context(), base, proof.Selection{Reveal: shown})
		require.NoError(t, err)
		r, _ := v.Verify(t.Context(), d.Bytes())
		requireCheck(t, r, verify.StageStatus, verify.Skipped, "refresh.not_asked")
		require.Zero(t, world.Hits(service))
		if shown[0] == "" {
			requireCheck(t, r, verify.StageTime, verify.Failed, "time.expired")
		}
	}
}
