package verify_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// W10: a missing or contradictory value is refused with the name of the field.
func TestNewRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		config  verify.Config
		message string
	}{
		"W10 zero":           {verify.Config{}, "verify: Config.Trust is required: use Issuers(ids...) or AnyIssuer()"},
		"W10 without trust":  {verify.Config{Fetcher: verify.Pages{}, Now: time.Now, EveryProof: true}, "verify: Config.Trust is required: use Issuers(ids...) or AnyIssuer()"},
		"W10 zero trust":     {verify.Config{Trust: verify.Trust{}}, "verify: Config.Trust is required: use Issuers(ids...) or AnyIssuer()"},
		"no such status":     {verify.Config{Trust: verify.AnyIssuer(), StatusPolicy: 3}, "verify: Config.StatusPolicy is 3, wanted StatusRequired, StatusIfReachable or StatusIgnored"},
		"no issuer id":       {verify.Config{Trust: verify.Issuers(school, "The School")}, `verify: Config.Trust: Issuers got "The School", wanted a DID or a URL`},
		"empty issuer id":    {verify.Config{Trust: verify.Issuers("")}, `verify: Config.Trust: Issuers got "", wanted a DID or a URL`},
		"keys of nobody":     {verify.Config{Trust: verify.AnyIssuer(), Keys: map[string][]key.Key{"school": {{}}}}, `verify: Config.Keys has keys for "school", wanted the DID or URL of an issuer`},
		"no keys":            {verify.Config{Trust: verify.AnyIssuer(), Keys: map[string][]key.Key{school: {}}}, `verify: Config.Keys has an empty list for "did:web:school.example": add a key, or leave the issuer out`},
		"no such allowance":  {verify.Config{Trust: verify.AnyIssuer(), Compat: verify.Compat1EdTech + 1}, "verify: Config.Compat has the unknown bits 0x400, wanted Strict, Compat1EdTech or Allow constants"},
		"negative workers":   {verify.Config{Trust: verify.AnyIssuer(), Workers: -1}, "verify: Config.Workers is negative"},
		"W10 an empty list":  {verify.Config{Trust: verify.AnyIssuer(), Schemes: []proof.Scheme{}}, "verify: Config.Schemes is empty, which accepts no badge: name schemes, or leave it nil"},
		"W10 a list cut off": {verify.Config{Trust: verify.AnyIssuer(), Schemes: []proof.Scheme{proof.ES256}[:0]}, "verify: Config.Schemes is empty, which accepts no badge: name schemes, or leave it nil"},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := verify.New(c.config)
			require.EqualError(t, err, c.message)
			require.Nil(t, v)
		})
	}
}

// W10: a list of trusted issuers without an entry trusts nobody.
func TestTrustOfNobody(t *testing.T) {
	world := schoolWorld(t)
	for _, trust := range []verify.Trust{verify.Issuers(), verify.Issuers([]string{}...)} {
		r, err := world.Verifier(trust).Verify(t.Context(), signed(t, world, edited(t, verifytest.Badge(), nil)).Bytes())
		require.ErrorIs(t, err, verify.ErrRejected)
		require.Equal(t, "trust.unlisted", r.Decisive().Code)
	}
}

// W09: a badge that is not accepted has no claims to read, whatever the
// reason, and neither has a report that nobody filled in.
func TestVerifiedGivesNothing(t *testing.T) {
	world := schoolWorld(t)
	reports := map[string]*verify.Report{"W09 zero": new(verify.Report)}
	for _, bad := range badBadges(t, world) {
		reports["W09 "+bad.name], _ = verifierWith(t, world, nil).Verify(t.Context(), bad.data)
	}
	reports["W09 no text"], _ = verifierWith(t, world, nil).Verify(t.Context(), nil)
	reports["W09 offline"], _ = verifierWith(t, world, func(c *verify.Config) { c.Fetcher = nil }).
		Verify(t.Context(), signed(t, world, edited(t, verifytest.Badge(), nil)).Bytes())
	for name, r := range reports {
		t.Run(name, func(t *testing.T) {
			require.Error(t, r.Err())
			credential, ok := r.Verified()
			require.False(t, ok)
			require.Equal(t, badge.Credential{}, credential)
		})
	}
}

