package verify_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// C-118: the report of a good badge says so at every stage, in order.
func TestGoodBadge(t *testing.T) {
	world := schoolWorld(t)
	r := judged(t, world, signed(t, world, edited(t, verifytest.Badge(), nil)))
	require.Equal(t, `accepted
document passed document.read
origin skipped origin.signed
structure passed structure.good
context passed context.good
proof passed proof.good
key passed key.found
binding passed binding.good
signature passed signature.valid
time passed time.valid
status skipped status.none
trust passed trust.listed
recipient skipped recipient.not_asked
endorsement skipped endorsement.none
conformance passed conformance.good`, outline(r))
}

// faulty is a web that breaks down.
type faulty struct{}

func (faulty) Fetch(context.Context, verify.Request) (verify.Response, error) { panic("broken") }

// The outcomes that no row of the catalogues asks for.
func TestOutcomes(t *testing.T) {
	for name, c := range map[string]struct {
		edit    func(o object)
		config  func(*verify.Config)
		stage   verify.Stage
		status  verify.Outcome
		code    string
		verdict verify.Verdict
	}{
		"a web that breaks down": {nil, func(c *verify.Config) { c.Fetcher = faulty{} },
			verify.StageDocument, verify.Failed, "verify.internal", verify.Rejected},
		"a scheme that is not accepted": {nil, func(c *verify.Config) { c.Schemes = []proof.Scheme{proof.ES256} },
			verify.StageProof, verify.Failed, "proof.scheme_not_allowed", verify.Rejected},
		"any issuer": {nil, func(c *verify.Config) { c.Trust = verify.AnyIssuer() },
			verify.StageTrust, verify.Warned, "trust.anyone", verify.Accepted},
		"C-030 validFrom without zone": {func(o object) { o["validFrom"] = "2026-09-01T00:00:00" }, nil,
			verify.StageTime, verify.Failed, "time.format", verify.Rejected},
		"C-030 validUntil without zone": {func(o object) { o["validUntil"] = "2027-09-01T00:00:00" }, nil,
			verify.StageTime, verify.Failed, "time.format", verify.Rejected},
		"C-119 a schema that is not known": {func(o object) {
			o["credentialSchema"] = object{"id": "https://school.example/schema.json", "type": "JsonSchema"}
		}, nil, verify.StageConformance, verify.Warned, "schema.not_applied", verify.Accepted},
		"C-092 status list over http": {func(o object) { o["credentialStatus"] = entryAt("http://school.example/list", "revocation", "7") }, nil,
			verify.StageStatus, verify.Unknown, "fetch.url", verify.Inconclusive},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			doc := signed(t, world, edited(t, verifytest.Badge(), c.edit))
			r, _ := verifierWith(t, world, c.config).Verify(t.Context(), doc.Bytes())
			requireCheck(t, r, c.stage, c.status, c.code)
			require.Equal(t, c.verdict, r.Verdict(), outline(r))
		})
	}
}

// A status list is the one credential that need not say since when it holds.
func TestNoStart(t *testing.T) {
	world := schoolWorld(t)
	list := listCredential(t, revocations, "revocation")
	delete(list, "validFrom")
	doc, err := badge.Parse(toJSON(t, list))
	require.NoError(t, err)
	r := judged(t, world, signed(t, world, doc))
	requireCheck(t, r, verify.StageTime, verify.Warned, "time.no_start")
	require.Equal(t, verify.Accepted, r.Verdict(), outline(r))
}

// The zero report counts against the badge.
func TestZeroReport(t *testing.T) {
	r := new(verify.Report)
	require.Equal(t, "signature.unconfirmed", r.Decisive().Code)
	require.ErrorIs(t, r.Err(), verify.ErrInconclusive)
}

// C-061: a bad proof beside a good one is reported, wherever it stands.
func TestOtherProofs(t *testing.T) {
	for _, foreignFirst := range []bool{false, true} {
		s := newScene(t, verifytest.New(t))
		input := twoProofs(foreignFirst, attackersMethod)(s)
		v, err := verify.New(s.config)
		require.NoError(t, err)
		r, err := v.Verify(t.Context(), input)
		require.NoError(t, err)
		if !foreignFirst {
			require.Len(t, r.Proofs(), 1, "the first good proof ends the search")
			continue
		}
		require.Len(t, r.Proofs(), 2)
		requireCheck(t, r, verify.StageProof, verify.Warned, "proof.others")
	}
}

// A proof that is not understood leaves the question open, and a good proof
// beside it decides, in any order.
func TestUnknownBesideGood(t *testing.T) { // RE-19
	for name, row := range map[string]struct {
		edit func(s *scene, p tree)
		code string
	}{
		"suite": {func(_ *scene, p tree) { p["cryptosuite"] = "bbs-2023" }, "proof.suite_unknown"},
		"type":  {func(_ *scene, p tree) { p["type"] = "BbsBlsSignature2020" }, "proof.suite_unknown"},
		"type of key": {func(s *scene, p tree) {
			doc := s.document(victim)
			doc["verificationMethod"] = append(doc["verificationMethod"].([]any), tree{"id": victim + "#odd", "type": "JsonWebKey",
				"controller": victim, "publicKeyJwk": ecJWK("P-224", make([]byte, 28), make([]byte, 28))})
			doc["assertionMethod"] = append(doc["assertionMethod"].([]any), victim+"#odd")
			s.publish(victimDoc, doc)
			p["verificationMethod"] = victim + "#odd"
		}, "key.unsupported"},
		"type of method": {func(s *scene, p tree) {
			doc := s.document(victim)
			doc["verificationMethod"] = append(doc["verificationMethod"].([]any), tree{"id": victim + "#odd", "type": "X509Key", "controller": victim})
			doc["assertionMethod"] = append(doc["assertionMethod"].([]any), victim+"#odd")
			s.publish(victimDoc, doc)
			p["verificationMethod"] = victim + "#odd"
		}, "key.unsupported"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, verifytest.New(t))
			doc := s.genuine()
			good := doc["proof"]
			odd := parseTree(marshal(good))
			row.edit(s, odd)
			for _, every := range []bool{false, true} {
				config := s.config
				config.EveryProof = every
				v, err := verify.New(config)
				require.NoError(t, err)
				doc["proof"] = odd
				r, err := v.Verify(t.Context(), marshal(doc))
				require.ErrorIs(t, err, verify.ErrInconclusive, outline(r))
				require.Equal(t, row.code, r.Decisive().Code, outline(r))
				for _, proofs := range [][]any{{odd, good}, {good, odd}} {
					doc["proof"] = proofs
					r, err = v.Verify(t.Context(), marshal(doc))
					if every {
						require.ErrorIs(t, err, verify.ErrInconclusive, outline(r))
						require.Equal(t, row.code, r.Decisive().Code, outline(r))
						continue
					}
					require.NoError(t, err, outline(r))
					require.Equal(t, "signature.valid", r.Decisive().Code)
				}
			}
		})
	}
}
