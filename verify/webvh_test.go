package verify_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/webvh"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

const (
	historyHost = "history.example"
	historyLog  = "https://history.example/.well-known/did.jsonl"
)

// logged is a badge of an issuer with a did:webvh, whose log has one version for
// each of the given documents, one a day from 1 September. Each document lists
// under the name k the key of the world with that name. The badge is signed with
// the first one; the caller trusts the issuer.
func logged(hosts ...string) func(*scene) []byte {
	return func(s *scene) []byte {
		id := s.history(hosts...)
		s.config.Trust = verify.Issuers(id)
		return jwt(func(j *draft) {
			j.key = j.scene.key(hosts[0], proof.EdDSA)
			at(j.claims, "/issuer")["id"], j.claims["iss"], j.header["kid"] = id, id, id+"#k"
		})(s)
	}
}

// ofVersion is logged, with a name of the key that asks for a version.
func ofVersion(query string, hosts ...string) func(*scene) []byte {
	return func(s *scene) []byte {
		id := s.history(hosts...)
		s.config.Trust = verify.Issuers(id)
		return jwt(func(j *draft) {
			j.key = j.scene.key(hosts[0], proof.EdDSA)
			at(j.claims, "/issuer")["id"], j.claims["iss"], j.header["kid"] = id, id, id+"?"+query+"#k"
		})(s)
	}
}

// history publishes the log.
func (s *scene) history(hosts ...string) string { return s.historyFor("assertionMethod", hosts...) }

// historyFor publishes a log whose documents list the keys under a relationship.
func (s *scene) historyFor(relationship string, hosts ...string) string {
	secret := s.key(historyHost, proof.EdDSA)
	update := publicKey(secret)
	name := update.Multikey()
	sign := func(document []byte) ([]byte, error) {
		doc, err := badge.Parse(document)
		require.NoError(s.t, err)
		made, err := proof.Sign(s.t.Context(), doc, proof.EdDSAJCS2022, key.Signer{Key: secret, Method: "did:key:" + name + "#" + name}, proof.Options{Created: s.world.Now()})
		require.NoError(s.t, err)
		return made.Bytes(), nil
	}
	// The rows below judge the signatures.
	source := webvh.Source{DID: "did:webvh:{SCID}:" + historyHost, Check: func([]byte, key.Key) error { return nil }}
	for i, host := range hosts {
		id := source.DID
		c := webvh.Change{Document: marshal(tree{"id": id, relationship: []any{method(id+"#k", id, s.key(host, proof.EdDSA))}}), Portable: i == 0}
		if i == 0 {
			c.UpdateKeys = []key.Key{update}
		}
		var err error
		source.Now = time.Date(2026, 9, 1+i, 0, 0, 0, 0, time.UTC)
		source.Log, source.DID, err = webvh.Append(source, c, sign)
		require.NoError(s.t, err)
	}
	s.publish(historyLog, string(source.Log))
	return source.DID
}

// inLog edits the published log.
func inLog(from, to string, next func(*scene) []byte) func(*scene) []byte {
	return func(s *scene) []byte {
		input := next(s)
		text := string(s.pages[historyLog].Body)
		require.Contains(s.t, text, from)
		s.publish(historyLog, strings.Replace(text, from, to, 1))
		return input
	}
}

// seenOn has the badge proved to exist at noon of a day of September.
func seenOn(day int, next func(*scene) []byte) func(*scene) []byte {
	return func(s *scene) []byte {
		s.config.SeenAt = time.Date(2026, 9, day, 12, 0, 0, 0, time.UTC)
		return next(s)
	}
}

