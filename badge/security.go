package badge

import "encoding/json"

// CredentialSchema is a JSON Schema that the credential follows.
type CredentialSchema struct {
	ID    string                     `json:"id"`
	Type  string                     `json:"type"`
	Extra map[string]json.RawMessage `json:"-"`
}

// CredentialStatus locates the status of a credential. The fields after Type are
// those of a BitstringStatusListEntry.
type CredentialStatus struct {
	ID                   string                     `json:"id"`
	Type                 string                     `json:"type"`
	StatusPurpose        string                     `json:"statusPurpose"`
	StatusListIndex      string                     `json:"statusListIndex" as:"text"` // a string even if the document has a number
	StatusListCredential string                     `json:"statusListCredential"`
	StatusSize           json.Number                `json:"statusSize"` // bits per entry; "" is 1
	StatusMessage        []StatusMessage            `json:"statusMessage"`
	StatusReference      []string                   `json:"statusReference" list:"compact"`
	Extra                map[string]json.RawMessage `json:"-"`
}

// StatusMessage explains one value of a status list.
type StatusMessage struct {
	Status  string                     `json:"status"` // hexadecimal, with the prefix 0x
	Message string                     `json:"message"`
	Extra   map[string]json.RawMessage `json:"-"`
}

// RefreshService locates a newer state of the credential.
type RefreshService struct {
	ID    string                     `json:"id"`
	Type  string                     `json:"type"`
	Extra map[string]json.RawMessage `json:"-"`
}

// TermsOfUse are terms under which a credential was issued.
type TermsOfUse struct {
	ID    string                     `json:"id"`
	Type  string                     `json:"type"`
	Extra map[string]json.RawMessage `json:"-"`
}

// ProofView is a Data Integrity proof as the document shows it. Use it only for
// display; package proof verifies the document.
type ProofView struct {
	ID                 string                     `json:"id"`
	Type               string                     `json:"type"`
	Cryptosuite        string                     `json:"cryptosuite"`
	Created            DateTime                   `json:"created"`
	Expires            DateTime                   `json:"expires"`
	VerificationMethod string                     `json:"verificationMethod"`
	ProofPurpose       string                     `json:"proofPurpose"`
	Challenge          string                     `json:"challenge"`
	Domain             string                     `json:"domain"`
	Nonce              string                     `json:"nonce"`
	ProofValue         string                     `json:"proofValue"`
	Extra              map[string]json.RawMessage `json:"-"`
}
