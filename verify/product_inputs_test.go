//go:build linux

package verify_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// productInput is a badge that multiplies what each part of it costs.
type productInput struct {
	name    string
	data    []byte
	trusted bool
	code    string // that decides
}

// S-45: inputs that were dear before there was one budget: proofs times embedded
// credentials times statements.
func TestProductInputs(t *testing.T) {
	world, factor := nestedWorld(t), heapFactor()
	for _, in := range slices.Concat(productDisclosures(t), productTokens(t, world), productProofs(t, world), productRevisions(), productEndorsements(t, world)) {
		verifier := func() *verify.Verifier {
			return verifierWith(t, world, func(c *verify.Config) {
				if c.Extensions = productExtensions(); in.trusted {
					c.Trust = verify.AnyIssuer()
				}
			})
		}
		var cost productCost
		requireCheap(t, in.name, budgetCPU, func() time.Duration {
			cost = productOf(t, verifier(), in.data)
			return cost.cpu
		})
		r, _ := verifier().Verify(t.Context(), in.data)
		assert.Equal(t, in.code, r.Decisive().Code, in.name)
		require.Less(t, cost.allocated, uint64(factor)*256<<20, in.name)
		require.Less(t, cost.peak, uint64(factor)*budgetMemory, in.name)
		require.Less(t, cost.stays, uint64(factor)<<20, in.name)
		t.Logf("%6.1f ms %4d MiB allocated %3d MiB live %4d KiB kept %8d bytes  %s", float64(cost.cpu)/1e6,
			cost.allocated>>20, cost.peak>>20, cost.stays>>10, len(in.data), in.name)
	}
}

// productDisclosures are eight selective disclosures of almost 2,000 statements.
func productDisclosures(t *testing.T) []productInput {
	o := fromJSON(t, unitsDisclosure(t, 1_900))
	o["proof"] = slices.Repeat(o["proof"].([]any), 8)
	good := toJSON(t, o)
	evidence := o["evidence"].([]any)
	evidence[len(evidence)-1].(object)["name"] = "Work of another"
	bad := toJSON(t, o)
	return []productInput{
		{"eight disclosures, one statement of each bad", bad, true, "disclosure.statement"},
		{"the same, issuer not trusted", bad, false, "trust.unlisted"},
		{"eight good disclosures", good, true, "signature.valid"},
	}
}

// productTokens are twenty tokens that nobody signed, with seven proofs each over
// what is hard to put in order.
func productTokens(t *testing.T, world *verifytest.World) (list []productInput) {
	chain := any(object{"type": []any{"Profile"}})
	for range 24 {
		chain = object{"type": []any{"Profile"}, "parentOrg": chain}
	}
	geo := slices.Repeat([]any{object{"type": []any{"GeoCoordinates"}, "latitude": 1, "longitude": 2}}, 7)
	address := slices.Repeat([]any{object{"type": []any{"Address"}, "geo": geo}}, 7)
	tree := slices.Repeat([]any{object{"type": []any{"Profile"}, "address": address}}, 7)
	for name, alike := range map[string]any{"chains": slices.Repeat([]any{chain}, 18), "trees": tree} {
		var tokens []any
		for i := range 20 {
			inner := nestedProof(t, world, "endorser.example", func(o object) { o["id"] = fmt.Sprintf("urn:uuid:%d", i) })
			inner["proof"] = slices.Repeat(inner["proof"].([]any), 7)
			at(inner, "/issuer")["parentOrg"] = alike
			tokens = append(tokens, b64(`{"alg":"none"}`)+"."+b64(string(toJSON(t, inner)))+".")
		}
		doc := nestedIn(t, world, "endorsementJwt", tokens...)
		list = append(list, productInput{"twenty tokens of alg none with seven proofs over " + name, doc.Bytes(), true, "endorsement.not_genuine"})
	}
	return list
}

