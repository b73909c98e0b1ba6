package ld

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Base contexts of the VC Data Model: one of them must come first in a
// credential.
const (
	urlCredentialsV1 = "https://www.w3.org/2018/credentials/v1"
	urlCredentialsV2 = "https://www.w3.org/ns/credentials/v2"
)

const (
	obBase  = "https://purl.imsglobal.org/spec/ob/v3p0/"
	clrBase = "https://purl.imsglobal.org/spec/clr/v2p0/"

	urlOB30  = obBase + "context.json"
	urlOB303 = obBase + "context-3.0.3.json"
	urlCLR   = clrBase + "context.json"
)

// entry is one revision of a context that documents can name.
type entry struct {
	url      string
	revision string // "" where the URL has only ever had one
	context  *table
	sha256   string
	handedIn bool // not one of ours
}

// library holds contexts by URL, the newest revision of each first. It does
// not change after it is built.
type library map[string][]entry

func newLibrary() library {
	l := library{}
	for _, e := range []entry{
		{url: urlCredentialsV1, context: credentialsV1()},
		{url: urlCredentialsV2, context: credentialsV2()},
		{url: urlOB30, context: ob30()},
		{url: obBase + "context-3.0.1.json", context: obVocabulary()},
		{url: obBase + "context-3.0.2.json", context: ob302()},
		{url: urlOB303, revision: "2026-07", context: ob303July()},
		{url: urlOB303, revision: "2025-04", context: ob303()},
		{url: obBase + "extensions.json", context: obExtensions()},
		{url: urlCLR, context: clrV2()},
		{url: clrBase + "context-2.0.1.json", context: clrV201()},
		{url: "https://w3id.org/security/data-integrity/v1", context: dataIntegrityV1()},
		{url: "https://w3id.org/security/data-integrity/v2", context: dataIntegrityV2()},
		{url: "https://w3id.org/security/multikey/v1", context: multikeyV1()},
		{url: "https://w3id.org/security/jwk/v1", context: jwkV1()},
		{url: "https://w3id.org/security/suites/ed25519-2018/v1", context: ed25519Suite2018()},
		{url: "https://w3id.org/security/suites/ed25519-2020/v1", context: ed25519Suite2020()},
		{url: "https://w3id.org/security/suites/jws-2020/v1", context: jwsSuite2020()},
		{url: "https://www.w3.org/ns/did/v1", context: didV1()},
		{url: "https://w3id.org/vc/status-list/2021/v1", context: statusList2021()},
		{url: "https://www.w3.org/ns/credentials/status/v1", context: bitstringV1()},
	} {
		e.sha256 = digest(e.context.text())
		l[e.url] = append(l[e.url], e)
	}
	return l
}

// aliasOf returns the context that an earlier URL of the same file names.
// The 1EdTech reference validator accepts these URLs; the standard does not
// list them.
func aliasOf(url string) (string, bool) {
	switch url {
	case obBase + "context/ob_v3p0.jsonld":
		return urlOB30, true
	case clrBase + "context/clr_v2p0.jsonld":
		return urlCLR, true
	}
	return "", false
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// text is the canonical JSON of the context document: names in order, no
// spaces.
func (c *table) text() []byte {
	text, err := json.Marshal(c.document(nil))
	if err != nil { // maps of strings and booleans always encode
		return nil
	}
	return text
}

// document returns the context as a fresh JSON-LD context document, as far as
// it concerns these words.
func (c *table) document(w words) map[string]any {
	return map[string]any{kwContext: c.object(w)}
}

func (c *table) object(w words) any {
	if c == nil {
		return nil
	}
	m := map[string]any{}
	if c.protected {
		m[kwProtected] = true
	}
	if c.vocab != "" {
		m[kwVocab] = c.vocab
	}
	for _, t := range c.terms {
		if w.concern(t) {
			m[t.name] = t.object(w)
		}
	}
	return m
}

func (t term) object(w words) any {
	if t.prefix || t.iri == kwID || t.iri == kwType {
		return t.iri
	}
	m := map[string]any{kwID: t.iri}
	if t.typ != "" {
		m[kwType] = t.typ
	}
	if t.container != "" {
		m[kwContainer] = t.container
	}
	if t.scoped {
		m[kwContext] = t.scope.object(w)
	}
	return m
}
