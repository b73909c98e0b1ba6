package verify_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

const refreshes = "https://school.example/refresh/1"

// refreshable is a badge that names the refresh service, after an edit.
func refreshable(t *testing.T, edit func(object)) *badge.Document {
	return edited(t, verifytest.Badge(), func(o object) {
		serviceOf(o)
		if edit != nil {
			edit(o)
		}
	})
}

// serviceOf gives a credential the refresh service.
func serviceOf(o object) {
	o["@context"] = append(o["@context"].([]any), "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
	o["refreshService"] = object{"id": refreshes, "type": "1EdTechCredentialRefresh"}
}

func withRefresh(c *verify.Config) { c.Refresh = true }

// renewed is a badge that became valid later than the first one.
func renewed(o object) {
	o["validFrom"], o["validUntil"], o["name"] = "2026-09-15T00:00:00Z", "2036-09-15T00:00:00Z", "Renewed"
}

// The refresh service is asked only where the caller said so (C-108, D45).
func TestRefreshIsOff(t *testing.T) {
	world := schoolWorld(t)
	world.Publish(refreshes, signed(t, world, refreshable(t, renewed)).Bytes())
	r := judged(t, world, signed(t, world, refreshable(t, nil)))
	require.Equal(t, verify.Accepted, r.Verdict(), outline(r))
	requireCheck(t, r, verify.StageStatus, verify.Skipped, "refresh.not_asked")
	require.Zero(t, world.Hits(refreshes))
	require.Equal(t, "Laser cutting", r.Document().Credential().Name)
}

// Each answer of a refresh service, and whether it is taken in place of the
// badge (C-108, C-109, D45).
func TestRefresh(t *testing.T) {
	signedAs := func(edit func(object)) func(*testing.T, *verifytest.World) []byte {
		return func(t *testing.T, w *verifytest.World) []byte {
			return signed(t, w, refreshable(t, edit)).Bytes()
		}
	}
	forged := func(t *testing.T, w *verifytest.World) []byte {
		method := key.Signer{Key: w.Key("forger.example", proof.EdDSARDFC2022), Method: school + "#key-1"}
		doc, err := proof.Sign(t.Context(), refreshable(t, renewed), proof.EdDSARDFC2022, method, proof.Options{Created: w.Now()})
		require.NoError(t, err)
		return doc.Bytes()
	}
	text := func(body string) func(*testing.T, *verifytest.World) []byte {
		return func(*testing.T, *verifytest.World) []byte { return []byte(body) }
	}
	for name, c := range map[string]struct {
		answer  func(*testing.T, *verifytest.World) []byte
		message string // why it is not taken; empty: it is
		verdict verify.Verdict
	}{
		"C-108 newer":                  {signedAs(renewed), "", verify.Accepted},
		"C-108 of the same day":        {signedAs(func(o object) { o["name"], o["validUntil"] = "Renewed", "2036-09-01T00:00:00Z" }), "", verify.Accepted},
		"C-108 newer and expired":      {signedAs(func(o object) { renewed(o); o["validUntil"] = "2026-09-30T00:00:00Z" }), "", verify.Rejected},
		"D45 older":                    {signedAs(func(o object) { o["validFrom"] = "2026-08-01T00:00:00Z" }), "returned an older badge", verify.Accepted},
		"D45 without its end":          {signedAs(func(o object) { renewed(o); delete(o, "validUntil") }), "returned a badge without the dates or the status of this one", verify.Accepted},
		"D45 did:web in two spellings": {signedAs(func(o object) { renewed(o); at(o, "/issuer")["id"] = "did:web:school.example%3A8443" }), "returned another badge", verify.Accepted},
		"D45 another badge":            {signedAs(func(o object) { renewed(o); o["id"] = "urn:uuid:2" }), "returned another badge", verify.Accepted},
		"D45 without an id":            {signedAs(func(o object) { renewed(o); delete(o, "id") }), "returned another badge", verify.Accepted},
		"D45 another issuer":           {signedAs(func(o object) { renewed(o); at(o, "/issuer")["id"] = "did:web:forger.example" }), "returned another badge", verify.Accepted},
		"D45 another subject":          {signedAs(func(o object) { renewed(o); subjectOf(o)["id"] = "did:example:other" }), "returned a badge for another recipient", verify.Accepted},
		"D45 signed by another":        {forged, "returned a badge that is not genuine", verify.Accepted},
		"D45 altered": {func(t *testing.T, w *verifytest.World) []byte {
			return bytes.ReplaceAll(signedAs(renewed)(t, w), []byte("Renewed"), []byte("Altered"))
		}, "returned a badge that is not genuine", verify.Accepted},
		"C-109 not conforming":  {signedAs(func(o object) { renewed(o); delete(at(o, "/credentialSubject/achievement"), "name") }), "returned a badge with more departures than this one", verify.Accepted},
		"C-109 not signed":      {func(t *testing.T, _ *verifytest.World) []byte { return refreshable(t, renewed).Bytes() }, "returned a badge that is not genuine", verify.Accepted},
		"C-109 no badge":        {text(`<html>`), "returned something that is not a badge", verify.Accepted},
		"C-109 empty object":    {text(`{}`), "returned another badge", verify.Accepted},
		"C-109 repeated member": {text(`{"id":"a","id":"b"}`), "returned something that is not a badge", verify.Accepted},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			world.Publish(refreshes, c.answer(t, world))
			r, err := verifierWith(t, world, withRefresh).Verify(t.Context(), signed(t, world, refreshable(t, func(o object) { o["validUntil"] = "2036-09-01T00:00:00Z" })).Bytes())
			require.Equal(t, c.verdict, r.Verdict(), outline(r))
			require.Equal(t, c.verdict == verify.Accepted, err == nil)
			require.Equal(t, 1, world.Hits(refreshes), "asked once, also where the answer names the service again")
			if c.message == "" {
				requireCheck(t, r, verify.StageStatus, verify.Passed, "refresh.done")
				return
			}
			code := "refresh.failed"
			switch c.message {
			case "returned another badge", "returned a badge for another recipient":
				code = "refresh.other"
			case "returned an older badge":
				code = "refresh.older"
			}
			requireCheck(t, r, verify.StageStatus, verify.Warned, code)
			note, _ := found(r, verify.StageStatus, code)
			require.Equal(t, "the refresh service "+c.message, note.Message)
			require.Equal(t, "/refreshService", note.Path)
			require.Equal(t, "Laser cutting", r.Document().Credential().Name, "the badge itself is judged")
		})
	}
}

