package verify

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/tree"
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
		doc, err := badge.Parse([]byte(quoted))
		if err != nil || !isToken(doc) {
			return form{}, no(CodeBadgeFormat, "", "the text is a JSON string, wanted a JSON object or a compact JWS")
		}
		return form{doc, []badge.Problem{{Code: CodeBadgeFormat, Message: "the compact JWS is written as a JSON string", Severity: badge.SeverityError}}}, nil
	}
	doc, err := badge.Parse(data)
	return form{doc: doc}, err
}

// unwrapped returns the badge inside an envelope. A presentation is not a badge.
func unwrapped(f form) (form, error) {
	if n := presented(f.doc); n >= 0 {
		return form{}, notKnown(codePresentation, "", "this is a presentation of %d badges; check it as a presentation, with its challenge", n)
	}
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
	inside, err := unwrapped(form{doc: inner})
	inside.departures = append(append(f.departures, problems...), inside.departures...)
	return inside, err
}

// presented returns the number of credentials in a presentation, -1 for other
// documents.
func presented(doc *badge.Document) int {
	body := doc.Root()
	if vp := body.Member("vp"); vp.Kind() == tree.Object && isToken(doc) {
		body = vp
	}
	types := body.Member("type")
	if !types.Holds("VerifiablePresentation") && !types.Holds("EnvelopedVerifiablePresentation") {
		return -1
	}
	n := 0
	for range body.Member("verifiableCredential").Each() {
		n++
	}
	return n
}

// unopened turns an error of open, locate or unwrapped into a check.
func unopened(err error) Check {
	if e := unparsed(nil); errors.As(err, &e) && !notUnderstood[e.Code()] {
		return parseCheck(err)
	}
	return failure(StageDocument, err)
}
