package proof

import (
	"context"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/ld"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
	"github.com/openbadges-go/openbadges/badge/key"
)

// Token reports whether the scheme wraps the badge in a compact JWS. Other
// schemes put the proof inside the badge.
func (s Scheme) Token() bool {
	row, ok := schemeNamed(s)
	return ok && row.transform == jose
}

// ContextFor returns the URL of the context that defines a type of proof, schema,
// status or refresh service which the contexts of Open Badges do not define; ""
// if there is none.
func ContextFor(typ string) string { return typeContexts[typ] }

var typeContexts = map[string]string{
	string(Ed25519Signature2020): vocabulary.ContextEd25519Suite2020,
	vocabulary.SchemaValidator:   vocabulary.ContextOBExtensions,
	"1EdTechRevocationList":      vocabulary.ContextOBExtensions,
	"1EdTechCredentialRefresh":   vocabulary.ContextOBExtensions,
}

// CheckKey returns an error unless Sign can make a proof of the scheme with a
// key of this type.
func (s Scheme) CheckKey(k key.Key) error {
	row, ok := schemeNamed(s)
	if !ok || row.former {
		return fail(codeSchemeUnknown, "", "%s is not a scheme for new proofs", quoted(string(s)))
	}
	if of, found := schemeWhere(s, func(row scheme) bool { return row.key == k.Type() }); found {
		row = of
	}
	return row.fits(k)
}

// LinkedData reports whether the scheme signs the RDF statements of a document.
// The other schemes sign text; check contexts with ValidateContexts for those.
func (s Scheme) LinkedData() bool {
	row, ok := schemeNamed(s)
	return ok && (row.transform == rdfc || row.transform == sd)
}

// ValidateContexts returns an error unless the contexts of a document define
// every member. Verifying a linked-data proof includes this check. A JWS and a
// proof over JSON sign text, so their members need no definition. The error has
// a code "ld.…".
func ValidateContexts(ctx context.Context, d *badge.Document, o CheckOptions) error {
	if err := exists(d); err != nil {
		return err
	}
	return converted(d.Body().Pointer(), processor().Check(ctx, jsontext.Value(d.Body()), documentOptions(d, o)))
}

// Contexts are the contexts of extensions, read once for many proofs. They are
// immutable and safe for concurrent use. The zero Contexts and a nil *Contexts
// are empty.
type Contexts struct{ read *ld.Contexts }

// ReadContexts reads the contexts of extensions. It returns an error if one is
// unreadable, or gives a decisive property, @id or @type another name. With
// such a context the holder of a badge could rename the property, and readers
// would not find it. The error has a code "ld.…".
func ReadContexts(extensions ...badge.Extension) (*Contexts, error) {
	list := extra(extensions)
	if len(list) == 0 {
		return &Contexts{}, nil
	}
	read, err := processor().Read(list)
	if err != nil {
		return nil, converted("", err)
	}
	return &Contexts{read}, nil
}

// contexts says how to read a document with these contexts.
func (c *Contexts) contexts() *ld.Contexts {
	if c == nil {
		return nil
	}
	return c.read
}

// documentOptions returns how to read the document of a linked-data proof:
// without its proofs, and without claims that a token added beside it.
func documentOptions(d *badge.Document, o CheckOptions) ld.Options {
	options := ld.Options{Omit: []string{"proof"}, Aliases: o.allows(AllowContextAliases), Contexts: o.Contexts.contexts(), Extra: extra(o.Extensions), Lost: o.lost, Signing: o.signing, Cost: o.cost()}
	if _, wrapped := d.JWS(); wrapped && d.Body().Pointer() == "" {
		options.Omit = append(options.Omit, vocabulary.RegisteredClaims()...)
		if d.Root().Member(vocabulary.StatusClaim).Member(vocabulary.StatusClaimList).Exists() {
			options.Omit = append(options.Omit, vocabulary.StatusClaim)
		}
	}
	if o.Contexts != nil {
		options.Extra = nil
	} else if len(options.Extra) > 0 { // once, for the document and the proof
		if read, err := processor().Read(options.Extra); err == nil { // an error is that of the document
			options.Contexts = read
		}
	}
	return options
}
