package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/examples/quickstart/art"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
)

const issueHelp = `Awards a badge to everybody in a list: signs the badges, bakes them into
pictures, and prepares the pages to publish.

  openbadges key make key.pem
  openbadges issue -example .
  openbadges issue -key key.pem -issuer issuer.json -class class.json \
    -recipients students.csv -picture art.png -base https://badges.school.example -out out

-example writes sample files to start from. The list is a CSV file as a
spreadsheet program exports it, with a first line that names the columns: E-mail
or eduID, and if you like Name (or First name, Surname) and Evidence. The Dutch
names of the columns and the lists of edubadges work as well.

The folder -out has the pictures for the recipients in pictures, a table of all
awards in awards.csv, and the pages to publish in pages: openbadges host serves
them. Run the same command again after a change of the list, or after a run that
was interrupted: it awards only what is new, and nobody gets a badge twice.

Badges show recipients only as a salted hash. The folder has their addresses in
awards.csv: keep it to yourself.

The exit status is 0 if everybody in the list has a badge, 1 if not.
`

func issueCommand() command {
	return command{"issue", "", "award a badge to everybody in a list", issueHelp, func(f *flag.FlagSet) job {
		a := &award{}
		f.StringVar(&a.keyFile, "key", "", "`FILE` with the private key of the issuer, made by openbadges key make")
		f.StringVar(&a.issuerFile, "issuer", "", "`FILE` (JSON) that describes the issuer")
		f.StringVar(&a.classFile, "class", "", "`FILE` (JSON) that describes the achievement")
		f.StringVar(&a.listFile, "recipients", "", "`FILE` (CSV) with the recipients")
		f.StringVar(&a.pictureFile, "picture", "", "`FILE` (PNG or SVG) of the badge, before anything is baked into it")
		f.StringVar(&a.base, "base", "", "`URL` where the badges will be published; not needed again for a folder that exists")
		f.StringVar(&a.folder, "out", "", "`FOLDER` for all that is made")
		f.Func("until", "`TIME` (RFC 3339) when the badges expire; without it, never", a.setUntil)
		f.StringVar(&a.example, "example", "", "write sample files to `FOLDER`, and nothing else")
		return a.run
	}}
}

// award is what issue awards, and where.
type award struct {
	keyFile, issuerFile, classFile, listFile, pictureFile string

	base, folder, example string
	until                 badge.DateTime

	key     signingKey
	class   badge.Achievement
	picture []byte
	ending  string // of the file of the picture
	list    []recipient
}

func (a *award) setUntil(text string) error {
	if _, err := badge.DateTime(text).Time(); err != nil {
		return errors.New("wanted a time such as 2027-10-01T00:00:00Z")
	}
	a.until = badge.DateTime(text)
	return nil
}

func (a *award) run(ctx context.Context, p process, names []string) (int, error) {
	if len(names) > 0 {
		return 0, misuse("%s is neither a flag nor the value of one", badge.Quote(names[0]))
	}
	if a.example != "" {
		return exitAccepted, writeExample(p, a.example)
	}
	for _, f := range []struct{ flag, value, wanted string }{
		{"key", a.keyFile, "the file that openbadges key make wrote"},
		{"issuer", a.issuerFile, "a file with the text below"},
		{"class", a.classFile, "a file with the text below"},
		{"recipients", a.listFile, "a file with the text below"},
		{"picture", a.pictureFile, "the PNG or SVG of the badge"}, {"out", a.folder, "the folder for all that is made"},
	} {
		if f.value == "" {
			return 0, usageError{fmt.Errorf("-%s is missing, wanted %s", f.flag, f.wanted), example(f.flag)}
		}
	}
	refused, o, err := a.prepare(ctx, p)
	if err != nil {
		return exitRejected, err
	}
	defer o.close()
	failed, err := a.award(ctx, p, o)
	if err != nil {
		return exitRejected, err
	}
	if refused+failed > 0 {
		return exitRejected, nil
	}
	return exitAccepted, nil
}