// badBadge is one that the zero of each option keeps out.
type badBadge struct {
	name string
	data []byte
	code string // of what is wrong
	// admit are the options that name what is wrong with it, none for what no
	// option is about.
	admit []string
}

const (
	dictionary = "https://school.example/contexts/lab.json"
	gone       = "https://school.example/status/gone"
	lent       = "https://lists.example/status/1"
)

// badBadges are badges that are bad in one way each; what they need of the web
// is published.
func badBadges(t *testing.T, world *verifytest.World) []badBadge {
	world.Issuer("other.example", proof.EdDSARDFC2022)
	world.Issuer("lists.example", proof.EdDSARDFC2022)
	publishList(t, world, "school.example", revocations, listCredential(t, revocations, "revocation", 24))
	borrowed := listCredential(t, lent, "revocation")
	borrowed["issuer"] = "did:web:lists.example"
	publishList(t, world, "lists.example", lent, borrowed)
	world.Publish(refreshes, signed(t, world, refreshable(t, renewed)).Bytes())

	made := func(edit func(object)) []byte { return signed(t, world, edited(t, verifytest.Badge(), edit)).Bytes() }
	listed := func(address, index string) []byte {
		return badgeWithStatus(t, world, entryAt(address, "revocation", index)).Bytes()
	}
	other := edited(t, verifytest.Badge(), func(o object) { o["issuer"].(object)["id"] = "did:web:other.example" })
	tampered := fromJSON(t, made(nil))
	tampered["name"] = "Doctor of laser cutting"
	// a newer key that only a pinning caller knows
	by := key.Signer{Key: world.Key("newer", proof.EdDSARDFC2022), Method: school + "#key-2"}
	unpublished, err := proof.Sign(t.Context(), edited(t, verifytest.Badge(), nil), proof.EdDSARDFC2022, by, proof.Options{})
	require.NoError(t, err)
	lab := edited(t, verifytest.Badge(), func(o object) {
		o["@context"], o["machine"] = append(o["@context"].([]any), dictionary), "laser"
	})
	labelled, err := proof.Sign(t.Context(), lab, proof.EdDSARDFC2022,
		key.Signer{Key: world.Key("school.example", proof.EdDSARDFC2022), Method: school + "#key-1"}, proof.Options{Extensions: []badge.Extension{labContext()}})
	require.NoError(t, err)
	return []badBadge{
		{"by another issuer", signedBy(t, world, "other.example", proof.EdDSARDFC2022, other).Bytes(), "trust.unlisted", []string{"AnyIssuer"}},
		{"list out of reach", listed(gone, "1"), "fetch.failed", []string{"StatusIfReachable", "StatusIgnored"}},
		{"revoked", listed(revocations, "24"), "status.revoked", []string{"StatusIgnored"}},
		{"list of another issuer", listed(lent, "1"), "status.list_issuer", []string{"StatusIssuers", "StatusIfReachable", "StatusIgnored"}},
		{"members of an unknown context", labelled.Bytes(), "ld.context_unknown", []string{"Extensions"}},
		{"a key that is not published", unpublished.Bytes(), "did.key_not_bound", []string{"Keys"}},
		{"expired, a fresh one is offered", signed(t, world, refreshable(t, func(o object) { o["validUntil"] = "2026-09-02T00:00:00Z" })).Bytes(), "time.expired", []string{"Refresh"}},
		{"expired", made(func(o object) { o["validUntil"] = "2026-09-02T00:00:00Z" }), "time.expired", nil},
		{"not yet valid", made(func(o object) { o["validFrom"] = "2026-10-02T00:00:00Z" }), "time.not_yet_valid", nil},
		{"tampered with", toJSON(t, tampered), "proof.signature", nil},
		{"without a proof", edited(t, verifytest.Badge(), nil).Bytes(), "proof.missing", nil},
		{"not text", []byte{0, 1, 2}, "badge.format", nil},
	}
}

