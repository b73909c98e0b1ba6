package bake

import (
	"bytes"
	"encoding/json"
	"strings"
)

// merge reduces the credentials of a picture to those that differ. The same
// text twice is one badge, and so is a URL beside the JSON of that URL. Bakers
// wrote both.
func merge(all []Payload) []Payload {
	var kept []Payload
	for _, p := range all {
		if i := sameAs(kept, p); i < 0 {
			kept = append(kept, p)
		} else {
			kept[i] = richer(kept[i], p)
		}
	}
	return kept
}

// sameAs returns the index of the credential that is the same badge as p, or
// -1.
func sameAs(kept []Payload, p Payload) int {
	for i, q := range kept {
		if isSame(q, p) {
			return i
		}
	}
	return -1
}

// isSame reports whether every reader sees the same badge in both.
func isSame(a, b Payload) bool {
	switch {
	case a.Data != nil && b.Data != nil:
		return bytes.Equal(bytes.Trim(a.Data, space), bytes.Trim(b.Data, space)) && (a.URL == "" || b.URL == "" || sameURL(a.URL, b.URL))
	case a.Slot != b.Slot:
		return false
	case a.Data == nil && b.Data == nil:
		return sameURL(a.URL, b.URL)
	case a.Data == nil:
		return sameURL(a.URL, addressOf(b.Data))
	}
	return sameURL(b.URL, addressOf(a.Data))
}

// richer returns the one of two equal credentials that says more.
func richer(a, b Payload) Payload {
	p := a
	if a.Data == nil || b.Data != nil && a.URL == "" && b.URL != "" {
		p = b
	}
	p.Remarks = append(append(append([]Remark(nil), a.Remarks...), b.Remarks...), Remark{
		Code: codeRepeated, Message: "the picture carries the badge more than once", Offset: noOffset,
	})
	return p
}

// sameURL compares two URLs. Hosts moved from http to https, so both schemes
// are one here. An empty URL equals none.
func sameURL(a, b string) bool {
	secure := func(s string) string {
		if rest, ok := strings.CutPrefix(s, "http://"); ok {
			return "https://" + rest
		}
		return s
	}
	return a != "" && secure(a) == secure(b)
}

// addressOf returns the URL at which the JSON of an assertion says it is hosted:
// its id or, if that is not a URL, the URL of its verification. It is "" if
// there is none, if both are URLs and differ, or if the JSON is not an assertion
// of which the host's copy is what counts.
func addressOf(data []byte) string {
	id, verification, ok := addressMembers(data)
	switch {
	case !ok || isURL(id) && isURL(verification) && !sameURL(id, verification):
		return ""
	case isURL(id):
		return id
	}
	return verification
}

// namesBadge reports whether the JSON says which badge it is.
func namesBadge(data []byte) bool {
	id, verification, ok := addressMembers(data)
	return !ok || id != "" || verification != ""
}

// addressMembers reads the id and the verification URL of an assertion. ok is
// false if it is not well-formed, repeats a member that matters, or has a proof: anyone can write such a credential with any id.
func addressMembers(data []byte) (id, verification string, ok bool) {
	top, ok := members(data, "id", "@id", "verify", "verification", "credentialSubject", "proof")
	if !ok || top["credentialSubject"] != nil || top["proof"] != nil {
		return "", "", false
	}
	id, ok = oneText(top["id"], top["@id"])
	if !ok {
		return "", "", false
	}
	var urls []json.RawMessage
	for _, name := range []string{"verify", "verification"} {
		if top[name] == nil {
			continue
		}
		inner, sound := members(top[name], "url")
		if !sound {
			continue // not an object, so that it names no URL
		}
		urls = append(urls, inner["url"])
	}
	verification, ok = oneText(urls...)
	return id, verification, ok
}

// oneText returns the text that all values are, "" if there are none, and
// false if they differ. A value of another type counts as missing.
func oneText(values ...json.RawMessage) (text string, ok bool) {
	for _, v := range values {
		var s string
		if v == nil || json.Unmarshal(v, &s) != nil || s == "" {
			continue
		}
		if text != "" && s != text {
			return "", false
		}
		text = s
	}
	return text, true
}

// members returns the wanted members of a JSON object, by their exact names.
// ok is false if the text is not one object, or repeats one of them.
func members(data []byte, wanted ...string) (found map[string]json.RawMessage, ok bool) {
	d := json.NewDecoder(bytes.NewReader(data))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, false
	}
	found = map[string]json.RawMessage{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, false
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, false
		}
		for _, w := range wanted {
			if name != w {
				continue
			}
			if found[w] != nil {
				return nil, false
			}
			found[w] = value
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, false
	}
	return found, true
}
