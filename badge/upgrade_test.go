package badge_test

import (
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/stretchr/testify/require"
)

// changed returns changes as "code path".
func changed(changes []badge.Change) []string {
	var list []string
	for _, c := range changes {
		list = append(list, c.Code+" "+c.Path)
	}
	return list
}

func TestUpgrade(t *testing.T) { // C-147, C-148
	const at = "https://school.example/a.json"
	for _, row := range []struct {
		name, text, at, want string
		changes              []string
	}{
		{"C-147/0.5", `{"recipient":"sha256$aa","salt":"s","evidence":"/e","expires":"2014-06-17","issued_on":"2013-06-17","x":1.0,
			"badge":{"version":"0.5.0","name":"Chess","image":"/b.png","description":"Plays","criteria":"/c","issuer":{"origin":"https://school.example","name":"Chess club","org":"School","contact":"i@school.example"}}}`, at,
			`{"recipient":{"type":"email","identity":"sha256$aa","hashed":true,"salt":"s"},"evidence":"https://school.example/e","expires":"2014-06-17T00:00:00Z","issuedOn":"2013-06-17T00:00:00Z","x":1.0,
			"badge":{"id":"https://school.example/a.json#badge","version":"0.5.0","name":"Chess","image":"https://school.example/b.png","description":"Plays","criteria":"https://school.example/c",
			"issuer":{"id":"https://school.example","url":"https://school.example","name":"Chess club: School","email":"i@school.example","type":"Issuer"},"type":"BadgeClass"},
			"verification":{"type":"HostedBadge"},"id":"https://school.example/a.json","type":"Assertion","@context":"https://w3id.org/openbadges/v2"}`,
			[]string{"upgrade.id /id", "upgrade.member /issuedOn", "upgrade.member /recipient", "upgrade.member /verification", "upgrade.member /evidence", "upgrade.date /issuedOn", "upgrade.date /expires",
				"upgrade.member /badge/image", "upgrade.member /badge/criteria", "upgrade.id /badge/id", "upgrade.id /badge/issuer/id",
				"upgrade.member /badge/issuer/email", "upgrade.member /badge/issuer/url", "upgrade.member /badge/issuer/name", "upgrade.type /badge/issuer/type", "upgrade.type /badge/type",
				"upgrade.type /type", "upgrade.context /@context"}},
		{"C-147/0.5 plain", `{"recipient":"a@school.example","badge":{}}`, at,
			`{"recipient":{"type":"email","identity":"a@school.example","hashed":false},"badge":{"id":"https://school.example/a.json#badge","type":"BadgeClass"},"verification":{"type":"HostedBadge"},"id":"https://school.example/a.json","type":"Assertion","@context":"https://w3id.org/openbadges/v2"}`,
			[]string{"upgrade.id /id", "upgrade.member /recipient", "upgrade.member /verification", "upgrade.id /badge/id", "upgrade.type /badge/type",
				"upgrade.missing /badge/name", "upgrade.missing /badge/description", "upgrade.missing /badge/criteria", "upgrade.missing /badge/issuer",
				"upgrade.type /type", "upgrade.missing /issuedOn", "upgrade.context /@context"}},
		{"C-147/1.0 hosted", `{"uid":"1","recipient":{"type":"email","identity":"a","hashed":false},"badge":"https://school.example/b","verify":{"type":"hosted","url":"https://school.example/a"},"issuedOn":1403120715}`, at,
			`{"uid":"1","recipient":{"type":"email","identity":"a","hashed":false},"badge":"https://school.example/b","verify":{"type":"hosted","url":"https://school.example/a"},"issuedOn":"2014-06-18T19:45:15Z","id":"https://school.example/a","type":"Assertion","@context":"https://w3id.org/openbadges/v2"}`,
			[]string{"upgrade.id /id", "upgrade.date /issuedOn", "upgrade.type /type", "upgrade.context /@context"}},
		{"C-147/1.0 signed", `{"uid":"1","recipient":{},"badge":"https://school.example/b","verify":{"type":"signed","url":"https://school.example/k"}}`, "",
			`{"uid":"1","recipient":{},"badge":"https://school.example/b","verify":{"type":"signed","url":"https://school.example/k"},"id":"uid:1","type":"Assertion","@context":"https://w3id.org/openbadges/v2"}`,
			[]string{"upgrade.id /id", "upgrade.missing /recipient/type", "upgrade.missing /recipient/identity", "upgrade.missing /recipient/hashed", "upgrade.type /type", "upgrade.missing /issuedOn", "upgrade.context /@context"}},
		{"C-147/1.0 class", `{"name":"n","criteria":"https://x.example","issuer":"https://x.example","alignment":[{"name":"a","url":"https://x.example","description":"d"},{"name":"a","targetName":"b"}]}`, at,
			`{"name":"n","criteria":"https://x.example","issuer":"https://x.example","alignment":[{"targetName":"a","targetUrl":"https://x.example","targetDescription":"d"},{"name":"a","targetName":"b"}],"id":"https://school.example/a.json","type":"BadgeClass","@context":"https://w3id.org/openbadges/v2"}`,
			[]string{"upgrade.id /id", "upgrade.member /alignment/0/targetUrl", "upgrade.member /alignment/0/targetName", "upgrade.member /alignment/0/targetDescription", "upgrade.type /type", "upgrade.missing /description", "upgrade.context /@context"}},
		{"C-147/1.0 issuer", `{"name":"n","url":"https://x.example"}`, at,
			`{"name":"n","url":"https://x.example","id":"https://school.example/a.json","type":"Issuer","@context":"https://w3id.org/openbadges/v2"}`,
			[]string{"upgrade.id /id", "upgrade.type /type", "upgrade.missing /email", "upgrade.context /@context"}},
		{"C-148/1.1", `{"@context":"https://w3id.org/openbadges/v1","id":"https://school.example/a","type":"Assertion","issuedOn":"2014-06-18T19:45:15","expires":"2015-01-01T00:00:00+02:00"}`, "",
			`{"@context":"https://w3id.org/openbadges/v2","id":"https://school.example/a","type":"Assertion","issuedOn":"2014-06-18T19:45:15Z","expires":"2015-01-01T00:00:00+02:00"}`,
			[]string{"date.zone /issuedOn", "upgrade.missing /recipient", "upgrade.missing /badge", "upgrade.context /@context"}},
		{"C-148/no date", `{"@context":"https://w3id.org/openbadges/v1","id":"https://school.example/a","type":"Assertion","issuedOn":1e99,"expires":"soon"}`, "",
			`{"@context":"https://w3id.org/openbadges/v2","id":"https://school.example/a","type":"Assertion","issuedOn":1e99,"expires":"soon"}`,
			[]string{"upgrade.unread /issuedOn", "upgrade.unread /expires", "upgrade.missing /recipient", "upgrade.missing /badge", "upgrade.context /@context"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := parsed(t, row.text)
			upgraded, changes, err := badge.Upgrade(d, row.at)
			require.NoError(t, err)
			require.Equal(t, badge.OB2, upgraded.Version())
			require.Equal(t, d.Kind(), upgraded.Kind())
			require.JSONEq(t, row.want, string(upgraded.JSON()))
			require.Equal(t, row.changes, changed(changes))
			require.Equal(t, row.text, string(d.Bytes()), "the document was changed")
		})
	}
}