// prepare reads the files and opens the folder. It returns the number of lines of
// the list that are left out.
func (a *award) prepare(ctx context.Context, p process) (refused int, o *office, err error) {
	var profile badge.Profile
	if a.key, err = readKey(a.keyFile); err != nil {
		return 0, nil, err
	}
	if err := errors.Join(readJSON(a.issuerFile, &profile), readJSON(a.classFile, &a.class)); err != nil {
		return 0, nil, err
	}
	if profile.Name == "" {
		return 0, nil, fmt.Errorf("issuer %q: the name is missing", a.issuerFile)
	}
	if len(profile.Type) == 0 {
		profile.Type = []string{"Profile"}
	}
	if err := a.readPicture(); err != nil {
		return 0, nil, fmt.Errorf("picture %q: %w", a.pictureFile, err)
	}
	text, err := os.ReadFile(a.listFile)
	if err != nil {
		return 0, nil, fmt.Errorf("recipients %q: %w", a.listFile, reason(err))
	}
	list, remarks, err := readRecipients(text)
	if err != nil {
		return 0, nil, fmt.Errorf("recipients %q: %w", a.listFile, err)
	}
	for _, r := range remarks {
		fmt.Fprintf(p.stderr, "%q: %s\n", a.listFile, harmless(r))
		if r[0] == 'l' { // of a line, not of a column
			refused++
		}
	}
	a.list = list
	o, err = makeOffice(ctx, a.folder, a.base, profile, a.key.public)
	return refused, o, err
}

// readPicture reads the picture, which must be one that can carry a badge.
func (a *award) readPicture() (err error) {
	if a.picture, err = os.ReadFile(a.pictureFile); err != nil {
		return reason(err)
	}
	_, err = bake.Extract(bytes.NewReader(a.picture), bake.Options{})
	a.ending = ".svg"
	if bytes.HasPrefix(a.picture, []byte("\x89PNG")) {
		a.ending = ".png"
	}
	switch {
	case err == nil:
		return errors.New("it carries a badge already; openbadges remove takes it out")
	case errors.Is(err, bake.ErrNotBaked):
		return nil
	}
	return err
}

// publishClass completes the class and publishes it with its picture.
func (a *award) publishClass(ctx context.Context, o *office, by *issuer.Issuer) error {
	name := slug(a.class.Name)
	if a.class.ID != "" {
		name += fmt.Sprintf("-%.8s", digest([]byte(a.class.ID)))
	} else {
		a.class.ID = o.host.URL("classes/" + name)
		if err := a.sameClass(ctx, o); err != nil {
			return err
		}
	}
	if len(a.class.Type) == 0 {
		a.class.Type = []string{"Achievement"}
	}
	if a.class.Image == nil {
		picture := o.host.URL("pictures/" + name + a.ending)
		if err := o.host.PublishPicture(ctx, picture, a.picture); err != nil {
			return err
		}
		a.class.Image = &badge.Image{ID: picture, Type: "Image"}
	}
	doc, err := by.BadgeClass(a.class)
	if err != nil {
		return fmt.Errorf("class %q: %w", a.classFile, err)
	}
	if err := o.host.Publish(ctx, doc); err != nil && !errors.Is(err, host.ErrElsewhere) {
		return err
	}
	return nil
}

// sameClass refuses the address of a class with another name: names can differ in
// letters that an address does not have.
func (a *award) sameClass(ctx context.Context, o *office) error {
	page, found, err := o.published(ctx, a.class.ID)
	if err != nil || !found || page.Gone {
		return err
	}
	doc, err := badge.Parse(page.Body)
	if err != nil {
		return err
	}
	if name := doc.Root().Member("name").String(); name != a.class.Name {
		return fmt.Errorf("class %q: the address %s is that of the class %s; give this class another \"id\", such as %s-2",
			a.classFile, badge.Quote(a.class.ID), badge.Quote(name), badge.Quote(a.class.ID))
	}
	return nil
}

