package badge

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// Change is a difference between a document and the result of Upgrade or
// Convert.
type Change struct {
	Code    string // stable; one of the codes "upgrade.…" or "convert.…"
	Path    string // JSON Pointer into the new document (Upgrade) or the old one (Convert)
	Message string
}

// Upgrade returns a document of Open Badges 0.5, 1.0 or 1.1 in the words of Open Badges 2.0,
// and the changes. It also rewrites a document of Open Badges 2.0 that spells a date, a
// missing member or a keyword in another way than the standard requires, or has a byte order
// mark. Others are returned as they are.
//
// At is the URL that the document was fetched from, or "". It becomes the id if
// the document has none; an assertion of Open Badges 1.0 names its own URL.
// Without an id, Upgrade fails.
//
// If the result does not follow the rules of Open Badges 2.0, changes with the
// code upgrade.missing or upgrade.unread name the faulty properties.
//
// The result is a new document for display, without the signature of a token.
// Only the original document was signed or published.
func Upgrade(d *Document, at string) (*Document, []Change, error) {
	if d == nil {
		return nil, nil, errNoDocument()
	}
	if !d.version.Before3() {
		return d, nil, nil
	}
	u := &upgrade{version: d.version, at: at}
	if d.marked() {
		u.changed(jsontext.CodeBOM, "", "the text starts with a byte order mark")
	}
	text, err := u.document(d)
	if err != nil {
		return nil, nil, err
	}
	if u.id == "" && d.version != OB2 {
		return nil, nil, fail(codeUpgradeID, "", "the document has no id; pass the URL that it was fetched from")
	}
	if len(u.changes) == 0 {
		return d, nil, nil
	}
	upgraded, err := Parse(text)
	return upgraded, u.changes, err
}

// upgraded is Upgrade for a document that can be without an id.
func (d *Document) upgraded() *Document {
	u := &upgrade{version: d.version, keepNull: d.version == OB2}
	text, err := u.document(d)
	if err != nil || len(u.changes) == 0 {
		return d
	}
	if d, err := Parse(text); err == nil {
		return d
	}
	return d
}

// upgrade collects the changes of one document.
type upgrade struct {
	version  Version
	at       string
	id       string
	keepNull bool
	changes  []Change
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
	body, err := u.respelled(d.body)
	if err != nil {
		return nil, err
	}
	o := rewriteOf(body, "")
	if u.version == OB2 {
		if d.kind == KindCredential || d.kind == KindEndorsement {
			u.identity(o)
			u.dates(o)
		}
		return o.text()
	}
	change, known := upgraders[d.kind]
	u.identify(d, o)
	if known {
		t, _ := vocabulary.TypeOf(string(d.kind), true)
		change(u, o)
		u.typed(o, t.Name)
		u.missing(o, t.Name)
	}
	u.context(o)
	return o.text()
}

func (u *upgrade) dates(o *rewrite) {
	u.date(o, "issuedOn")
	u.date(o, "expires")
}

// asked2 are the properties that Open Badges 2.0 requires, by type and in the
// recipient.
var asked2 = map[string][]string{
	"Assertion":  {"recipient", "badge", "issuedOn"},
	"BadgeClass": {"id", "name", "description", "criteria", "issuer"},
	"Issuer":     {"id", "name", "url", "email"},
	"recipient":  {"type", "identity", "hashed"},
}

// missing lists the required members of Open Badges 2.0 that the document does not have.
func (u *upgrade) missing(o *rewrite, typ string) {
	for _, name := range asked2[typ] {
		if !o.get(name).Exists() {
			u.changed(codeUpgradeMissing, jsontext.Join(o.path, name), "the property is missing, which Open Badges 2.0 requires")
		}
	}
}

// identify gives the document an id: its own, the one that an assertion of Open
// Badges 1.0 names, or the URL that it was fetched from.
func (u *upgrade) identify(d *Document, o *rewrite) {
	if u.id = o.get("id").String(); u.id != "" {
		return
	}
	how, _ := d.Verification()
	uid := o.get("uid").String()
	switch {
	case d.kind == KindCredential && how.Hosted() && how.URL != "":
		u.id = how.URL
	case how.Signed() && uid != "":
		u.id = "uid:" + uid
	case d.kind != KindCredential || d.version == OB05:
		u.id = u.at
	}
	if u.id != "" {
		o.setText("id", u.id)
		u.changed(codeUpgradeID, "/id", "the document had no id, so it is %s", Quote(u.id))
	}
}

