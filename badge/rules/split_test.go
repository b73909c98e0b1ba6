package rules

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
)

const (
	ownID     = "urn:uuid:91537dba-56cb-11ec-bf63-0242ac130002"
	classID   = "https://school.example/achievement"
	issuerID  = "https://school.example/issuer"
	creatorAt = achievementAt + "/creator"
)

// profile is an object with the id of the issuer.
func profile(members string) any { return raw(profileText(members)) }

func profileText(members string) string {
	return `{"id":"` + issuerID + `","type":["Profile"]` + members + `}`
}

// splitCases describe the credential, its issuer, the achievement and its
// criteria in other objects with their ids.
func splitCases() cases {
	evidence := func(id, members string) any { return raw(`[{"id":"` + id + `","type":["Evidence"]` + members + `}]`) }
	endorsed := func(issuer string) any {
		return raw("[" + strings.Replace(minimalEndorsement, `"https://board.example"`, issuer, 1) + "]")
	}
	return cases{rows: []row{
		{id: "D22/credential", edit: edits{"/evidence": evidence(ownID, `,"name":"Chess"`)}, want: []string{"id.split? /evidence/0"}},
		{id: "D22/credential differs", edit: edits{"/name": "Go", "/evidence": evidence(ownID, `,"name":"Chess"`)}, want: []string{"id.split? /evidence/0"}},
		{id: "D22/credential same", edit: edits{"/name": "Chess", "/evidence": evidence(ownID, `,"name":"Chess","genre":"g"`)}},
		{id: "D22/credential null", edit: edits{"/evidence": evidence(ownID, `,"name":null,"description":""`)}, want: []string{"schema.type /evidence/0/name"}},
		{id: "D22/service", edit: edits{"/id": "https://school.example/1", "/refreshService": raw(`{"id":"https://school.example/1","type":"1EdTechCredentialRefresh"}`)}},
		{id: "D22/endorsed", edit: edits{"/endorsement": raw("[" + strings.Replace(minimalEndorsement, `{"id": "`+issuerID+`"`, `{"endorsementComment":"Good","id": "`+ownID+`"`, 1) + "]")}},
		{id: "D22/evidence", edit: edits{"/evidence": raw(`[{"id":"urn:e","type":["Evidence"],"name":"a"},{"id":"urn:e","type":["Evidence"],"name":"b"}]`)}},

		{id: "D22/achievement", edit: edits{"/evidence": evidence(classID, `,"name":"Chess","description":"Plays go"`)}, want: []string{"id.split? /evidence/0"}},
		{id: "D22/achievement, unknown member", edit: edits{"/other": raw(`{"a":[{"id":"` + classID + `","version":"2"}]}`)}, want: []string{"id.split? /other/a/0"}},
		{id: "D22/achievement and criteria", edit: edits{achievementAt + "/criteria/id": classID}},
		{id: "D22/criteria", edit: edits{achievementAt + "/criteria/id": classID, "/evidence": evidence(classID, `,"narrative":"Lose"`)}, want: []string{"id.split? /evidence/0"}},

		{id: "D22/issuer", edit: edits{creatorAt: profile(`,"name":"School"`)}, want: []string{"issuer.elsewhere? " + creatorAt}},
		{id: "D22/issuer a text", edit: edits{"/issuer": issuerID, creatorAt: profile(`,"name":"School"`)}, want: []string{"issuer.elsewhere? " + creatorAt}},
		{id: "D22/issuer alone", edit: edits{"/issuer": issuerID}},
		{id: "D22/issuer lacks", edit: edits{"/issuer/name": "School", creatorAt: profile(`,"name":"School","url":"https://school.example"`)}, want: []string{"id.split? " + creatorAt}},
		{id: "D22/issuer differs", edit: edits{"/issuer/name": "School", creatorAt: profile(`,"name":"Other"`)}, want: []string{"id.split? " + creatorAt}},
		{id: "D22/issuer same", edit: edits{"/issuer": profile(`,"name":"School","image":{"id":"https://x.example/","type":"Image"}`),
			creatorAt: profile(`,"image":{"type":"Image","id":"https://x.example/"},"name":"School"`)}},
		{id: "D22/creator says less", edit: edits{"/issuer": profile(`,"name":"School","url":"https://school.example"`), creatorAt: profile(`,"name":"School"`)}},
		{id: "D22/creator is an id", edit: edits{"/issuer/name": "School", creatorAt: profile("")}},
		{id: "D22/two like it before another", edit: edits{"/issuer/name": "School", "/evidence": raw(`[` + profileText(`,"name":"School"`) + `,` + profileText(`,"name":"School"`) + `]`),
			"/other": raw(`{"a":` + profileText(`,"name":"Other"`) + `}`)}, want: []string{"schema.contains /evidence/0/type", "schema.contains /evidence/1/type", "id.split? /other/a"}},
		{id: "D22/two others", edit: edits{"/issuer/name": "School", creatorAt: profile(`,"name":"School"`), subjectAt + "/source": profile(`,"name":"Other"`)},
			want: []string{"id.split? " + subjectAt + "/source"}},
		{id: "D22/one property each", edit: edits{creatorAt: profile(`,"name":"School"`), subjectAt + "/source": profile(`,"url":"https://school.example"`)},
			want: []string{"issuer.elsewhere? " + creatorAt, "issuer.elsewhere? " + subjectAt + "/source"}},
		{id: "D22/self-issued", edit: edits{subjectAt + "/id": issuerID, subjectAt + "/image": raw(`{"id":"https://x.example/","type":"Image"}`)}},
		{id: "D22/self-issued, described at the subject", edit: edits{subjectAt + "/id": issuerID, subjectAt + "/name": "School"},
			want: []string{"issuer.elsewhere? " + subjectAt}},
		{id: "D22/self-issued, a profile", edit: edits{subjectAt + "/id": issuerID, subjectAt + "/type": raw(`["AchievementSubject","Profile"]`), subjectAt + "/name": "School"},
			want: []string{"issuer.elsewhere? " + subjectAt}},
		{id: "D22/issuer of an endorsement", edit: edits{"/endorsement": endorsed(profileText(`,"name":"School"`))}, want: []string{"issuer.elsewhere? /endorsement/0/issuer"}},
		{id: "D22/endorser", edit: edits{"/issuer/name": "School", "/endorsement": endorsed(`"` + issuerID + `"`)}, want: []string{"issuer.elsewhere? /issuer"}},

		{id: "D22/profile", text: `{"@context":["` + badge.ContextVC2 + `","` + badge.ContextOB3 + `"],"id":"` + issuerID + `","type":["Profile"],"name":"School","parentOrg":` + profileText(`,"name":"Other"`) + `}`,
			want: []string{"id.split? /parentOrg"}},
	}}
}

