package ld

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
	"github.com/openbadges-go/openbadges/badge/rules"
)

// seedBadge returns one of the badges to rearrange: of each data model, with
// ids shared as issuers do, or at random.
func seedBadge(r *rand.Rand) object {
	if r.IntN(6) == 0 {
		return learnerRecord(r)
	}
	model := pickOne(r, models)
	groups := pickOne(r, [][]string{
		{"issuer", "creator"}, {"achievement", "criteria"}, {"issuer", "subject"}, {"subject", "endorsed"}, {"achievement", "endorsed"},
		{"issuer", "endorsed"}, {pickOne(r, places), pickOne(r, places), pickOne(r, places)}, places,
	})
	shares := pickOne(r, [][]string{{"refresh"}, {"endorsed"}, {"evidence"}, {pickOne(r, places), pickOne(r, places)}, {"*"}})
	id := func(place string) string {
		switch {
		case slices.Contains(shares, place) || slices.Contains(shares, "*"):
			return badgeID
		case slices.Contains(groups, place):
			return "urn:group"
		}
		return "urn:place:" + place
	}
	root := full(id, model.contexts...)
	model.more(root, id)
	if r.IntN(3) == 0 { // endorsed by its own issuer, or by an endorsed endorser
		inner(root)["issuer"] = root["issuer"].(object)["id"]
	}
	if r.IntN(3) == 0 {
		inner(root)["credentialStatus"] = root["credentialStatus"]
	}
	return root
}

// learnerRecord is a CLR of two badges of one learner.
func learnerRecord(r *rand.Rand) object {
	contexts := []any{urlCredentialsV2, clrBase + "context-2.0.1.json", urlOB303, obBase + "extensions.json"}
	badge := func(n string) object {
		return object{
			"@context": contexts, "id": "urn:badge:" + n, "type": []any{"VerifiableCredential", "OpenBadgeCredential"}, "name": n,
			"issuer": nodeOf(pickOne(r, []string{"urn:school", "urn:other"}), "Profile"), "validFrom": "2024-05-01T00:00:00Z", "validUntil": "202" + n + "-05-01T00:00:00Z",
			"credentialSubject": join(nodeOf("urn:learner", "AchievementSubject"), object{
				"role": "keeper " + n, "result": []any{object{"type": "Result", "value": n}},
				"achievement": join(nodeOf("urn:achievement:"+n, "Achievement"), object{"name": n, "achievementType": "Badge", "humanCode": "L" + n}),
			}),
		}
	}
	return object{
		"@context": contexts, "id": badgeID, "type": []any{"VerifiableCredential", "ClrCredential"}, "name": "Record", "partial": true,
		"issuer": nodeOf("urn:school", "Profile"), "validFrom": "2024-05-01T00:00:00Z", "validUntil": "2025-05-01T00:00:00Z",
		"refreshService": nodeOf(pickOne(r, []string{badgeID, "urn:refresh", "urn:badge:1"}), "1EdTechCredentialRefresh"),
		"credentialSubject": join(nodeOf("urn:learner", "ClrSubject"), object{
			"verifiableCredential": []any{badge("1"), badge("2")},
			"association":          []any{object{"type": "Association", "associationType": "isChildOf", "sourceId": "urn:achievement:1", "targetId": "urn:achievement:2"}},
			"achievement":          []any{nodeOf("urn:achievement:1", "Achievement"), nodeOf("urn:achievement:2", "Achievement")},
		}),
	}
}

// genuineBadge is a badge with the values to compare.
type genuineBadge struct {
	root  object
	form  string
	view  string              // what a reader finds in the root
	ids   string              // the same, of achievements the ids alone
	inner map[string][]string // values that a reader may find, by the signed form of an embedded credential
	words map[string][]string // the same of what describes it
}

func newGenuine(t testing.TB, p *Processor, root object) genuineBadge {
	t.Helper()
	form, err := genuineForm(t, p, root)
	require.NoError(t, err)
	v := judged(t, p, form, root)
	require.NoError(t, v.err, v.text)
	require.Empty(t, v.warnings, v.text)
	g := genuineBadge{root: root, form: form, view: textOf(readCredential(root)), ids: idsOfAchievements(root),
		inner: map[string][]string{}, words: map[string][]string{}}
	for _, one := range embedded(root) {
		form, err := genuineForm(t, p, one)
		require.NoError(t, err)
		g.inner[form] = append(g.inner[form], textOf(readCredential(one)))
		g.words[form] = append(g.words[form], described(one))
	}
	return g
}

// idsOfAchievements is what a reader finds in the root, of achievements the ids
// alone.
func idsOfAchievements(root object) string {
	found := readCredential(root)
	for _, subject := range found["subject"].([]any) {
		achievements := list(subject.(object)["achievement"])
		subject.(object)["achievement"] = set(achievements, func(a any) any { return a.(object)["id"] })
	}
	return textOf(found)
}

