package verify_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// samplesDay is when the official samples are judged.
var samplesDay = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// sampleList is the address that official samples name for their status list.
const sampleList = "https://raw.githubusercontent.com/1EdTech/digital-credentials-public-validator/refs/heads/main/inspector-vc/src/test/resources/ob30/bit-string-list/testlist"

// sampleOutcome is the verdict and the deciding code for one official sample.
type sampleOutcome struct {
	strict    string // where no issuer publishes keys
	published string // where the issuers publish the keys they signed with; empty if that makes no difference
	compat    string // with Compat1EdTech and no published keys but those of did:web issuers; empty if the same as strict
}

var (
	goodFragmentKey = sampleOutcome{strict: "rejected binding.not_bound", published: "accepted signature.valid", compat: "accepted signature.valid"}
)

func always(outcome string) sampleOutcome { return sampleOutcome{strict: outcome} }

// sampleOutcomes are the outcomes for the official samples.
var sampleOutcomes = map[string]sampleOutcome{
	"ob30/simple.json":                                        goodFragmentKey,
	"ob30/simple.1ob":                                         goodFragmentKey,
	"ob30/simple_v1.json":                                     goodFragmentKey,
	"ob30/simple-did-key-method.json":                         {strict: "inconclusive did.method_unsupported", compat: "accepted signature.valid"},
	"ob30/simple-did-web-method.json":                         goodFragmentKey,
	"ob30/simple-multiple-proofs.json":                        {strict: "inconclusive proof.suite_unknown", published: "accepted signature.valid", compat: "accepted signature.valid"},
	"ob30/simple-json.png":                                    goodFragmentKey,
	"ob30/simple-jwt.png":                                     {strict: "rejected binding.not_bound", compat: "accepted signature.valid"},
	"ob30/simple-json.svg":                                    goodFragmentKey,
	"ob30/simple-jwt.svg":                                     {strict: "rejected binding.not_bound", compat: "accepted signature.valid"},
	"ob30/simple.jwt":                                         always("rejected schema.required"),
	"ob30/simple-context-alias.json":                          goodFragmentKey,
	"ob30/simple-context-version.json":                        goodFragmentKey,
	"ob30/simple-eddsa-2022.json":                             goodFragmentKey,
	"ob30/bit-string-list/testlist":                           goodFragmentKey,
	"ob30/simple-err-type.json":                               always("rejected ld.undefined_type"),
	"ob30/simple-err-proof-method.json":                       {strict: "inconclusive fetch.failed", published: "inconclusive did.key_not_bound"},
	"ob30/simple-err-proof-method-no-scheme.json":             always("rejected proof.method"),
	"ob30/simple-err-proof-method-unknown-scheme.json":        always("rejected did.key_not_bound"),
	"ob30/simple-err-proof-method-unknown-did-method.json":    always("rejected did.key_not_bound"),
	"ob30/simple-err-proof-value.json":                        {strict: "rejected binding.not_bound", published: "rejected proof.signature", compat: "rejected proof.signature"},
	"ob30/simple-err-expired.json":                            {strict: "rejected binding.not_bound", published: "rejected time.expired", compat: "rejected time.expired"},
	"ob30/simple-err-issued.json":                             always("rejected schema.required"),
	"ob30/simple-err-context.json":                            always("rejected schema.required"),
	"ob30/simple-err-issuer.json":                             always("rejected schema.required"),
	"ob30/simple-err-credential-subject-type.json":            always("rejected ld.undefined_type"),
	"ob30/simple-err-credential-subject-identifier-type.json": always("rejected ld.undefined_type"),
	"ob30/simple-err-credential-subject-result-type.json":     always("rejected ld.undefined_type"),
	"ob30/simple-err-credential-subject-achievement-result-description-type.json": always("rejected ld.undefined_type"),
	"ob30/simple-err-credential-subject-profile-type.json":                        always("rejected ld.undefined_type"),
	"ob30/simple-err-evidence-type.json":                                          always("rejected ld.undefined_type"),
	"ob30/simple-err-issuer-type.json":                                            always("rejected ld.undefined_type"),
	"ob30/simple-err-issuer-parentorg-type.json":                                  always("rejected ld.undefined_type"),
	"ob30/simple-err-issuer-otheridentifier-type.json":                            always("rejected ld.undefined_type"),
	"ob30/complete.json":                                                          {strict: "rejected binding.not_bound", published: "inconclusive fetch.failed", compat: "inconclusive fetch.failed"},
	"ob30/credential-status-revoked.json":                                         {strict: "inconclusive fetch.failed", published: "rejected status.revoked", compat: "rejected status.revoked"},
	"ob30/bit-string-list/credential-status-revoked.json":                         {strict: "rejected binding.not_bound", published: "rejected status.revoked", compat: "rejected status.revoked"},
	"ob30/bit-string-list/credential-status-revoked-blank-nodes.json":             {strict: "rejected binding.not_bound", published: "rejected status.revoked", compat: "rejected status.revoked"},
	"ob30/simple-noproof.json":                                                    always("rejected schema.required"),
	"clr20/simple.json":                                                           goodFragmentKey,
}

