package verify

import (
	"crypto/sha256"
	"sync"

	"github.com/openbadges-go/openbadges/badge/key"
)

// controllers remembers the documents of issuers by the hash of their text, since all
// badges of an issuer need the same document. The Fetcher still returns the present
// text for each badge. The zero value remembers nothing yet.
type controllers struct {
	mu   sync.Mutex
	read map[[sha256.Size]byte]*key.ControllerDocument
	size int // bytes of their texts
}

// parse is key.ParseControllerDocument for a text that it does not remember.
func (c *controllers) parse(text []byte) (*key.ControllerDocument, error) {
	name := sha256.Sum256(text)
	c.mu.Lock()
	known := c.read[name]
	c.mu.Unlock()
	if known != nil {
		return known, nil
	}
	doc, err := key.ParseControllerDocument(text)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.size += len(text); c.read == nil || c.size > maxControllers {
		c.read, c.size = map[[sha256.Size]byte]*key.ControllerDocument{}, len(text)
	}
	c.read[name] = doc
	return doc, nil
}
