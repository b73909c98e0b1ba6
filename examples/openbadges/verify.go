package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/batch"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/summary"
)

const verifyName = "verify"

const verifyHelp = `Says of each badge whether it is genuine, whether it counts today, who awarded
it to whom, and how sure all that is. A BADGE is

  a file    a picture that carries a badge (PNG, SVG), JSON, or a token (JWT);
            or a presentation of badges, or an archive (openbadges archive)
  a folder  all files in it
  -         the same on standard input
  https://… the address of a badge, such as the one for sharing an edubadge

Many badges can be judged only with what their issuer publishes: its keys, or
the badge itself. Nothing is asked on the web unless you say -net.

  openbadges verify -net badge.png
  openbadges verify -net https://www.edubadges.nl/public/assertions/…
  openbadges verify -net -issuer did:web:school.example -recipient email=me@example.org badge.png

Without -issuer a badge of any issuer is accepted: the report says who it was,
and whether that is the school you mean is for you to see. Without -recipient
nobody asks whether the badge belongs to the one who shows it. A signature can
say so: send your own -challenge and -domain to the holder, who answers with a
presentation (openbadges present).

The exit status is 0 if every badge is accepted, and otherwise the first that
applies: 1 if a badge is rejected, 2 if something could not be found out, 66 if
an input is not a badge or cannot be read. Wrong usage is 64. Of a badge in an
archive the question is whether it is valid today: one that was valid at a proved
time, and of which today nothing is known, ends with 2.
`

func verifyCommand() command {
	return command{verifyName, "BADGE ...", "say whether badges are genuine, current and whose", verifyHelp, func(f *flag.FlagSet) job {
		c := &checker{options: newOptions()}
		c.options.register(f)
		f.Func("recipient", "`TYPE=VALUE` of the one who presents the badge: email=me@example.org, id=did:key:…, eduid=…", c.presenter)
		f.StringVar(&c.challenge.Value, "challenge", "", "`VALUE` that you sent to the holder of a presentation, who must have signed it; needs -domain")
		f.StringVar(&c.challenge.Domain, "domain", "", "`NAME` by which the holder of a presentation knows you")
		f.BoolVar(&c.json, "json", false, "print one JSON object per badge; openbadges schema prints its schema")
		f.BoolVar(&c.csv, "csv", false, "print a table as CSV, with a line per badge")
		f.BoolVar(&c.quiet, "q", false, "print only a line per badge, and totals")
		f.StringVar(&c.html, "html", "", "write the reports to `FILE` as well, as one HTML page for people; -lang says in which language")
		f.Func("lang", "`LANGUAGE` of a short report in words, en or nl, in place of the whole one", c.language)
		f.BoolVar(&c.explain, "explain", false, "show what each proof signs; of two badges, also where they first differ")
		return c.run
	}}
}

// worst lists the exit statuses of single files, worst first.
var worst = []int{exitRejected, exitInconclusive, exitUnreadable, exitAccepted}

// run verifies the named badges.
func (c *checker) run(ctx context.Context, p process, names []string) (int, error) {
	if err := c.settle(p, names); err != nil {
		if c.json {
			misused(p, names, err)
		}
		return exitUsage, err
	}
	return c.judge(ctx, p, candidates(names))
}

// judge verifies the badges on several workers, which also prepare the output,
// and prints the results in order.
func (c *checker) judge(ctx context.Context, p process, all []candidate) (int, error) {
	out := bufio.NewWriterSize(p.stdout, 1<<16)
	defer out.Flush()
	out.WriteString(c.head())
	show := progress(p, "badges")
	how := batch.Options{Workers: c.config.Workers, Progress: func(done int) { show(done, len(all)) }}
	status, found, shown, inputs := exitAccepted, totals{}, map[archive.Verdict]int{}, 0
	var page htmlPage
	var explained [][]proof.Explanation
	for _, of := range batch.Map(ctx, slices.Values(all), how, func(ctx context.Context, in candidate) (of []printed) {
		for _, r := range c.check(ctx, in, p.stdin) {
			of = append(of, c.print(r, p.colour))
		}
		return of
	}) {
		inputs++
		for _, r := range of {
			out.WriteString(r.out)
			if r.complaint != "" {
				show(0, 0)
				io.WriteString(p.stderr, r.complaint)
			}
			if c.explain {
				explained = append(explained, c.explanations(ctx, out, r.result))
			}
			if s := c.statusOf(r.result); slices.Index(worst, s) < slices.Index(worst, status) {
				status = s
			}
			if c.html != "" {
				page.add(r.result)
			}
			found[r.Verdict]++
			shown[r.archiveVerdict()]++
		}
		if c.online {
			out.Flush() // the next answer can take long
		}
	}
	show(0, 0)
	if len(explained) == 2 {
		compare(out, explained[0], explained[1])
	}
	switch many := c.quiet || found.sum() > 1 && c.forPeople(); {
	case many && c.archives:
		fmt.Fprintln(out, totalsOf(shown, c.lang))
	case many:
		fmt.Fprintln(out, found.in(c.lang))
	}
	if left := len(all) - inputs; left > 0 { // unread when the program was ended
		if status != exitRejected {
			status = exitInconclusive
		}
		return status, fmt.Errorf("ended before %d of %d inputs were verified", left, len(all))
	}
	if err := errors.Join(out.Flush(), page.write(c.html, c.lang)); err != nil {
		return exitRejected, err
	}
	return status, nil
}