// sampleExceptions are the samples on which Compat1EdTech and the public
// 1EdTech validator disagree, and why.
var sampleExceptions = map[string]string{
	"ob30/simple-err-proof-method.json": "a lone proof is a warning, and no document with the key of the proof can be found",
	"ob30/complete.json":                "its status list cannot be fetched, and neither can the keys of its endorsers, which says nothing against it",
	"ob30/simple-multiple-proofs.json":  "C-061: one good proof is enough (OB 3.0 §9.1 step 2), and the unknown one is reported",
}

// sampleVerdicts says what the expectations of the validator's tests mean
// here. A sample that is only parsed, or used by no test, has none.
var sampleVerdicts = map[string]verify.Verdict{
	"valid": verify.Accepted, "valid (test disabled)": verify.Accepted, "warning": verify.Accepted,
	"error": verify.Rejected, "fatal": verify.Rejected,
}

func TestOfficialSamples(t *testing.T) {
	rows := sampleRows(t)
	require.Len(t, rows, len(sampleOutcomes))
	texts := map[string][]byte{}
	for _, row := range rows {
		texts[row.path] = sampleText(t, row.path)
	}
	didWeb, all := samplePages(t, texts, "did:web:"), samplePages(t, texts, "")
	for _, row := range rows {
		t.Run(row.path, func(t *testing.T) {
			want, known := sampleOutcomes[row.path]
			require.True(t, known, "the sample is in no table")
			if want.published == "" {
				want.published = want.strict
			}
			if want.compat == "" {
				want.compat = want.strict
			}
			require.Equal(t, want.strict, judgeSample(t, texts[row.path], verify.Strict, verify.Pages{}), "strict")
			require.Equal(t, want.published, judgeSample(t, texts[row.path], verify.Strict, all), "published")
			compat := judgeSample(t, texts[row.path], verify.Compat1EdTech, didWeb)
			require.Equal(t, want.compat, compat, "compat")

			verdict, judged := sampleVerdicts[row.expected]
			if _, excepted := sampleExceptions[row.path]; judged && !excepted {
				require.True(t, strings.HasPrefix(compat, string(verdict)+" "), "the official validator says %q", row.expected)
			} else if excepted {
				require.False(t, strings.HasPrefix(compat, string(verdict)+" "), "this is not an exception")
			}
		})
	}
}

type sampleRow struct{ path, expected string }

// sampleRows lists the samples of Open Badges 3.0 and CLR 2.0.
func sampleRows(t *testing.T) (rows []sampleRow) {
	for line := range strings.Lines(string(reference(t, "samples", "1edtech", "cases.tsv"))) {
		if f := strings.Split(line, "\t"); strings.HasPrefix(f[0], "ob30/") || strings.HasPrefix(f[0], "clr20/") {
			rows = append(rows, sampleRow{f[0], strings.TrimPrefix(f[2], "clr ")})
		}
	}
	return rows
}

// sampleText returns the badge in a sample, taken out of its picture.
func sampleText(t *testing.T, name string) []byte {
	data := reference(t, "samples", "1edtech", name)
	if strings.HasSuffix(name, ".png") || strings.HasSuffix(name, ".svg") {
		payload, err := bake.Extract(bytes.NewReader(data), bake.Options{})
		require.NoError(t, err)
		return payload.Data
	}
	return data
}

// samplePages is the web of the samples: the status list where they look for
// it, a revocation list that takes back one of them, and what issuers whose
// id has that prefix would publish: the keys that the samples name.
func samplePages(t *testing.T, texts map[string][]byte, prefix string) verify.Pages {
	revoked := fromJSON(t, texts["ob30/credential-status-revoked.json"])
	list := revoked["credentialStatus"].(object)["id"].(string)
	pages := verify.Pages{
		sampleList: {Body: texts["ob30/bit-string-list/testlist"]},
		list: {Body: toJSON(t, object{"id": list, "issuer": revoked["issuer"].(object)["id"],
			"revokedCredential": []any{object{"id": revoked["id"], "revocationReason": "issued by mistake"}}})},
	}
	issuers := map[string][]string{}
	for name, text := range texts {
		doc, err := badge.Parse(text)
		require.NoError(t, err, name)
		for _, p := range proofsWithin(doc) {
			id, public, _ := strings.Cut(p.Method(), "#")
			if _, err := key.ParseMultikey(public); err == nil && strings.HasPrefix(id, prefix) {
				issuers[id] = append(issuers[id], public)
			}
		}
	}
	for id, keys := range issuers {
		methods := map[string]any{}
		for _, public := range keys {
			methods[id+"#"+public] = object{"id": id + "#" + public, "type": "Multikey", "controller": id, "publicKeyMultibase": public}
		}
		document := object{"id": id, "verificationMethod": []any{}, "assertionMethod": []any{}}
		for name, method := range methods {
			document["verificationMethod"] = append(document["verificationMethod"].([]any), method)
			document["assertionMethod"] = append(document["assertionMethod"].([]any), name)
		}
		pages[documentAddress(id)] = verify.Response{Body: toJSON(t, document)}
	}
	return pages
}

