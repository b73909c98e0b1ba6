package edubadges_test

import (
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
)

// For any document, every value and remark has a path that exists.
func FuzzRead(f *testing.F) {
	seeds := []string{pilot, copied, lean, badgeClass, expandedClass, issuerDoc, agent}
	for _, seed := range seeds {
		f.Add(seed, badgeClass)
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		var docs []*badge.Document
		for _, text := range []string{first, second} {
			d, err := badge.Parse([]byte(text))
			if err != nil {
				return
			}
			docs = append(docs, d)
		}
		e := edubadges.Read(docs[0], docs[1])
		for field, value := range e.All() {
			raw, found := docs[value.Document].At(value.Path)
			require.True(t, found, field)
			require.Equal(t, string(raw), string(value.Raw))
		}
		for _, remark := range append(e.Remarks, edubadges.Check(e, edubadges.HBO)...) {
			require.Less(t, remark.Document, 2)
			_, found := docs[remark.Document].At(remark.Path)
			require.True(t, found, remark.Path)
		}
		require.Len(t, edubadges.AnnexI(e, true), 16)
		_, lost, err := edubadges.Convert(docs[0], edubadges.Conversion{NewID: renewed}, docs[1])
		require.True(t, err == nil || lost == nil)
		for _, remark := range lost {
			at := remark.Path
			if remark.Code == "convert.linked" { // the class may be missing instead of linked
				at = path.Dir(at)
			}
			_, found := docs[remark.Document].At(strings.TrimSuffix(at, "/"))
			require.True(t, found, remark.Path)
		}
	})
}

// The number of remarks about a hostile badge is bounded.
func TestReadHostile(t *testing.T) {
	const n = 5000 // the limit for arrays
	many := func(element string) string { return strings.TrimSuffix(strings.Repeat(element+",", n), ",") }
	for name, row := range map[string]struct {
		text string
		want int
	}{
		"alignments":  {`{"type":"BadgeClass","id":"https://x.example/b","alignment":[` + many(`{"targetType":"x"}`) + `]}`, 0},
		"identifiers": {`{"@context":["https://www.w3.org/ns/credentials/v2"],"credentialSubject":{"identifier":[` + many(`{"hashed":true,"identityType":"email"}`) + `]}}`, 100},
		"misspelt":    {`{"type":"BadgeClass","x":[` + many(`"https://eduabages.nl/"`) + `]}`, 100},
		"programmes":  {`{"type":"BadgeClass",` + ext("EducationProgramIdentifierExtension", "EducationProgramIdentifier", `[`+many(`1`)+`]`) + `}`, 0},
		"assessments": {`{"type":"BadgeClass","assessmentType":"` + many(`oram_exam`) + `"}`, 100},
	} {
		t.Run(name, func(t *testing.T) {
			require.Len(t, edubadges.Read(parse(t, row.text)).Remarks, row.want)
		})
	}
}