// totals are the numbers of inputs by verdict.
type totals map[verify.Verdict]int

func (t totals) sum() (n int) {
	for _, count := range t {
		n += count
	}
	return n
}

func (t totals) in(lang summary.Language) string {
	if lang != "" {
		return summary.Totals(lang, t)
	}
	return fmt.Sprintf("%d inputs: %d accepted, %d rejected, %d inconclusive, %d unreadable",
		t.sum(), t[verify.Accepted], t[verify.Rejected], t[verify.Inconclusive], t[noBadge])
}

// checker verifies badges as the flags ask.
type checker struct {
	*options
	verifier  *verify.Verifier
	recipient *badge.Recipient // nil: not asked
	challenge verify.Challenge // of -challenge and -domain; zero: not asked
	json      bool
	csv       bool
	quiet     bool
	html      string           // name of the HTML file; "" for none
	lang      summary.Language // of a report in words; "" for the whole report
	explain   bool
	archives  bool // whether every input must be an archive, and "was valid" is enough
	most      int  // badges in an archive; 0 for as many as it has
}

// forPeople reports whether the output is the report in words.
func (c *checker) forPeople() bool { return !c.json && !c.csv && !c.quiet }

// settle refuses flags and arguments that contradict each other, and makes the
// Verifier.
func (c *checker) settle(p process, names []string) (err error) {
	inputs := 0
	for _, name := range names {
		if name == "-" {
			inputs++
		}
		if strings.Contains(name, "://") && !isAddress([]byte(name)) {
			return misuse("%q is not the URL of a badge, wanted one that starts with https://", name)
		}
	}
	switch {
	case len(names) == 0:
		return misuse("no badge is named")
	case inputs > 1:
		return misuse("standard input can be read once, and - is named more often")
	case (c.challenge.Value == "") != (c.challenge.Domain == ""):
		return misuse("-challenge and -domain go together, and one is missing")
	case c.challenge.Value != "" && c.recipient != nil:
		return misuse("-challenge and -recipient exclude each other: a presentation names its holder")
	case c.explain && !c.forPeople():
		return misuse("-explain is for people, and does not go with -json, -csv or -q")
	case c.json && c.csv, c.json && c.quiet, c.csv && c.quiet:
		return misuse("-json, -csv and -q exclude each other")
	}
	if err := mayWrite(c.html); err != nil {
		return err
	}
	c.verifier, err = c.options.verifier(p.net)
	return err
}

// language reads -lang.
func (c *checker) language(text string) (err error) {
	c.lang, err = languageOf(text)
	return err
}

func (c *checker) presenter(text string) (err error) {
	c.recipient, err = recipientOf(text)
	return err
}

// recipientOf reads a recipient: a type and a value.
func recipientOf(text string) (*badge.Recipient, error) {
	typ, value, _ := strings.Cut(text, "=")
	switch {
	case typ == "" || value == "":
		return nil, errors.New("wanted a type and a value, such as email=me@example.org")
	case typ == "id":
		return &badge.Recipient{ID: value}, nil
	case typ == "email":
		return &badge.Recipient{Type: badge.IdentifierEmailAddress, Value: value}, nil
	case typ == "eduid":
		return &badge.Recipient{Type: typeEduID, Value: value}, nil
	}
	return &badge.Recipient{Type: badge.IdentifierType(typ), Value: value}, nil
}

// typeEduID is the type of an eduID in Open Badges 2.0.
const typeEduID badge.IdentifierType = "id"

// check verifies what is in a file, or reports why it holds no badge.
func (c *checker) check(ctx context.Context, in candidate, stdin io.Reader) []result {
	name := in.name
	if in.err != nil {
		return []result{unreadable(name, in.err)}
	}
	data, err := read(name, stdin)
	if err == nil && c.archives && !isArchive(data) {
		err = errNoArchive
	}
	if err != nil {
		return []result{unreadable(name, err)}
	}
	return c.checkAll(ctx, name, data)
}

// statusOf is the exit status for one result.
func (c *checker) statusOf(r result) int {
	if c.archives && r.Archive != nil && r.Archive.Verdict == archive.WasValid {
		return exitAccepted
	}
	return r.status()
}

