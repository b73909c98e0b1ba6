package badge

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// respelled returns the body of a document with plain spellings: without null,
// which means a missing member, and with id and type in place of the keywords
// @id and @type. If a document has both spellings, their values must be equal.
func (u *upgrade) respelled(body jsontext.Value) (jsontext.Value, error) {
	before := len(u.changes)
	text, err := u.respell(body, "")
	if err != nil || len(u.changes) == before {
		return body, err
	}
	return jsontext.Parse([]byte(text))
}

// narrowing are the members that limit the URLs of an issuer's badges. Without
// them the limits would be wider, so null in them is kept.
var narrowing = map[string]bool{"startsWith": true, "allowedOrigins": true}

// respell returns the text of a value at path. Contexts and extensions, whose
// members other standards define, stay as they are.
func (u *upgrade) respell(v jsontext.Value, path string) (string, error) {
	switch v.Kind() {
	case jsontext.Array:
		var texts []string
		for i, e := range v.Elements() {
			text, err := u.respell(e, fmt.Sprintf("%s/%d", path, i))
			if err != nil {
				return "", err
			}
			texts = append(texts, text)
		}
		return "[" + strings.Join(texts, ",") + "]", nil
	case jsontext.Object:
		o := rewriteOf(v, path)
		for name, m := range v.Members() {
			if err := u.respellMember(o, v, name, m); err != nil {
				return "", err
			}
		}
		text, err := o.text()
		return string(text), err
	}
	return v.Raw(), nil
}

func (u *upgrade) respellMember(o *rewrite, object jsontext.Value, name string, v jsontext.Value) error {
	at := jsontext.Join(o.path, name)
	plain, keyword := strings.CutPrefix(name, "@")
	switch keyword = keyword && (plain == "id" || plain == "type"); {
	case name == "@context", strings.Contains(name, ":"):
		return nil
	case v.Kind() == jsontext.Null && (u.keepNull || narrowing[name]):
		return nil
	case v.Kind() == jsontext.Null:
		o.drop(name)
		u.changed(codeMemberNull, at, "null is read as a missing property")
		return nil
	case keyword:
		if twin := object.Member(plain); twin.Exists() && twin.Kind() != jsontext.Null {
			if !reflect.DeepEqual(twin.Any(), v.Any()) {
				return fail(codeMemberTwice, at, "found %s and a different %s", name, plain)
			}
			o.drop(name)
		} else {
			o.drop(plain)
			o.rename(name, plain)
		}
		u.changed(codeMemberKeyword, jsontext.Join(o.path, plain), "the member is called %s", name)
		return nil
	}
	text, err := u.respell(v, at)
	if err == nil && (v.Kind() == jsontext.Object || v.Kind() == jsontext.Array) {
		o.setRaw(name, text)
	}
	return err
}

// identity reads the recipient of an assertion: a type in a list of one and,
// before Open Badges 2.0, the texts "true" and "false" in hashed.
func (u *upgrade) identity(o *rewrite) {
	said := o.get("recipient")
	if said.Kind() != jsontext.Object {
		return
	}
	inner := rewriteOf(said, "/recipient")
	if list := said.Member("type"); list.Kind() == jsontext.Array && list.Len() == 1 && list.At("/0").Kind() == jsontext.String {
		inner.setText("type", list.At("/0").String())
		u.changed(codeMemberForm, "/recipient/type", "a list of one is read as its element")
	}
	if text := strings.ToLower(said.Member("hashed").String()); u.version != OB2 && (text == "true" || text == "false") {
		inner.setRaw("hashed", text)
		u.changed(codeMemberForm, "/recipient/hashed", "the text %s is read as a boolean", Quote(text))
	}
	o.setObject("recipient", inner)
}

// date writes a date in the form of Open Badges 2.0. A text that is not a date
// stays unchanged.
func (u *upgrade) date(o *rewrite, name string) {
	said, path := o.get(name), jsontext.Join(o.path, name)
	if !said.Exists() {
		return
	}
	if _, err := vocabulary.ParseDateTime(said.String()); err == nil {
		return
	}
	at, code, ok := instantBefore3(u.version, said)
	if !ok {
		u.changed(codeUpgradeUnread, path, "found %s, which is not a date in a form that is read", Quote(said.Raw()))
		return
	}
	written := at.Format(time.RFC3339Nano)
	o.setText(name, written)
	u.changed(code, path, "found %s, which is read as %s", Quote(said.Raw()), written)
}

// instantBefore3 reads a date of a version before Open Badges 3.0, and returns
// the code of a change to the form that Open Badges 2.0 requires.
func instantBefore3(version Version, said jsontext.Value) (at time.Time, code string, ok bool) {
	if n, number := said.Number(); number {
		seconds, err := n.Int64()
		ok := version != OB2 && err == nil && seconds >= 0 && seconds <= vocabulary.LastSecond
		return time.Unix(seconds, 0).UTC(), codeUpgradeDate, ok
	}
	text := said.String()
	if version == OB2 {
		at, err := vocabulary.ParseOB2Date(text)
		return at, codeDateForm, err == nil
	}
	at, err := vocabulary.ParseOB1Date(text)
	switch {
	case err == vocabulary.ErrNoZone:
		return at, codeDateZone, true
	case len(text) == len("2006-01"), len(text) > len("20060102") && text[8]|0x20 == 't':
		return at, codeDateForm, err == nil
	}
	return at, codeUpgradeDate, err == nil
}
