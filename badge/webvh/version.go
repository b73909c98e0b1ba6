package webvh

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Version is one version of the document of a DID. The zero Version has no document.
type Version struct {
	// Document is the DID document, with the services #files and #whois that every
	// did:webvh has.
	Document []byte
	// DID is the id of the document. That of a portable DID can change.
	DID string
	// ID is the versionId, such as "2-Qm…", and Number the number in front of it.
	ID     string
	Number int
	// Time is when the version came into force, and Until when the next one did;
	// the zero time for the latest.
	Time, Until time.Time
	// Created and Updated are the times of the first and of the last version.
	Created, Updated time.Time
	// Deactivated reports whether the version ends the DID.
	Deactivated bool
	// TTL is how long a copy of the log is good.
	TTL time.Duration
}

// versions returns what the chain says.
func (r *reading) versions() (list []Version) {
	first, last := r.chain[0].time, r.chain[len(r.chain)-1].time
	for i, e := range r.chain {
		v := Version{Document: document(e), DID: e.did, ID: e.id, Number: i + 1, Time: e.time, Created: first, Updated: last,
			Deactivated: r.force[i].isDeactivated(), TTL: defaultTTL}
		if ttl := r.force[i].ttl; ttl != nil {
			v.TTL = *ttl
		}
		if i+1 < len(r.chain) {
			v.Until = r.chain[i+1].time
		}
		list = append(list, v)
	}
	return list
}

// document returns the document of an entry with the services that it does not
// describe itself.
func document(e entry) []byte {
	text := []byte(e.text.Member("state").Raw())
	for _, s := range []struct{ fragment, context, typ, path string }{
		{"#files", "", "relativeRef", ""},
		{"#whois", `"@context":"https://identity.foundation/linked-vp/contexts/v1",`, "LinkedVerifiablePresentation", "whois.vp"},
	} {
		state, err := jsontext.Parse(text)
		list := state.Member("service")
		described := slices.ContainsFunc(slices.Collect(list.Each()), func(v jsontext.Value) bool {
			id := v.Member("id").String()
			return id == s.fragment || id == e.did+s.fragment
		})
		if err != nil || described {
			continue
		}
		service := fmt.Appendf(nil, `{%s"id":%s,"type":"%s","serviceEndpoint":%s}`, s.context, quote(e.did+s.fragment), s.typ, quote(base(e.did)+s.path))
		switch list.Kind() {
		case jsontext.Array:
			text = jsontext.InsertElement(list, service)
		case jsontext.Absent:
			text = jsontext.InsertMember(state, "service", fmt.Appendf(nil, "[%s]", service))
		}
	}
	return text
}

func quote(text string) []byte {
	quoted, _ := json.Marshal(text) // texts always marshal
	return quoted
}

// base returns the URL below which a DID publishes.
func base(did string) string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(did, prefix), ":")
	host, path, _ := strings.Cut(rest, ":")
	if path != "" {
		path = strings.ReplaceAll(path, ":", "/") + "/"
	}
	return "https://" + strings.ReplaceAll(host, "%3A", ":") + "/" + path
}

func (l *Log) orEmpty() *Log {
	if l == nil {
		return &Log{}
	}
	return l
}

// Versions returns the versions that count, oldest first.
func (l *Log) Versions() []Version { return slices.Clone(l.orEmpty().versions) }

// Latest returns the version in force. It is an error if the log goes on with an
// entry that is not good.
func (l *Log) Latest() (Version, error) {
	l = l.orEmpty()
	switch {
	case l.end != nil:
		return Version{}, l.end
	case len(l.versions) == 0:
		return Version{}, fail(codeNotFound, "the log has no version")
	}
	return l.versions[len(l.versions)-1], nil
}

// At returns the version that was in force at a moment: from its own time up to,
// and not including, that of the next one.
func (l *Log) At(moment time.Time) (Version, error) {
	l = l.orEmpty()
	i, found := slices.BinarySearchFunc(l.versions, moment, func(v Version, t time.Time) int { return v.Time.Compare(t) })
	if !found {
		i--
	}
	switch {
	case i < 0:
		return Version{}, fail(codeNotFound, "the log has no version of %s", moment.UTC().Format(time.RFC3339))
	case i == len(l.versions)-1 && l.end != nil: // when it ended cannot be known
		return Version{}, l.end
	}
	return l.versions[i], nil
}

// Query returns the version that the query of a DID URL asks for: versionId,
// versionNumber or versionTime, of which it may have one; the latest for "".
func (l *Log) Query(query string) (Version, error) {
	if query == "" {
		return l.Latest()
	}
	asked, err := url.ParseQuery(query)
	if err != nil || len(asked) != 1 {
		return Version{}, fail(codeInvalid, "the query is %s, wanted one of versionId, versionNumber and versionTime", badge.Quote(query))
	}
	for name, values := range asked {
		value := values[0]
		n, notNumber := strconv.Atoi(value)
		t, notTime := time.Parse(time.RFC3339, value)
		switch {
		case len(values) > 1:
		case name == "versionTime" && notTime == nil:
			return l.At(t)
		case name == "versionId", name == "versionNumber" && notNumber == nil:
			for _, v := range l.orEmpty().versions {
				if name == "versionId" && v.ID == value || name == "versionNumber" && v.Number == n {
					return v, nil
				}
			}
			return Version{}, fail(codeNotFound, "the log has no version %s", badge.Quote(value))
		}
	}
	return Version{}, fail(codeInvalid, "the query is %s, wanted one of versionId, versionNumber and versionTime", badge.Quote(query))
}
