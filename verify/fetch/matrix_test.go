package fetch_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

const (
	school   = "did:web:school.example"
	hostedID = "https://school.example/issuer"
	listURL  = "https://school.example/status/1"
	tokenURL = "https://school.example/tokens/1"
	grace    = 100 * time.Millisecond // by which an answer may miss its deadline
)

type object = map[string]any

// resource is one kind of document: where it is, and a badge that cannot be
// accepted without it. Kinds without a badge are fetched for themselves.
type resource struct {
	kind  verify.FetchKind
	url   string
	good  int // connections before the one for the document
	kept  int // answers of these that made sense
	badge []byte
}

// resources returns good documents of every kind, and the pages of a web that
// has them.
func resources(t testing.TB) ([]resource, map[string]page) {
	world := verifytest.New(t)
	issuing := world.Issuer("school.example", proof.EdDSA)
	pages := map[string]page{}
	publish := func(path string, body []byte) { pages[path] = page{body: string(body)} }
	didDoc, err := world.Fetch(t.Context(), verify.Request{URL: "https://school.example/.well-known/did.json"})
	require.NoError(t, err)
	publish("/.well-known/did.json", didDoc.Body)
	publish("/issuer", toJSON(t, object{"id": hostedID, "type": []string{"Profile"}, "name": "Hosted"}))
	public, err := key.FromPublic(world.Key("school.example", proof.EdDSA).Public())
	require.NoError(t, err)
	jwk := fromJSON(t, public.JWK())
	jwk["kid"] = hostedID + "#k1"
	publish("/.well-known/jwks.json", toJSON(t, object{"keys": []any{jwk}}))
	publish("/status/1", sign(t, world, school+"#key-1", object{
		"@context": []string{badge.ContextVC2}, "id": listURL, "type": []string{"VerifiableCredential", "BitstringStatusListCredential"},
		"issuer": school, "validFrom": "2026-09-01T00:00:00Z",
		"credentialSubject": object{"id": listURL + "#list", "type": "BitstringStatusList", "statusPurpose": "revocation",
			"encodedList": "u" + base64.RawURLEncoding.EncodeToString(zipped(make([]byte, 16<<10)))},
	}))
	tokens, err := status.NewTokenList(status.MinEntries, 1)
	require.NoError(t, err)
	token, err := issuing.StatusToken(t.Context(), status.Token{Subject: tokenURL, List: tokens})
	require.NoError(t, err)
	publish("/tokens/1", token.Bytes())
	publish("/revoked", toJSON(t, object{"id": "https://school.example/revoked", "issuer": school, "revokedCredential": []any{}}))

	made := func(issuer, method string, credentialStatus object) []byte {
		c := verifytest.Badge()
		c.ID, c.ValidFrom = "urn:uuid:11111111-2222-4333-8444-555555555555", "2026-09-01T00:00:00Z"
		c.Issuer = badge.Profile{ID: issuer, Type: []string{"Profile"}, Name: "The school"}
		doc, err := badge.Build(badge.OB3, c)
		require.NoError(t, err)
		o := fromJSON(t, doc.JSON())
		if credentialStatus != nil {
			o["credentialStatus"] = credentialStatus
		}
		return sign(t, world, method, o)
	}
	all := []resource{
		{verify.FetchController, "https://school.example/.well-known/did.json", 0, 0, made(school, school+"#key-1", nil)},
		{verify.FetchKeys, "https://school.example/.well-known/jwks.json", 1, 0, made(hostedID, hostedID+"#k1", nil)},
		{verify.FetchStatusList, listURL, 1, 1, made(school, school+"#key-1", object{"id": listURL + "#23", "type": status.BitstringEntry,
			"statusPurpose": "revocation", "statusListIndex": "23", "statusListCredential": listURL})},
		{verify.FetchListToken, tokenURL, 1, 1, made(school, school+"#key-1", object{"id": tokenURL + "#23", "type": status.TokenType,
			"uri": tokenURL, "idx": 23})},
		{verify.FetchRevocationList, "https://school.example/revoked", 1, 1, made(school, school+"#key-1",
			object{"id": "https://school.example/revoked", "type": status.RevocationListEntry})},
	}
	for _, kind := range []verify.FetchKind{verify.FetchAssertion, verify.FetchBadgeClass, verify.FetchProfile, verify.FetchKey} {
		path := "/" + string(kind) + "/1"
		publish(path, toJSON(t, object{"id": "https://school.example" + path}))
		all = append(all, resource{kind: kind, url: "https://school.example" + path})
	}
	return all, pages
}

