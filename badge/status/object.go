package status

import (
	"strings"

	"github.com/openbadges-go/openbadges/badge/tree"
)

// object reads the members of a JSON object.
type object struct{ tree.Value }

func isObject(v tree.Value) error {
	if v.Kind() != tree.Object {
		return fail(codeSyntax, v.Pointer(), "found %s, wanted an object", found(v))
	}
	return nil
}

// found describes a value in a message.
func found(v tree.Value) string {
	if !v.Exists() {
		return "nothing"
	}
	return quote(v.Raw())
}

// at returns the JSON Pointer of a member that is there.
func (o object) at(name string) string { return o.Member(name).Pointer() }

func (o object) has(name string) bool { return o.Member(name).Exists() }

func (o object) missing(name string) error {
	return fail(CodeMember, o.Pointer(), "member %q is missing", name)
}

// text returns a required member that is a non-empty string.
func (o object) text(name string) (string, error) {
	if !o.has(name) {
		return "", o.missing(name)
	}
	return textOf(o.Member(name))
}

// optionalText is text for an optional member.
func (o object) optionalText(name string) (string, error) {
	if !o.has(name) {
		return "", nil
	}
	return o.text(name)
}

// texts returns a member that is one string or several (at least one).
func (o object) texts(name string) (texts []string, err error) {
	if !o.has(name) {
		return nil, o.missing(name)
	}
	for v := range o.Member(name).Each() {
		text, err := textOf(v)
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	if texts == nil {
		return nil, fail(CodeMember, o.at(name), "the list is empty, wanted at least one text")
	}
	return texts, nil
}

// elements returns a required member that is an array.
func (o object) elements(name string) (elements []tree.Value, err error) {
	v := o.Member(name)
	if !v.Exists() {
		return nil, o.missing(name)
	}
	if v.Kind() != tree.Array {
		return nil, fail(CodeMember, v.Pointer(), "found %s, wanted an array", quote(v.Raw()))
	}
	for _, e := range v.Elements() {
		elements = append(elements, e)
	}
	return elements, nil
}

// prose returns a text for people, which may be empty.
func (o object) prose(name string) (string, error) {
	if !o.has(name) {
		return "", o.missing(name)
	}
	return stringOf(o.Member(name))
}

// textOf returns a non-empty string.
func textOf(v tree.Value) (string, error) {
	s, err := stringOf(v)
	if err == nil && s == "" {
		err = fail(CodeMember, v.Pointer(), "the string is empty")
	}
	return s, err
}

// stringOf returns a string, which may be empty.
func stringOf(v tree.Value) (string, error) {
	s, ok := v.Text()
	if !ok {
		return "", fail(CodeMember, v.Pointer(), "found %s, wanted a string", quote(v.Raw()))
	}
	return s, nil
}

// digits reports whether s is a decimal number as the standards write it: no
// sign, no leading zero, no exponent, ASCII digits only.
func digits(s string) bool {
	if s == "" || len(s) > 1 && s[0] == '0' {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}
