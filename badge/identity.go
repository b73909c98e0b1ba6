package badge

import "encoding/json"

// IdentityObject is an identifier of a recipient, plain or hashed.
type IdentityObject struct {
	Type         string                     `json:"type" class:"IdentityObject"`
	IdentityType IdentifierType             `json:"identityType"`
	Hashed       *bool                      `json:"hashed"`       // required
	IdentityHash string                     `json:"identityHash"` // "sha256$" or "md5$" and hexadecimal digits; the identifier itself if not hashed
	Salt         string                     `json:"salt"`
	Extra        map[string]json.RawMessage `json:"-"`
}

// IdentifierEntry is an identifier in another system.
type IdentifierEntry struct {
	Type           string                     `json:"type" class:"IdentifierEntry"`
	Identifier     string                     `json:"identifier"`
	IdentifierType IdentifierType             `json:"identifierType"`
	Extra          map[string]json.RawMessage `json:"-"`
}