// historyRows are badges of issuers with a did:webvh.
var historyRows = []hostile{
	{"KH-2/a log of two versions", logged("a.example", "a.example"), yes, good, historyHost},
	{"KH-2/the key was replaced", logged("a.example", "b.example"), no, "proof.signature", historyHost},
	{"KH-2/the key was replaced, seen before", seenOn(1, logged("a.example", "b.example")), yes, good, historyHost},
	{"KH-2/the key was replaced, seen after", seenOn(2, logged("a.example", "b.example")), no, "proof.signature", historyHost},
	{"KH-2/the key was replaced twice, seen between", seenOn(2, logged("b.example", "a.example", "c.example")), no, "proof.signature", historyHost},
	{"KH-2/a version of the key", ofVersion("versionNumber=1", "a.example", "a.example"), yes, good, historyHost},
	{"KH-2/a version of a removed key", ofVersion("versionNumber=1", "a.example", "b.example"), no, "key.revoked", historyHost},
	{"KH-2/a version of a removed key, by a time", ofVersion("versionTime=2026-09-01T12:00:00Z", "a.example", "b.example"), no, "key.revoked", historyHost},
	{"KH-2/a version of a removed key, with claimed times accepted", func(s *scene) []byte {
		s.config.ClaimedTime = true
		return ofVersion("versionNumber=1", "a.example", "b.example")(s)
	}, no, "key.revoked", historyHost},
	{"KH-2/a version of a removed key, seen before", seenOn(1, ofVersion("versionNumber=1", "a.example", "b.example")), yes, good, historyHost},
	{"KH-2/a version of a removed key, seen after", seenOn(2, ofVersion("versionNumber=1", "a.example", "b.example")), no, "key.revoked", historyHost},
	{"KH-2/a version that is not there", ofVersion("versionNumber=3", "a.example", "a.example"), no, "webvh.not_found", historyHost},
	{"KH-2/a changed document", inLog(`"assertionMethod"`, `"authentication"`, logged("a.example")), no, "webvh.invalid_did", historyHost},
	{"KH-2/a changed proof", inLog(`"proofValue":"z`, `"proofValue":"z2`, logged("a.example")), no, "webvh.invalid_proof", historyHost},
	{"KH-2/another suite", inLog(`eddsa-jcs-2022`, `eddsa-rdfc-2022`, logged("a.example")), no, "webvh.invalid_proof", historyHost},
	{"KH-2/an unknown parameter", inLog(`"portable":true`, `"portabel":true`, logged("a.example")), no, "webvh.invalid_parameters", historyHost},
	{"KH-2/a bad entry after the version of proved time", seenOn(1, inLog(`{"versionId":"3-`, `{"versionId":"4-`, logged("a.example", "a.example", "a.example"))), yes, good, historyHost},
	{"KH-2/a bad entry and nothing proved", inLog(`{"versionId":"3-`, `{"versionId":"4-`, logged("a.example", "a.example", "a.example")), no, "webvh.invalid_did", historyHost},
	{"KH-2/no log", func(s *scene) []byte {
		defer func() { s.pages[historyLog] = verify.Response{Status: 404} }()
		return logged("a.example")(s)
	}, unsure, "fetch.not_found", historyHost},
	{"KH-2/offline", func(s *scene) []byte { s.config.Fetcher = nil; return logged("a.example")(s) }, unsure, "fetch.offline", ""},
	{"KH-7/a log of 5 MB", func(s *scene) []byte {
		defer func() { s.publish(historyLog, strings.Repeat("{}\n", 2<<20)) }()
		return logged("a.example")(s)
	}, unsure, "fetch.too_large", historyHost},
	{"KH-7/a line of 1 MB", func(s *scene) []byte {
		defer func() { s.publish(historyLog, `{"x":"`+strings.Repeat("x", 1<<20)+`"}`) }()
		return logged("a.example")(s)
	}, no, "webvh.too_large", historyHost},
	{"KH-2/an IP address", of("did:webvh:" + strings.Repeat("1", 46) + ":127.0.0.1"), no, "did.bad_host", ""},
	{"KH-2/a path upwards", of("did:webvh:" + strings.Repeat("1", 46) + ":a.example:..:b"), no, "did.syntax", ""},
}

