package status

import (
	"bytes"
	"encoding/json"
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
	raw = bytes.Trim(raw, space)
	switch {
	case !utf8.Valid(raw):
		return object{}, fail(codeSyntax, path, "the text is not UTF-8")
	case !json.Valid(raw):
		return object{}, fail(codeSyntax, path, "found %s, which is not JSON", quote(raw))
	case raw[0] != '{':
		return object{}, fail(codeSyntax, path, "found %s where an object should be", quote(raw))
	}
	o := object{path, map[string]json.RawMessage{}}
	for rest := skipSpace(raw[1:]); rest[0] != '}'; {
		size := valueSize(rest)
		name, err := stringOf(rest[:size], path)
		if err != nil {
			return object{}, err
		}
		rest = skipSpace(skipSpace(rest[size:])[1:]) // the colon
		if o.has(name) {
			return object{}, fail(codeSyntax, path, "member %s occurs twice", quote([]byte(name)))
		}
		size = valueSize(rest)
		o.members[name] = json.RawMessage(rest[:size])
		if rest = skipSpace(rest[size:]); rest[0] == ',' {
			rest = skipSpace(rest[1:])
		}
	}
	return o, nil
}

const space = " \t\r\n"

func skipSpace(raw []byte) []byte { return bytes.TrimLeft(raw, space) }

// valueSize returns how long the value is that valid JSON starts with.
func valueSize(raw []byte) int {
	depth := 0
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			for i++; raw[i] != '"'; i++ {
				if raw[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
			continue
		case '}', ']':
			if depth--; depth < 0 {
				return i // the object around a number or word ends
			}
		case ',', ':', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return i
			}
			continue
		default:
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	return len(raw)
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

// stringOf decodes a string, which may be empty. The value is valid JSON.
func stringOf(raw json.RawMessage, path string) (s string, err error) {
	if len(raw) >= 2 && raw[0] == '"' && bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1]), nil
	}
	if kindOf(raw) != '"' || json.Unmarshal(raw, &s) != nil {
		return "", fail(codeMember, path, "found %s where a string should be", quote(raw))
	}
	return s, nil
}

// kindOf returns the first byte of a JSON value, which tells its kind.
func kindOf(raw json.RawMessage) byte {
	if trimmed := skipSpace(raw); len(trimmed) > 0 {
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
