package verify_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// On 1 October 2026, when the tests are, a token that ends at lapsedAt has lapsed.
const lapsedAt, longAt = 1788307200, 1900000000

// refreshedToken is a token of the victim that names a refresh service.
func refreshedToken(s *scene, edit func(claims tree)) []byte {
	j := s.newToken()
	j.claims["refreshService"] = tree{"id": refreshAddress, "type": "1EdTechCredentialRefresh"}
	if edit != nil {
		edit(j.claims)
	}
	return j.text()
}

// A token that lapsed is not a badge that expired, and the outcome names the
// service that gives a newer one.
func TestLapsedToken(t *testing.T) {
	lapsed := func(c tree) { c["exp"] = lapsedAt }
	long := func(c tree) { c["exp"] = longAt }
	for name, row := range map[string]struct {
		edit    func(claims tree)
		answer  func(claims tree) // of the service; nil: it does not answer
		refresh bool
		want    verify.Verdict
		outcome verify.Outcome
		code    string
		says    string
	}{
		"RF-1 lapsed, a service is named": {lapsed, long, false, unsure, verify.Unknown, verify.CodeTimeLapsed, refreshAddress},
		"RF-1 lapsed, the service asked":  {lapsed, long, true, yes, verify.Passed, "time.valid", ""},
		"RF-1 lapsed, no answer":          {lapsed, nil, true, unsure, verify.Unknown, verify.CodeTimeLapsed, refreshAddress},
		"RF-1 lapsed, and so the answer":  {lapsed, lapsed, true, unsure, verify.Unknown, verify.CodeTimeLapsed, refreshAddress},
		"RF-1 lapsed, no service": {func(c tree) { lapsed(c); delete(c, "refreshService") }, nil, true, no, verify.Failed,
			verify.CodeTimeLapsed, "ask its holder"},
		"RF-1 lapsed, another kind of service": {func(c tree) { lapsed(c); at(c, "/refreshService")["type"] = "ManualRefresh" }, nil, true,
			no, verify.Failed, verify.CodeTimeLapsed, "ask its holder"},
		"RF-1 expired, a service is named": {func(c tree) { lapsed(c); c["validUntil"] = "2026-09-02T00:00:00Z" }, long, false, no, verify.Failed,
			verify.CodeTimeExpired, "valid until 2026-09-02T00:00:00Z"},
		"RF-1 not lapsed": {long, nil, false, yes, verify.Passed, "time.valid", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, verifytest.New(t))
			s.config.Refresh = row.refresh
			if row.answer != nil {
				s.publish(refreshAddress, string(refreshedToken(s, row.answer)))
			}
			v, err := verify.New(s.config)
			require.NoError(t, err)
			r, _ := v.Verify(t.Context(), refreshedToken(s, row.edit))
			require.Equal(t, row.want, r.Verdict(), outline(r))
			requireCheck(t, r, verify.StageTime, row.outcome, row.code)
			c, _ := found(r, verify.StageTime, row.code)
			require.Contains(t, c.Message, row.says)
			_, both := found(r, verify.StageTime, verify.CodeTimeExpired)
			require.Equal(t, row.code == verify.CodeTimeExpired, both, outline(r))
		})
	}
}

// A token of a status list that lapsed says nothing about the badge.
func TestLapsedList(t *testing.T) {
	s := newScene(t, verifytest.New(t))
	const list = "https://victim.example/lists/1"
	j := s.newToken()
	j.claims["credentialStatus"] = entryAt(list, "revocation", "7")
	lists := s.newToken()
	lists.claims = parseTree(toJSON(t, listCredential(t, list, "revocation")))
	lists.claims["issuer"], lists.claims["iss"], lists.claims["exp"] = victim, victim, lapsedAt
	s.publish(list, string(lists.text()))
	v, err := verify.New(s.config)
	require.NoError(t, err)
	r, err := v.Verify(t.Context(), j.text())
	require.ErrorIs(t, err, verify.ErrInconclusive)
	requireCheck(t, r, verify.StageStatus, verify.Unknown, "status.list_expired") // RF-1
}

