package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/summary"
)

// result is the result for one file, in the form of -json. Code, Pointer and
// Message are those of the first check that decided.
type result struct {
	File    string         `json:"file"`
	Verdict verify.Verdict `json:"verdict"`
	Code    string         `json:"code"`
	Pointer string         `json:"pointer"`
	Message string         `json:"message"`
	Payload payload        `json:"payload"`
	Report  *verify.Report `json:"report"`            // null for a file that holds no badge
	Archive *archived      `json:"archive,omitempty"` // of a badge in an archive

	picture []byte // that holds the badge; nil for a file without a picture
	kept    []byte // an archive of the badge; nil for none
}

// payload identifies what was verified: its slot in the picture, empty for a
// file without a picture, and the digest of its bytes, empty without any.
type payload struct {
	Slot   bake.Slot `json:"slot"`
	SHA256 string    `json:"sha256"`
}

// judged returns the result of a report about text, which was in data: in a
// picture if there is a slot.
func judged(name string, slot bake.Slot, text, data []byte, report *verify.Report) result {
	c := report.Decisive()
	r := result{File: name, Verdict: report.Verdict(), Code: c.Code, Pointer: c.Path, Message: c.Message,
		Payload: payload{Slot: slot, SHA256: digest(text)}, Report: report}
	if slot != "" {
		r.picture = data
	}
	broken := strings.HasPrefix(r.Code, "json.") || strings.HasPrefix(r.Code, "jws.") // a badge, and a bad one
	if report.Document() == nil && r.Verdict == verify.Rejected && !broken {
		r.Verdict, r.Report = noBadge, nil
	}
	return r
}

// digest returns the SHA-256 of data in hexadecimal.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Codes of input without a readable badge. Errors of pictures have the codes of package bake.
const (
	codeMissing    = "input.missing"     // there is no such file
	codeUnreadable = "input.unreadable"  // the file cannot be read
	codeTooLarge   = "input.too_large"   // the file is larger than is read
	codeHostedOnly = "input.hosted_only" // the picture holds only the URL of a badge, which is not fetched
	codeWhoseKeys  = "input.whose_keys"  // there are keys, but their issuer is unknown
	codeUsage      = "input.usage"       // wrong flags or arguments
)

// Verdicts of -json about what is not a badge. Only badges are rejected.
const noBadge verify.Verdict = "unreadable"

var (
	errFolder     = errors.New("this is a folder; name the files in it")
	errNoArchive  = errors.New("this is not an archive; openbadges archive make writes one")
	errArchive    = errors.New("this is an archive; name the badges, and with -renews the archive")
	errTooLarge   = fmt.Errorf("the input is larger than %d bytes", maxInput)
	errHostedOnly = errors.New("the picture holds only the URL of a badge, wanted one that starts with https://")
	errWhoseKeys  = errors.New("the badge does not name its issuer; name the issuer of the keys with -issuer")
)

func unreadable(name string, err error) result {
	r := result{File: name, Verdict: noBadge, Code: codeUnreadable, Message: reason(err).Error()}
	var picture *bake.Error
	switch {
	case errors.As(err, &picture):
		r.Code, r.Message = picture.Code(), strings.TrimPrefix(picture.Error(), "bake: ")
	case strings.HasPrefix(badge.CodeOf(err), "archive."):
		r.Code = badge.CodeOf(err)
	case errors.Is(err, fs.ErrNotExist):
		r.Code, r.Message = codeMissing, "there is no such file"
	case errors.Is(err, errTooLarge):
		r.Code = codeTooLarge
	case errors.Is(err, errHostedOnly):
		r.Code, r.Verdict = codeHostedOnly, verify.Inconclusive
	case errors.Is(err, errWhoseKeys):
		r.Code, r.Verdict = codeWhoseKeys, verify.Inconclusive
	}
	return r
}

// status is the exit status for one file.
func (r result) status() int {
	switch {
	case r.Verdict == verify.Accepted:
		return exitAccepted
	case r.Verdict == verify.Rejected:
		return exitRejected
	case r.Verdict == verify.Inconclusive:
		return exitInconclusive
	}
	return exitUnreadable
}

// isMissing reports whether there is nothing that could be a badge.
func (r result) isMissing() bool {
	return r.Code == codeMissing || r.Code == codeUnreadable || r.Code == codeTooLarge
}

// printed is a result with what is printed of it.
type printed struct {
	result
	out, complaint string // for standard output and standard error
}

// head returns what is printed before the first result.
func (c *checker) head() string {
	if c.csv {
		return csvHead()
	}
	return ""
}

// byteOrderMark has spreadsheet programs read a table as UTF-8.
const byteOrderMark = "\xef\xbb\xbf"

// csvHead returns the first line of a table.
func csvHead() string {
	return byteOrderMark + csvLine("file", "verdict", "code", "message", "badge", "issuer", "issuer id", "issued on", "expires on")
}

// print returns one result for a person or as a line for a program. In the report
// for a person, an input that cannot be read is an error and not a verdict.
func (c *checker) print(r result, colour bool) printed {
	out := printed{result: r}
	switch {
	case c.json:
		out.out = r.line()
	case c.csv:
		out.out = r.csv(c.lang)
	case c.quiet:
		out.out = r.row(colour, c.lang)
	case r.Archive != nil:
		out.out = r.archivedText(c.lang)
	case r.isMissing():
		out.complaint = fmt.Sprintf("openbadges verify: %q: %s (%s)\n", r.File, r.why(c.lang), r.Code)
	case r.Report == nil:
		why := r.why(c.lang)
		out.out = fmt.Sprintf("%q: %s%s.\n  %s\n\n", r.File, strings.ToUpper(why[:1]), strings.TrimSuffix(why[1:], "."), r.Code)
	case c.lang != "":
		var text strings.Builder
		fmt.Fprintf(&text, "%q\n", r.File)
		summary.Of(r.Report, c.lang).Text(&text)
		out.out = text.String() + "\n"
	default:
		var text strings.Builder
		fmt.Fprintf(&text, "%q: %s\n", r.File, r.Report)
		if c.config.Fetcher == nil && r.Verdict == verify.Inconclusive {
			text.WriteString("  Nothing was asked on the web: -net does so.\n\n")
		}
		remark(&text, r.Report.Document())
		out.out = text.String()
	}
	return out
}

