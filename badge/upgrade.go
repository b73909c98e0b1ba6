package badge

import (
	"fmt"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// Change is a difference between a document and what Upgrade or Convert made of
// it.
type Change struct {
	Code    string // stable; one of the codes "upgrade.…" or "convert.…"
	Path    string // JSON Pointer into the new document (Upgrade) or the old one (Convert)
	Message string
}

// Upgrade returns a document older than Open Badges 2.0 as one of Open Badges
// 2.0, and the changes. Other documents are returned unchanged.
//
// At is the URL that the document was fetched from, or "". It becomes the id of
// a document without one; an assertion of Open Badges 1.0 contains its own URL.
// Upgrade fails if there is no id.
//
// The result is a new document for reading and display, without the signature
// of a token. Only the original document was signed or published.
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
		return nil, nil, fail(codeUpgradeID, "", "the document has no id, wanted the URL that it was fetched from")
	}
	upgraded, err := Parse(text)
	return upgraded, u.changes, err
}

// upgraded is Upgrade for a document that can be without an id.
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

// upgrade collects the changes of one document.
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
var upgraders = map[Kind]func(*upgrade, *rewrite){
	KindCredential:  (*upgrade).assertion,
	KindAchievement: (*upgrade).class,
	KindProfile:     (*upgrade).issuer,
}

func (u *upgrade) document(d *Document) ([]byte, error) {
	o := rewriteOf(d.body, "")
	change, known := upgraders[d.kind]
	if known {
		change(u, o)
	}
	u.identify(d, o)
	if known {
		t, _ := vocabulary.TypeOf(string(d.kind), true)
		u.typed(o, t.Name)
	}
	u.context(o)
	return o.text()
}

// identify gives the document an id: its own, the URL in an assertion of Open
// Badges 1.0, or the URL that it was fetched from.
func (u *upgrade) identify(d *Document, o *rewrite) {
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
		u.changed(codeUpgradeID, "/id", "the document had no id, so it is %s", quoted(u.id))
	}
}

func (u *upgrade) typed(o *rewrite, typ string) {
	if o.get("type").Exists() {
		return
	}
	o.setText("type", typ)
	u.changed(codeUpgradeType, o.path+"/type", "the object had no type, so it is %s", typ)
}

func (u *upgrade) context(o *rewrite) {
	o.setText("@context", ContextOB2)
	u.changed(codeUpgradeContext, "/@context", "the context is now that of Open Badges 2.0")
}

func (u *upgrade) assertion(o *rewrite) {
	if o.rename("issued_on", "issuedOn") {
		u.changed(codeUpgradeMember, "/issuedOn", "the property was named issued_on")
	}
	if identity, plain := o.get("recipient").Text(); plain {
		u.recipient(o, identity)
	}
	if u.version == OB05 {
		o.setRaw("verification", `{"type":"HostedBadge"}`)
		u.changed(codeUpgradeMember, "/verification", "badges of Open Badges 0.5 are always hosted")
	}
	for _, name := range []string{"issuedOn", "expires"} {
		u.date(o, name)
	}
	if class := o.get("badge"); class.Kind() == jsontext.Object {
		inner := rewriteOf(class, "/badge")
		u.class(inner)
		u.typed(inner, "BadgeClass")
		o.setObject("badge", inner)
	}
}

// recipient replaces the recipient of Open Badges 0.5, an e-mail address or its
// hash with a salt beside it, by an object.
func (u *upgrade) recipient(o *rewrite, identity string) {
	inner := rewriteOf(jsontext.Value{}, "/recipient")
	inner.setText("type", string(aliasEmail))
	inner.setText("identity", identity)
	inner.setRaw("hashed", fmt.Sprint(!strings.Contains(identity, "@")))
	if salt := o.get("salt"); salt.Exists() {
		inner.setRaw("salt", salt.Raw())
		o.drop("salt")
	}
	o.setObject("recipient", inner)
	u.changed(codeUpgradeMember, "/recipient", "the recipient was a string with the salt beside it")
}

func (u *upgrade) class(o *rewrite) {
	if issuer := o.get("issuer"); issuer.Kind() == jsontext.Object {
		inner := rewriteOf(issuer, o.path+"/issuer")
		u.issuer(inner)
		u.typed(inner, "Issuer")
		o.setObject("issuer", inner)
	}
	u.alignments(o)
}

// alignments renames the properties of alignments.
func (u *upgrade) alignments(o *rewrite) {
	list := o.get("alignment")
	var texts []string
	i := 0
	for said := range list.Each() {
		path := o.path + "/alignment"
		if list.Kind() == jsontext.Array {
			path = fmt.Sprintf("%s/%d", path, i)
			i++
		}
		inner := rewriteOf(said, path)
		for _, name := range [][2]string{{"url", "targetUrl"}, {"name", "targetName"}, {"description", "targetDescription"}} {
			if inner.rename(name[0], name[1]) {
				u.changed(codeUpgradeMember, path+"/"+name[1], "the property was named %s", name[0])
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

// issuer renames the properties of Open Badges 0.5.
func (u *upgrade) issuer(o *rewrite) {
	if u.version != OB05 {
		return
	}
	for _, name := range [][2]string{{"contact", "email"}, {"origin", "url"}} {
		if o.rename(name[0], name[1]) {
			u.changed(codeUpgradeMember, o.path+"/"+name[1], "the property was named %s", name[0])
		}
	}
	if org := o.get("org").String(); org != "" {
		o.setText("name", strings.TrimPrefix(o.get("name").String()+": "+org, ": "))
		o.drop("org")
		u.changed(codeUpgradeMember, o.path+"/name", "the name of the organisation was in the property org")
	}
}

// date writes a date in the form of Open Badges 2.0. Values that are not dates
// stay unchanged.
func (u *upgrade) date(o *rewrite, name string) {
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
		u.changed(codeUpgradeDate, o.path+"/"+name, "found %s, read as %s", quoted(said.Raw()), written)
	}
}
