package did

import (
	"context"
	"errors"
	"strings"

	"github.com/openbadges-go/openbadges/badge/proof"
)

// search is one look for a key of one issuer.
type search struct {
	ctx     context.Context
	fetch   Fetch
	id      identifier
	wants   func(proof.VerificationMethod) bool
	fetched []string
}

var bindings = map[form]Binding{formKey: SelfAsserted, formJWK: SelfAsserted, formWeb: DIDWeb, formHTTPS: Hosted}

// found hands out a key that the issuer controls.
func (s *search) found(m proof.VerificationMethod, err error) (Found, error) {
	if err != nil {
		return Found{}, err
	}
	if m.Controller != s.id.text {
		return Found{}, fail(codeController, "the key %s is controlled by %s, and the issuer is %s", quote(m.ID), quote(m.Controller), quote(s.id.text))
	}
	return Found{Method: m, Binding: bindings[s.id.form], Fetched: s.fetched}, nil
}

// get asks for the text at an address.
func (s *search) get(kind, address string) ([]byte, error) {
	if s.fetch == nil {
		return nil, unknown(codeOffline, "the keys of %s have to be fetched, and nothing may be", quote(s.id.text))
	}
	s.fetched = append(s.fetched, address)
	return s.fetch(s.ctx, kind, address)
}

// document returns the controller document of the issuer.
func (s *search) document() (*proof.ControllerDocument, error) {
	text, err := s.get(kindController, s.id.address.String())
	if err != nil {
		return nil, err
	}
	doc, err := proof.ParseControllerDocument(text)
	switch {
	case err != nil:
		return nil, err
	case doc.ID() != s.id.text:
		return nil, fail(codeDocumentID, "the document of %s is about %s", quote(s.id.text), quote(doc.ID()))
	case doc.Deactivated():
		return nil, fail(codeDeactivated, "%s is out of use", quote(s.id.text))
	}
	return doc, nil
}

// inDocument looks in the issuer's document: by name if there is one, else
// for the first key that is wanted.
func (s *search) inDocument(name string) (proof.VerificationMethod, error) {
	doc, err := s.document()
	if err != nil {
		return proof.VerificationMethod{}, err
	}
	return s.choose(doc, name)
}

func (s *search) choose(doc *proof.ControllerDocument, name string) (proof.VerificationMethod, error) {
	if name != "" {
		return doc.Method(name)
	}
	for _, m := range doc.Methods() {
		if s.wants(m) {
			return m, nil
		}
	}
	return proof.VerificationMethod{}, fail(codeNotBound, "%s does not publish the key", quote(s.id.text))
}

// byName looks for a key of an https issuer by its name: in the issuer's
// document, in a document of the key's own that the issuer's document names,
// and in the key set of the host.
func (s *search) byName(name string) (proof.VerificationMethod, error) {
	if !strings.Contains(name, ":") {
		return s.inKeySet(name)
	}
	doc, documentErr := s.document()
	if documentErr == nil {
		m, err := s.choose(doc, name)
		if err == nil {
			return m, nil
		}
		if doc.Asserts(name) {
			return s.ownDocument(name)
		}
		documentErr = err
	}
	m, err := s.inKeySet(name)
	if err == nil {
		return m, nil
	}
	return m, weightier(documentErr, err)
}

// byKey looks for a given key of an https issuer, in its document and in the
// key set of the host.
func (s *search) byKey() (proof.VerificationMethod, error) {
	m, documentErr := s.inDocument("")
	if documentErr == nil {
		return m, nil
	}
	m, err := s.inKeySet("")
	if err == nil {
		return m, nil
	}
	return m, weightier(documentErr, err)
}

// ownDocument reads a key that stands at its own address. The issuer's
// document has been seen to name it under assertionMethod.
func (s *search) ownDocument(name string) (proof.VerificationMethod, error) {
	address, _, _ := strings.Cut(name, "#")
	text, err := s.get(kindController, address)
	if err != nil {
		return proof.VerificationMethod{}, err
	}
	m, err := proof.ParseVerificationMethod(text)
	if err == nil && m.ID != name {
		err = fail(codeDocumentID, "the document of key %s is about %s", quote(name), quote(m.ID))
	}
	return m, err
}

// inKeySet looks in the key set of the issuer's host: by kid, which may be
// the name of the key or its fragment, else for the first key that is wanted.
func (s *search) inKeySet(name string) (proof.VerificationMethod, error) {
	text, err := s.get(kindKeys, s.id.keySetAddress())
	if err != nil {
		return proof.VerificationMethod{}, err
	}
	set, err := proof.ParseJWKS(text)
	if err != nil {
		return proof.VerificationMethod{}, err
	}
	if set.Issuer != "" && set.Issuer != s.id.text {
		return proof.VerificationMethod{}, fail(codeIssuer, "the key set belongs to %s, and the issuer is %s", quote(set.Issuer), quote(s.id.text))
	}
	_, fragment, _ := strings.Cut(name, "#")
	for _, key := range set.Keys {
		m := proof.VerificationMethod{ID: key.ID(), Controller: s.id.text, Key: key}
		if name == "" && s.wants(m) || name != "" && (key.ID() == name || key.ID() == fragment && fragment != "") {
			return m, nil
		}
	}
	return proof.VerificationMethod{}, fail(codeNotBound, "the key set of %s does not have the key", quote(s.id.text))
}

// weightier returns which of two failures to report: one that leaves the
// question open before one that answers it, else the first.
func weightier(a, b error) error {
	if definite(a) && !definite(b) && !errors.Is(b, context.Canceled) {
		return b
	}
	return a
}