func labContext() badge.Extension {
	return badge.Extension{URL: dictionary, Context: []byte(`{"@context":{"@protected":true,"machine":"https://school.example/vocab#machine"}}`)}
}

// options are those that accept more than their zero, or are thought to.
func options(t *testing.T, world *verifytest.World) map[string]func(*verify.Config) {
	newer, err := key.FromPublic(world.Key("newer", proof.EdDSARDFC2022).Public())
	require.NoError(t, err)
	known, err := key.FromPublic(world.Key("school.example", proof.EdDSARDFC2022).Public())
	require.NoError(t, err)
	pinned := []key.Key{newer.WithID(school + "#key-2"), known.WithID(school + "#key-1")}
	return map[string]func(*verify.Config){
		"zero":              func(*verify.Config) {},
		"AnyIssuer":         func(c *verify.Config) { c.Trust = verify.AnyIssuer() },
		"Keys":              func(c *verify.Config) { c.Keys = map[string][]key.Key{school: pinned} },
		"StatusIfReachable": func(c *verify.Config) { c.StatusPolicy = verify.StatusIfReachable },
		"StatusIgnored":     func(c *verify.Config) { c.StatusPolicy = verify.StatusIgnored },
		"StatusIssuers":     func(c *verify.Config) { c.StatusIssuers = map[string][]string{school: {"did:web:lists.example"}} },
		"Refresh":           withRefresh,
		"Extensions":        func(c *verify.Config) { c.Extensions = []badge.Extension{labContext()} },
		"Compat1EdTech":     func(c *verify.Config) { c.Compat = verify.Compat1EdTech },
		"EveryProof":        func(c *verify.Config) { c.EveryProof = true },
		"Schemes":           func(c *verify.Config) { c.Schemes = []proof.Scheme{proof.EdDSARDFC2022, proof.EdDSA} },
		"Workers":           func(c *verify.Config) { c.Workers = 9 },
		"offline":           func(c *verify.Config) { c.Fetcher = nil },
	}
}

// W11: an option admits the badges that it is about, and no other.
func TestOptionsWidenOneThing(t *testing.T) {
	world := schoolWorld(t)
	bad := badBadges(t, world)
	for name, option := range options(t, world) {
		t.Run("W11 "+name, func(t *testing.T) {
			for _, b := range bad {
				r, err := verifierWith(t, world, option).Verify(t.Context(), b.data)
				require.Equal(t, slices.Contains(b.admit, name), err == nil, "%s: %s", b.name, outline(r))
				if name == "zero" {
					require.Equal(t, b.code, r.Decisive().Code, b.name)
				}
			}
		})
	}
}

// W12: two verifiers at work at the same time do not see each other's policy,
// keys, contexts or lists.
func TestPoliciesStayApart(t *testing.T) {
	world := schoolWorld(t)
	bad := badBadges(t, world)
	var group sync.WaitGroup
	for name, option := range options(t, world) {
		v := verifierWith(t, world, option)
		group.Go(func() {
			for range 3 {
				for _, b := range bad {
					_, err := v.Verify(t.Context(), b.data)
					if slices.Contains(b.admit, name) != (err == nil) {
						t.Errorf("W12: %s under %s: %v", b.name, name, err)
					}
				}
			}
		})
	}
	group.Wait()
}

// W13: one Verifier judges many badges at a time as it judges each alone.
func TestConcurrentVerify(t *testing.T) {
	world := schoolWorld(t)
	bad := badBadges(t, world)
	var alone []string
	for _, b := range bad {
		r, _ := verifierWith(t, world, nil).Verify(t.Context(), b.data)
		alone = append(alone, outline(r))
	}
	v := verifierWith(t, world, nil)
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for n := range bad {
				i := (n + worker) % len(bad)
				if r, _ := v.Verify(t.Context(), bad[i].data); outline(r) != alone[i] {
					t.Errorf("W13: %s: %s, alone %s", bad[i].name, outline(r), alone[i])
				}
			}
		})
	}
	group.Wait()
}

