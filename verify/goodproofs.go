package verify

import (
	"crypto/sha256"
	"sync"

	"github.com/openbadges-go/openbadges/badge/key"
)

// goodProofs remembers which proofs in logs of did:webvh were good, by the hash of the
// key and of all that the proof is in, so that only the new ones of a log are verified.
// A good proof stays good; whether its key may sign there is checked each time. The
// zero value remembers nothing yet.
type goodProofs struct {
	mu   sync.Mutex
	good map[[sha256.Size]byte]struct{}
}

// check verifies a proof that it does not remember.
func (g *goodProofs) check(document []byte, by key.Key, verify func() error) error {
	h := sha256.New()
	h.Write([]byte(by.Thumbprint())) // of one length
	h.Write(document)
	name := [sha256.Size]byte(h.Sum(nil))
	g.mu.Lock()
	_, known := g.good[name]
	g.mu.Unlock()
	if known {
		return nil
	}
	if err := verify(); err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.good == nil {
		g.good = map[[sha256.Size]byte]struct{}{}
	}
	if len(g.good) >= maxGoodProofs {
		clear(g.good)
	}
	g.good[name] = struct{}{}
	return nil
}