func toJSON(t testing.TB, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return text
}

func fromJSON(t testing.TB, text []byte) (o object) {
	t.Helper()
	require.NoError(t, json.Unmarshal(text, &o))
	return o
}

// sign makes a token of a credential with the school's key.
func sign(t testing.TB, world *verifytest.World, method string, credential object) []byte {
	t.Helper()
	doc, err := badge.Parse(toJSON(t, credential))
	require.NoError(t, err)
	by := key.Signer{Key: world.Key("school.example", proof.EdDSA), Method: method}
	made, err := proof.Sign(t.Context(), doc, proof.EdDSA, by, proof.Options{})
	require.NoError(t, err)
	return made.Bytes()
}

func (w *web) verifier(t testing.TB, client *fetch.Client) *verify.Verifier {
	v, err := verify.New(verify.Config{Trust: verify.Issuers(school, hostedID), Fetcher: client, Now: w.Now})
	require.NoError(t, err)
	return v
}

// judge gets the document of a resource, by verifying the badge that needs it
// where there is one. It returns "" for a document that is good, otherwise the
// code that says why it is not.
func (r resource) judge(t testing.TB, w *web, client *fetch.Client) string {
	ctx := t.Context()
	if r.badge != nil {
		report, err := w.verifier(t, client).Verify(ctx, r.badge)
		if err == nil {
			return ""
		}
		return report.Decisive().Code
	}
	answer, err := client.Fetch(ctx, verify.Request{Kind: r.kind, URL: r.url})
	if err != nil {
		return badge.CodeOf(err)
	}
	if answer.Status != 200 {
		if answer.Status != 410 {
			require.Empty(t, answer.Body)
		}
		require.Nil(t, answer.Keep)
		return statusCode(answer.Status)
	}
	if answer.Drop != nil {
		defer answer.Drop()
	}
	if _, err := badge.Parse(answer.Body); err != nil {
		return badge.CodeOf(err)
	}
	return ""
}

// statusCode is the code of an HTTP error in a report.
func statusCode(status int) string {
	switch status {
	case 404:
		return "fetch.not_found"
	case 410:
		return "fetch.gone"
	}
	return "fetch.status"
}

// want is the code that a resource ends with under a fault.
func (row faultRow) want(r resource) string {
	switch {
	case row.code != "":
		return row.code
	case row.status != 200:
		return statusCode(row.status)
	case r.kind == verify.FetchStatusList || r.kind == verify.FetchListToken || r.kind == verify.FetchRevocationList:
		return "status.list_unreadable"
	case r.badge == nil && row.noText:
		return "badge.format"
	}
	return row.broken
}

// Every kind of document meets every fault, and none is accepted: H10, H12 to
// H19, S20, I04, I14, I21. Each fault is reported with its code and in time, leaves no connection and no
// goroutine (H26), and only the failure is cached, for a minute (H25).
func TestFaults(t *testing.T) {
	rows := faultRows()
	all, pages := resources(t)
	require.GreaterOrEqual(t, len(rows)*len(all), 320)
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			var wg sync.WaitGroup
			for _, r := range all {
				wg.Go(func() { // most of the time is spent waiting
					t.Run(string(r.kind), func(t *testing.T) {
						w := newWeb(t)
						w.pages = pages
						meet(t, w, row, r)
					})
				})
			}
			wg.Wait()
			requireNoGoroutines(t)
		})
	}
}

