package schema

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/require"
)

// official compiles the published schema. Its $id names the json-ld set; its
// content is that of the json set: type and proof are arrays only.
func official(t testing.TB) *jsonschema.Schema {
	t.Helper()
	const url = "test:///official"
	text := string(reftest.Read(t, "schemas/ob3/ob_v3p0_achievementcredential_schema.json"))
	c := newCompiler() // the same dialect and formats: what is compared is the structure
	require.NoError(t, c.AddResource(url, strings.NewReader(text)))
	s, err := c.Compile(url)
	require.NoError(t, err)
	return s
}

// agreement compares the verdicts on several instances.
type agreement struct {
	theirs            *jsonschema.Schema
	ours              *Set
	compared          int
	accepted, compact int
}

// TestConformance compares our schemas with the published one on every sample
// and on every seventh of its systematic mutations; for long samples on every
// eighty-ninth. Both strides include every kind of mutation.
func TestConformance(t *testing.T) {
	a := agreement{theirs: official(t), ours: New()}
	all := samples(t)
	for _, name := range sortedNames(all) {
		t.Run(name, func(t *testing.T) {
			instance := all[name]
			a.compare(t, instance)
			stride, n := 7, 0
			if strings.HasSuffix(name, "complete.json") || strings.HasSuffix(name, "full_ex.json") || strings.HasSuffix(name, "result-description-type.json") {
				stride = 89
			}
			mutate(instance, func() {
				if n++; n%stride == 0 {
					a.compare(t, instance)
				}
			})
		})
	}
	t.Logf("%d instances compared; %d conform, %d more with lone values", a.compared, a.accepted, a.compact)
	require.Equal(t, []int{7117, 1483, 178}, []int{a.compared, a.accepted, a.compact})
}

func (a *agreement) compare(t *testing.T, instance object) {
	text, err := json.Marshal(instance)
	require.NoError(t, err)
	tree, err := jsontext.Parse(text)
	require.NoError(t, err)
	accepts := func(name string) bool {
		ok := len(a.ours.validate(name, instance)) == 0
		require.Equal(t, ok, a.ours.Walk(name, tree, unseen), "Validate and Walk disagree by %s on %s", name, text)
		return ok
	}

	// Our json set is the published schema.
	want := a.theirs.Validate(instance) == nil
	require.Equal(t, want, accepts("AchievementCredential/json/exact"), "%s", text)
	// Our json-ld set differs from it only where OB 3.0 §A.2.1 allows it.
	wrapped, _ := wrapLone(instance).(object)
	lone := accepts("AchievementCredential/exact")
	require.Equal(t, a.theirs.Validate(wrapped) == nil, lone, "%s", text)
	// A reading accepts all that the published schema accepts.
	require.True(t, accepts("AchievementCredential") || !lone, "%s", text)
	accepts("AchievementCredential/v1p1")
	require.Equal(t, lone || accepts("AchievementCredential"), len(a.ours.Validate("AchievementCredential", tree)) == 0, "%s", text)

	a.compared++
	switch {
	case want:
		a.accepted++
	case lone:
		a.compact++
	}
}

// wrapLone writes an array in place of the lone values that OB 3.0 §A.2.1 allows.
func wrapLone(v any) any {
	classes := []string{
		"Achievement", "AchievementCredential", "AchievementSubject", "Address", "Alignment", "EndorsementCredential", "EndorsementSubject",
		"Evidence", "Profile", "Related", "Result", "ResultDescription", "RubricCriterionLevel", "VerifiableCredential",
	}
	switch v := v.(type) {
	case []any:
		l := make([]any, len(v))
		for i := range v {
			l[i] = wrapLone(v[i])
		}
		return l
	case object:
		m := object{}
		_, credential := v["@context"]
		for name, member := range v {
			member = wrapLone(member)
			class, _ := member.(string)
			_, list := member.([]any)
			if name == "type" && slices.Contains(classes, class) ||
				credential && !list && slices.Contains([]string{"proof", "credentialSchema", "termsOfUse"}, name) {
				member = []any{member}
			}
			m[name] = member
		}
		return m
	}
	return v
}
