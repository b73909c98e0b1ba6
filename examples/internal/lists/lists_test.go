package lists_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/examples/internal/lists"
)

func TestColumn(t *testing.T) {
	for name, want := range map[string]string{
		"E-mail": lists.Email, "e-mailadres": lists.Email, "Recipient mailadres (required)": lists.Email, "EMAIL ADDRESS": lists.Email,
		"eduID": lists.Account, "Volledige naam": lists.Name, "Voornaam": lists.First, "Tussenvoegsel(s)": lists.Infix, "Achternaam": lists.Last,
		"Studentnummer": lists.Number, "Datum": lists.Date, "Evidence URL": lists.Evidence, "Toelichting": lists.Narrative,
		"": "", "(e-mail)": "", "Klas": "", "E-mail 2": lists.Email,
	} {
		require.Equal(t, want, lists.Column(name), name)
	}
}

func TestIsEmail(t *testing.T) {
	for text, want := range map[string]bool{
		"noor@student.example": true, "n@a.b": true, "": false, "noor": false, "@student.example": false, "noor@student": false,
		"noor @student.example": false, "a@b.example,c@d.example": false, "Noor <noor@student.example>": false,
	} {
		require.Equal(t, want, lists.IsEmail(text), text)
	}
}

func ExampleSeparator() {
	fmt.Printf("%q %q %q\n", lists.Separator("Naam;E-mail"), lists.Separator("Naam\tE-mail"), lists.Separator("Naam,E-mail"))
	// Output: ';' '\t' ','
}