// The work for a log is that of the verification: once it is spent, the verdict is
// left open.
func TestHistoryBudget(t *testing.T) {
	s := newScene(t, verifytest.New(t))
	input := logged("a.example", "a.example", "a.example", "a.example", "a.example", "a.example", "a.example", "a.example")(s)
	whole := func(work int) *verify.Report {
		s.config.Budget = verify.Budget{Work: work}
		v, err := verify.New(s.config)
		require.NoError(t, err)
		r, _ := v.Verify(t.Context(), input)
		return r
	}
	require.Equal(t, verify.Accepted, whole(0).Verdict())
	open := 0
	for work := 200; work < 3000; work += 100 {
		r := whole(work)
		require.NotEqual(t, verify.Rejected, r.Verdict(), fmt.Sprint(work, outline(r)))
		if r.Verdict() == verify.Inconclusive {
			require.Equal(t, verify.CodeVerifyBudget, r.Decisive().Code, outline(r))
			open++
		}
	}
	require.Positive(t, open)
}

// KH-2: a holder with a did:webvh may name its key in a version of the log. The
// key must be in force now.
func TestHolderNamesVersion(t *testing.T) {
	for name, row := range map[string]struct {
		hosts, query string // of the keys of all versions; the first one signs
		want         verify.Verdict
		stage        verify.Stage
		code         string
	}{
		"KH-2 the latest":                 {"first.example", "", yes, verify.StageRecipient, "recipient.holder"},
		"KH-2 the first of two":           {"first.example first.example", "?versionNumber=1", yes, verify.StageRecipient, "recipient.holder"},
		"KH-2 by its time":                {"first.example first.example", "?versionTime=2026-09-01T12:00:00Z", yes, verify.StageRecipient, "recipient.holder"},
		"KH-2 one whose key was replaced": {"first.example second.example", "?versionNumber=1", no, verify.StageKey, "key.revoked"},
		"KH-2 one with another key":       {"first.example second.example", "?versionNumber=2", no, verify.StageSignature, "proof.signature"},
		"KH-2 one that is not there":      {"first.example", "?versionNumber=2", no, verify.StageKey, "webvh.not_found"},
		"KH-2 an empty query":             {"first.example", "?", no, verify.StageKey, "did.syntax"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			s := newScene(t, world)
			hosts := strings.Fields(row.hosts)
			w := wallet{t: t, world: world, id: s.historyFor("authentication", hosts...), key: s.key(hosts[0], proof.EdDSA), scheme: proof.EdDSAJCS2022}
			w.method = w.id + row.query + "#k"
			world.Publish(historyLog, s.pages[historyLog].Body)
			r := shown(t, world, w.signs(w.presents(awarded(t, world, w.id, nil)), w.answer()), asked)
			c, found := found(r, row.stage, row.code)
			require.True(t, found, outline(r))
			require.Equal(t, row.want == yes, c.Outcome == verify.Passed)
			require.Equal(t, row.want, r.Verdict(), outline(r))
			require.Equal(t, row.want == yes, r.Holder() == w.id)
		})
	}
}

// KH-7: a Verifier that remembers good proofs refuses a log that was changed since.
func TestChangedLogAfterAGoodOne(t *testing.T) {
	s := newScene(t, verifytest.New(t))
	input := logged("a.example", "a.example")(s)
	v, err := verify.New(s.config)
	require.NoError(t, err)
	published := string(s.pages[historyLog].Body)
	for _, row := range []struct{ from, to, code string }{
		{"", "", good},
		{`"proofValue":"z`, `"proofValue":"z2`, "webvh.invalid_proof"},
		{`"created":"2026`, `"created":"2025`, "webvh.invalid_proof"},
		{`"assertionMethod"`, `"authentication"`, "webvh.invalid_did"},
		{`{"versionId":"2-`, `{"versionId":"3-`, "webvh.invalid_did"},
		{"", "", good},
	} {
		s.publish(historyLog, strings.Replace(published, row.from, row.to, 1))
		r, _ := v.Verify(t.Context(), input)
		require.Equal(t, row.code, r.Decisive().Code, "%s: %s", row.to, r.Decisive().Message)
	}
}
