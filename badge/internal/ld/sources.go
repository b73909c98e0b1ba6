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
	extra   library // the supplied contexts
	options Options
	used    []Used // in usual, unless there are more
	usual   [usualContexts]Used

	extended bool // the document names a supplied context
	handedIn bool // the document names a supplied context that is not vetted
}

// usualContexts is how many contexts a badge names.
const usualContexts = 3

// newSources finds the supplied contexts, and reads those that the caller has
// not read.
func newSources(p *Processor, o Options) (*sources, *Error) {
	s := &sources{library: p.library, options: o}
	s.used = s.usual[:0]
	supplied := o.Contexts
	if supplied == nil && len(o.Extra) > 0 {
		var err *Error
		if supplied, err = p.read(o.Extra); err != nil {
			return nil, err
		}
	}
	if supplied != nil {
		if supplied.shadow != nil {
			return nil, supplied.shadow
		}
		s.extra = supplied.known
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
	s.handedIn, s.extended = s.handedIn || e.handedIn, s.extended || e.supplied
	if use := (Used{URL: url, Revision: e.revision, SHA256: e.sha256()}); !slices.Contains(s.used, use) {
		s.used = append(s.used, use)
	}
	return e, nil
}
