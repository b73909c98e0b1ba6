package webvh

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// parameters are the parameters of one entry, or those in force. A nil list, a
// nil pointer and "" mean that the entry does not change them.
type parameters struct {
	method, scid  string
	updateKeys    []string
	nextKeyHashes []string
	witness       *witness
	portable      *bool
	deactivated   *bool
	ttl           *time.Duration
}

// witness says who must approve a change.
type witness struct {
	threshold int
	keys      []string // the Multikeys of the did:keys
}

// parseParameters reads the parameters of an entry. Null, which older programs
// wrote, means the default.
func parseParameters(v jsontext.Value) (p parameters, err error) {
	if v.Kind() != jsontext.Object {
		return p, fail(codeParameters, "the parameters are a JSON %s, wanted an object", v.Kind())
	}
	for name, value := range v.Members() {
		switch name {
		case "method":
			if p.method = value.String(); p.method != method {
				err = fail(codeInvalid, "the method is %s, wanted %s", badge.Quote(p.method), method)
			}
		case "scid":
			if p.scid = value.String(); p.scid == "" {
				err = fail(codeParameters, "the parameter scid is empty")
			}
		case "updateKeys":
			p.updateKeys, err = texts(name, value)
			for _, k := range p.updateKeys {
				if _, bad := updateKey(k); bad != nil {
					err = bad
				}
			}
		case "nextKeyHashes":
			p.nextKeyHashes, err = texts(name, value)
		case "watchers":
			_, err = texts(name, value)
		case "witness":
			p.witness, err = parseWitness(value)
		case "portable":
			p.portable, err = flag(name, value)
		case "deactivated":
			p.deactivated, err = flag(name, value)
		case "ttl":
			p.ttl, err = seconds(value)
		default:
			err = fail(codeParameters, "the parameter %s is not one of did:webvh 1.0", badge.Quote(name))
		}
		if err != nil {
			return p, err
		}
	}
	return p, nil
}

// texts reads a list of different texts.
func texts(name string, v jsontext.Value) ([]string, error) {
	list := []string{}
	if v.Kind() == jsontext.Null {
		return list, nil
	}
	if v.Kind() != jsontext.Array || v.Len() > maxKeys {
		return nil, fail(codeParameters, "the parameter %s is not an array of at most %d texts", name, maxKeys)
	}
	seen := map[string]bool{}
	for _, e := range v.Elements() {
		text := e.String()
		if text == "" || seen[text] {
			return nil, fail(codeParameters, "the parameter %s has %s, wanted texts that differ", name, badge.Quote(e.Raw()))
		}
		seen[text] = true
		list = append(list, text)
	}
	return list, nil
}

func flag(name string, v jsontext.Value) (*bool, error) {
	value, ok := v.Bool()
	if !ok && v.Kind() != jsontext.Null {
		return nil, fail(codeParameters, "the parameter %s is a JSON %s, wanted a boolean", name, v.Kind())
	}
	return &value, nil
}

func seconds(v jsontext.Value) (*time.Duration, error) {
	ttl := defaultTTL
	if v.Kind() == jsontext.Null {
		return &ttl, nil
	}
	n, err := whole(v)
	if err != nil {
		return nil, fail(codeParameters, "the parameter ttl is %s, wanted a number of seconds", badge.Quote(v.Raw()))
	}
	ttl = time.Duration(n) * time.Second
	return &ttl, nil
}

// whole reads a number from 0, not more than 32 bits.
func whole(v jsontext.Value) (int, error) {
	literal, _ := v.Number()
	n, err := strconv.ParseUint(string(literal), 10, 31)
	return int(min(n, math.MaxInt32)), err
}

// parseWitness reads who must approve changes: nobody, or at least one of several
// did:keys that differ.
func parseWitness(v jsontext.Value) (*witness, error) {
	w := &witness{}
	if v.Kind() == jsontext.Null || v.Kind() == jsontext.Object && v.Len() == 0 {
		return w, nil
	}
	list := v.Member("witnesses")
	if list.Kind() != jsontext.Array || list.Len() > maxKeys {
		return nil, fail(codeParameters, "the parameter witness has no array of at most %d witnesses", maxKeys)
	}
	seen := map[string]bool{}
	for _, e := range list.Elements() {
		name, ok := strings.CutPrefix(e.Member("id").String(), "did:key:")
		if _, err := updateKey(name); !ok || err != nil || seen[name] {
			return nil, fail(codeParameters, "the witness %s is not a did:key, or is listed twice", badge.Quote(e.Member("id").Raw()))
		}
		seen[name] = true
		w.keys = append(w.keys, name)
	}
	n, err := whole(v.Member("threshold"))
	if err != nil || n < 1 || n > len(w.keys) {
		return nil, fail(codeParameters, "the threshold is %s, wanted 1 to %d witnesses", badge.Quote(v.Member("threshold").Raw()), len(w.keys))
	}
	w.threshold = n
	return w, nil
}

// merged returns the parameters in force after an entry.
func (p parameters) merged(next parameters) parameters {
	if next.updateKeys != nil {
		p.updateKeys = next.updateKeys
	}
	if next.nextKeyHashes != nil {
		p.nextKeyHashes = next.nextKeyHashes
	}
	if next.witness != nil {
		p.witness = next.witness
	}
	if next.portable != nil {
		p.portable = next.portable
	}
	if next.deactivated != nil {
		p.deactivated = next.deactivated
	}
	if next.ttl != nil {
		p.ttl = next.ttl
	}
	return p
}

func (p parameters) isPortable() bool    { return p.portable != nil && *p.portable }
func (p parameters) isDeactivated() bool { return p.deactivated != nil && *p.deactivated }

// witnessed reports whether changes need witnesses.
func (p parameters) witnessed() bool { return p.witness != nil && p.witness.threshold > 0 }