// S-44: a port and a path of did:web are two issuers, each with a key and a
// good signature, and neither refreshes the badge of the other.
func TestRefreshByPortAndPath(t *testing.T) {
	const port, path = "did:web:victim.example%3A8443", "did:web:victim.example:8443"
	for name, row := range map[string]struct{ old, fresh, code string }{
		"the same port":      {port, port, "refresh.done"},
		"the same path":      {path, path, "refresh.done"},
		"a path for a port":  {port, path, "refresh.other"},
		"a port for a path":  {path, port, "refresh.other"},
		"neither for a port": {port, victim, "refresh.other"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, verifytest.New(t))
			s.config.Refresh, s.config.Trust = true, verify.AnyIssuer()
			s.publish("https://victim.example:8443/.well-known/did.json", s.document(port))
			s.publish("https://victim.example/8443/did.json", s.document(path))
			token := func(issuer, name string) []byte {
				j := s.newToken()
				at(j.claims, "/issuer")["id"], j.claims["iss"], j.header["kid"], j.claims["name"] = issuer, issuer, issuer+"#EdDSA", name
				j.claims["refreshService"] = tree{"id": refreshAddress, "type": "1EdTechCredentialRefresh"}
				j.key = s.key(strings.TrimPrefix(issuer, "did:web:"), proof.EdDSA)
				return j.text()
			}
			s.publish(refreshAddress, string(token(row.fresh, "Renewed")))
			v, err := verify.New(s.config)
			require.NoError(t, err)
			for _, issuer := range []string{row.old, row.fresh} {
				r, err := v.Verify(t.Context(), token(issuer, "Keeper"))
				require.NoError(t, err, outline(r))
			}
			r, err := v.Verify(t.Context(), token(row.old, "Keeper"))
			require.NoError(t, err)
			_, ok := found(r, verify.StageStatus, row.code)
			require.True(t, ok, outline(r))
			require.Equal(t, map[bool]string{true: "Renewed", false: "Keeper"}[row.code == "refresh.done"], r.Document().Credential().Name)
		})
	}
}

// An answer in Open Badges 2.0 has an issuer and a subject in other properties, so it
// does not refresh this badge (J43, D45).
func TestRefreshOlder(t *testing.T) {
	world := schoolWorld(t)
	doc := signed(t, world, refreshable(t, func(o object) {
		delete(subjectOf(o), "id")
		subjectOf(o)["identifier"] = []any{object{"type": "IdentityObject", "hashed": false, "identityType": "emailAddress", "identityHash": "noor@student.example"}}
	}))
	world.Publish(refreshes, []byte(`{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"`+doc.ID()+`","badge":{"issuer":"`+doc.IssuerID()+`"}}`))
	r, err := verifierWith(t, world, withRefresh).Verify(t.Context(), doc.Bytes())
	require.NoError(t, err, outline(r))
	note, _ := found(r, verify.StageStatus, "refresh.other")
	require.Equal(t, "the refresh service returned another badge", note.Message)
}