// line returns a result as a line of JSON.
func (r result) line() string {
	line, err := json.Marshal(r)
	if err != nil { // a report that cannot be written does not count as success
		r.Verdict, r.Code, r.Message, r.Report = verify.Rejected, verify.CodeVerifyInternal, "the report cannot be written", nil
		line, _ = json.Marshal(r) // texts alone cannot fail
	}
	return harmless(string(line)) + "\n"
}

// claims returns what the badge says, the zero Credential if it could not be read.
func (r result) claims() badge.Credential {
	if r.Report == nil || r.Report.Document() == nil {
		return badge.Credential{}
	}
	return r.Report.Document().Credential()
}

// csv returns a result as a line of CSV, with the message in a language.
func (r result) csv(lang summary.Language) string {
	c := r.claims()
	return csvLine(r.File, string(r.Verdict), r.Code, r.why(lang), cmp.Or(c.Subject.Achievement.Name, c.Name), c.Issuer.Name,
		key.Redact(c.Issuer.ID), string(c.ValidFrom), string(c.ValidUntil))
}

// csvLine returns cells as a line that neither a terminal nor a spreadsheet program
// obeys.
func csvLine(cells ...string) string {
	var out strings.Builder
	for i := range cells {
		cells[i] = harmless(cells[i])
	}
	table := csv.NewWriter(&out)
	table.Write(inert(cells))
	table.Flush()
	return out.String()
}

// why says in a language how it came to the verdict; "" is the message itself.
func (r result) why(lang summary.Language) string {
	if r.Archive != nil {
		return harmless(r.archivedWhy(lang))
	}
	if lang == "" {
		return harmless(r.Message)
	}
	_, why := r.input().Row(lang)
	return harmless(why)
}

// input returns a result as a summary takes it.
func (r result) input() summary.Input {
	in := summary.Input{Name: r.File, Report: r.Report, Code: r.Code, Message: r.Message, Verdict: r.Verdict}
	if r.Archive != nil { // its reports are about other questions
		in.Report = nil
	}
	return in
}

// wordWidth is the width of the verdicts in a table in words.
const wordWidth = 27

// row returns a result as a line of a table for people.
func (r result) row(colour bool, lang summary.Language) string {
	verdict, why := fmt.Sprintf("%-12s", r.Verdict), harmless(r.Message)
	if lang != "" {
		word, said := r.input().Row(lang)
		verdict, why = fmt.Sprintf("%-*s", wordWidth, word), harmless(said)
	}
	if r.Archive != nil {
		verdict, why = fmt.Sprintf("%-12s", r.archivedWord(lang)), r.why(lang)
	}
	if code := colours[r.Verdict]; colour && code != "" {
		verdict = "\x1b[" + code + "m" + verdict + "\x1b[0m"
	}
	if c := r.claims(); r.Verdict != verify.Accepted || r.Archive != nil {
		why += " (" + r.Code + ")"
	} else if lang == "" {
		why = badge.Quote(cmp.Or(c.Subject.Achievement.Name, c.Name)) + " by " + badge.Quote(cmp.Or(c.Issuer.Name, key.Redact(c.Issuer.ID)))
	}
	return fmt.Sprintf("%s  %q  %s\n", verdict, r.File, why)
}

// colours are the codes of a terminal for the verdicts. The verdict is also a word.
var colours = map[verify.Verdict]string{verify.Accepted: "32", verify.Rejected: "31", verify.Inconclusive: "33", noBadge: "35"}

// misused prints an object for each input of a command line that makes no sense,
// as -json promises.
func misused(p process, names []string, err error) {
	if len(names) == 0 {
		names = []string{""}
	}
	for _, name := range names {
		io.WriteString(p.stdout, result{File: name, Verdict: noBadge, Code: codeUsage, Message: err.Error()}.line())
	}
}

// remark shows what is unusual about an edubadge.
func remark(w io.Writer, doc *badge.Document) {
	if doc == nil || edubadges.DialectOf(doc) == edubadges.DialectUnrecognised {
		return
	}
	e := edubadges.Read(doc)
	fmt.Fprintf(w, "  an edubadge (%s)\n", e.Dialect)
	for _, f := range e.Remarks {
		show(w, fmt.Sprintf("    %s (%s at %q)", f.Message, f.Code, f.Path))
	}
	fmt.Fprintln(w)
}

// badgesIn names a number of badges.
func badgesIn(n int) string {
	if n == 1 {
		return "1 badge"
	}
	return fmt.Sprintf("%d badges", n)
}

// quoted is an argument of the command line, cut, for a message.
func quoted(text string) string { return badge.Quote(text) }

// harmless escapes the characters of JSON text that control a terminal. They occur only in strings, whose meaning stays.
func harmless(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) {
		return text
	}
	var out []byte
	for _, r := range text {
		switch {
		case unicode.IsPrint(r):
			out = append(out, string(r)...)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return string(out)
}
