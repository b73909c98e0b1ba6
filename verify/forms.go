package verify

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// form is a badge, and how the form in which it came departs from the standard.
type form struct {
	doc        *badge.Document
	departures []badge.Problem
}

// parsed reads JSON, a compact JWS or an SD-JWT, also one inside a JSON string.
func parsed(data []byte) (form, error) {
	text := bytes.Trim(data, " \t\r\n")
	var quoted string
	if bytes.HasPrefix(text, []byte(`"`)) && json.Unmarshal(text, &quoted) == nil {
		doc, _ := badge.Parse([]byte(quoted))
		if !isToken(doc) {
			return form{}, no(CodeBadgeFormat, "", "the text is a JSON string, wanted a JSON object or a compact JWS")
		}
		return form{doc, []badge.Problem{{Code: CodeBadgeFormat, Message: "the compact JWS is written as a JSON string", Severity: badge.SeverityError}}}, nil
	}
	doc, err := badge.Parse(data)
	return form{doc: doc}, err
}

// unwrapped returns the badge or the presentation inside an envelope.
func unwrapped(f form) (form, error) {
	if !proof.IsEnvelope(f.doc) {
		return f, nil
	}
	inner, problems, err := proof.Unwrap(f.doc)
	if err != nil {
		return form{}, err
	}
	for i := range problems {
		problems[i].Path = "" // pointers lead into the badge, not into what is around it
	}
	if isPresentation(inner) != f.doc.Body().Member("type").Holds("EnvelopedVerifiablePresentation") {
		return form{}, no(codePresentationFormat, "/type", "the type of the envelope is not that of its token")
	}
	return form{inner, append(f.departures, problems...)}, nil
}

// badgeIn is unwrapped where a badge is wanted. A presentation is not a badge.
func badgeIn(doc *badge.Document) (form, error) {
	f, err := unwrapped(form{doc: doc})
	if err == nil && isPresentation(f.doc) {
		return form{}, notKnown(codePresentation, "", "this is a presentation inside of another document, wanted a badge")
	}
	return f, err
}

// unopened turns an error of open, locate or unwrapped into a check.
func unopened(err error) Check {
	if e := unparsed(nil); errors.As(err, &e) && !notUnderstood[e.Code()] {
		return parseCheck(err)
	}
	return failure(StageDocument, err)
}
