package verify_test

import (
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// badgeUUID is the id of the badges that edited makes.
const badgeUUID = "urn:uuid:11111111-2222-4333-8444-555555555555"

// nestedEndorsement is an endorsement by the school of what has that id, after
// an edit.
func nestedEndorsement(t testing.TB, about string, edit func(object)) *badge.Document {
	return edited(t, verifytest.Badge(), func(o object) {
		o["type"] = []any{"VerifiableCredential", "EndorsementCredential"}
		o["id"], o["name"] = "urn:uuid:99999999-2222-4333-8444-555555555555", "Well made"
		o["credentialSubject"] = object{"id": about, "type": []any{"EndorsementSubject"}, "endorsementComment": "We know this badge."}
		if edit != nil {
			edit(o)
		}
	})
}
