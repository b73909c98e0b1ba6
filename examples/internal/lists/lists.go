// Package lists has what lists of recipients have in common, whoever reads them:
// the names of columns, their separator, and e-mail addresses.
package lists

import (
	"strings"
	"unicode"
)

// Kinds of columns.
const (
	Email     = "email"
	Account   = "account" // an eduID or another account
	Name      = "name"
	First     = "first"
	Infix     = "infix"
	Last      = "last"
	Number    = "number"
	Date      = "date" // of the award
	Evidence  = "evidence"
	Narrative = "narrative" // of the evidence
)

// columns maps the names of columns, their letters in lower case, to what they
// hold.
var columns = map[string]string{
	"email": Email, "mail": Email, "emailadres": Email, "mailadres": Email, "emailaddress": Email, "recipientmailadres": Email,
	"eduid": Account, "eppn": Account, "account": Account,
	"naam": Name, "name": Name, "volledigenaam": Name, "fullname": Name, "student": Name, "deelnemer": Name,
	"voornaam": First, "roepnaam": First, "firstname": First, "givenname": First,
	"tussenvoegsel": Infix, "tussenvoegsels": Infix, "voorvoegsel": Infix, "prefix": Infix,
	"achternaam": Last, "surname": Last, "lastname": Last, "familyname": Last,
	"nummer": Number, "number": Number, "studentnummer": Number, "studentnumber": Number,
	"datum": Date, "date": Date, "uitreikdatum": Date, "awardeddate": Date,
	"bewijs": Evidence, "evidence": Evidence, "evidenceurl": Evidence, "portfolio": Evidence,
	"toelichting": Narrative, "narrative": Narrative,
}

// Column returns what a column holds by its name, "" if the name says nothing.
// Case, punctuation and text in parentheses do not matter.
func Column(name string) string {
	name, _, _ = strings.Cut(name, "(")
	return columns[strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)]
}

// Separator returns what separates the cells of a list, by its first line:
// spreadsheet programs in Europe write semicolons.
func Separator(head string) rune {
	for _, r := range ";\t" {
		if strings.ContainsRune(head, r) {
			return r
		}
	}
	return ','
}

// IsEmail reports whether a text may be one e-mail address.
func IsEmail(text string) bool {
	local, host, _ := strings.Cut(text, "@")
	return local != "" && strings.Contains(host, ".") && !strings.ContainsAny(text, " \t,;<>")
}
