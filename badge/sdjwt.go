package badge

import (
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/sdtext"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// SDJWT holds what an SD-JWT (RFC 9901) has beside its JWS. Nothing in it is
// verified: every disclosure belongs to a digest in the payload, and anybody may
// have written both until the signature of the JWS is verified.
type SDJWT struct {
	Payload     tree.Value   // what the JWS signs, with digests in place of what can be withheld
	Disclosures []Disclosure // in the order of the token
	Undisclosed int          // digests without a disclosure: values that the holder withholds, and decoys
	Withheld    []string     // JSON Pointers into Document.JSON of the objects and arrays with such digests
	Presented   string       // the token up to its last tilde, which a key binding signs; "" if it has no tilde
	KeyBinding  string       // the key binding JWT behind the last tilde, or ""

	hash sdtext.Hash
}

// Disclosure is a value that the holder of an SD-JWT chose to show.
type Disclosure struct {
	Text string // as sent: base64url of a JSON array
	Path string // JSON Pointer into Document.JSON of the value
}

// Digest returns the base64url digest of a text under the hash of the token,
// SHA-256 unless it names another.
func (s SDJWT) Digest(text string) string { return s.hash.Digest(text) }

// SDJWT returns the parts of a document that is an SD-JWT, and whether it is one:
// whether it has disclosures or a tilde, or calls itself an SD-JWT in its header.
func (d *Document) SDJWT() (SDJWT, bool) {
	if d = d.orEmpty(); d.sd == nil {
		return SDJWT{}, false
	}
	s := *d.sd
	s.Disclosures = slices.Clone(s.Disclosures)
	s.Withheld = slices.Clone(s.Withheld)
	return s, true
}

// maxKeyBinding is the maximum size of a key binding JWT in bytes: four claims
// and a signature.
const maxKeyBinding = 16 << 10

// parseToken reads a compact JWS or an SD-JWT: a JWS, disclosures and perhaps a
// key binding JWT, joined by tildes (RFC 9901 §4).
func (d *Document) parseToken(data, token string) error {
	jws, rest, tilde := strings.Cut(token, "~")
	if err := d.parseJWS(data, jws); err != nil {
		return err
	}
	if !tilde && !strings.HasSuffix(d.jws.Header.Member("typ").String(), "sd-jwt") {
		return nil
	}
	s := &SDJWT{Payload: tree.Value(d.root)}
	var shown []string
	if tilde {
		s.Presented = token[:strings.LastIndexByte(token, '~')+1]
		s.KeyBinding = token[len(s.Presented):]
		if strings.Contains(rest, "~") {
			texts := s.Presented[len(jws)+1 : len(s.Presented)-1]
			shown = strings.SplitN(texts, "~", min(strings.Count(texts, "~"), sdtext.MaxDisclosures)+1)
		}
	}
	if len(s.KeyBinding) > maxKeyBinding {
		return fail(codeKeyBindingSize, "", "the key binding has more than %d bytes", maxKeyBinding)
	}
	claims, err := sdtext.Restore(d.root, shown)
	if err != nil {
		return err
	}
	d.root, d.sd = claims.Root, s
	s.hash, s.Undisclosed, s.Withheld = claims.Hash, claims.Undisclosed, claims.Withheld
	s.Disclosures = slices.Grow(s.Disclosures, len(claims.Disclosures))
	for _, c := range claims.Disclosures {
		s.Disclosures = append(s.Disclosures, Disclosure{Text: c.Text, Path: c.Path})
	}
	return nil
}
