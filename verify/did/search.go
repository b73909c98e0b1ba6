package did

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// methodUnlisted is the code with which package key reports that a document
// does not hold a verification method.
const methodUnlisted = "controller.unknown"

// search is one search for one key of an issuer that publishes its keys.
type search struct {
	resolver Resolver
	id       identifier
	name     string  // the name of the wanted key, or "" if
	key      key.Key // the key itself is known
	fetched  []string
}

// document is the controller document of an issuer.
type document struct {
	*key.ControllerDocument
	references []string // the names under assertionMethod
}

// hasKeys reports whether the document lists keys under assertionMethod.
func (d document) hasKeys() bool { return len(d.references) > 0 || len(d.Methods()) > 0 }

// web looks in the DID document.
func (s *search) web(ctx context.Context) (key.VerificationMethod, error) {
	doc, err := s.document(ctx)
	if err != nil {
		return key.VerificationMethod{}, err
	}
	m, err := s.inDocument(doc)
	if unlisted(err) {
		err = s.notBound()
	}
	return m, err
}

// hosted looks in the controller document of an https issuer, and in the key
// set of its host only if the document lists no keys: a host may publish one
// set for many issuers.
func (s *search) hosted(ctx context.Context) (key.VerificationMethod, error) {
	doc, docErr := s.document(ctx)
	if badge.CodeOf(docErr) == codeDeactivated {
		return key.VerificationMethod{}, docErr
	}
	if docErr == nil {
		m, err := s.inDocument(doc)
		if !unlisted(err) {
			return m, err
		}
		if slices.Contains(doc.references, s.name) && !strings.Contains(s.name, "#") {
			return s.keyDocument(ctx)
		}
		if doc.hasKeys() {
			return m, s.notBound()
		}
	}
	keys, setErr := s.keySet(ctx)
	if setErr == nil {
		if m, ok, err := s.inKeySet(ctx, keys); ok || err != nil {
			return m, err
		}
	}
	return key.VerificationMethod{}, s.verdict(docErr, setErr)
}

// verdict is the error for two sources without the key. A source that was not
// reached leaves the question open.
func (s *search) verdict(docErr, setErr error) error {
	switch {
	case docErr != nil && !definite(docErr):
		return docErr
	case setErr != nil && !definite(setErr):
		return setErr
	case setErr == nil:
		return s.notBound()
	case docErr == nil:
		return setErr
	}
	return docErr
}

// document fetches and reads the document of the identifier itself.
func (s *search) document(ctx context.Context) (document, error) {
	text, err := s.get(ctx, s.resolver.Document, s.id.address.String())
	if err != nil {
		return document{}, err
	}
	read, err := key.ParseControllerDocument(text)
	if err != nil {
		return document{}, err
	}
	if read.ID() != s.id.text {
		return document{}, fail(codeDocumentID, "the document of %s has the id %s", quote(s.id.text), quote(read.ID()))
	}
	if read.Deactivated() {
		return document{}, fail(codeDeactivated, "the DID document says that %s is deactivated", quote(s.id.text))
	}
	return document{read, references(text)}, nil
}

// references returns the texts under assertionMethod. The document was read
// strictly before.
func references(text []byte) (names []string) {
	var members map[string]json.RawMessage
	var entries []any
	if json.Unmarshal(text, &members) != nil || json.Unmarshal(members["assertionMethod"], &entries) != nil {
		return nil
	}
	for _, entry := range entries {
		if name, ok := entry.(string); ok {
			names = append(names, name)
		}
	}
	return names
}

// inDocument looks among the verification methods of the issuer's document.
func (s *search) inDocument(doc document) (key.VerificationMethod, error) {
	if s.name != "" {
		m, err := doc.Method(s.name)
		if err == nil {
			err = s.controls(m)
		}
		return m, err
	}
	for _, m := range doc.Methods() {
		if m.Key.Equal(s.key) {
			return m, s.controls(m)
		}
	}
	return key.VerificationMethod{}, fail(methodUnlisted, "the document of %s does not list the key", quote(s.id.text))
}

