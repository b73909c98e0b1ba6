package badge

import (
	"encoding/hex"
	"strings"
)

// SameCredential reports whether two documents are the same credential, perhaps
// in different states: their ids and the ids of their issuers are equal (OB 3.0
// §10). Ids are percent-decoded and trimmed of white space before comparison,
// except DIDs, in which an escape has a meaning: "did:web:x.example%3A8443" names
// a port and "did:web:x.example:8443" a path. A document without one of these ids
// is not the same as any other.
func SameCredential(a, b *Document) bool {
	return sameID(a.IssuerID(), b.IssuerID()) && sameID(a.ID(), b.ID())
}

// Newer reports whether a is a later state of the credential b: it became valid
// later (OB 3.0 §10). The date of award does not count.
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

// comparedID returns the form in which ids are compared. A malformed escape
// stays as it is, and the result need not be UTF-8.
func comparedID(id string) string {
	if decoded := strings.TrimSpace(decodePercent(id)); !strings.HasPrefix(decoded, "did:") {
		return decoded
	}
	return id
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
