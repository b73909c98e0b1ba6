package proof

import (
	"errors"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

const typeEnvelope = "EnvelopedVerifiableCredential"

// envelopeTypes are the media types that a token in an envelope may have: that
// of VC-JOSE-COSE §6.1.1 and its earlier names.
var envelopeTypes = []string{"application/vc+jwt", "application/vc+ld+jwt", "application/vc+ld+json+jwt", "application/jwt"}

// Unwrap returns the token inside an EnvelopedVerifiableCredential (VC Data
// Model 2.0 §4.13.1), an object whose id is a data URL with a compact JWS. The
// object around the token is not signed, so ignore its other members. Other
// functions do not unwrap: they read an envelope as a document without a proof.
func Unwrap(d *badge.Document) (*badge.Document, error) {
	if err := exists(d); err != nil {
		return nil, err
	}
	root := jsontext.Value(d.Root())
	if _, token := d.JWS(); token || root.Member("proof").Exists() || !root.Member("type").Holds(typeEnvelope) {
		return nil, fail(codeEnvelope, "", "the document is not an unsigned %s", typeEnvelope)
	}
	id := root.Member("id")
	media, token, ok := strings.Cut(strings.TrimPrefix(id.String(), "data:"), ",")
	if !ok || !strings.HasPrefix(id.String(), "data:") || !slices.Contains(envelopeTypes, media) {
		return nil, fail(codeEnvelope, "/id", "the id is %s, wanted a data URL of the type application/vc+jwt", shown(id))
	}
	inner, err := badge.Parse([]byte(token))
	if e := (*jsontext.Error)(nil); errors.As(err, &e) {
		return nil, e.At("/id")
	}
	if _, ok := inner.JWS(); !ok {
		return nil, fail(codeEnvelope, "/id", "the data URL does not hold a compact JWS")
	}
	return inner, nil
}
