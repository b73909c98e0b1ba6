package ld

import (
	"slices"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Context is a JSON-LD context document that the caller supplies.
type Context struct {
	URL  string
	JSON []byte
}

// Used says which context gave the members their meaning.
type Used struct {
	URL      string
	Revision string // "" if the URL has had only one
	SHA256   string // of the JSON generated from our table, or of a supplied document
}

// sources are the contexts that one document may name, and those that it names.
type sources struct {
	library library
	extra   library
	options Options
	used    []Used

	handedIn bool // the document names a context that is not of the library
}

// newSources reads the supplied contexts.
func newSources(p *Processor, o Options) (*sources, *Error) {
	s := &sources{library: p.library, options: o}
	for _, c := range o.Extra {
		if s.extra == nil {
			s.extra = library{}
		}
		sum := digest(c.JSON)
		if known := s.extra[c.URL]; known != nil && known[0].sha256 == sum {
			continue // two extensions may share one context
		}
		if p.library[c.URL] != nil || s.extra[c.URL] != nil {
			return nil, fail(codeContextShadow, jsontext.Value{}, "the supplied context %s is already known with other content", quote(c.URL))
		}
		table, err := p.readChecked(c)
		if err != nil {
			return nil, err
		}
		s.extra[c.URL] = []entry{{url: c.URL, context: table, sha256: sum, handedIn: true}}
	}
	return s, nil
}

// lookup returns the revision of a context that the options select.
func (s *sources) lookup(url string) (entry, bool) {
	found := s.library[url]
	if found == nil {
		found = s.extra[url]
	}
	if found == nil && s.options.Aliases {
		if target, ok := aliasOf(url); ok {
			found = s.library[target]
		}
	}
	if found == nil {
		return entry{}, false
	}
	return found[min(max(s.options.Revision, 0), len(found)-1)], true
}

// find returns the context that an entry of @context names, and notes its use.
func (s *sources) find(name jsontext.Value) (entry, *Error) {
	url := name.String()
	e, ok := s.lookup(url)
	if !ok {
		return e, fail(codeContextUnknown, name, "the context %s is not understood here: it is neither built in nor supplied", quote(url))
	}
	s.handedIn = s.handedIn || e.handedIn
	if use := (Used{URL: url, Revision: e.revision, SHA256: e.sha256}); !slices.Contains(s.used, use) {
		s.used = append(s.used, use)
	}
	return e, nil
}