// RE-36: dates, null, keywords and identities, in 1.1 and in 2.0.
func TestUpgradeSpellings(t *testing.T) {
	const never, as = "", ""
	for name, row := range map[string]struct {
		member   string // of an assertion
		path     string // of what is asked
		ob1, ob2 string // its value after Upgrade; "" if the member is removed
		codes    [2]string
	}{
		"offset":          {`"issuedOn":"2015-04-07T12:00:00+0800"`, "/issuedOn", `"2015-04-07T04:00:00Z"`, `"2015-04-07T04:00:00Z"`, [2]string{"upgrade.date", "date.form"}},
		"end":             {`"expires":"2015-04-07"`, "/expires", `"2015-04-07T00:00:00Z"`, `"2015-04-07"`, [2]string{"upgrade.date", "upgrade.unread"}},
		"month":           {`"expires":"2015-04"`, "/expires", `"2015-04-01T00:00:00Z"`, `"2015-04"`, [2]string{"date.form", "upgrade.unread"}},
		"basic":           {`"issuedOn":"20150407T120000Z"`, "/issuedOn", `"2015-04-07T12:00:00Z"`, `"2015-04-07T12:00:00Z"`, [2]string{"date.form", "date.form"}},
		"no zone":         {`"issuedOn":"2015-04-07T12:00:00"`, "/issuedOn", `"2015-04-07T12:00:00Z"`, `"2015-04-07T12:00:00"`, [2]string{"date.zone", "upgrade.unread"}},
		"Unix text":       {`"issuedOn":"1428494262"`, "/issuedOn", `"2015-04-08T11:57:42Z"`, `"1428494262"`, [2]string{"upgrade.date", "upgrade.unread"}},
		"Unix number":     {`"expires":1428494262`, "/expires", `"2015-04-08T11:57:42Z"`, `1428494262`, [2]string{"upgrade.date", "upgrade.unread"}},
		"words":           {`"expires":"soon"`, "/expires", `"soon"`, `"soon"`, [2]string{"upgrade.unread", "upgrade.unread"}},
		"null":            {`"expires":null`, "/expires", never, never, [2]string{"member.null", "member.null"}},
		"null inside":     {`"recipient":{"salt":null}`, "/recipient/salt", never, never, [2]string{"member.null", "member.null"}},
		"null in a limit": {`"verification":{"startsWith":null}`, "/verification/startsWith", `null`, `null`, [2]string{as, as}},
		"extension":       {`"extensions:x":{"expires":null}`, "/extensions:x/expires", `null`, `null`, [2]string{as, as}},
		"hashed":          {`"recipient":{"hashed":"TrUe"}`, "/recipient/hashed", `true`, `"TrUe"`, [2]string{"member.form", as}},
		"type list":       {`"recipient":{"type":["email"]}`, "/recipient/type", `"email"`, `"email"`, [2]string{"member.form", "member.form"}},
		"types":           {`"recipient":{"type":["email","url"]}`, "/recipient/type", `["email","url"]`, `["email","url"]`, [2]string{as, as}},
		"keyword":         {`"badge":{"@id":"https://x.example/b"}`, "/badge/id", `"https://x.example/b"`, `"https://x.example/b"`, [2]string{"member.keyword", "member.keyword"}},
		"keyword twice":   {`"badge":{"@type":"BadgeClass","type":"BadgeClass"}`, "/badge/type", `"BadgeClass"`, `"BadgeClass"`, [2]string{"member.keyword", "member.keyword"}},
	} {
		for i, version := range []string{"v1", "v2"} {
			t.Run(name+" "+version, func(t *testing.T) {
				want := [2]string{row.ob1, row.ob2}[i]
				text := `{"@context":"https://w3id.org/openbadges/` + version + `","@type":"Assertion","id":"https://school.example/a",` + row.member + `}`
				upgraded, changes, err := badge.Upgrade(parsed(t, text), "")
				require.NoError(t, err)
				value, _ := upgraded.At(row.path)
				require.Equal(t, want, string(value))
				require.Equal(t, badge.KindCredential, upgraded.Kind())
				if code := row.codes[i]; code != as {
					require.Contains(t, changed(changes), code+" "+row.path)
				} else {
					require.NotContains(t, strings.Join(changed(changes), " "), row.path)
				}
			})
		}
	}
	for _, version := range []string{"v1", "v2"} {
		_, _, err := badge.Upgrade(parsed(t, `{"@context":"https://w3id.org/openbadges/`+version+`","type":"Assertion","id":"https://x.example/a","@id":"https://x.example/b"}`), "")
		require.Error(t, err)
		require.Equal(t, "member.twice /@id", badge.CodeOf(err)+" "+badge.PathOf(err))
	}
	require.Equal(t, badge.DateTime("2015-04-07T04:00:00Z"), parsed(t, in2("Assertion", `,"issuedOn":"2015-04-07T12:00:00+0800"`)).Credential().ValidFrom)
}

