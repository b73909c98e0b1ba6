package proof

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

const (
	typeEnvelope             = "EnvelopedVerifiableCredential"
	typeEnvelopePresentation = "EnvelopedVerifiablePresentation"
)

// typeSDEnvelope is the media type of an SD-JWT in an envelope.
const typeSDEnvelope = "application/vc+sd-jwt"

// envelopeTypes are the media types that a token in an envelope may have: that
// of VC-JOSE-COSE §6.1.1 and its earlier names.
var envelopeTypes = []string{"application/vc+jwt", "application/vc+ld+jwt", "application/vc-ld+jwt", "application/vc+ld+json+jwt", "application/jwt", typeSDEnvelope}

// presentationTypes are those of an envelope around a presentation (VC Data
// Model 2.0 §4.13.2).
var presentationTypes = []string{"application/vp+jwt", "application/vp+ld+jwt", "application/vp-ld+jwt", "application/vp+ld+json+jwt"}

// IsEnvelope reports whether the type of a document is that of an envelope.
func IsEnvelope(d *badge.Document) bool { return isEnvelope(jsontext.Value(d.Body())) }

func isEnvelope(v jsontext.Value) bool {
	types := v.Member("type")
	return types.Holds(typeEnvelope) || types.Holds(typeEnvelopePresentation)
}

// Unwrap returns the token inside an EnvelopedVerifiableCredential or an
// EnvelopedVerifiablePresentation (VC Data Model 2.0 §4.13), an object whose id
// is a data URL with a compact JWS or an SD-JWT. The object around the token is
// not signed. Unwrap refuses one with a proof or with members or types that a
// reader could take for those of a badge, and returns problems for other
// members; never show them. The code envelope.unsupported stands for a token of
// another form.
//
// Other functions do not unwrap: they read an envelope as a document without a
// proof.
func Unwrap(d *badge.Document) (*badge.Document, []badge.Problem, error) {
	if err := exists(d); err != nil {
		return nil, nil, err
	}
	root := jsontext.Value(d.Root())
	if _, token := d.JWS(); token || !isEnvelope(root) {
		return nil, nil, fail(codeEnvelope, "", "the document is not an unsigned %s", typeEnvelope)
	}
	problems, err := aroundToken(root)
	if err != nil {
		return nil, nil, err
	}
	token, err := enveloped(root)
	if err != nil {
		return nil, nil, err
	}
	inner, err := badge.Parse([]byte(token))
	if e, ok := errors.AsType[*jsontext.Error](err); ok {
		return nil, nil, e.At("/id")
	}
	if _, ok := inner.JWS(); !ok {
		return nil, nil, fail(codeEnvelope, "/id", "the data URL does not hold a compact JWS")
	}
	_, disclosing := inner.SDJWT()
	if disclosing != strings.HasPrefix(root.Member("id").String(), "data:"+typeSDEnvelope+",") {
		return nil, nil, fail(codeEnvelope, "/id", "the media type in the envelope is not that of its token")
	}
	if IsEnvelope(inner) {
		return nil, nil, fail(codeEnvelope, "/id", "the envelope holds another envelope")
	}
	return inner, problems, nil
}

// aroundToken judges the unsigned members of an envelope. A reader that knows
// no envelopes would take some of them for a badge.
func aroundToken(root jsontext.Value) (problems []badge.Problem, err error) {
	for t := range root.Member("type").Each() {
		if t.String() == "VerifiableCredential" || t.String() == "VerifiablePresentation" || slices.ContainsFunc(vocabulary.Types(), func(known vocabulary.Type) bool { return known.Name == t.String() }) {
			return nil, fail(codeEnvelope, t.Pointer(), "the type of the envelope is also %s, which nobody signed", shown(t))
		}
	}
	for name, member := range root.Members() {
		switch {
		case name == "@context" || name == "id" || name == "type":
		case ofBadge(name):
			return nil, fail(codeEnvelope, member.Pointer(), "the envelope has the member %s, which nobody signed", quoted(name))
		default:
			problems = append(problems, badge.Problem{Code: codeEnvelopeMember, Path: member.Pointer(), Severity: badge.SeverityError,
				Message: fmt.Sprintf("the envelope has the member %s, which nobody signed, wanted only @context, id and type", quoted(name))})
		}
	}
	return problems, nil
}

// ofBadge reports whether some readers take a member of an envelope for one that
// decides what a badge says, or for the badge.
func ofBadge(name string) bool {
	folded := vocabulary.Folded(name)
	return strings.HasPrefix(folded, "@") || badgeNames()[folded]
}

// badgeNames are the names of ofBadge as careless readers take them.
var badgeNames = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{"id": true, "type": true, "vc": true, "vp": true}
	for iri := range vocabulary.EachDecisiveIRI {
		if row := vocabulary.DecisiveProperty(iri); row != nil && row.Own() {
			for _, name := range row.Names {
				names[vocabulary.Folded(name)] = true
			}
		}
	}
	return names
})

// enveloped returns the token in the id of an envelope.
func enveloped(root jsontext.Value) (token string, err error) {
	id, types := root.Member("id"), envelopeTypes
	if root.Member("type").Holds(typeEnvelopePresentation) {
		types = presentationTypes
	}
	rest, isData := strings.CutPrefix(id.String(), "data:")
	media, token, ok := strings.Cut(rest, ",")
	switch {
	case !isData || !ok || !strings.Contains(media, "/"):
		return "", fail(codeEnvelope, "/id", "the id is %s, wanted a data URL of the type %s", shown(id), types[0])
	case !slices.Contains(types, media):
		return "", fail(codeEnvelopeUnsupported, "/id", "the media type in the envelope is %s, wanted %s", quoted(media), types[0])
	}
	return token, nil
}