// award awards the badges that are missing, and bakes the pictures that are. It
// returns the number of badges that could not be made.
func (a *award) award(ctx context.Context, p process, o *office) (failed int, err error) {
	show := progress(p, "badges")
	by, err := o.issuer(a.key, func(done int) { show(done, len(a.list)) })
	if err != nil {
		return 0, err
	}
	if _, err := o.readTable(); err != nil { // before anything is awarded
		return 0, err
	}
	if err := errors.Join(o.publish(ctx, by), a.publishClass(ctx, o, by)); err != nil {
		return 0, err
	}
	rows := make([]awarded, 0, len(a.list))
	made := map[string]bool{}
	missing, err := a.missing(ctx, o)
	if err != nil {
		return 0, err
	}
	path, err := pathOf(o.host.URL(credentials))
	if err != nil {
		return 0, err
	}
	once, err := host.New(host.Config{Base: o.Base, Store: once{o.pages, path}})
	if err != nil {
		return 0, err
	}
	for issued, err := range once.AwardAll(ctx, by, a.items(o, by, missing)) {
		if err != nil {
			failed++
			fmt.Fprintf(p.stderr, "%s: %s\n", badge.Quote(issued.Ref.(recipient).who()), harmless(err.Error()))
			continue
		}
		made[issued.Document.ID()] = true
	}
	show(0, 0)
	for _, r := range a.list {
		row, found, err := a.bake(ctx, o, r)
		if err != nil {
			return failed, err
		}
		if found {
			rows = append(rows, row)
		}
	}
	if err := o.writeTable(rows); err != nil {
		return failed, err
	}
	fmt.Fprintf(p.stdout, "%s awarded, %d before; see %q\n", badgesIn(len(made)), len(rows)-len(made), filepath.Join(a.folder, tableName))
	return failed, ctx.Err()
}

// missing returns the recipients without a published badge.
func (a *award) missing(ctx context.Context, o *office) (missing []recipient, err error) {
	for _, r := range a.list {
		_, found, err := o.published(ctx, a.address(o, r))
		if err != nil {
			return nil, err
		}
		if !found {
			missing = append(missing, r)
		}
	}
	return missing, nil
}

const credentials = "credentials/"

func (a *award) address(o *office, r recipient) string {
	return o.host.URL(credentials + o.entity(a.class.ID, r))
}

// items yields the badges to issue.
func (a *award) items(o *office, by *issuer.Issuer, list []recipient) iter.Seq[issuer.Item] {
	return func(yield func(issuer.Item) bool) {
		for _, r := range list {
			c := badge.Credential{
				ID: a.address(o, r), Name: a.class.Name, ValidUntil: a.until,
				Subject: badge.Subject{Achievement: a.class},
			}
			if r.email != "" {
				c.Subject.Identifier = append(c.Subject.Identifier, by.HashedIdentity(badge.IdentifierEmailAddress, r.email))
			}
			if r.account != "" {
				c.Subject.Identifier = append(c.Subject.Identifier, by.HashedIdentity(badge.IdentifierAccountID, r.account))
			}
			if r.evidence != nil {
				c.Evidence = []badge.Evidence{*r.evidence}
			}
			if !yield(issuer.Item{Ref: r, Credential: c}) {
				return
			}
		}
	}
}

// bake writes the picture of a published badge, unless it is there.
func (a *award) bake(ctx context.Context, o *office, r recipient) (awarded, bool, error) {
	address := a.address(o, r)
	page, found, err := o.published(ctx, address)
	if err != nil || !found || page.Gone {
		return awarded{}, false, err
	}
	doc, err := badge.Parse(page.Body)
	if err != nil {
		return awarded{}, false, err
	}
	name := slug(r.name) + "-" + o.entity(a.class.ID, r)[:8] + a.ending
	row := awarded{recipient: r.who(), name: r.name, badge: address, class: a.class.Name, picture: "pictures/" + name, on: string(doc.Credential().ValidFrom)}
	path := filepath.Join(a.folder, "pictures", name)
	if there, err := isBaked(path, page.Body); there || err != nil {
		return row, true, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return row, true, err
	}
	return row, true, bake.EmbedFile(path, a.pictureFile, bake.Payload{Slot: bake.OB3, Data: page.Body}, bake.Options{})
}