// A refresh service must not put these in place of a badge.
func TestRefreshRefused(t *testing.T) {
	mail := func(hash string) func(object) {
		return func(o object) {
			renewed(o)
			delete(subjectOf(o), "id")
			subjectOf(o)["identifier"] = []any{object{"type": "IdentityObject", "hashed": false, "identityType": "emailAddress", "identityHash": hash}}
		}
	}
	later := func(edit func(object)) func(object) { return func(o object) { renewed(o); edit(o) } }
	for name, row := range map[string]struct {
		given, answer func(object)
		code          string
	}{
		"RF-2 an earlier start":    {renewed, func(o object) { renewed(o); o["validFrom"] = "2026-09-14T23:59:59Z" }, "refresh.older"},
		"RF-2 the same start":      {renewed, renewed, verify.CodeRefreshDone},
		"RF-3 another issuer":      {nil, later(func(o object) { at(o, "/issuer")["id"] = "did:web:forger.example" }), "refresh.other"},
		"RF-3 another subject":     {nil, later(func(o object) { subjectOf(o)["id"] = "did:example:other" }), "refresh.other"},
		"RF-3 no subject":          {nil, later(func(o object) { delete(subjectOf(o), "id") }), "refresh.other"},
		"RF-3 another address":     {mail("noor@student.example"), mail("sam@student.example"), "refresh.other"},
		"RF-3 the same address":    {mail("noor@student.example"), mail("noor@student.example"), verify.CodeRefreshDone},
		"RF-3 a second recipient":  {mail("noor@student.example"), later(func(o object) { mail("noor@student.example")(o); subjectOf(o)["id"] = "did:example:other" }), "refresh.other"},
		"RF-3 another badge":       {nil, later(func(o object) { o["id"] = "urn:uuid:2" }), "refresh.other"},
		"RF-3 the status left out": {func(o object) { o["credentialStatus"] = entryAt(revocations, "revocation", "7") }, later(func(o object) { o["validUntil"] = "2036-09-01T00:00:00Z" }), "refresh.failed"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			publishList(t, world, "school.example", revocations, listCredential(t, revocations, "revocation"))
			world.Publish(refreshes, signed(t, world, refreshable(t, row.answer)).Bytes())
			given := signed(t, world, refreshable(t, row.given))
			r, err := verifierWith(t, world, withRefresh).Verify(t.Context(), given.Bytes())
			require.NoError(t, err, outline(r))
			if row.code == verify.CodeRefreshDone {
				requireCheck(t, r, verify.StageStatus, verify.Passed, row.code)
				return
			}
			requireCheck(t, r, verify.StageStatus, verify.Warned, row.code)
			require.Equal(t, given.Bytes(), r.Document().Bytes(), "the badge itself is judged")
		})
	}
}

// Tokens name the key of their holder, and may leave out their start.
func TestRefreshRefusedTokens(t *testing.T) {
	world := verifytest.New(t)
	s := newScene(t, world)
	s.config.Refresh, s.config.Trust = true, verify.AnyIssuer()
	holds := func(host string) tree { return tree{"jwk": jwk(s.key(host, proof.EdDSA))} }
	for name, row := range map[string]struct {
		edit func(claims tree)
		code string
	}{
		"RF-3 the key of another holder": {func(c tree) { c["cnf"] = holds("attacker.example") }, "refresh.other"},
		"RF-3 without the holder's key":  {func(c tree) { delete(c, "cnf") }, "refresh.other"},
		"RF-2 without its start":         {func(c tree) { delete(c, "nbf") }, "refresh.failed"},
		"RF-2 an earlier start":          {func(c tree) { c["nbf"] = 1788220799 }, "refresh.older"},
		"RF-2 a later end":               {func(c tree) { c["exp"] = longAt + 1 }, verify.CodeRefreshDone},
	} {
		t.Run(name, func(t *testing.T) {
			made := func(edit func(tree)) []byte {
				j := s.newToken()
				j.header["typ"] = "dc+sd-jwt"
				j.claims = tree{"iss": victim, "vct": "urn:example:a", "jti": badgeID, "id": badgeID, "nbf": 1788220800, "exp": longAt, "cnf": holds(victimHost),
					"refreshService": tree{"id": refreshAddress, "type": "1EdTechCredentialRefresh"}}
				if edit != nil {
					edit(j.claims)
				}
				return []byte(string(j.text()) + "~")
			}
			s.publish(refreshAddress, string(made(row.edit)))
			v, err := verify.New(s.config)
			require.NoError(t, err)
			r, err := v.Verify(t.Context(), made(nil))
			require.NoError(t, err, outline(r))
			_, is := found(r, verify.StageStatus, row.code)
			require.True(t, is, outline(r))
		})
	}
}

