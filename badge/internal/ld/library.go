package ld

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sync"

	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// Base contexts of the VC Data Model: one of them must come first in a
// credential.
const (
	urlCredentialsV1 = vocabulary.ContextVC1
	urlCredentialsV2 = vocabulary.ContextVC2
)

const (
	urlOB30  = vocabulary.ContextOB30
	urlOB303 = vocabulary.ContextOB303
	urlCLR   = vocabulary.ContextCLR20
)

// entry is one revision of a context that documents can name.
type entry struct {
	url      string
	revision string // "" where the URL has only ever had one
	context  *table
	sha256   func() string // made at first use: few badges name more than three of the contexts
	supplied bool          // by the caller
	handedIn bool          // supplied by the caller and not vetted
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
		{url: vocabulary.ContextOB301, context: obVocabulary()},
		{url: vocabulary.ContextOB302, context: ob302()},
		{url: urlOB303, revision: "2026-07", context: ob303July()},
		{url: urlOB303, revision: "2025-04", context: ob303()},
		{url: vocabulary.ContextOBExtensions, context: obExtensions()},
		{url: urlCLR, context: clrV2()},
		{url: vocabulary.ContextCLR201, context: clrV201()},
		{url: vocabulary.ContextDataIntegrity1, context: dataIntegrityV1()},
		{url: vocabulary.ContextDataIntegrity2, context: dataIntegrityV2()},
		{url: vocabulary.ContextMultikey, context: multikeyV1()},
		{url: vocabulary.ContextJWK, context: jwkV1()},
		{url: vocabulary.ContextEd25519Suite2018, context: ed25519Suite2018()},
		{url: vocabulary.ContextEd25519Suite2020, context: ed25519Suite2020()},
		{url: vocabulary.ContextJWSSuite2020, context: jwsSuite2020()},
		{url: vocabulary.ContextDID, context: didV1()},
		{url: vocabulary.ContextCID, context: cidV1()},
		{url: vocabulary.ContextStatusList2021, context: statusList2021()},
		{url: vocabulary.ContextBitstringStatus, context: bitstringV1()},
	} {
		e.sha256 = sync.OnceValue(func() string { return digest(e.context.text()) })
		l[e.url] = append(l[e.url], e)
	}
	return l
}

// aliasOf returns the context for an earlier URL of the same file. The 1EdTech
// reference validator accepts these URLs; the standard does not list them.
func aliasOf(url string) (string, bool) {
	switch url {
	case vocabulary.AliasOB30:
		return urlOB30, true
	case vocabulary.AliasCLR20:
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

// document returns the context as a new JSON-LD context document with the terms
// that these words need.
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
