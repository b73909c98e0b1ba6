package status

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// object is a JSON object whose member names are taken exactly as written.
// Decoding into a struct would fold their case and let the last of two win.
type object struct {
	path    string
	members map[string]json.RawMessage
}

// readObject reads raw, which stands at path, as one object.
func readObject(raw []byte, path string) (object, error) {
	if !utf8.Valid(raw) {
		return object{}, fail(codeSyntax, path, "the text is not UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if start, err := dec.Token(); err != nil || start != json.Delim('{') {
		return object{}, fail(codeSyntax, path, "found %s where an object should be", quote(raw))
	}
	members := map[string]json.RawMessage{}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return object{}, fail(codeSyntax, path, "the object is not JSON at byte %d", dec.InputOffset())
		}
		key := name.(string) // the decoder admits nothing else as a member name
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return object{}, fail(codeSyntax, path, "the object is not JSON at byte %d", dec.InputOffset())
		}
		if _, repeated := members[key]; repeated {
			return object{}, fail(codeSyntax, path, "member %s occurs twice", quote(key))
		}
		members[key] = value
	}
	if _, err := dec.Token(); err != nil {
		return object{}, fail(codeSyntax, path, "the object does not end")
	}
	if _, err := dec.Token(); err != io.EOF {
		return object{}, fail(codeSyntax, path, "something follows the object")
	}
	return object{path, members}, nil
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// at returns the JSON Pointer of a member.
func (o object) at(name string) string {
	return o.path + "/" + pointerEscapes.Replace(name)
}

func (o object) has(name string) bool {
	_, ok := o.members[name]
	return ok
}

// text returns a member that must be there and be a string with content.
func (o object) text(name string) (string, error) {
	raw, ok := o.members[name]
	if !ok {
		return "", fail(codeMember, o.path, "member %q is missing", name)
	}
	return textOf(raw, o.at(name))
}

// optionalText is text for a member that may be absent.
func (o object) optionalText(name string) (string, error) {
	if !o.has(name) {
		return "", nil
	}
	return o.text(name)
}

// texts returns a member that is one string or several (at least one).
func (o object) texts(name string) ([]string, error) {
	raw, ok := o.members[name]
	if !ok {
		return nil, fail(codeMember, o.path, "member %q is missing", name)
	}
	if kindOf(raw) != '[' {
		one, err := textOf(raw, o.at(name))
		return []string{one}, err
	}
	elements, err := o.elements(name)
	if err != nil {
		return nil, err
	}
	if len(elements) == 0 {
		return nil, fail(codeMember, o.at(name), "an empty list says nothing")
	}
	texts := make([]string, len(elements))
	for i, element := range elements {
		if texts[i], err = textOf(element, o.at(name)+"/"+strconv.Itoa(i)); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

// elements returns a member that must be there and be an array.
func (o object) elements(name string) ([]json.RawMessage, error) {
	raw, ok := o.members[name]
	if !ok {
		return nil, fail(codeMember, o.path, "member %q is missing", name)
	}
	var elements []json.RawMessage
	if kindOf(raw) != '[' || json.Unmarshal(raw, &elements) != nil {
		return nil, fail(codeMember, o.at(name), "found %s where an array should be", quote(raw))
	}
	return elements, nil
}

// prose returns a text for people, which may be empty.
func (o object) prose(name string) (string, error) {
	raw, ok := o.members[name]
	if !ok {
		return "", fail(codeMember, o.path, "member %q is missing", name)
	}
	return stringOf(raw, o.at(name))
}

// textOf decodes a string with content.
func textOf(raw json.RawMessage, path string) (string, error) {
	s, err := stringOf(raw, path)
	if err == nil && s == "" {
		err = fail(codeMember, path, "the string is empty")
	}
	return s, err
}

func stringOf(raw json.RawMessage, path string) (s string, err error) {
	if kindOf(raw) != '"' || json.Unmarshal(raw, &s) != nil {
		return "", fail(codeMember, path, "found %s where a string should be", quote(raw))
	}
	return s, nil
}

// kindOf returns the first byte of a JSON value, which tells its kind.
func kindOf(raw json.RawMessage) byte {
	if trimmed := bytes.TrimLeft(raw, " \t\r\n"); len(trimmed) > 0 {
		return trimmed[0]
	}
	return 0
}

// digits reports whether s is a decimal number as the standards write it: no
// sign, no leading zero, no exponent, ASCII digits only.
func digits(s string) bool {
	if s == "" || len(s) > 1 && s[0] == '0' {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}
