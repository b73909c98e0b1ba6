package jsontext

import (
	"strconv"
	"strings"
)

var pointerEscaper = strings.NewReplacer("~", "~0", "/", "~1")

// Join appends reference tokens to a JSON Pointer (RFC 6901).
func Join(pointer string, tokens ...string) string {
	for _, token := range tokens {
		pointer += "/" + pointerEscaper.Replace(token)
	}
	return pointer
}

// At returns the value that a JSON Pointer names, starting at v, or the zero
// Value if there is none.
func (v Value) At(pointer string) Value {
	if pointer == "" {
		return v
	}
	if pointer[0] != '/' {
		return Value{}
	}
	for token := range strings.SplitSeq(pointer[1:], "/") {
		name := UnescapeToken(token)
		switch {
		case pointerEscaper.Replace(name) != token:
			return Value{} // a tilde that is not part of an escape
		case v.Kind() == Array:
			v = v.element(name)
		default:
			v = v.Member(name)
		}
	}
	return v
}

// UnescapeToken returns the member name of a token of a JSON Pointer (RFC 6901
// §4).
func UnescapeToken(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
}

func (v Value) element(token string) Value {
	n, err := strconv.Atoi(token)
	if err != nil || strconv.Itoa(n) != token {
		return Value{}
	}
	for i, e := range v.Elements() {
		if i == n {
			return e
		}
	}
	return Value{}
}

// Pointer returns the JSON Pointer of v in its text.
func (v Value) Pointer() string {
	at, pointer := Value{v.t, 0}, ""
	for v.t != nil && at.node().next <= v.i {
		at.i = at.node().next // the next root of ParseAll
	}
	for v.t != nil && at.i != v.i {
		token, child := at.towards(v.i)
		at, pointer = child, Join(pointer, token)
	}
	return pointer
}

// Towards returns the child of v that is target or holds it. The target must be
// below v in the same text.
func (v Value) Towards(target Value) Value {
	_, child := v.towards(target.i)
	return child
}

// towards returns the child of v whose subtree holds node i.
func (v Value) towards(i uint32) (string, Value) {
	for name, m := range v.Members() {
		if i < m.node().next {
			return name, m
		}
	}
	for n, e := range v.Elements() {
		if i < e.node().next {
			return strconv.Itoa(n), e
		}
	}
	return "", Value{v.t, i}
}