// asked verifies what a request has: a badge, or an archive.
func (c *checker) asked(ctx context.Context, q asked) []result {
	one := *c
	one.recipient, one.challenge = q.who, q.challenge
	if q.keep && q.challenge.Value == "" && !isArchive(q.data) {
		return []result{one.keep(ctx, q.name, q.data)}
	}
	return one.checkAll(ctx, q.name, q.data)
}

// checkData verifies the badge in data, which is a file or the URL of a badge.
func (c *checker) checkData(ctx context.Context, name string, data []byte) result {
	text, slot, err := unwrap(data)
	if err != nil {
		return unreadable(name, err)
	}
	report, err := c.verify(ctx, apiAddress(text))
	if report == nil {
		return unreadable(name, err)
	}
	return judged(name, slot, text, data, report)
}

// verify verifies a badge with the keys that are pinned for its issuer.
func (c *checker) verify(ctx context.Context, text []byte) (*verify.Report, error) {
	v := c.verifier
	if c.pinned != nil && len(c.issuers) == 0 {
		doc, err := badge.Parse(text)
		if isAddress(text) || err == nil && doc.IssuerID() == "" {
			return nil, errWhoseKeys
		}
		if err == nil {
			config := c.config
			config.Keys = pin(c.pinned, doc.IssuerID())
			if v, err = verify.New(config); err != nil {
				return nil, err
			}
		}
	}
	asked := c.challenge.Value != ""
	switch {
	case isAddress(text):
	case asked:
		return v.VerifyPresentation(ctx, text, c.challenge)
	case c.recipient != nil:
		return v.VerifyFor(ctx, text, asNamed(*c.recipient, text))
	default:
		return v.Verify(ctx, text)
	}
	address := string(bytes.TrimSpace(text))
	item := verify.Item{Address: address, Recipient: c.recipient}
	if asked {
		item.Challenge = &c.challenge
	}
	if asked || c.recipient != nil { // a batch of one, since only an Item has both
		for _, report := range v.VerifyAll(ctx, slices.Values([]verify.Item{item})) {
			return report, report.Err()
		}
	}
	return v.VerifyAt(ctx, address)
}

// asNamed returns a recipient by eduID in the way in which the badge names it:
// issuers give an eduID several types.
func asNamed(who badge.Recipient, text []byte) badge.Recipient {
	doc, err := badge.Parse(text)
	if who.Type != typeEduID || err != nil {
		return who
	}
	subject := doc.Credential().Subject
	if m, err := edubadges.Match(subject, who.Value); err == nil && m.Index >= 0 {
		who.Type = subject.Identifier[m.Index].IdentityType
		if m.Folded {
			who.Value = strings.ToLower(who.Value)
		}
	}
	return who
}

// maxInput bounds what is read from one file. It is more than the largest
// picture that is read.
const maxInput = 64 << 20

// read returns all of a file, or of standard input for the name "-". An
// address stands for itself.
func read(name string, stdin io.Reader) ([]byte, error) {
	if isAddress([]byte(name)) {
		return []byte(name), nil
	}
	in, size := stdin, int64(0)
	if name != "-" {
		info, err := os.Stat(name)
		switch {
		case err == nil && info.IsDir():
			return nil, errFolder
		case err == nil:
			size = min(info.Size(), maxInput)
		}
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	data := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead)) // a buffer that grows is copied again and again
	_, err := data.ReadFrom(io.LimitReader(in, maxInput+1))
	if err == nil && data.Len() > maxInput {
		err = errTooLarge
	}
	return data.Bytes(), err
}

// unwrap returns the badge in a picture and its slot; an old picture has only the
// URL of the badge. Other data is the badge, without a picture.
func unwrap(data []byte) ([]byte, bake.Slot, error) {
	p, err := bake.Extract(bytes.NewReader(data), bake.Options{})
	switch {
	case badge.CodeOf(err) == codeNoPicture:
		return data, "", nil
	case err == nil && p.Data == nil:
		p.Data = []byte(p.URL)
		if !isAddress(p.Data) {
			err = errHostedOnly
		}
	}
	return p.Data, p.Slot, err
}

// codeNoPicture is the code of package bake for what is not a picture.
const codeNoPicture = "bake.no_picture"

// isAddress reports whether a text is only the URL of a badge, not a badge.
func isAddress(text []byte) bool {
	text = bytes.TrimSpace(text)
	return bytes.HasPrefix(text, []byte("https://")) || bytes.HasPrefix(text, []byte("http://"))
}

// apiAddress turns the URL of an edubadge for people into the URL of its JSON.
// It returns any other text unchanged.
func apiAddress(text []byte) []byte {
	if !isAddress(text) {
		return text
	}
	object, err := edubadges.Locate(string(bytes.TrimSpace(text)), edubadges.Deployments())
	if err != nil {
		return text
	}
	return []byte(object.URL())
}
