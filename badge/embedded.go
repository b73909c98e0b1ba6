package badge

import (
	"iter"
	"strconv"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Embedded is a credential that stands inside a document: an endorsement of
// something in it, or a credential that a ClrCredential gathers.
type Embedded struct {
	Path     string    // JSON Pointer into the outer document's JSON
	Kind     Kind      // what it has to be: KindEndorsement, or KindOther for any credential
	About    string    // the id of the object that carries an endorsement
	Address  string    // of an endorsement that the document only links to (Open Badges 2.0)
	Document *Document // nil if there is but an address, or it cannot be read
	Err      error     // why it cannot be read
}

// embeddedKind says whether a member of that name holds credentials, whatever
// object has it, and of which kind they must be.
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
// order, each read when its turn comes. What stands inside these in turn is
// theirs to report.
func (d *Document) Embedded() iter.Seq[Embedded] {
	return func(yield func(Embedded) bool) { eachEmbedded(d.body, yield) }
}

// eachEmbedded reports whether all that v holds was yielded.
func eachEmbedded(v jsontext.Value, yield func(Embedded) bool) bool {
	for name, member := range v.Members() {
		if name == "@context" {
			continue // may define these words, and holds no credentials
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

// eachIn yields what a member for credentials holds: one, or a list of them.
func eachIn(member jsontext.Value, in Embedded, yield func(Embedded) bool) bool {
	if member.Kind() != jsontext.Array {
		in.Path = member.Pointer()
		return yield(in.read(member))
	}
	list := ""
	for i, e := range member.Elements() {
		if i == 0 {
			list = member.Pointer() // costs a search from the root, which empty lists are not worth
		}
		in.Path = jsontext.Join(list, strconv.Itoa(i))
		if !yield(in.read(e)) {
			return false
		}
	}
	return true
}

// read returns in with the document that v is: an object as it stands, or the
// compact JWS that a string holds. An address is no token: it has a colon.
func (in Embedded) read(v jsontext.Value) Embedded {
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
		in.Err = fail(codeFormat, "", "found JSON text inside a string, wanted a compact JWS")
	}
	return in
}
