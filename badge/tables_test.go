package badge

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// viewOf lists the classes of each view struct.
var viewOf = map[reflect.Type][]string{
	reflect.TypeFor[Credential]():           {"VerifiableCredential", "AchievementCredential", "EndorsementCredential", "ClrCredential"},
	reflect.TypeFor[Subject]():              {"CredentialSubject", "AchievementSubject", "EndorsementSubject", "ClrSubject"},
	reflect.TypeFor[Association]():          {"Association"},
	reflect.TypeFor[Achievement]():          {"Achievement"},
	reflect.TypeFor[Profile]():              {"Profile", "Issuer"},
	reflect.TypeFor[Criteria]():             {"Criteria"},
	reflect.TypeFor[Alignment]():            {"Alignment"},
	reflect.TypeFor[Evidence]():             {"Evidence"},
	reflect.TypeFor[IdentityObject]():       {"IdentityObject"},
	reflect.TypeFor[IdentifierEntry]():      {"IdentifierEntry"},
	reflect.TypeFor[Image]():                {"Image"},
	reflect.TypeFor[Related]():              {"Related"},
	reflect.TypeFor[Address]():              {"Address"},
	reflect.TypeFor[GeoCoordinates]():       {"GeoCoordinates"},
	reflect.TypeFor[ResultDescription]():    {"ResultDescription"},
	reflect.TypeFor[Result]():               {"Result"},
	reflect.TypeFor[RubricCriterionLevel](): {"RubricCriterionLevel"},
	reflect.TypeFor[CredentialSchema]():     {"CredentialSchema"},
	reflect.TypeFor[CredentialStatus]():     {"CredentialStatus", "BitstringStatusListEntry", "StatusList2021Entry", "1EdTechRevocationList"},
	reflect.TypeFor[StatusMessage]():        {"StatusMessage"},
	reflect.TypeFor[RefreshService]():       {"RefreshService"},
	reflect.TypeFor[TermsOfUse]():           {"TermsOfUse"},
	reflect.TypeFor[ProofView]():            {"Proof"},
	reflect.TypeFor[VerificationObject]():   {"OB2.VerificationObject"},
	reflect.TypeFor[CryptographicKey]():     {"OB2.CryptographicKey"},
	reflect.TypeFor[RevocationList]():       {"OB2.RevocationList"},
	reflect.TypeFor[RevokedAssertion]():     {"OB2.RevokedEntry"},
}

// differences are the places where a view and the rows of its classes may differ.
var differences = map[string]string{
	"Credential.issuanceDate":       "shown as ValidFrom",
	"Credential.expirationDate":     "shown as ValidUntil",
	"VerificationObject.url":        "only in Open Badges 1.0 and 1.1",
	"Subject.achievement is a list": "a ClrSubject has several, in a separate field",
}

// shownRow holds the rows of one property in the classes of a view.
type shownRow struct {
	lone, list, date bool
	enumeration      string
}

func rowsOf(t *testing.T, classes []string) map[string]shownRow {
	t.Helper()
	all := slices.Concat(vocabulary.Classes(), vocabulary.StatusEntries())
	rows := map[string]shownRow{}
	for _, name := range classes {
		i := slices.IndexFunc(all, func(c vocabulary.Class) bool { return c.Name == name })
		require.GreaterOrEqual(t, i, 0, name)
		c := all[i]
		if len(c.Contexts) > 0 {
			rows["@context"] = shownRow{list: true}
		}
		if len(c.Types) > 0 {
			rows["type"] = shownRow{list: true}
		} else if c.Kind != "" {
			rows["type"] = shownRow{lone: true}
		}
		for _, p := range c.Properties {
			r := rows[p.Name]
			many := p.Occurs.Has(vocabulary.Array) || p.Occurs.Has(vocabulary.Listed)
			r.list, r.lone = r.list || many, r.lone || !many
			r.date = strings.HasPrefix(p.Value, "DateTime")
			for _, e := range vocabulary.Enumerations() {
				if e.Name == p.Value {
					r.enumeration = p.Value
				}
			}
			rows[p.Name] = r
		}
	}
	return rows
}

// TestViewsFollowTables: the fields of a view are the rows of its classes, in
// name, number and type.
func TestViewsFollowTables(t *testing.T) {
	used := map[string]bool{}
	differ := func(view reflect.Type, what, message string) {
		key := view.Name() + "." + what
		if _, listed := differences[key]; !listed {
			t.Errorf("%s %s", key, message)
		}
		used[key] = true
	}
	for view, classes := range viewOf {
		rows := rowsOf(t, classes)
		fields := map[string]bool{}
		for i := range view.NumField() {
			field := view.Field(i)
			name := field.Tag.Get("json")
			if name == "-" {
				continue
			}
			fields[name] = true
			row, found := rows[name]
			if !found {
				differ(view, name, "has no row")
				continue
			}
			checkField(differ, view, field, name, row)
		}
		for name := range rows {
			if !fields[name] {
				differ(view, name, "has no field")
			}
		}
	}
	for key := range differences {
		require.True(t, used[key], "%s does not differ", key)
	}
}

func checkField(differ func(reflect.Type, string, string), view reflect.Type, field reflect.StructField, name string, row shownRow) {
	typ := field.Type
	if typ.Kind() == reflect.Slice != row.list {
		differ(view, name+" is a list", "in one of field and rows only")
	}
	for typ.Kind() == reflect.Slice || typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if isDate := typ == reflect.TypeFor[DateTime](); isDate != row.date {
		differ(view, name+" is a date", "in one of field and rows only")
	}
	_, isVocabulary := typ.MethodByName("Known")
	enumeration := strings.TrimSuffix(row.enumeration, "Enum")
	if isVocabulary != (enumeration != "") || isVocabulary && typ.Name() != enumeration {
		differ(view, name+" is a term", "of "+row.enumeration+", the field is a "+typ.Name())
	}
}