func (u *upgrade) typed(o *rewrite, typ string) {
	said := o.get("type")
	switch {
	case !said.Exists():
		o.setText("type", typ)
		u.changed(codeUpgradeType, o.path+"/type", "the object had no type, so it is %s", typ)
	case !said.Holds(typ) && holdsFolded(said, typ):
		o.setText("type", typ)
		u.changed(codeUpgradeType, o.path+"/type", "found %s, which is %s", Quote(said.Raw()), typ)
	}
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
	u.identity(o)
	if said := o.get("recipient"); said.Kind() == jsontext.Object {
		u.missing(rewriteOf(said, "/recipient"), "recipient")
	}
	u.verification(o)
	if u.version == OB05 {
		if !o.get("verification").Exists() && !o.get("verify").Exists() {
			o.setRaw("verification", `{"type":"HostedBadge"}`)
			u.changed(codeUpgradeMember, "/verification", "the badge is hosted, like all badges of Open Badges 0.5")
		}
		u.resolve(o, "evidence", "image")
	}
	u.dates(o)
	if class := o.get("badge"); class.Kind() == jsontext.Object {
		inner := rewriteOf(class, "/badge")
		u.class(inner)
		u.typed(inner, "BadgeClass")
		u.missing(inner, "BadgeClass")
		o.setObject("badge", inner)
	}
}

// verification reports the type of a verification object that cannot be read.
func (u *upgrade) verification(o *rewrite) {
	for _, name := range []string{"verification", "verify"} {
		said := o.get(name)
		var how VerificationObject
		if said.Kind() != jsontext.Object {
			continue
		}
		if how.read(said); how.Hosted() == how.Signed() {
			path := jsontext.Join(jsontext.Join("", name), "type")
			u.changed(codeUpgradeUnread, path, "found %s, wanted hosted or signed", Quote(said.Member("type").Raw()))
		}
	}
}

// resolve makes relative URLs absolute.
func (u *upgrade) resolve(o *rewrite, names ...string) {
	base, err := url.Parse(u.at)
	if u.at == "" || err != nil {
		return
	}
	for _, name := range names {
		text := o.get(name).String()
		if to, err := url.Parse(text); text != "" && err == nil && !to.IsAbs() {
			o.setText(name, base.ResolveReference(to).String())
			u.changed(codeUpgradeMember, jsontext.Join(o.path, name), "the URL was relative to that of the badge")
		}
	}
}

// recipient makes an object of the recipient of Open Badges 0.5: an e-mail
// address, or its hash with a separate salt.
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
	u.changed(codeUpgradeMember, "/recipient", "the recipient was a string with a separate salt")
}

func (u *upgrade) class(o *rewrite) {
	if u.version == OB05 {
		u.resolve(o, "image", "criteria")
		if u.id != "" && o.get("id").String() == "" { // a class of Open Badges 0.5 is only in its badge
			u.named(o, u.id+"#badge")
		}
	}
	if issuer := o.get("issuer"); issuer.Kind() == jsontext.Object {
		inner := rewriteOf(issuer, o.path+"/issuer")
		u.issuer(inner)
		u.typed(inner, "Issuer")
		u.missing(inner, "Issuer")
		o.setObject("issuer", inner)
	}
	u.alignments(o)
}

// named gives an object inside the document an id.
func (u *upgrade) named(o *rewrite, id string) {
	o.setText("id", id)
	u.changed(codeUpgradeID, o.path+"/id", "the id is %s, which the document does not have", Quote(id))
}

// alignments renames the members of alignments.
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

// issuer renames the members of Open Badges 0.5, where the origin of an issuer
// is always its id.
func (u *upgrade) issuer(o *rewrite) {
	if u.version != OB05 {
		return
	}
	if o.path != "" {
		o.drop("id")
		if origin := o.get("origin").String(); origin != "" {
			u.named(o, origin)
		}
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
