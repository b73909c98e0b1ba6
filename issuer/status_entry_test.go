package issuer_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

const listAddress = "https://school.example/status/1"

// statusEntry is a well-formed status entry.
func statusEntry() badge.CredentialStatus {
	return badge.CredentialStatus{ID: listAddress + "#7", Type: status.BitstringEntry, StatusPurpose: status.Revocation, StatusListIndex: "7", StatusListCredential: listAddress}
}

// TestMalformedStatusEntries: what a verifier would reject is not signed.
func TestMalformedStatusEntries(t *testing.T) {
	w := verifytest.New(t)
	i := open(t, w, config(w, proof.EdDSA))
	for _, r := range []struct {
		name, code string
		change     func(*badge.CredentialStatus)
	}{
		{"no index", "status.member", func(s *badge.CredentialStatus) { s.StatusListIndex = "" }},
		{"no list", "status.member", func(s *badge.CredentialStatus) { s.StatusListCredential = "" }},
		{"no purpose", "status.member", func(s *badge.CredentialStatus) { s.StatusPurpose = "" }},
		{"sign", "status.index", func(s *badge.CredentialStatus) { s.StatusListIndex = "-1" }},
		{"leading zero", "status.index", func(s *badge.CredentialStatus) { s.StatusListIndex = "01" }},
		{"words", "status.index", func(s *badge.CredentialStatus) { s.StatusListIndex = "minus one" }},
		{"size 0", "status.size", func(s *badge.CredentialStatus) { s.StatusSize = "0" }},
		{"size 9", "status.size", func(s *badge.CredentialStatus) { s.StatusSize = "9" }},
		{"size 2 without messages", "status.message", func(s *badge.CredentialStatus) { s.StatusSize = "2" }},
	} {
		t.Run(r.name, func(t *testing.T) {
			entry := statusEntry()
			r.change(&entry)
			d, err := issue(t.Context(), i, func(c *badge.Credential) { c.CredentialStatus = []badge.CredentialStatus{entry} })
			require.Nil(t, d)
			require.Contains(t, codes(err), r.code)
		})
	}
}

// TestSignedStatusEntries: a reader finds nothing to remark on in what was
// signed, whatever the size of the entry.
func TestSignedStatusEntries(t *testing.T) {
	w := verifytest.New(t)
	i := open(t, w, config(w, proof.EdDSA))
	for size := 1; size <= 8; size++ {
		t.Run(strconv.Itoa(size), func(t *testing.T) {
			entry := statusEntry()
			if size > 1 {
				entry.StatusSize = json.Number(strconv.Itoa(size))
				for value := range 1 << size {
					entry.StatusMessage = append(entry.StatusMessage, badge.StatusMessage{Status: fmt.Sprintf("0x%x", value), Message: "meaning " + strconv.Itoa(value)})
				}
			}
			d, err := issue(t.Context(), i, func(c *badge.Credential) { c.CredentialStatus = []badge.CredentialStatus{entry} })
			require.NoError(t, err)
			read, remarks, err := status.ParseEntry(d.Body().Member("credentialStatus"), status.Options{})
			require.NoError(t, err)
			require.Empty(t, remarks)
			require.Equal(t, size, max(read.Size, 1))
		})
	}
}
