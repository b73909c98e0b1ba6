package verify_test

import (
	"context"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// allowance is a badge that deviates in one way.
type allowance struct {
	flag   verify.CompatFlags
	data   []byte
	strict string // what comes of it without the flag
	config verify.Config
}

func from(flag verify.CompatFlags, strict string, make func(*scene) []byte) func(*testing.T) allowance {
	return func(t *testing.T) allowance {
		s := newScene(t, verifytest.New(t))
		return allowance{flag, make(s), strict, s.config}
	}
}

func from20(flag verify.CompatFlags, strict string, trust verify.Trust, edit func(s site) (presented string)) func(*testing.T) allowance {
	return func(t *testing.T) allowance {
		s := newSite(t)
		presented := edit(s)
		return allowance{flag, s.text(t, presented), strict, verify.Config{Trust: trust, Fetcher: s.pages(t), Now: day20}}
	}
}

var allowances = map[string]func(*testing.T) allowance{
	"context aliases": from(verify.AllowContextAliases, "inconclusive ld.context_unknown", func(s *scene) []byte {
		const named, alias = "https://purl.imsglobal.org/spec/ob/v3p0/context.json", "https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld"
		text := signs(func(_ *scene, doc, _ tree) {
			doc["@context"] = []any{"https://www.w3.org/2018/credentials/v1", named, "https://w3id.org/security/data-integrity/v2"}
			doc["type"] = []any{"VerifiableCredential", "OpenBadgeCredential"}
			doc["issuanceDate"] = doc["validFrom"]
			delete(doc, "validFrom")
		})(s)
		require.Contains(s.t, string(text), named)
		return []byte(strings.Replace(string(text), named, named+`","`+alias, 1))
	}),
	"missing sub":        from(verify.AllowLooseClaims, "rejected claims.missing", jwt(func(j *draft) { delete(j.claims, "sub") })),
	"other headers":      from(verify.AllowOtherHeaders, "rejected jws.header_member", jwt(func(j *draft) { j.header["cty"] = "vc" })),
	"key in a fragment":  from(verify.AllowFragmentKey, "rejected binding.not_bound", inFragment(silent)),
	"key in the header":  from(verify.AllowHeaderKey, "rejected binding.not_bound", brought(hosted, silentDID)),
	"a did:key as a key": from(verify.AllowDIDKeyMethod, "inconclusive did.method_unsupported", inVictimsName(unresolvable)),
	"page id": from20(verify.AllowPageID, "rejected origin.id", verify.Issuers(issuer1+"/"), func(s site) string {
		s.set(issuer1, "id", issuer1+"/")
		return assertion1
	}),
	"issuer without URL": from20(verify.AllowIssuerWithoutURL, "rejected origin.scope", verify.AnyIssuer(), func(s site) string {
		profile, class := maps.Clone(s[issuer1]), maps.Clone(s[class1])
		profile["id"], class["issuer"] = urn20, profile
		class["id"] = "urn:uuid:11111111-2222-4333-8444-555555555555"
		s.set(assertion1, "badge", class)
		return assertion1
	}),
	"parts alone": from20(verify.AllowPartsAlone, "rejected structure.kind", verify.Issuers(issuer1), func(s site) string { return issuer1 }),
	"http": from20(verify.AllowHTTP, "inconclusive origin.plain_http", verify.Issuers(strings.Replace(issuer1, "https", "http", 1)), func(s site) string {
		plain := func(address string) string { return strings.Replace(address, "https", "http", 1) }
		for _, at := range []string{assertion1, class1, issuer1} {
			o := maps.Clone(s[at])
			o["id"] = plain(at)
			s[plain(at)] = o
			delete(s, at)
		}
		s.set(plain(assertion1), "badge", plain(class1)).set(plain(class1), "issuer", plain(issuer1))
		return plain(assertion1)
	}),
}

// AllowPageID accepts a class whose id is not a URL, or another URL of its host,
// and not one of another host.
func TestPageIDs(t *testing.T) {
	for id, want := range map[string]string{
		urn20:                        "accepted ",
		"soldering":                  "accepted ",
		class1 + "/2":                "accepted ",
		"https://evil.example/class": "rejected origin.id",
	} {
		s := newSite(t).set(class1, "id", id)
		v, err := verify.New(verify.Config{Trust: verify.Issuers(issuer1), Fetcher: s.pages(t), Now: day20, Compat: verify.AllowPageID})
		require.NoError(t, err)
		r, _ := v.Verify(context.Background(), s.text(t, assertion1))
		require.Contains(t, outcome20(r), want, id)
	}
}

// Each allowance accepts its own deviation and no other.
func TestAllowances(t *testing.T) {
	var all verify.CompatFlags
	for name, make := range allowances {
		t.Run(name, func(t *testing.T) {
			a := make(t)
			require.Zero(t, all&a.flag, "one badge per flag")
			all |= a.flag
			verdict := func(flags verify.CompatFlags) string {
				cfg := a.config
				cfg.Compat, cfg.Conformance = flags, verify.ConformanceRequired
				v, err := verify.New(cfg)
				require.NoError(t, err)
				r, _ := v.Verify(context.Background(), a.data)
				return outcome20(r)
			}
			require.Equal(t, a.strict, verdict(verify.Strict))
			require.Equal(t, a.strict, verdict(verify.Compat1EdTech&^a.flag), "by no other flag")
			require.Contains(t, verdict(a.flag), "accepted ")
			require.Contains(t, verdict(verify.Compat1EdTech), "accepted ")
		})
	}
	require.Equal(t, verify.Compat1EdTech, all)
}