// unlike returns the values that differ from those of the genuine badge for a
// reader. An embedded credential counts if its own signature is still good. If
// one is not, its statements about an achievement may be in the root, which
// signs them too: the reader gets a report of the broken credential.
func (g genuineBadge) unlike(t testing.TB, p *Processor, root object) string {
	t.Helper()
	broken := false
	for _, one := range embedded(root) {
		form, err := genuineForm(t, p, one)
		want, good := g.inner[form]
		if err != nil || !good || judged(t, p, form, one).err != nil {
			broken = true
			continue
		}
		if found := textOf(readCredential(one)); !slices.Contains(want, found) {
			return found
		}
	}
	if found := textOf(readCredential(root)); found != g.view && (!broken || idsOfAchievements(root) != g.ids) {
		return found
	}
	return ""
}

// described returns the properties that describe the credential, its issuer,
// its achievements and their criteria, where a reader looks for them.
func described(root object) string {
	words := func(part vocabulary.Part) func(object) object {
		return func(o object) object { return wordsIn(o, vocabulary.Describing(part)...) }
	}
	found := words(vocabulary.PartCredential)(root)
	found["issuer"] = within(root, "issuer", words(vocabulary.PartIssuer))
	for _, subject := range list(root["credentialSubject"]) {
		if subject, ok := subject.(object); ok {
			found["achievement"] = within(subject, "achievement", func(a object) object {
				all := words(vocabulary.PartAchievement)(a)
				all["criteria"] = within(a, "criteria", words(vocabulary.PartCriteria))
				return all
			})
		}
	}
	return textOf(found)
}

// describesAlike reports whether a reader finds the descriptions of the genuine
// badge, and in each embedded credential whose own signature is still good those
// of that credential.
func (g genuineBadge) describesAlike(t testing.TB, p *Processor, moved object) bool {
	t.Helper()
	for _, one := range embedded(moved) {
		form, err := genuineForm(t, p, one)
		if want, good := g.words[form]; err == nil && good && judged(t, p, form, one).err == nil && !slices.Contains(want, described(one)) {
			return false
		}
	}
	return described(moved) == described(g.root)
}

// requireWarned fails if a reader finds another description than that of the
// genuine badge and package rules warns neither of a thing described in two
// places nor, other than for the genuine badge, of two values where one belongs.
func (g genuineBadge) requireWarned(t testing.TB, p *Processor, seed uint64, moved object) {
	t.Helper()
	if g.describesAlike(t, p, moved) {
		return
	}
	before := typeProblems(problems(t, g.root))
	for _, p := range problems(t, moved) {
		if p.Code == "id.split" || p.Code == "issuer.elsewhere" || p.Code == "schema.type" && !slices.Contains(before, p.Path) {
			return
		}
	}
	t.Fatalf("seed %d: a description moved without a warning\ngenuine  %s\nmoved    %s\nreads as %s\nwanted   %s",
		seed, textOf(g.root), textOf(moved), described(moved), described(g.root))
}

func problems(t testing.TB, root object) []badge.Problem {
	t.Helper()
	d, err := badge.Parse([]byte(textOf(root)))
	require.NoError(t, err)
	return rules.Validate(d)
}

// typeProblems returns the places with a value of another type than they should
// have.
func typeProblems(list []badge.Problem) (paths []string) {
	for _, p := range list {
		if p.Code == "schema.type" {
			paths = append(paths, p.Path)
		}
	}
	return paths
}

// requireSafe rearranges a badge and reports whether the signed form is the
// same and the text is not. If the result is accepted, a reader must find the
// same values, or be warned that a description has moved.
func requireSafe(t testing.TB, p *Processor, seed uint64) (good, accepted bool) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 7))
	g := newGenuine(t, p, seedBadge(r))
	moved := mover{r}.rearranged(t, p, g.form, g.root)
	v := judged(t, p, g.form, moved)
	if !v.same || textOf(moved) == textOf(g.root) {
		return false, false
	}
	if v.err == nil {
		if found := g.unlike(t, p, moved); found != "" {
			t.Fatalf("seed %d\ngenuine  %s\nmoved    %s\nreads as %s\nwanted   %s", seed, textOf(g.root), v.text, found, g.view)
		}
		g.requireWarned(t, p, seed, moved)
	}
	return true, v.err == nil
}

// S-27: TestRearranged counts the documents with a good signature: a generator that
// makes none tests nothing.
func TestRearranged(t *testing.T) {
	p := New()
	const trials = 600
	good, accepted := 0, 0
	for seed := range uint64(trials) {
		same, taken := requireSafe(t, p, seed)
		if same {
			good++
		}
		if taken {
			accepted++
		}
	}
	t.Logf("%d trials, %d with a good signature, %d of these accepted", trials, good, accepted)
	require.Greater(t, good, trials/3)
	require.Greater(t, good, accepted)
}

// FuzzMoves has S-27: every accepted rearrangement of a signed badge has the same values
// for a reader.
func FuzzMoves(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed)
	}
	p := New()
	f.Fuzz(func(t *testing.T, seed uint64) { requireSafe(t, p, seed) })
}
