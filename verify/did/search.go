package did

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/key"
)

// methodUnlisted is the code with which package key reports that a document
// does not hold a verification method.
const methodUnlisted = "controller.unknown"

// search is one look for one key of an issuer that publishes its keys.
type search struct {
	fetch   Fetch
	id      identifier
	name    string  // of the key that is wanted, or "" if
	key     key.Key // the key itself is known
	fetched []string
}

// document is what an issuer publishes about itself.
type document struct {
	*key.ControllerDocument
	references []string // the methods under assertionMethod that are named, not embedded
}

// hasKeys reports whether the document lists keys that make assertions.
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

// hosted looks in the controller document of an https issuer. Only if that
// lists no keys at all, the key set of the host is asked, because a host may
// publish one set for many issuers.
func (s *search) hosted(ctx context.Context) (key.VerificationMethod, error) {
	doc, docErr := s.document(ctx)
	if codeOf(docErr) == codeDeactivated {
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

// verdict weighs two sources that did not have the key. Whatever could not be
// asked leaves the question open.
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
	text, err := s.get(ctx, kindController, s.id.address.String())
	if err != nil {
		return document{}, err
	}
	read, err := key.ParseControllerDocument(text)
	if err != nil {
		return document{}, err
	}
	if read.ID() != s.id.text {
		return document{}, fail(codeDocumentID, "the document of %s is about %s", quote(s.id.text), quote(read.ID()))
	}
	if read.Deactivated() {
		return document{}, fail(codeDeactivated, "%s is out of use, says its document", quote(s.id.text))
	}
	return document{read, references(text)}, nil
}

// references returns the texts under assertionMethod of a document that has
// been read strictly before.
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
	return key.VerificationMethod{}, &key.Error{Code: methodUnlisted}
}

// controls reports whether the issuer is who controls the key.
func (s *search) controls(m key.VerificationMethod) error {
	if m.Controller != s.id.text {
		return fail(codeController, "key %s is controlled by %s, and not by %s", quote(m.ID), quote(m.Controller), quote(s.id.text))
	}
	return nil
}

// keyDocument fetches a key that is published by itself and that the issuer's
// document names.
func (s *search) keyDocument(ctx context.Context) (key.VerificationMethod, error) {
	text, err := s.get(ctx, kindController, s.name)
	if err != nil {
		return key.VerificationMethod{}, err
	}
	m, err := key.ParseVerificationMethod(text)
	if err != nil {
		return key.VerificationMethod{}, err
	}
	if m.ID != s.name {
		return key.VerificationMethod{}, fail(codeDocumentID, "the document of key %s is about %s", quote(s.name), quote(m.ID))
	}
	return m, s.controls(m)
}

// keySet fetches the keys of the issuer's host. A set that names its issuer
// has to name this one: others may live on the same host.
func (s *search) keySet(ctx context.Context) ([]key.Key, error) {
	text, err := s.get(ctx, kindKeys, s.id.keySetAddress())
	if err != nil {
		return nil, err
	}
	set, err := key.ParseJWKS(text)
	if err != nil {
		return nil, err
	}
	if set.Issuer != "" && set.Issuer != s.id.text {
		return nil, fail(codeIssuer, "the key set belongs to %s, and not to %s", quote(set.Issuer), quote(s.id.text))
	}
	return set.Keys, nil
}

// inKeySet looks in the key set: for the key, for one with that name, or for
// the one that stands at the address that is the name.
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
	text, err := s.get(ctx, kindController, s.name)
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

// ofKeySet gives a key of the set the name it was asked for by, if any.
func (s *search) ofKeySet(k key.Key) key.VerificationMethod {
	if s.name != "" {
		k = k.WithID(s.name)
	}
	return key.VerificationMethod{ID: k.ID(), Controller: s.id.text, Key: k}
}

// get fetches one text.
func (s *search) get(ctx context.Context, kind, address string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s.fetch == nil {
		return nil, unknown(codeOffline, "%s is needed, and nothing may be fetched", quote(address))
	}
	s.fetched = append(s.fetched, address)
	return s.fetch(ctx, kind, address)
}

func (s *search) notBound() error {
	if s.name == "" {
		return fail(codeNotBound, "issuer %s publishes no such key", quote(s.id.text))
	}
	return fail(codeNotBound, "issuer %s publishes no key named %s", quote(s.id.text), quote(s.name))
}

// unlisted reports whether a document does not hold the key at all, as opposed
// to holding one that may not be used.
func unlisted(err error) bool { return codeOf(err) == methodUnlisted }

// codeOf returns the code of an error of this package or of package key.
func codeOf(err error) string {
	var own *Error
	if errors.As(err, &own) {
		return own.Code
	}
	var other *key.Error
	if errors.As(err, &other) {
		return other.Code
	}
	return ""
}
