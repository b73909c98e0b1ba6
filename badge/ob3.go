package badge

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
	"github.com/openbadges-go/openbadges/badge/tree"
)

const classCredential = "VerifiableCredential"

// views returns the reader and writer of all view structs. Its table is made
// once and never changes.
var views = sync.OnceValue(func() *jsontext.Codec {
	return jsontext.NewCodec([]jsontext.Leaf{
		jsontext.LeafOf(readContext, writeContext),
		jsontext.LeafOf(readEmbedded, writeEmbedded),
	}, Credential{}, Achievement{}, Profile{}, VerificationObject{}, CryptographicKey{}, RevocationList{})
})

func read30Issuer(d *Document) jsontext.Value  { return d.body.Member("issuer") }
func read30Subject(d *Document) jsontext.Value { return d.body.Member("credentialSubject") }

func read30Credential(d *Document, own, other vocabulary.Period) Credential {
	var c Credential
	views().Decode(d.body, &c)
	from, until := d.dates(own, other)
	d.show(from, "validFrom", &c.ValidFrom, &c.Extra)
	d.show(until, "validUntil", &c.ValidUntil, &c.Extra)
	if d.jws.Header.Exists() && d.body == d.root {
		for _, claim := range vocabulary.RegisteredClaims() {
			delete(c.Extra, claim)
		}
		if d.root.Member(vocabulary.StatusClaim).Member(vocabulary.StatusClaimList).Exists() {
			delete(c.Extra, vocabulary.StatusClaim)
		}
	}
	return c
}

// show sets a field to the effective date. Another member with the name of the
// field goes to extra.
func (d *Document) show(counts tree.Value, ours string, field *DateTime, extra *map[string]json.RawMessage) {
	if m := d.Body().Member(ours); *field != "" && m != counts {
		if *extra == nil {
			*extra = map[string]json.RawMessage{}
		}
		(*extra)[ours] = json.RawMessage(m.Raw())
		*field = ""
	}
	if written := counts.String(); written != "" && *field == "" {
		*field = DateTime(written)
		name := counts.Pointer()
		delete(*extra, name[strings.LastIndexByte(name, '/')+1:])
	}
}

func read30Achievement(d *Document) Achievement {
	var a Achievement
	views().Decode(d.body, &a)
	return a
}

func read30Profile(d *Document) Profile {
	var p Profile
	views().Decode(d.body, &p)
	return p
}

func readContext(v jsontext.Value) (Context, bool) {
	if v.Kind() == jsontext.Object {
		return Context{Map: json.RawMessage(v.Raw())}, true
	}
	url, ok := v.Text()
	return Context{URL: url}, ok
}

func writeContext(c Context) ([]byte, error) {
	switch {
	case c.Map == nil:
		return jsontext.Quote(c.URL)
	case c.URL == "":
		return c.Map, nil
	default:
		return nil, errors.New("the Context has both a URL and a Map, wanted one")
	}
}

// readEmbedded keeps the exact text of an embedded credential, which has its own
// proof.
func readEmbedded(v jsontext.Value) (*Document, bool) {
	if v.Kind() != jsontext.Object {
		return nil, false
	}
	d, err := Parse([]byte(v.Raw()))
	return d, err == nil
}

func writeEmbedded(d *Document) ([]byte, error) {
	if d == nil {
		return nil, errors.New("the embedded Document is nil")
	}
	if d.jws.Header.Exists() {
		return nil, errors.New("the embedded Document is a compact JWS, wanted a JSON object; use EndorsementJWT")
	}
	return []byte(d.root.Raw()), nil
}

func build30(c Credential) (*Document, error) {
	if slices.ContainsFunc(c.Context, func(x Context) bool { return x.URL == ContextVC1 }) {
		return nil, fail(codeVersionRead, "/@context", "the context is of VC Data Model 1.1, wanted 2.0; 1.1 is only read")
	}
	t := writtenType(c.Type)
	c.Type = withFirst(c.Type, classCredential, t.Name)
	c.Subject.Type = withFirst(c.Subject.Type, t.Subject)
	if !slices.ContainsFunc(c.Context, func(x Context) bool { return x.URL == ContextVC2 }) {
		c.Context = withContexts(c.Context, t.Contexts)
	}
	return parseBuilt(views().Compose(c))
}

func build30Achievement(a Achievement) (*Document, error) { return parseBuilt(views().Compose(a)) }
func build30Profile(p Profile) (*Document, error)         { return parseBuilt(views().Compose(p)) }

// writtenType returns the type of credential that Build makes of these types:
// an AchievementCredential if they name none.
func writtenType(types []string) vocabulary.Type {
	for _, t := range vocabulary.Types() {
		if len(t.Contexts) > 0 && slices.Contains(types, t.Name) {
			return t
		}
	}
	return vocabulary.Types()[0]
}

// withFirst returns names with the missing ones of first added in front.
func withFirst(names []string, first ...string) []string {
	missing := slices.DeleteFunc(first, func(name string) bool { return slices.Contains(names, name) })
	return slices.Concat(missing, names)
}

// withContexts returns list with the contexts of a class added in front.
func withContexts(list []Context, urls []string) []Context {
	var all []Context
	for _, url := range urls {
		all = append(all, Context{URL: url})
	}
	own := slices.DeleteFunc(slices.Clone(list), func(x Context) bool { return slices.Contains(urls, x.URL) && x.Map == nil })
	return append(all, own...)
}
