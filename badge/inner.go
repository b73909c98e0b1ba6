package badge

import "github.com/openbadges-go/openbadges/badge/internal/jsontext"

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
		for e := range member.Each() {
			text, isToken := e.Text()
			if !isToken {
				text = e.Raw()
			}
			in := Inner{Path: e.Pointer(), Kind: kind, About: v.Member("id").String()}
			in.Document, in.Err = Parse([]byte(text))
			*found = append(*found, in)
		}
	}
	for _, e := range v.Elements() {
		collect(e, found)
	}
}