// meet plays one case of the matrix.
func meet(t *testing.T, w *web, row faultRow, r resource) {
	var client *fetch.Client
	timeout := 10 * time.Second
	if row.code == "fetch.timeout" {
		timeout = patience
	}
	onTime(t, timeout, func() {
		client = w.client(func(c *fetch.Config) { c.Timeout = timeout })
		w.breaks(&row.fault, r.good)
		require.Equal(t, row.want(r), r.judge(t, w, client))
		require.Zero(t, w.leftOpen())
	})
	answers, failures, _ := client.Remembered()
	require.Equal(t, r.kept, answers)

	w.breaks(nil, 0)
	if row.broken == "" {
		require.Equal(t, row.want(r), r.judge(t, w, client), "a failure is remembered for a minute")
		for _, request := range w.requests() {
			require.NotEqual(t, r.url, "https://"+request.Host+request.URL.Path)
		}
	} else {
		require.Zero(t, failures)
	}
	w.pass(61 * time.Second)
	require.Empty(t, r.judge(t, w, client), "and no longer")
}

// onTime asks that something is over by its deadline, give or take the grace.
// A busy machine may try again.
func onTime(t testing.TB, deadline time.Duration, try func()) {
	t.Helper()
	var took time.Duration
	for range 5 {
		start := time.Now()
		try()
		if took = time.Since(start); took <= deadline+grace {
			return
		}
	}
	require.LessOrEqual(t, took, deadline+grace)
}

// requireNoGoroutines asks that no goroutine is inside this package any more.
func requireNoGoroutines(t testing.TB) {
	t.Helper()
	stacks := make([]byte, 1<<20)
	require.Eventually(t, func() bool {
		return !strings.Contains(string(stacks[:runtime.Stack(stacks, true)]), "verify/fetch.")
	}, 2*time.Second, time.Millisecond)
}

// H26, H14: a caller who gives up is obeyed at once, and the request that was
// given up says nothing about the host.
func TestCancel(t *testing.T) {
	all, pages := resources(t)
	for _, r := range all {
		t.Run(string(r.kind), func(t *testing.T) {
			w := newWeb(t)
			w.pages = pages
			var client *fetch.Client
			hang := hangs("")
			after := rand.N(50 * time.Millisecond)
			onTime(t, after, func() {
				client = w.client(nil)
				w.breaks(&hang, r.good)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				time.AfterFunc(after, cancel)
				if r.badge != nil {
					report, err := w.verifier(t, client).Verify(ctx, r.badge)
					require.ErrorIs(t, err, verify.ErrInconclusive)
					require.Equal(t, "verify.cancelled", report.Decisive().Code)
				} else {
					_, err := client.Fetch(ctx, verify.Request{Kind: r.kind, URL: r.url})
					require.ErrorIs(t, err, context.Canceled)
				}
				require.Zero(t, w.leftOpen())
			})
			_, failures, _ := client.Remembered()
			require.Zero(t, failures)
			w.breaks(nil, 0)
			require.Empty(t, r.judge(t, w, client))
		})
	}
	requireNoGoroutines(t)
}

// H11, H25: a host that says one thing first and another thing later is asked
// once per verification, and what made no sense is not remembered.
func TestDifferentOnSecondGet(t *testing.T) {
	all, pages := resources(t)
	for _, r := range all {
		t.Run(string(r.kind), func(t *testing.T) {
			w := newWeb(t)
			w.pages = pages
			client := w.client(nil)
			wrong := answers(200, nil, `["something else"]`)
			w.breaks(&wrong, r.good)
			require.NotEmpty(t, r.judge(t, w, client))
			require.Len(t, w.requests(), r.good+1)
			w.breaks(nil, 0)
			require.Empty(t, r.judge(t, w, client))
		})
	}
}
