package badge

import (
	"encoding/hex"
	"strings"
)

// SameCredential reports whether two documents are the same credential, in
// perhaps different states: whether the ids of their issuers and their own ids
// are equal (OB 3.0 §10). Ids are percent-decoded and trimmed of white space
// first; nothing else about them is normalised. A document that lacks either
// id is the same as none.
func SameCredential(a, b *Document) bool {
	return sameID(a.IssuerID(), b.IssuerID()) && sameID(a.ID(), b.ID())
}

// Newer reports whether a is a later state of the same credential as b: one
// that became valid later (OB 3.0 §10). Of two that became valid at the same
// time both are up to date. The date of award does not count.
func Newer(a, b *Document) bool {
	if !SameCredential(a, b) {
		return false
	}
	fromA, _ := a.Period()
	fromB, _ := b.Period()
	timeA, errA := instantOf(fromA)
	timeB, errB := instantOf(fromB)
	return errA == nil && errB == nil && timeA.After(timeB)
}

func sameID(a, b string) bool {
	a, b = comparedID(a), comparedID(b)
	return a != "" && a == b
}

// comparedID returns an id as it is compared. An escape that is malformed
// stays as it is, and bytes need not be UTF-8.
func comparedID(id string) string {
	return strings.TrimSpace(decodePercent(id))
}

// decodePercent decodes every well-formed escape once.
func decodePercent(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if b, err := hex.DecodeString(s[i+1 : i+3]); err == nil {
				out = append(out, b...)
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}
