package sdtext

import (
	"io"
	"slices"
	"strconv"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// saltSize is the size of a salt in bytes, as RFC 9901 §9.3 recommends.
const saltSize = 16

// Conceal returns a payload with digests in place of the values at pointers, and
// their disclosures. Every object with digests gets that many decoys as well.
// Digests are sorted, so that their order says nothing. Salts and decoys come
// from random. The hash is SHA-256. A payload with a name that RFC 9901 reserves is
// refused, since readers would take its value for digests.
func Conceal(root jsontext.Value, pointers []string, decoys int, random io.Reader) (payload []byte, disclosures []string, err error) {
	if err := unreserved(root); err != nil {
		return nil, nil, err
	}
	c := &concealing{hidden: map[string]bool{}, above: map[string]bool{}, decoys: decoys, random: random}
	for _, p := range pointers {
		c.hidden[p] = true
		for at := p; at != ""; {
			at = Parent(at)
			c.above[at] = true
		}
	}
	payload, err = c.value(nil, root, "")
	return payload, c.disclosures, err
}

// unreserved refuses a value with a reserved name in it.
func unreserved(v jsontext.Value) error {
	for name, m := range v.Members() {
		if name == Digests || name == Placeholder || name == Algorithm {
			return fail(codeReserved, m.Pointer(), "the name %s is reserved for digests", name)
		}
		if err := unreserved(m); err != nil {
			return err
		}
	}
	for _, e := range v.Elements() {
		if err := unreserved(e); err != nil {
			return err
		}
	}
	return nil
}

// Parent returns the pointer of the object or array around a value.
func Parent(pointer string) string {
	for i := len(pointer) - 1; i >= 0; i-- {
		if pointer[i] == '/' {
			return pointer[:i]
		}
	}
	return ""
}

// concealing is the state of Conceal.
type concealing struct {
	hidden, above map[string]bool // pointers of values to conceal, and of what is around them
	decoys        int
	random        io.Reader
	disclosures   []string
}

func (c *concealing) value(out []byte, v jsontext.Value, at string) ([]byte, error) {
	switch {
	case !c.above[at]:
		return append(out, v.Raw()...), nil
	case v.Kind() == jsontext.Array:
		return c.array(out, v, at)
	}
	return c.object(out, v, at)
}

// object writes an object with its digests at the end.
func (c *concealing) object(out []byte, v jsontext.Value, at string) ([]byte, error) {
	out = append(out, '{')
	var digests []string
	first := true
	begin := func(name string) {
		if !first {
			out = append(out, ',')
		}
		first = false
		out = append(append(out, quote(name)...), ':')
	}
	for name, m := range v.Members() {
		path := jsontext.Join(at, name)
		if c.hidden[path] {
			digest, err := c.disclose(quote(name), m, path)
			if err != nil {
				return nil, err
			}
			digests = append(digests, digest)
			continue
		}
		begin(name)
		var err error
		if out, err = c.value(out, m, path); err != nil {
			return nil, err
		}
	}
	if len(digests) > 0 {
		begin(Digests)
		var err error
		if out, err = c.list(out, digests); err != nil {
			return nil, err
		}
	}
	if at == "" {
		begin(Algorithm)
		out = append(out, quote(SHA256.String())...)
	}
	return append(out, '}'), nil
}

// list writes digests and decoys.
func (c *concealing) list(out []byte, digests []string) ([]byte, error) {
	for range c.decoys {
		salt, err := c.salt()
		if err != nil {
			return nil, err
		}
		digests = append(digests, SHA256.Digest(salt))
	}
	slices.Sort(digests)
	for i, d := range digests {
		mark := byte(',')
		if i == 0 {
			mark = '['
		}
		out = append(append(out, mark), quote(d)...)
	}
	return append(out, ']'), nil
}

// array writes an array with placeholders for what is concealed.
func (c *concealing) array(out []byte, v jsontext.Value, at string) ([]byte, error) {
	out = append(out, '[')
	for i, e := range v.Elements() {
		if i > 0 {
			out = append(out, ',')
		}
		path := jsontext.Join(at, strconv.Itoa(i))
		var err error
		if !c.hidden[path] {
			if out, err = c.value(out, e, path); err != nil {
				return nil, err
			}
			continue
		}
		digest, err := c.disclose(nil, e, path)
		if err != nil {
			return nil, err
		}
		out = append(append(append(append(append(out, '{'), quote(Placeholder)...), ':'), quote(digest)...), '}')
	}
	return append(out, ']'), nil
}

// disclose makes the disclosure of a value and returns its digest.
func (c *concealing) disclose(name []byte, v jsontext.Value, path string) (string, error) {
	salt, err := c.salt()
	if err != nil {
		return "", err
	}
	text := append(append([]byte{'['}, quote(salt)...), ',')
	if name != nil {
		text = append(append(text, name...), ',')
	}
	if text, err = c.value(text, v, path); err != nil {
		return "", err
	}
	sent := multiformat.EncodeBase64URL(append(text, ']'))
	c.disclosures = append(c.disclosures, sent)
	return SHA256.Digest(sent), nil
}

// salt returns a fresh salt.
func (c *concealing) salt() (string, error) {
	salt := make([]byte, saltSize)
	_, err := io.ReadFull(c.random, salt)
	return multiformat.EncodeBase64URL(salt), err
}

// quote returns a text as JSON. It was read from JSON, or is made of base64url.
func quote(s string) []byte {
	quoted, _ := jsontext.Quote(s)
	return quoted
}