// issueSplitCases: the issuer of a badge decides the ids in it.
func issueSplitCases() cases {
	named := strings.Replace(minimal, `"validFrom"`, `"name": "Chess badge", "validFrom"`, 1)
	evidence := func(id string) edits {
		return edits{"/evidence": raw(`[{"id":"` + id + `","type":["Evidence"],"name":"Other"}]`)}
	}
	return cases{issuing: true, text: named, rows: []row{
		{id: "D22/credential", edit: evidence(ownID), want: []string{"id.split /evidence/0"}},
		{id: "D22/achievement", edit: evidence(classID), want: []string{"id.split /evidence/0"}},
		{id: "D22/issuer", edit: edits{creatorAt: profile(`,"name":"School"`)}, want: []string{"issuer.elsewhere? " + creatorAt}},
		{id: "D22/issuer differs", edit: edits{"/issuer/name": "School", creatorAt: profile(`,"name":"Other"`)}, want: []string{"id.split? " + creatorAt}},
		{id: "D22/issuer same", edit: edits{"/issuer/name": "School", creatorAt: profile(`,"name":"School"`)}},
	}}
}

// TestSplitSamples: one published sample has a warning, since its parent
// organisation has the issuer's id and another name. The others repeat
// descriptions as they are.
func TestSplitSamples(t *testing.T) {
	warned := map[string]bool{}
	for _, pattern := range []string{"samples/1edtech/ob30/*.json", "samples/1edtech/clr20/*.json", "samples/educredentials/*.json"} {
		files, err := filepath.Glob(filepath.Join(reftest.Dir(t), filepath.FromSlash(pattern)))
		require.NoError(t, err)
		require.NotEmpty(t, files, pattern)
		for _, file := range files {
			relative, err := filepath.Rel(reftest.Dir(t), file)
			require.NoError(t, err)
			d, err := badge.Parse(reftest.Read(t, filepath.ToSlash(relative)))
			require.NoError(t, err)
			if slices.ContainsFunc(Validate(d), func(p badge.Problem) bool { return p.Code == codeIDSplit || p.Code == codeIssuerElsewhere }) {
				warned[filepath.Base(file)] = true
			}
		}
	}
	require.Equal(t, map[string]bool{"simple-err-issuer-parentorg-type.json": true}, warned)
}
