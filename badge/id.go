package badge

import (
	"crypto/rand"
	"fmt"
)

// NewID returns a new id: a random UUID (version 4, RFC 9562 §5.4) as urn:uuid.
func NewID() string {
	var u [16]byte
	rand.Read(u[:]) // never fails
	u[6], u[8] = u[6]&0x0f|0x40, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}
