package badge

import (
	"strconv"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Inner is a credential that stands inside a document: an endorsement of
// something in it, or a credential that a ClrCredential gathers.
type Inner struct {
	Path     string    // JSON Pointer into the outer document's JSON
	Kind     Kind      // what it has to be: KindEndorsement, or KindOther for any credential
	About    string    // the id of the object that carries an endorsement
	Document *Document // nil if it cannot be read
	Err      error     // a *ParseError if it cannot be read
}

// innerMembers says which members hold credentials, whatever object has
// them, and of which kind they must be.
var innerMembers = map[string]Kind{
	"endorsement":          KindEndorsement, // with embedded proofs
	"endorsementJwt":       KindEndorsement, // compact JWS
	"verifiableCredential": KindOther,
}

// Inner returns the credentials directly inside the document, in document
// order. What stands inside these in turn is theirs to report.
func (d *Document) Inner() []Inner {
	var found []Inner
	collect(d.body, &found)
	return found
}

func collect(v jsontext.Value, found *[]Inner) {
	for name, member := range v.Members() {
		kind, inner := innerMembers[name]
		if !inner {
			collect(member, found)
			continue
		}
		in := Inner{Path: member.Pointer(), Kind: kind, About: v.Member("id").String()}
		if member.Kind() != jsontext.Array {
			*found = append(*found, in.read(member))
		}
		list := in.Path
		for i, e := range member.Elements() {
			in.Path = jsontext.Join(list, strconv.Itoa(i))
			*found = append(*found, in.read(e))
		}
	}
	for _, e := range v.Elements() {
		collect(e, found)
	}
}

// read returns in with the document that v is: an object as it stands, or the
// compact JWS that a string holds.
func (in Inner) read(v jsontext.Value) Inner {
	token, isToken := v.Text()
	if !isToken {
		token = v.Raw()
	}
	in.Document, in.Err = Parse([]byte(token))
	if in.Err == nil && isToken && !in.Document.jws.Header.Exists() {
		in.Document = nil
		in.Err = &ParseError{Code: CodeFormat, Message: "found JSON text inside a string, wanted a compact JWS"}
	}
	return in
}