// W13: what the caller does with its Config after New changes nothing.
func TestConfigIsCopied(t *testing.T) {
	world := schoolWorld(t)
	bad := badBadges(t, world)
	ids, extension := []string{school}, labContext()
	config := world.Config(verify.Issuers(ids...))
	options(t, world)["Keys"](&config)
	config.Schemes = []proof.Scheme{proof.EdDSARDFC2022, proof.EdDSA}
	config.StatusIssuers = map[string][]string{school: {"did:web:lists.example"}}
	config.Extensions = []badge.Extension{extension}
	judge := func(v *verify.Verifier) (all []string) {
		for _, b := range bad {
			r, _ := v.Verify(t.Context(), b.data)
			all = append(all, outline(r))
		}
		return all
	}
	v, err := verify.New(config)
	require.NoError(t, err)
	untouched, err := verify.New(config)
	require.NoError(t, err)
	want := judge(untouched)

	ids[0] = "did:web:other.example"
	config.Keys[school][0] = key.Key{}
	delete(config.Keys, school)
	config.Schemes[0], config.StatusIssuers[school][0] = proof.ES256, "did:web:other.example"
	delete(config.StatusIssuers, school)
	clear(extension.Context)
	config.Extensions[0] = badge.Extension{}
	require.Equal(t, want, judge(v))
}

// W13: changes by the caller to the supplied badge, or to values that a report returned, do not
// change a report.
func TestReportCannotBeChanged(t *testing.T) {
	world := verifytest.New(t)
	made, err := world.Issuer("school.example", proof.ECDSASD2023).Issue(t.Context(), graded())
	require.NoError(t, err)
	shown, err := proof.Disclose(t.Context(), made, proof.Selection{Reveal: []string{""}})
	require.NoError(t, err)
	data := slices.Clone(shown.Bytes())
	r, err := verifierWith(t, world, nil).Verify(t.Context(), data)
	require.NoError(t, err)
	require.Equal(t, shown.Bytes(), data, "the badge is left as it was")
	before, want := marshal(r), r.String()
	credential, _ := r.Verified()

	clear(data)
	clear(r.Checks())
	clear(r.Document().Bytes())
	for _, p := range r.Proofs() {
		clear(p.Checks)
		clear(p.Disclosed.Mandatory)
		clear(p.Disclosed.Chosen)
		p.Disclosed.Withholdable = []string{"/name"}
	}
	clear(r.Proofs())
	credential.Subject.Achievement.Name = "Changed"
	credential.Subject.Result[0].Value = "A"
	credential.Type[0] = "Changed"

	require.Equal(t, string(before), string(marshal(r)))
	require.Equal(t, want, r.String())
	again, ok := r.Verified()
	require.True(t, ok)
	require.Equal(t, "Algebra", again.Subject.Achievement.Name)
	require.Equal(t, "C", again.Subject.Result[0].Value)
	require.NotEqual(t, "Changed", again.Type[0])
	require.True(t, json.Valid(r.Document().JSON()))
}

// W14: whenever the caller gives up, the verification ends at once, with a
// code that says so and never with good news.
func TestCancelled(t *testing.T) {
	world := schoolWorld(t)
	publishList(t, world, "school.example", revocations, listCredential(t, revocations, "revocation"))
	online := badgeWithStatus(t, world, entryAt(revocations, "revocation", "23")).Bytes()
	for _, name := range []string{"before", "before, offline", "before, no badge", "during the keys", "during the list", "as the list arrives"} {
		t.Run("W14 "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				data, at := online, map[string]string{"during the keys": schoolDoc, "during the list": revocations}[name]
				config := world.Config(verify.Issuers(school))
				config.Fetcher = fetcherFunc(func(ctx context.Context, r verify.Request) (verify.Response, error) {
					switch {
					case r.URL == at:
						time.AfterFunc(7*time.Second, cancel)
						<-ctx.Done()
						return verify.Response{}, ctx.Err()
					case r.URL == revocations:
						cancel()
					}
					return world.Fetch(ctx, r)
				})
				switch name {
				case "before", "before, offline", "before, no badge":
					cancel()
				}
				if name == "before, offline" {
					config.Fetcher = nil
					options(t, world)["Keys"](&config)
				}
				if name == "before, no badge" {
					data = []byte("[]")
				}
				v, err := verify.New(config)
				require.NoError(t, err)
				start := time.Now()
				r, err := v.Verify(ctx, data)
				require.ErrorIs(t, err, verify.ErrInconclusive, outline(r))
				require.Equal(t, "verify.cancelled", r.Decisive().Code)
				require.Equal(t, map[bool]time.Duration{true: 7 * time.Second}[at != ""], time.Since(start))
			})
		})
	}
}

