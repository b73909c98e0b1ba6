package webvh

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/key"
)

// Change is the next version of a DID. A field that is empty changes nothing.
type Change struct {
	// Document is the DID document. In the first version {SCID} takes the place of
	// the SCID: the id is "did:webvh:{SCID}:" and the host.
	Document []byte
	// UpdateKeys are the Ed25519 keys that may sign the version after this one. The
	// first version needs them, and is signed with one of them.
	UpdateKeys []key.Key
	// NextKeys announces the UpdateKeys of the version after this one by their
	// hashes, so that whoever steals a key of this version cannot use it. Once
	// announced, every version needs both; an empty list that is not nil ends this.
	NextKeys []key.Key
	// Portable lets the DID move to another host later: to the id of a Document that
	// lists the id before under alsoKnownAs. Only the first version decides it.
	Portable bool
	// Deactivated ends the DID.
	Deactivated bool
	// Witnesses must approve every version from now on, at least Threshold of them
	// each; a change of them is approved by those before. An empty list that is not
	// nil ends this.
	Witnesses []key.Key
	Threshold int
	// Approvals returns the file of witnesses in which the last entry of a log is
	// approved, see [Approve]. It is called if the log needs it. Nil means the file of
	// [Source.Witnesses].
	Approvals func(Source) ([]byte, error)
	// TTL is how long a copy of the log is good, in whole seconds.
	TTL time.Duration
}

// Sign returns a document with a proof of the scheme eddsa-jcs-2022 in its member
// proof, for the purpose assertionMethod, by a key named did:key:K#K.
type Sign func(document []byte) ([]byte, error)

// Append returns a log with one more entry, dated [Source.Now], and the id of its
// document. A Source without a Log begins one, and its DID does not count. The
// result has been read with [Read]: what it would refuse is an error here, such as
// an approval that is missing. Publish the file of witnesses before the log.
func Append(s Source, c Change, sign Sign) (log []byte, did string, err error) {
	if sign == nil {
		return nil, "", fail(codeProof, "no function that signs was passed in")
	}
	parameters := c.parameters()
	before := placeholder
	if len(s.Log) > 0 {
		l, err := Read(s)
		if err != nil {
			return nil, "", err
		}
		last, err := l.Latest()
		if err != nil {
			return nil, "", err
		}
		before = last.ID
	} else {
		parameters = append([]member{{"method", method}, {"scid", placeholder}}, parameters...)
	}
	line, err := makeEntry(before, s.Now, object(parameters), c.Document, sign)
	if err != nil {
		return nil, "", err
	}
	e, err := parseEntry(line)
	if err != nil {
		return nil, "", err
	}
	if s.Log = slices.Clone(s.Log); len(s.Log) > 0 && !bytes.HasSuffix(s.Log, []byte("\n")) {
		s.Log = append(s.Log, '\n')
	}
	s.Log = append(append(s.Log, line...), '\n')
	s.DID = e.did
	if c.Approvals != nil {
		made := s
		s.Witnesses = func() ([]byte, error) { return c.Approvals(made) }
	}
	l, err := Read(s)
	if err == nil {
		_, err = l.Latest()
	}
	if err != nil {
		return nil, "", err
	}
	return s.Log, e.did, nil
}

// member is a member of an object that is written.
type member struct {
	name  string
	value any
}

func (c Change) parameters() (list []member) {
	texts := func(keys []key.Key, text func(string) string) []string {
		list := []string{}
		for _, k := range keys {
			list = append(list, text(k.Multikey()))
		}
		return list
	}
	if c.Portable {
		list = append(list, member{"portable", true})
	}
	if c.UpdateKeys != nil {
		list = append(list, member{"updateKeys", texts(c.UpdateKeys, strings.Clone)})
	}
	if c.NextKeys != nil {
		list = append(list, member{"nextKeyHashes", texts(c.NextKeys, func(k string) string { return digest([]byte(k)) })})
	}
	if c.Witnesses != nil {
		w := map[string]any{}
		if len(c.Witnesses) > 0 {
			list := []map[string]string{}
			for _, k := range c.Witnesses {
				list = append(list, map[string]string{"id": k.DIDKey()})
			}
			w["threshold"], w["witnesses"] = c.Threshold, list
		}
		list = append(list, member{"witness", w})
	}
	if c.Deactivated {
		list = append(list, member{"deactivated", true})
	}
	if c.TTL > 0 {
		list = append(list, member{"ttl", int(c.TTL.Seconds())})
	}
	return list
}

func object(members []member) []byte {
	var parts [][]byte
	for _, m := range members {
		value, _ := json.Marshal(m.value) // texts, lists of them, numbers and booleans always marshal
		parts = append(parts, fmt.Appendf(nil, "%q:%s", m.name, value))
	}
	return slices.Concat([]byte{'{'}, bytes.Join(parts, []byte{','}), []byte{'}'})
}

// makeEntry makes the line after the entry with the versionId before, which is the
// placeholder for a first one.
func makeEntry(before string, now time.Time, parameters, document []byte, sign Sign) ([]byte, error) {
	var state bytes.Buffer
	if err := json.Compact(&state, document); err != nil {
		return nil, fail(codeInvalid, "the document is not valid JSON: %v", err)
	}
	text := fmt.Appendf(nil, `{"versionId":%s,"versionTime":%s,"parameters":%s,"state":%s}`,
		quote(before), quote(now.UTC().Format(time.RFC3339)), parameters, state.Bytes())
	e, err := jsontext.Parse(text)
	if err != nil {
		return nil, err
	}
	if before == placeholder {
		if before, err = scid(e, placeholder); err != nil {
			return nil, err
		}
		if e, err = jsontext.Parse(bytes.ReplaceAll(text, []byte(placeholder), []byte(before))); err != nil {
			return nil, err
		}
	}
	hash, err := entryHash(e, before)
	if err != nil {
		return nil, err
	}
	return sign(jsontext.ReplaceValue(e.Member("versionId"), quote(fmt.Sprintf("%d-%s", number(before)+1, hash))))
}