// productProofs are eight proofs of the school over one long badge, the last of
// which alone is good. Some end the budget before.
func productProofs(t *testing.T, world *verifytest.World) (list []productInput) {
	alignments := func(n int, named bool) func(object) {
		return func(o object) {
			var all []any
			for i := range n {
				a := object{"type": []any{"Alignment"}, "targetName": "T", "targetUrl": "https://school.example/t"}
				if named {
					a["id"] = fmt.Sprintf("urn:a:%d", i)
				} else {
					a["targetName"] = fmt.Sprint(i)
				}
				all = append(all, a)
			}
			at(o, "/credentialSubject/achievement")["alignment"] = all
		}
	}
	tags := func(o object) {
		var all []any
		for i := range 4_900 {
			all = append(all, fmt.Sprintf("%s%d", strings.Repeat("x", 300), i))
		}
		at(o, "/credentialSubject/achievement")["tag"] = all
	}
	supplied := func(edit func(object)) func(object) {
		return func(o object) {
			edit(o)
			o["@context"] = append(o["@context"].([]any), productContext)
		}
	}
	for _, row := range []struct {
		name   string
		scheme proof.Scheme
		edit   func(object)
		chain  bool
		code   string
	}{
		{"a supplied context, 2,000 named alignments", proof.EdDSARDFC2022, supplied(alignments(2_000, true)), false, "verify.budget"},
		{"a supplied context, 4,900 tags", proof.EdDSARDFC2022, supplied(tags), false, "signature.valid"},
		{"a supplied context, 480 alignments", proof.EdDSARDFC2022, supplied(alignments(480, false)), false, "signature.valid"},
		{"1.5 MB as linked data", proof.EdDSARDFC2022, tags, false, "signature.valid"},
		{"1.5 MB as linked data, chained", proof.EdDSARDFC2022, tags, true, "proof.signature"},
		{"1.5 MB as JSON", proof.EdDSAJCS2022, tags, false, "signature.valid"},
	} {
		doc := edited(t, verifytest.Badge(), row.edit)
		by := key.Signer{Key: world.Key("school.example", proof.EdDSARDFC2022), Method: school + "#key-1"}
		made, err := proof.Sign(t.Context(), doc, row.scheme, by, proof.Options{Created: world.Now(), Extensions: productExtensions()})
		require.NoError(t, err)
		list = append(list, productInput{"eight proofs, " + row.name, eightProofs(t, made, row.chain), true, row.code})
	}
	return list
}

// eightProofs puts seven bad copies of a proof before it. In a chain each builds
// on the one before, so that none is good.
func eightProofs(t *testing.T, made *badge.Document, chain bool) []byte {
	o := fromJSON(t, made.JSON())
	good := o["proof"].([]any)[0].(object)
	var all []any
	for i := range 7 {
		bad := maps.Clone(good)
		if bad["created"] = fmt.Sprintf("2026-09-0%dT00:00:00Z", i+1); chain {
			bad["id"] = fmt.Sprintf("urn:proof:%d", i)
			if i > 0 {
				bad["previousProof"] = fmt.Sprintf("urn:proof:%d", i-1)
			}
		}
		all = append(all, bad)
	}
	if chain {
		good = maps.Clone(good)
		good["previousProof"] = "urn:proof:6"
	}
	o["proof"] = append(all, good)
	return toJSON(t, o)
}

// productRevisions are badges with eight proofs that name a context with several
// revisions again and again: each proof asks in which words they differ.
func productRevisions() (list []productInput) {
	const own, contexts = `"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"`, `["https://www.w3.org/ns/credentials/v2",%s]`
	bad := fmt.Sprintf(budgetProof, base58(bytes.Repeat([]byte{7}, 64))[1:])
	badge := func(top string) []byte {
		eight := `"proof":[` + budgetNumbered(8, strings.Replace(bad, `"type"`, `"id":"urn:p:%d","type"`, 1)) + `]`
		return bytes.Replace(budgetBadge(top, "", ""), []byte(`"proof":`+bad), []byte(eight), 1)
	}
	again := fmt.Sprintf(contexts, budgetList(4_900, own))
	inside := `{"@context":` + fmt.Sprintf(contexts, own) + `,"id":"urn:e:%d","type":["Evidence"]}`
	return []productInput{
		{"eight proofs, a context 4,900 times", bytes.Replace(badge(""), fmt.Appendf(nil, contexts, own), []byte(again), 1), true, "ld.context_invalid"},
		{"eight proofs, a context in 4,000 objects", badge(`,"evidence":[` + budgetNumbered(4_000, inside) + `]`), true, "ld.context_nested"},
	}
}

// productEndorsements is a badge of many objects with many endorsements, each about
// something that is searched among them.
func productEndorsements(t *testing.T, world *verifytest.World) []productInput {
	doc := signedBy(t, world, "tokens.example", proof.EdDSA, edited(t, verifytest.Badge(), func(o object) {
		at(o, "/issuer")["id"] = "did:web:tokens.example"
		var endorsements []any
		for i := range 600 {
			endorsement := nestedEndorsement(t, "urn:other", func(e object) {
				e["id"] = fmt.Sprintf("urn:e:%d", i)
				e["proof"] = object{"type": "DataIntegrityProof", "cryptosuite": "bbs-2023", "verificationMethod": "urn:i#1", "proofPurpose": "assertionMethod", "proofValue": "u1"}
			})
			endorsements = append(endorsements, fromJSON(t, endorsement.Bytes()))
		}
		o["endorsement"] = endorsements
		evidence := slices.Repeat([]any{object{"type": []any{"Evidence"}, "genre": "essay", "audience": "all"}}, 3_500)
		o["evidence"], at(o, "/credentialSubject/achievement")["related"] = evidence, slices.Repeat([]any{object{"type": []any{"Related"}, "version": "1"}}, 3_500)
	}))
	return []productInput{{"600 endorsements of 7,000 objects", doc.Bytes(), true, "signature.valid"}}
}