// A refreshed badge may name a service as well. It is not asked, whether it
// leads on, back or to itself.
func TestRefreshChain(t *testing.T) {
	second := strings.Replace(refreshes, "/1", "/2", 1)
	for name, next := range map[string]string{"RF-5 a chain": second, "RF-5 a loop": refreshes} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			world.Publish(second, signed(t, world, refreshable(t, func(o object) { renewed(o); o["validFrom"] = "2026-09-20T00:00:00Z" })).Bytes())
			first := signed(t, world, refreshable(t, func(o object) {
				renewed(o)
				o["validUntil"] = "2026-09-30T00:00:00Z"
				at(o, "/refreshService")["id"] = next
			}))
			world.Publish(refreshes, first.Bytes())
			r, err := verifierWith(t, world, withRefresh).Verify(t.Context(), signed(t, world, refreshable(t, nil)).Bytes())
			require.ErrorIs(t, err, verify.ErrRejected, "the first answer counts, and it has expired")
			requireCheck(t, r, verify.StageTime, verify.Failed, verify.CodeTimeExpired)
			require.Equal(t, first.Bytes(), r.Document().Bytes())
			require.Equal(t, 1, world.Hits(refreshes))
			require.Zero(t, world.Hits(second))
		})
	}
}

// The report names what a refreshed badge says otherwise than the one given.
func TestRefreshSaysSomethingElse(t *testing.T) {
	dates := func(o object) { o["validFrom"], o["validUntil"] = "2026-09-15T00:00:00Z", "2036-09-15T00:00:00Z" }
	for name, row := range map[string]struct {
		answer  func(object)
		path    string // empty: nothing to say
		message string
	}{
		"RF-6 other dates": {dates, "", ""},
		"RF-6 another name": {func(o object) { dates(o); o["name"] = "Laser surgery" }, "/name",
			`the refreshed badge, which counts, differs from your copy in 1 place (name); its name is "Laser surgery", not "Laser cutting"`},
		"RF-6 another achievement": {func(o object) {
			dates(o)
			at(o, "/credentialSubject/achievement")["id"], at(o, "/credentialSubject/achievement")["name"] = "https://school.example/achievements/2", "Welding"
		}, "/credentialSubject/achievement/id", "differs from your copy in 2 places (credentialSubject.achievement.id, credentialSubject.achievement.name)"},
		"RF-6 something more": {func(o object) { dates(o); o["awardedDate"] = "2026-09-01T00:00:00Z" }, "/awardedDate",
			"the refreshed badge, which counts, differs from your copy in 1 place (awardedDate)"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			world.Publish(refreshes, signed(t, world, refreshable(t, row.answer)).Bytes())
			r, err := verifierWith(t, world, withRefresh).Verify(t.Context(), signed(t, world, refreshable(t, nil)).Bytes())
			require.NoError(t, err, outline(r))
			requireCheck(t, r, verify.StageStatus, verify.Passed, verify.CodeRefreshDone)
			c, is := found(r, verify.StageStatus, verify.CodeRefreshChanged)
			require.Equal(t, row.path != "", is, outline(r))
			if is {
				require.Equal(t, verify.Warned, c.Outcome)
				require.Equal(t, row.path, c.Path)
				require.Contains(t, c.Message, row.message)
			}
		})
	}
}

// A badge that is issued again under another id is another badge, which a refresh
// service cannot put in its place.
func TestReissuedUnderAnotherID(t *testing.T) {
	world := schoolWorld(t)
	again := signed(t, world, refreshable(t, func(o object) { renewed(o); o["id"] = "urn:uuid:2" }))
	first := signed(t, world, refreshable(t, nil))
	require.False(t, badge.SameCredential(first, again))
	require.False(t, badge.Newer(again, first), "RF-3 nothing says which counts")
	for _, doc := range []*badge.Document{first, again} {
		_, err := verifierWith(t, world, nil).Verify(t.Context(), doc.Bytes())
		require.NoError(t, err)
	}
}
