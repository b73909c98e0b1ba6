package ld

import (
	"crypto/sha256"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Contexts are supplied contexts, read once for many documents. They are safe
// for concurrent use. The zero Contexts is empty.
type Contexts struct {
	known  library
	shadow *Error // two contents have one URL, which every document reports
	sum    [sha256.Size]byte
	memo   memo
}

// Read reads contexts for Options.Contexts. It refuses one that cannot be read,
// and one with which the holder of a badge could rename members.
func (p *Processor) Read(list []Context) (*Contexts, error) {
	c, err := p.read(list)
	if err != nil {
		return nil, err
	}
	return c, nil
}

func (p *Processor) read(list []Context) (*Contexts, *Error) {
	all := &Contexts{known: library{}, sum: sumOf(list)}
	for _, c := range list {
		sum := digest(c.JSON)
		if known := all.known[c.URL]; known != nil && known[0].sha256 == sum {
			continue // two extensions may share one context
		}
		if p.library[c.URL] != nil || all.known[c.URL] != nil {
			all.shadow = fail(codeContextShadow, jsontext.Value{}, "the supplied context %s is already known with other content", quote(c.URL))
			continue
		}
		table, err := p.readChecked(c)
		if err != nil {
			return nil, err
		}
		all.known[c.URL] = []entry{{url: c.URL, context: table, sha256: sum, supplied: true, handedIn: !vetted[sum]}}
	}
	return all, nil
}

// Supplied identifies the supplied contexts by their URLs and contents.
func (o Options) Supplied() [sha256.Size]byte {
	if o.Contexts != nil {
		return o.Contexts.sum
	}
	return sumOf(o.Extra)
}

func sumOf(list []Context) (sum [sha256.Size]byte) {
	if len(list) == 0 {
		return sum
	}
	h := sha256.New()
	for _, c := range list {
		h.Write([]byte(c.URL + "\n" + digest(c.JSON) + "\n"))
	}
	h.Sum(sum[:0])
	return sum
}
