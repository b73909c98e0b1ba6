package ld

import (
	"bytes"
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
	digests := digestsOf(list)
	all := &Contexts{known: library{}, sum: sumOf(list, digests)}
	tables := map[string]*table{} // by hash: one text may have several URLs
	for i, c := range list {
		sum := digests[i]
		if known := all.known[c.URL]; known != nil && known[0].sha256() == sum {
			continue // two extensions may share one context
		}
		if p.library[c.URL] != nil || all.known[c.URL] != nil {
			all.shadow = fail(codeContextShadow, jsontext.Value{}, "the supplied context %s is already known with other content", quote(c.URL))
			continue
		}
		table, ok := tables[sum]
		if !ok {
			var err *Error
			if table, err = p.readChecked(c, sum); err != nil {
				return nil, err
			}
			tables[sum] = table
		}
		all.known[c.URL] = []entry{{url: c.URL, context: table, sha256: func() string { return sum }, supplied: true, handedIn: !vetted[sum]}}
	}
	return all, nil
}

// Supplied identifies the supplied contexts by their URLs and contents.
func (o Options) Supplied() [sha256.Size]byte {
	if o.Contexts != nil {
		return o.Contexts.sum
	}
	return sumOf(o.Extra, digestsOf(o.Extra))
}

// digestsOf returns the hash of each text. Neighbours often share one.
func digestsOf(list []Context) []string {
	digests := make([]string, len(list))
	for i, c := range list {
		if i > 0 && bytes.Equal(c.JSON, list[i-1].JSON) {
			digests[i] = digests[i-1]
			continue
		}
		digests[i] = digest(c.JSON)
	}
	return digests
}

func sumOf(list []Context, digests []string) (sum [sha256.Size]byte) {
	if len(list) == 0 {
		return sum
	}
	h := sha256.New()
	for i, c := range list {
		h.Write([]byte(c.URL + "\n" + digests[i] + "\n"))
	}
	h.Sum(sum[:0])
	return sum
}