// A service that cannot be asked leaves the badge as it is (C-108).
func TestRefreshUnreachable(t *testing.T) {
	for name, c := range map[string]struct {
		answer  *verify.Response
		service object
		message string
	}{
		"C-108 no answer":     {nil, nil, "the refresh service did not answer: \"" + refreshes + "\" could not be reached"},
		"C-108 gone":          {&verify.Response{Status: 410}, nil, "the refresh service did not answer: \"" + refreshes + "\" returned HTTP status 410"},
		"C-108 elsewhere":     {&verify.Response{Status: 200, URL: "https://other.example/"}, nil, "the refresh service did not answer: \"" + refreshes + "\" was redirected to another origin"},
		"C-108 no https":      {nil, object{"id": "http://school.example/r", "type": "1EdTechCredentialRefresh"}, "the refresh service did not answer: only https addresses with a host and without user information are fetched"},
		"C-108 unknown type":  {nil, object{"id": refreshes, "type": "Achievement"}, "the refresh service is of an unknown type"},
		"C-108 query secrets": {nil, object{"id": refreshes + "?token=secret", "type": "1EdTechCredentialRefresh"}, "the refresh service did not answer: \"" + refreshes + "\" could not be reached"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			if c.answer != nil {
				world.Answer(refreshes, *c.answer)
			}
			doc := signed(t, world, refreshable(t, func(o object) {
				if c.service != nil {
					o["refreshService"] = c.service
				}
			}))
			r, err := verifierWith(t, world, withRefresh).Verify(t.Context(), doc.Bytes())
			require.NoError(t, err, outline(r))
			note, ok := found(r, verify.StageStatus, "refresh.failed")
			require.True(t, ok, outline(r))
			require.Equal(t, c.message, note.Message)
		})
	}
}

// Nobody is asked on behalf of a badge whose signature did not pass, or that
// stands inside another (C-108, D45).
func TestRefreshOnlyAfterTheSignature(t *testing.T) {
	world := schoolWorld(t)
	world.Publish(refreshes, signed(t, world, refreshable(t, renewed)).Bytes())
	genuine := signed(t, world, refreshable(t, nil)).Bytes()
	endorsed := edited(t, verifytest.Badge(), func(o object) {
		o["endorsement"] = []any{fromJSON(t, signed(t, world, nestedEndorsement(t, badgeUUID, serviceOf)).Bytes())}
	})
	for name, c := range map[string]struct {
		text    []byte
		config  func(*verify.Config)
		verdict verify.Verdict
	}{
		"D45 altered":            {bytes.Replace(genuine, []byte("Laser cutting"), []byte("Laser cutler"), 1), withRefresh, verify.Rejected},
		"D45 not signed":         {refreshable(t, nil).Bytes(), withRefresh, verify.Rejected},
		"D45 issuer not trusted": {genuine, func(c *verify.Config) { c.Refresh, c.Trust = true, verify.Issuers() }, verify.Rejected},
		"C-108 inside another":   {signed(t, world, endorsed).Bytes(), withRefresh, verify.Accepted},
	} {
		t.Run(name, func(t *testing.T) {
			r, _ := verifierWith(t, world, c.config).Verify(t.Context(), c.text)
			require.Equal(t, c.verdict, r.Verdict(), outline(r))
			require.Zero(t, world.Hits(refreshes))
		})
	}
}

// A fresh credential takes the place of one that has expired, and is judged
// for the one who presents it (C-108).
func TestRefreshReplaces(t *testing.T) {
	world := schoolWorld(t)
	fresh := signed(t, world, refreshable(t, renewed))
	world.Publish(refreshes, fresh.Bytes())
	old := signed(t, world, refreshable(t, func(o object) { o["validUntil"] = "2026-09-20T00:00:00Z" }))
	world.SetNow(time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC))
	v := verifierWith(t, world, withRefresh)
	r, err := v.VerifyFor(t.Context(), old.Bytes(), badge.Recipient{ID: "did:example:learner"})
	require.NoError(t, err, outline(r))
	require.Equal(t, fresh.Bytes(), r.Document().Bytes())
	requireCheck(t, r, verify.StageRecipient, verify.Passed, "recipient.match")
	c, ok := r.Verified()
	require.True(t, ok)
	require.Equal(t, "Renewed", c.Name)

	_, err = v.VerifyFor(t.Context(), old.Bytes(), badge.Recipient{ID: "did:example:other"})
	require.ErrorIs(t, err, verify.ErrRejected)
}

// Giving up while the service is asked does not make a badge good that has a
// status list left to ask (C-108).
func TestRefreshCancelled(t *testing.T) {
	world := schoolWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	v := verifierWith(t, world, func(c *verify.Config) {
		c.Refresh = true
		c.Fetcher = fetcherFunc(func(_ context.Context, req verify.Request) (verify.Response, error) {
			if req.Kind == verify.FetchRefresh {
				cancel()
				return verify.Response{}, errors.New("cancelled")
			}
			return world.Fetch(ctx, req)
		})
	})
	doc := signed(t, world, refreshable(t, func(o object) {
		o["credentialStatus"] = object{"id": "https://school.example/revoked", "type": "1EdTechRevocationList"}
	}))
	r, err := v.Verify(ctx, doc.Bytes())
	require.ErrorIs(t, err, verify.ErrInconclusive, outline(r))
	note, _ := found(r, verify.StageStatus, "refresh.failed")
	require.Equal(t, "the refresh service did not answer: the verification was cancelled", note.Message)
}