// proofsWithin returns the proofs on a badge and on the credentials inside.
func proofsWithin(doc *badge.Document) []proof.Proof {
	proofs, _ := proof.Find(doc)
	for inner := range doc.Embedded() {
		if inner.Err == nil {
			proofs = append(proofs, proofsWithin(inner.Document)...)
		}
	}
	return proofs
}

// documentAddress is where an issuer publishes its document.
func documentAddress(id string) string {
	path, isDID := strings.CutPrefix(id, "did:web:")
	if !isDID {
		return id
	}
	return "https://" + strings.ReplaceAll(path, ":", "/") + "/did.json"
}

// judgeSample returns the verdict and the deciding code.
// judgeSample demands conformance, as the official validators do.
func judgeSample(t *testing.T, text []byte, compat verify.CompatFlags, web verify.Fetcher) string {
	v, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Conformance: verify.ConformanceRequired, Compat: compat, Fetcher: web,
		Now: func() time.Time { return samplesDay }})
	require.NoError(t, err)
	r, err := v.Verify(t.Context(), text)
	require.Equal(t, r.Verdict() == verify.Accepted, err == nil)
	require.True(t, json.Valid(toJSON(t, r)))
	return fmt.Sprintf("%s %s", r.Verdict(), r.Decisive().Code)
}

// eduSamples are the badges of the eduCredentials programme with what decides
// about them once they are signed. The schemas of Open Badges accept all.
var eduSamples = map[string]string{
	"full_ex.json":                          "accepted signature.valid", // its endorsements carry invented proofs, whose keys cannot be asked for
	"mbob_eo_eov_extracurricular_full.json": "accepted signature.valid",
	"mbob_eo_eov_microcredential_full.json": "accepted signature.valid",
	"mbob_eo_eov_regular_full.json":         "accepted signature.valid",
	"mbob_zw_td_extracurricular_full.json":  "accepted signature.valid",
	"mbob_zw_td_microcredential_full.json":  "accepted signature.valid",
	"mbob_zw_td_regular_full.json":          "accepted signature.valid",
	"minimal_valid_obv3.json":               "accepted signature.valid",
	"theed_extracurricular_full_ho.json":    "accepted signature.valid",
	"theed_microcredential_full_ho.json":    "accepted signature.valid",
	"theed_microcredential_full_mbo.json":   "accepted signature.valid",
	"theed_microcredential_minimal_ho.json": "accepted signature.valid",
	"theed_regular_full_ho.json":            "accepted signature.valid",
	"theed_regular_full_mbo.json":           "accepted signature.valid",
	"uvh_fvhz_extracurricular_full.json":    "accepted signature.valid",
	"uvh_fvhz_microcredential_full.json":    "accepted signature.valid",
	"uvh_fvhz_regular_full.json":            "accepted signature.valid",
}

// The eduCredentials badges have their own context. A token signs their
// bytes, so that the unknown context is only worth a warning (C-120, C-122).
func TestEduCredentials(t *testing.T) {
	secret := verifytest.New(t).Key("educredentials", proof.ES256)
	public, err := key.FromPublic(secret.Public())
	require.NoError(t, err)
	for name, want := range eduSamples {
		t.Run(name, func(t *testing.T) {
			text := reference(t, "samples", "educredentials", name)
			doc, err := badge.Parse(text)
			require.NoError(t, err)
			require.Equal(t, text, doc.Bytes())
			token, err := proof.Sign(t.Context(), doc, proof.ES256, key.Signer{Key: secret}, proof.Options{Created: samplesDay})
			require.NoError(t, err)
			v, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), StatusPolicy: verify.StatusIgnored,
				Keys: map[string][]key.Key{doc.IssuerID(): {public}}, Now: func() time.Time { return samplesDay }})
			require.NoError(t, err)
			r, _ := v.Verify(t.Context(), token.Bytes())
			require.Equal(t, want, fmt.Sprintf("%s %s", r.Verdict(), r.Decisive().Code))
			if bytes.Contains(text, []byte("contexts/educredential.json")) {
				requireCheck(t, r, verify.StageContext, verify.Warned, "ld.context_unknown")
			}
		})
	}
}
