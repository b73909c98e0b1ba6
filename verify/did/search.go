package did

import (
	"context"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// methodUnlisted is the code of package key for a verification method that is
// missing from a document.
const methodUnlisted = "controller.unknown"

// search is one search for one key of an issuer that publishes its keys.
type search struct {
	resolver Resolver
	id       identifier
	name     string  // the complete name of the wanted key, or "" to search by the key
	version  string  // the query of the name, for a version of a did:webvh; mostly ""
	key      key.Key // the wanted key, if the name is ""
	fetched  []string
}

// web searches the DID document.
func (s *search) web(ctx context.Context) (Resolution, error) {
	doc, err := s.document(ctx)
	if err != nil {
		return Resolution{}, err
	}
	m, err := s.inDocument(ctx, doc)
	return Resolution{Method: m, Binding: DIDWeb}, s.missing(doc, err)
}

// missing turns the error of a key that a DID document does not list into one that
// says so.
func (s *search) missing(doc *key.ControllerDocument, err error) error {
	switch {
	case unlisted(err) && s.name == s.id.text:
		err = fail(codeNotBound, "the proof names the DID %s without a key; the DID document lists %d", badge.Quote(s.name), len(doc.Assertions()))
	case unlisted(err):
		err = s.notBound()
	}
	return err
}

// document fetches and reads the document of the identifier itself.
func (s *search) document(ctx context.Context) (*key.ControllerDocument, error) {
	if s.id.kind == methodWebVH {
		return s.latest(ctx)
	}
	text, err := s.get(ctx, s.resolver.Document, s.id.address.String())
	if err != nil {
		return nil, err
	}
	return s.ownDocument(text)
}

// ownDocument reads the text of the document of the identifier.
func (s *search) ownDocument(text []byte) (*key.ControllerDocument, error) {
	parse := key.ParseControllerDocument
	if s.resolver.Parse != nil {
		parse = s.resolver.Parse
	}
	read, err := parse(text)
	if err != nil {
		return nil, err
	}
	if read.ID() != s.id.text {
		return nil, fail(codeDocumentID, "the document of %s has the id %s", badge.Quote(s.id.text), badge.Quote(read.ID()))
	}
	if read.Deactivated() {
		return nil, fail(codeDeactivated, "the DID document says that %s is deactivated", badge.Quote(s.id.text))
	}
	if s.resolver.Authentication {
		read = read.Authenticating()
	}
	return read, nil
}

// inDocument searches the verification methods of the issuer's document. The
// identifier without a fragment names the only method that may make assertions.
func (s *search) inDocument(ctx context.Context, doc *key.ControllerDocument) (m key.VerificationMethod, err error) {
	name, assertions := s.name, doc.Assertions()
	switch {
	case name == "":
		m, err = doc.MethodOf(s.key)
	case name == s.id.text && len(assertions) == 1:
		name = assertions[0]
		fallthrough
	default:
		m, err = doc.Method(name)
	}
	if unlisted(err) && name != "" && s.id.kind == methodHTTPS && !strings.Contains(name, "#") &&
		slices.Contains(assertions, name) {
		if _, bad := s.id.complete(name); bad != nil {
			return key.VerificationMethod{}, bad
		}
		m, err = s.keyDocument(ctx, name)
	}
	if err == nil {
		err = s.controls(m)
	}
	return m, err
}

// controls returns an error if another identifier controls the key.
func (s *search) controls(m key.VerificationMethod) error {
	if m.Controller != s.id.text {
		return fail(codeController, "the controller of key %s is %s, wanted %s", badge.Quote(m.ID), badge.Quote(m.Controller), badge.Quote(s.id.text))
	}
	return nil
}

// keyDocument fetches a key that is published as a document and named in the
// issuer's document.
func (s *search) keyDocument(ctx context.Context, name string) (key.VerificationMethod, error) {
	text, err := s.get(ctx, s.resolver.Document, name)
	if err != nil {
		return key.VerificationMethod{}, err
	}
	m, err := key.ParseVerificationMethod(text)
	if err != nil {
		return key.VerificationMethod{}, err
	}
	if m.ID != name {
		return key.VerificationMethod{}, fail(codeDocumentID, "the document of key %s has the id %s", badge.Quote(name), badge.Quote(m.ID))
	}
	return m, nil
}

// get fetches one text.
func (s *search) get(ctx context.Context, fetch Fetch, address string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if fetch == nil {
		return nil, unknown(codeOffline, "%s is needed, and the resolver is offline", badge.Quote(address))
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
		return fail(codeNotBound, "issuer %s does not publish this key", badge.Quote(s.id.text))
	}
	return fail(codeNotBound, "issuer %s does not publish a key named %s", badge.Quote(s.id.text), badge.Quote(s.name))
}

// unlisted reports whether the key is missing from a document, rather than not
// allowed.
func unlisted(err error) bool { return badge.CodeOf(err) == methodUnlisted }