// controls fails if another identifier controls the key.
func (s *search) controls(m key.VerificationMethod) error {
	if m.Controller != s.id.text {
		return fail(codeController, "the controller of key %s is %s, wanted %s", quote(m.ID), quote(m.Controller), quote(s.id.text))
	}
	return nil
}

// keyDocument fetches a key that has a document of its own and that the
// issuer's document names.
func (s *search) keyDocument(ctx context.Context) (key.VerificationMethod, error) {
	text, err := s.get(ctx, s.resolver.Document, s.name)
	if err != nil {
		return key.VerificationMethod{}, err
	}
	m, err := key.ParseVerificationMethod(text)
	if err != nil {
		return key.VerificationMethod{}, err
	}
	if m.ID != s.name {
		return key.VerificationMethod{}, fail(codeDocumentID, "the document of key %s has the id %s", quote(s.name), quote(m.ID))
	}
	return m, s.controls(m)
}

// keySet fetches the keys of the issuer's host. A set that names an issuer
// must name this one, since several issuers can share a host.
func (s *search) keySet(ctx context.Context) ([]key.Key, error) {
	text, err := s.get(ctx, s.resolver.KeySet, s.id.keySetAddress())
	if err != nil {
		return nil, err
	}
	set, err := key.ParseJWKS(text)
	if err != nil {
		return nil, err
	}
	if set.Issuer != "" && set.Issuer != s.id.text {
		return nil, fail(codeIssuer, "the issuer of the key set is %s, wanted %s", quote(set.Issuer), quote(s.id.text))
	}
	return set.Keys, nil
}

// inKeySet looks in the key set for the key, for its name, or for the key that
// is published at the URL that is its name.
func (s *search) inKeySet(ctx context.Context, keys []key.Key) (m key.VerificationMethod, ok bool, err error) {
	if s.name == "" {
		m, ok = s.equalKey(keys, s.key)
		return m, ok, nil
	}
	for _, prefix := range []string{"", s.id.keySetAddress() + "#", s.id.text + "#"} {
		for _, k := range keys {
			if k.ID() != "" && prefix+k.ID() == s.name {
				return s.ofKeySet(k), true, nil
			}
		}
	}
	elsewhere := s.name != s.id.text && s.name != s.id.keySetAddress()
	if !elsewhere || !strings.HasPrefix(s.name, "https://") || strings.Contains(s.name, "#") {
		return m, false, nil
	}
	text, err := s.get(ctx, s.resolver.Document, s.name)
	if err != nil {
		return m, false, err
	}
	single, err := key.Parse(text)
	if err != nil {
		return m, false, err
	}
	if len(single) == 1 {
		m, ok = s.equalKey(keys, single[0])
	}
	return m, ok, nil
}

func (s *search) equalKey(keys []key.Key, wanted key.Key) (key.VerificationMethod, bool) {
	for _, k := range keys {
		if k.Equal(wanted) {
			return s.ofKeySet(k), true
		}
	}
	return key.VerificationMethod{}, false
}

// ofKeySet gives a key of the set the wanted name, if there is one.
func (s *search) ofKeySet(k key.Key) key.VerificationMethod {
	if s.name != "" {
		k = k.WithID(s.name)
	}
	return key.VerificationMethod{ID: k.ID(), Controller: s.id.text, Key: k}
}

// get fetches one text.
func (s *search) get(ctx context.Context, fetch Fetch, address string) ([]byte, error) {
	if fetch == nil {
		return nil, unknown(codeOffline, "%s is needed, and the resolver is offline", quote(address))
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.fetched = append(s.fetched, address)
	body, err := fetch(ctx, address)
	if err != nil {
		return nil, fetchError{err}
	}
	return body, nil
}

func (s *search) notBound() error {
	if s.name == "" {
		return fail(codeNotBound, "issuer %s does not publish this key", quote(s.id.text))
	}
	return fail(codeNotBound, "issuer %s does not publish a key named %s", quote(s.id.text), quote(s.name))
}

// unlisted reports whether a document does not hold the key, as opposed to a
// key that must not be used.
func unlisted(err error) bool { return badge.CodeOf(err) == methodUnlisted }