func TestUpgradeNeedsID(t *testing.T) { // C-147
	for name, text := range map[string]string{
		"0.5":               `{"recipient":"a@school.example","badge":{}}`,
		"1.0 without place": `{"recipient":{},"badge":"https://school.example/b","verify":{"type":"hosted"}}`,
		"1.0 class":         `{"name":"n","criteria":"https://x.example","issuer":"https://x.example"}`,
	} {
		t.Run("C-147/"+name, func(t *testing.T) {
			_, _, err := badge.Upgrade(parsed(t, text), "")
			var e badge.Failure
			require.ErrorAs(t, err, &e)
			require.Equal(t, "upgrade.id", e.Code())
		})
	}
	d := parsed(t, assertion2)
	same, changes, err := badge.Upgrade(d, "")
	require.NoError(t, err)
	require.Same(t, d, same)
	require.Empty(t, changes)
}

func TestViewOfOlderDocuments(t *testing.T) {
	c := parsed(t, `{"recipient":"a@school.example","issued_on":"2013-06-17","badge":{"name":"Chess","issuer":{"origin":"https://school.example","name":"School"}}}`).Credential()
	require.Equal(t, badge.DateTime("2013-06-17T00:00:00Z"), c.ValidFrom)
	require.Equal(t, "Chess", c.Subject.Achievement.Name)
	require.Equal(t, "https://school.example", c.Issuer.URL)
	match, err := badge.Recipient{Type: badge.IdentifierEmailAddress, Value: "a@school.example"}.Match(c.Subject)
	require.NoError(t, err)
	require.Zero(t, match.Index)
	require.Equal(t, "n", parsed(t, `{"name":"n","url":"https://x.example"}`).Profile().Name)
	require.Equal(t, "https://x.example/c", parsed(t, `{"name":"n","criteria":"https://x.example/c","issuer":"https://x.example"}`).Achievement().Criteria.ID)
}
