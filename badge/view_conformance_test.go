package badge_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
)

// TestViewOfSamples checks that the views of all official samples have the
// values of the samples.
func TestViewOfSamples(t *testing.T) {
	count := 0
	for _, folder := range []string{"samples/1edtech/ob30", "samples/1edtech/clr20", "samples/educredentials"} {
		root := filepath.Join(reftest.Dir(t), filepath.FromSlash(folder))
		require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			d, err := badge.Parse(data)
			if err != nil {
				return nil // a picture
			}
			count++
			t.Run(entry.Name(), func(t *testing.T) { requireSameWords(t, d) })
			return nil
		}))
	}
	require.Greater(t, count, 40)
}

// requireSameWords compares a credential with its view, written.
func requireSameWords(t *testing.T, d *badge.Document) {
	t.Helper()
	view := d.Credential()
	written, err := view.MarshalJSON()
	require.NoError(t, err)
	want := normal(t, []byte(d.Body().Raw())).(map[string]any)
	if _, token := d.JWS(); token {
		for _, claim := range []string{"iss", "sub", "aud", "exp", "nbf", "iat", "jti"} {
			delete(want, claim)
		}
	}
	if d.Version() == badge.OB3VCDM1 {
		renameMember(want, "issuanceDate", "validFrom")
		renameMember(want, "expirationDate", "validUntil")
	}
	require.Equal(t, want, normal(t, written))
}

func renameMember(m map[string]any, from, to string) {
	if value, ok := m[from]; ok {
		delete(m, from)
		m[to] = value
	}
}

// publishedSchema is the part of the official schema that the view follows.
type publishedSchema struct {
	Properties map[string]any
	Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
}

func readSchema(t *testing.T) publishedSchema {
	var s publishedSchema
	require.NoError(t, json.Unmarshal(reftest.Read(t, "schemas/ob3/ob_v3p0_achievementcredential_schema.json"), &s))
	return s
}

// TestViewFollowsSchema checks that every property of the official schema has a
// field.
func TestViewFollowsSchema(t *testing.T) {
	s := readSchema(t)
	views := map[string]any{
		"TermsOfUse": badge.TermsOfUse{}, "CredentialStatus": badge.CredentialStatus{}, "AchievementSubject": badge.Subject{},
		"IdentityObject": badge.IdentityObject{}, "Evidence": badge.Evidence{}, "EndorsementCredential": badge.Credential{},
		"Achievement": badge.Achievement{}, "Alignment": badge.Alignment{}, "Criteria": badge.Criteria{},
		"IdentifierEntry": badge.IdentifierEntry{}, "Proof": badge.ProofView{}, "RefreshService": badge.RefreshService{},
		"Image": badge.Image{}, "EndorsementSubject": badge.Subject{}, "Result": badge.Result{},
		"ResultDescription": badge.ResultDescription{}, "RubricCriterionLevel": badge.RubricCriterionLevel{},
		"Related": badge.Related{}, "Profile": badge.Profile{}, "Address": badge.Address{},
		"GeoCoordinates": badge.GeoCoordinates{}, "CredentialSchema": badge.CredentialSchema{},
	}
	requireFields(t, "AchievementCredential", badge.Credential{}, s.Properties)
	for class, def := range s.Defs {
		if len(def.Properties) > 0 {
			require.Contains(t, views, class)
			requireFields(t, class, views[class], def.Properties)
		}
	}
}

func requireFields(t *testing.T, class string, view any, properties map[string]any) {
	t.Helper()
	fields := map[string]bool{}
	for i := range reflect.TypeOf(view).NumField() {
		name, _, _ := strings.Cut(reflect.TypeOf(view).Field(i).Tag.Get("json"), ",")
		fields[name] = true
	}
	require.NotEmpty(t, properties)
	for name := range properties {
		require.True(t, fields[name], "%s.%s", class, name)
	}
}

// TestTermsFollowSchema checks that the official schema and Known agree on
// every vocabulary of Open Badges.
func TestTermsFollowSchema(t *testing.T) {
	raw := reftest.Read(t, "schemas/ob3/ob_v3p0_achievementcredential_schema.json")
	var s any
	require.NoError(t, json.Unmarshal(raw, &s))
	known := map[string]func(string) bool{
		"achievementType": func(s string) bool { return badge.AchievementType(s).Known() },
		"targetType":      func(s string) bool { return badge.AlignmentTargetType(s).Known() },
		"identityType":    func(s string) bool { return badge.IdentifierType(s).Known() },
		"identifierType":  func(s string) bool { return badge.IdentifierType(s).Known() },
		"resultType":      func(s string) bool { return badge.ResultType(s).Known() },
		"status":          func(s string) bool { return badge.ResultStatusType(s).Known() },
	}
	sizes := map[string]int{"achievementType": 31, "targetType": 7, "identityType": 19, "identifierType": 19, "resultType": 12, "status": 7}
	seen := map[string]map[string]bool{}
	walkEnums(s, "", func(name, term string) {
		if check, ok := known[name]; ok {
			require.True(t, check(term), "%s: %s", name, term)
			if seen[name] == nil {
				seen[name] = map[string]bool{}
			}
			seen[name][term] = true
		}
	})
	for name, size := range sizes {
		require.Len(t, seen[name], size, name)
	}
}

// walkEnums reports the terms under the property of each.
func walkEnums(x any, name string, found func(name, term string)) {
	switch x := x.(type) {
	case map[string]any:
		if properties, ok := x["properties"].(map[string]any); ok {
			for name, p := range properties {
				walkEnums(p, name, found)
			}
		}
		for key, value := range x {
			terms, isEnum := value.([]any)
			switch {
			case key == "enum" && isEnum:
				for _, term := range terms {
					found(name, term.(string))
				}
			case key != "properties":
				walkEnums(value, name, found)
			}
		}
	case []any:
		for _, e := range x {
			walkEnums(e, name, found)
		}
	}
}

// FuzzViewRoundTrip checks that a view has the values of its document, and that
// the view of a written view is the same view.
func FuzzViewRoundTrip(f *testing.F) {
	f.Add(minimal)
	f.Add(endorsement)
	for class, rows := range properties {
		for _, row := range rows {
			name, _, _ := strings.Cut(row.names, " ")
			f.Add(strings.ReplaceAll(hosts[class], "$", `{"`+name+`":`+row.json+`,"x":[1.0,null],"Type":{}}`))
			f.Add(strings.ReplaceAll(hosts[class], "$", `{"`+name+`":[`+row.json+`],"id":null,"type":[],"":""}`))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := badge.Parse([]byte(text))
		if err != nil {
			return
		}
		view := d.Credential()
		once, err := view.MarshalJSON()
		if d.Version() != badge.OB3 || err != nil {
			require.NotEqual(t, badge.OB3, d.Version(), "%v", err)
			return // two names of one member
		}
		if _, token := d.JWS(); !token {
			require.Equal(t, normal(t, []byte(d.Body().Raw())), normal(t, once))
		}
		again, err := badge.Parse(once)
		if parseError, ok := errors.AsType[badge.Failure](err); ok {
			require.Equal(t, "json.depth", parseError.Code()) // arrays that the text leaves out
			return
		}
		twice, err := again.Credential().MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, string(once), string(twice))
	})
}
