package proof

import (
	"context"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// VerifyObject verifies the one proof of a JSON object that need not be a badge,
// such as an entry in the log of a did:webvh. It returns nil if the proof was made
// with the key. The caller decides whether the key counts, and which cryptosuite
// and purpose are allowed.
func VerifyObject(ctx context.Context, object []byte, by key.Key, o CheckOptions) error {
	doc, err := badge.Parse(object)
	if err != nil {
		return err
	}
	found, err := Find(doc)
	if err != nil {
		return err
	}
	if len(found) != 1 {
		return fail(codeProofFormat, "/proof", "the object has %d proofs, wanted one", len(found))
	}
	formed, err := found[0].Validate(o)
	if err != nil {
		return err
	}
	transformed, err := formed.Transform(ctx)
	if err != nil {
		return err
	}
	_, err = transformed.Verify(ctx, by)
	return err
}