// isBaked reports whether there is a picture with a badge. A file with anything else
// is an error.
func isBaked(path string, text []byte) (bool, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false, err
	}
	found, err := bake.ExtractAt(f, info.Size(), bake.Options{})
	if err != nil || !bytes.Equal(found.Data, text) {
		return false, fmt.Errorf("%q is there and is not the picture of this badge; move it away and run again", path)
	}
	return true, nil
}

// errAwarded is the error of awarding what another run has awarded meanwhile.
var errAwarded = errors.New("another run awards the same badges; run again when it has ended")

// once is a store that replaces no page whose name has the prefix.
type once struct {
	*host.Folder
	prefix string
}

func (s once) Change(ctx context.Context, name string, change func(host.Page, bool) (host.Page, error)) error {
	return s.Folder.Change(ctx, name, func(old host.Page, found bool) (host.Page, error) {
		page, err := change(old, found)
		if err == nil && found && strings.HasPrefix(name, s.prefix) {
			return old, errAwarded
		}
		return page, err
	})
}

func (s once) ChangeMany(ctx context.Context, names []string, change func(map[string]host.Page) (map[string]host.Page, error)) error {
	return s.Folder.ChangeMany(ctx, names, func(old map[string]host.Page) (map[string]host.Page, error) {
		pages, err := change(old)
		for name := range pages {
			if _, found := old[name]; err == nil && found && strings.HasPrefix(name, s.prefix) {
				return nil, errAwarded
			}
		}
		return pages, err
	})
}

// readJSON reads a file of JSON.
func readJSON(name string, into any) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("%q: %w", name, reason(err))
	}
	text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	var syntax *json.SyntaxError
	if err := json.Unmarshal(text, into); errors.As(err, &syntax) {
		return fmt.Errorf("%q: line %d: %w", name, 1+bytes.Count(text[:min(int(syntax.Offset), len(text))], []byte("\n")), err)
	} else if err != nil {
		return fmt.Errorf("%q: %w", name, err)
	}
	return nil
}

// sample is a file of -example, by the flag that takes it.
type sample struct {
	name string
	text []byte
}

func samples() map[string]sample {
	return map[string]sample{
		"issuer": {"issuer.json", []byte(`{
  "name": "Hogeschool Voorbeeld",
  "url": "https://hogeschool.example"
}
`)},
		"class": {"class.json", []byte(`{
  "name": "Rapid Prototyping",
  "achievementType": "Badge",
  "description": "Took an idea to a working prototype in one workshop at the Stadslab.",
  "criteria": {"narrative": "Sketch a product, model it, and make it with at least two machines of the lab."}
}
`)},
		"recipients": {"students.csv", []byte("Voornaam;Achternaam;E-mailadres\nNoor;de Vries;noor@student.example\nSem;Jansen;sem@student.example\n")},
		"picture":    {"art.png", art.Prototyping().PNG},
	}
}

// example returns the text of the sample for a flag, "" for a flag without one.
func example(flag string) string {
	if s := samples()[flag]; flag != "picture" && s.text != nil {
		return "\n" + string(s.text) + "\nopenbadges issue -example FOLDER writes all samples\n"
	}
	return ""
}

// writeExample writes the sample files. It replaces nothing.
func writeExample(p process, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	all := samples()
	for _, flag := range []string{"issuer", "class", "recipients", "picture"} {
		name := filepath.Join(folder, all[flag].name)
		if err := writeNew(name, all[flag].text, 0o644); err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "wrote %q\n", name)
	}
	return nil
}