// W15: a panic in code of the caller ends one verification, with a report that does not
// contain the text of the panic.
func TestPanics(t *testing.T) {
	world := schoolWorld(t)
	data := signed(t, world, edited(t, verifytest.Badge(), nil)).Bytes()
	for name, change := range map[string]func(*verify.Config){
		"W15 Fetcher": func(c *verify.Config) { c.Fetcher = faulty{} },
		"W15 Fetcher, nil dereferenced": func(c *verify.Config) {
			c.Fetcher = (*verifytest.World)(nil)
		},
		"W15 Keep": func(c *verify.Config) {
			c.Fetcher = fetcherFunc(func(ctx context.Context, r verify.Request) (verify.Response, error) {
				answer, err := world.Fetch(ctx, r)
				answer.Keep = func() { panic("broken") }
				return answer, err
			})
		},
		"W15 Now": func(c *verify.Config) { c.Now = func() time.Time { panic("broken") } },
	} {
		t.Run(name, func(t *testing.T) {
			v := verifierWith(t, world, change)
			r, err := v.Verify(t.Context(), data)
			require.ErrorIs(t, err, verify.ErrRejected)
			require.Equal(t, "verify.internal", r.Decisive().Code)
			require.NotContains(t, r.String()+string(marshal(r)), "broken")
			n := 0
			for _, r := range v.VerifyAll(t.Context(), slices.Values([]verify.Item{{Data: data}, {Data: data}})) {
				require.Equal(t, "verify.internal", r.Decisive().Code)
				n++
			}
			require.Equal(t, 2, n)
		})
	}
}

// W16: errors say whether the badge is bad or the question is open, and the
// code says why, however often the error was wrapped.
func TestErrorsAreToldApart(t *testing.T) {
	world := schoolWorld(t)
	publishList(t, world, "school.example", revocations, listCredential(t, revocations, "revocation", 24))
	revoked := badgeWithStatus(t, world, entryAt(revocations, "revocation", "24")).Bytes()
	unlisted := badgeWithStatus(t, world, entryAt(gone, "revocation", "24")).Bytes()
	answering := func(code string) func(*verify.Config) {
		return func(c *verify.Config) {
			c.Fetcher = fetcherFunc(func(ctx context.Context, r verify.Request) (verify.Response, error) {
				if r.URL != gone {
					return world.Fetch(ctx, r)
				}
				return verify.Response{}, verify.NewFetchError(code, "no answer")
			})
		}
	}
	for _, c := range []struct {
		name   string
		data   []byte
		change func(*verify.Config)
		err    error
		code   string
	}{
		{"W16 revoked", revoked, nil, verify.ErrRejected, "status.revoked"},
		{"W16 not found", unlisted, nil, verify.ErrInconclusive, "fetch.failed"},
		{"W16 timeout", unlisted, answering("fetch.timeout"), verify.ErrInconclusive, "fetch.timeout"},
		{"W16 TLS", unlisted, answering("fetch.tls"), verify.ErrInconclusive, "fetch.tls"},
		{"W16 offline", revoked, func(c *verify.Config) { c.Fetcher = nil }, verify.ErrInconclusive, "fetch.offline"},
		{"W16 not a badge", []byte("{}"), nil, verify.ErrRejected, "structure.kind"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := verifierWith(t, world, c.change).Verify(t.Context(), c.data)
			err = fmt.Errorf("checking a folder: %w", err)
			for _, kind := range []error{verify.ErrRejected, verify.ErrInconclusive} {
				require.Equal(t, kind == c.err, errors.Is(err, kind), "%v", err)
			}
			require.Equal(t, c.code, r.Decisive().Code, outline(r))
		})
	}
}
