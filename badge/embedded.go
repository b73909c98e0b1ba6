package badge

import (
	"iter"
	"strconv"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Embedded is a credential inside a document: an endorsement, or a credential of
// a ClrCredential.
type Embedded struct {
	Path     string    // JSON Pointer into the outer document's JSON
	Kind     Kind      // the wanted kind: KindEndorsement, or KindOther for any credential
	About    string    // the id of the object with the endorsement
	Address  string    // URL of an endorsement that is not embedded (Open Badges 2.0)
	Document *Document // nil if there is only an Address, or if it cannot be read
	Err      error     // why it cannot be read
}

// embeddedKind returns whether members of this name hold credentials, and the
// kind that these must have.
func embeddedKind(name string) (kind Kind, inner bool) {
	switch name {
	case "endorsement", "endorsementJwt": // with embedded proofs, as compact JWS
		return KindEndorsement, true
	case "verifiableCredential":
		return KindOther, true
	}
	return "", false
}

// Embedded yields the credentials directly inside the document, in document
// order. It parses a token when the loop reaches it. Credentials inside these are
// not included; call Embedded on their documents.
func (d *Document) Embedded() iter.Seq[Embedded] {
	d = d.orEmpty()
	return func(yield func(Embedded) bool) { eachEmbedded(d.body, yield) }
}

// eachEmbedded yields the credentials in v and reports whether the loop goes on.
func eachEmbedded(v jsontext.Value, yield func(Embedded) bool) bool {
	for name, member := range v.Members() {
		if name == "@context" {
			continue // may define these terms, and contains no credentials
		}
		kind, inner := embeddedKind(name)
		if inner && !eachIn(member, Embedded{Kind: kind, About: v.Member("id").String()}, yield) || !inner && !eachEmbedded(member, yield) {
			return false
		}
	}
	for _, e := range v.Elements() {
		if !eachEmbedded(e, yield) {
			return false
		}
	}
	return true
}

// eachIn yields the credential or the list of credentials of a member.
func eachIn(member jsontext.Value, in Embedded, yield func(Embedded) bool) bool {
	if member.Kind() != jsontext.Array {
		in.Path = member.Pointer()
		return yield(in.read(member))
	}
	list := ""
	for i, e := range member.Elements() {
		if i == 0 {
			list = member.Pointer() // needs a search from the root, so not for empty lists
		}
		in.Path = jsontext.Join(list, strconv.Itoa(i))
		if !yield(in.read(e)) {
			return false
		}
	}
	return true
}

// read returns in with the document of v: the object, or the compact JWS in a
// string. A URL is not a token, since it has a colon.
func (in Embedded) read(v jsontext.Value) Embedded {
	if v.Kind() == jsontext.Object {
		in.Document = embedded(v)
		return in
	}
	token, isToken := v.Text()
	if !isToken {
		token = v.Raw()
	} else if in.Kind == KindEndorsement && (strings.HasPrefix(token, "https://") || strings.HasPrefix(token, "http://")) {
		in.Address = token
		return in
	}
	in.Document, in.Err = Parse([]byte(token))
	if in.Err == nil && isToken && !in.Document.jws.Header.Exists() {
		in.Document = nil
		in.Err = fail(codeFormat, "", "the string holds JSON text, wanted a compact JWS")
	}
	return in
}
