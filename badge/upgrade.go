package badge

import (
	"fmt"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// Change is one thing that a converted document says otherwise than the
// document it was made of, or not at all.
type Change struct {
	Code    string // stable; one of the codes "upgrade.…" or "convert.…"
	Path    string // JSON Pointer: of Upgrade into the new document, of Convert into the old one
	Message string
}

// Upgrade returns a document older than Open Badges 2.0 in the words of Open
// Badges 2.0, and what was changed for that. Others are returned as they are.
//
// At is the address that the document was fetched from, or "". It becomes the
// id where the document has none; an assertion of Open Badges 1.0 says itself
// where it stands. Without an id, Upgrade fails.
//
// The result is a new document, without the signature of a token, for reading
// and for display. What was signed or fetched is the document as it was.
func Upgrade(d *Document, at string) (*Document, []Change, error) {
	if !d.version.Before3() || d.version == OB2 {
		return d, nil, nil
	}
	u := &upgrade{version: d.version, at: at}
	text, err := u.document(d)
	if err != nil {
		return nil, nil, err
	}
	if u.id == "" {
		return nil, nil, fail(codeUpgradeID, "", "the document does not say where it stands, and it was not said where it was fetched")
	}
	upgraded, err := Parse(text)
	return upgraded, u.changes, err
}

// upgraded returns the document as Upgrade leaves it, even without an id.
func (d *Document) upgraded() *Document {
	u := &upgrade{version: d.version}
	text, err := u.document(d)
	if err != nil {
		return d
	}
	if d, err := Parse(text); err == nil {
		return d
	}
	return d
}

// upgrade collects what is changed in one document.
type upgrade struct {
	version Version
	at      string
	id      string
	changes []Change
}

func (u *upgrade) changed(code, path, format string, args ...any) {
	u.changes = append(u.changes, Change{code, path, fmt.Sprintf(format, args...)})
}

// upgraders upgrade documents of each kind.
var upgraders = map[Kind]func(*upgrade, *draft){
	KindCredential:  (*upgrade).assertion,
	KindAchievement: (*upgrade).class,
	KindProfile:     (*upgrade).issuer,
}

func (u *upgrade) document(d *Document) ([]byte, error) {
	o := draftOf(d.body, "")
	rewrite, known := upgraders[d.kind]
	if known {
		rewrite(u, o)
	}
	u.identify(d, o)
	if known {
		t, _ := vocabulary.TypeOf(string(d.kind), true)
		u.typed(o, t.Name)
	}
	u.context(o)
	return o.text()
}

// identify gives the document an id: its own, the one that an assertion of
// Open Badges 1.0 names, or the address that it was fetched from.
func (u *upgrade) identify(d *Document, o *draft) {
	if u.id = d.ID(); u.id != "" {
		return
	}
	how, _ := d.Verification()
	uid := d.body.Member("uid").String()
	switch {
	case how.Hosted() && how.URL != "":
		u.id = how.URL
	case how.Signed() && uid != "":
		u.id = "uid:" + uid
	case d.kind != KindCredential || d.version == OB05:
		u.id = u.at
	}
	if u.id != "" {
		o.setText("id", u.id)
		u.changed(codeUpgradeID, "/id", "the id is %s, which the document does not say", quoted(u.id))
	}
}

func (u *upgrade) typed(o *draft, typ string) {
	if o.get("type").Exists() {
		return
	}
	o.setText("type", typ)
	u.changed(codeUpgradeType, o.path+"/type", "the type is %s, which the document does not say", typ)
}

func (u *upgrade) context(o *draft) {
	o.setText("@context", ContextOB2)
	u.changed(codeUpgradeContext, "/@context", "the context is that of Open Badges 2.0")
}

func (u *upgrade) assertion(o *draft) {
	if o.rename("issued_on", "issuedOn") {
		u.changed(codeUpgradeMember, "/issuedOn", "the member was called issued_on")
	}
	if identity, plain := o.get("recipient").Text(); plain {
		u.recipient(o, identity)
	}
	if u.version == OB05 {
		o.setRaw("verification", `{"type":"HostedBadge"}`)
		u.changed(codeUpgradeMember, "/verification", "the badge is hosted, as all of Open Badges 0.5 are")
	}
	for _, name := range []string{"issuedOn", "expires"} {
		u.date(o, name)
	}
	if class := o.get("badge"); class.Kind() == jsontext.Object {
		inner := draftOf(class, "/badge")
		u.class(inner)
		u.typed(inner, "BadgeClass")
		o.setDraft("badge", inner)
	}
}

// recipient makes an object of the recipient of Open Badges 0.5: an e-mail
// address, or its hash with a salt beside it.
func (u *upgrade) recipient(o *draft, identity string) {
	inner := draftOf(jsontext.Value{}, "/recipient")
	inner.setText("type", string(aliasEmail))
	inner.setText("identity", identity)
	inner.setRaw("hashed", fmt.Sprint(!strings.Contains(identity, "@")))
	if salt := o.get("salt"); salt.Exists() {
		inner.setRaw("salt", salt.Raw())
		o.drop("salt")
	}
	o.setDraft("recipient", inner)
	u.changed(codeUpgradeMember, "/recipient", "the recipient was a text, with the salt beside it")
}

func (u *upgrade) class(o *draft) {
	if issuer := o.get("issuer"); issuer.Kind() == jsontext.Object {
		inner := draftOf(issuer, o.path+"/issuer")
		u.issuer(inner)
		u.typed(inner, "Issuer")
		o.setDraft("issuer", inner)
	}
	u.alignments(o)
}

// alignments renames the members of alignments.
func (u *upgrade) alignments(o *draft) {
	list := o.get("alignment")
	var texts []string
	i := 0
	for said := range list.Each() {
		path := o.path + "/alignment"
		if list.Kind() == jsontext.Array {
			path = fmt.Sprintf("%s/%d", path, i)
			i++
		}
		inner := draftOf(said, path)
		for _, name := range [][2]string{{"url", "targetUrl"}, {"name", "targetName"}, {"description", "targetDescription"}} {
			if inner.rename(name[0], name[1]) {
				u.changed(codeUpgradeMember, path+"/"+name[1], "the member was called %s", name[0])
			}
		}
		text := said.Raw()
		if written, err := inner.text(); err == nil && said.Kind() == jsontext.Object {
			text = string(written)
		}
		texts = append(texts, text)
	}
	switch {
	case list.Kind() == jsontext.Array:
		o.setRaw("alignment", "["+strings.Join(texts, ",")+"]")
	case list.Exists():
		o.setRaw("alignment", texts[0])
	}
}

// issuer renames the members of Open Badges 0.5.
func (u *upgrade) issuer(o *draft) {
	if u.version != OB05 {
		return
	}
	for _, name := range [][2]string{{"contact", "email"}, {"origin", "url"}} {
		if o.rename(name[0], name[1]) {
			u.changed(codeUpgradeMember, o.path+"/"+name[1], "the member was called %s", name[0])
		}
	}
	if org := o.get("org").String(); org != "" {
		o.setText("name", strings.TrimPrefix(o.get("name").String()+": "+org, ": "))
		o.drop("org")
		u.changed(codeUpgradeMember, o.path+"/name", "the name of the organisation stood in the member org")
	}
}

// date writes a date as Open Badges 2.0 wants it. What is none stays as it is.
func (u *upgrade) date(o *draft, name string) {
	said := o.get(name)
	written := ""
	if n, ok := said.Number(); ok {
		if seconds, err := n.Int64(); err == nil && seconds >= minUnix && seconds <= maxUnix {
			written = time.Unix(seconds, 0).UTC().Format(time.RFC3339)
		}
	} else if text, ok := said.Text(); ok {
		if _, err := vocabulary.ParseDate(text); err == nil {
			written = text + "T00:00:00Z"
		} else if _, err := vocabulary.ParseDateTime(text + "Z"); err == nil {
			written = text + "Z"
		}
	}
	if written != "" {
		o.setText(name, written)
		u.changed(codeUpgradeDate, o.path+"/"+name, "found %s, which is read as %s", quoted(said.Raw()), written)
	}
}
