package did

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// hosted searches the document of an https issuer, then the key set of its
// origin, then the URL that is the name of the key. It stops at the first that
// has the key. The document's statements about a key count wherever the key is
// found: a revoked key stays revoked.
func (s *search) hosted(ctx context.Context) (Resolution, error) {
	doc, docErr := s.document(ctx)
	if docErr == nil {
		m, err := s.inDocument(ctx, doc)
		if !unlisted(err) {
			return Resolution{Method: m, Binding: Hosted}, err
		}
	} else if !notFound(docErr) && (!definite(docErr) || decisive[badge.CodeOf(docErr)]) {
		return Resolution{}, docErr
	}
	found, setErr := s.published(ctx, doc)
	if setErr == nil {
		return s.confirmed(found, doc)
	}
	switch open := docErr != nil && !definite(docErr); {
	case unlisted(setErr) && !open, notFound(setErr) && len(doc.Assertions()) > 0:
		return Resolution{}, s.notBound()
	case len(doc.Assertions()) > 0 && !definite(setErr):
		return Resolution{}, &failure{code: codeNotBound, unknown: true, cause: setErr, message: fmt.Sprintf(
			"issuer %s lists other keys, and its key set could not be fetched", badge.Quote(s.id.text))}
	case open && (unlisted(setErr) || !definite(setErr)):
		return Resolution{}, docErr
	}
	return Resolution{}, setErr
}

// decisive are the errors of an issuer's document that end the search. Any
// other document counts as a web page without keys.
var decisive = map[string]bool{
	codeDeactivated:            true,
	"controller.duplicate":     true,
	"controller.too_many":      true,
	"controller.method_format": true,
}

// bound are the answers that a key was found and does not belong to the issuer.
var bound = map[string]bool{codeIssuer: true, codeNotBound: true, codeController: true, codeDocumentID: true}

// notFound reports whether the host has nothing at a URL.
func notFound(err error) bool {
	var answer interface{ NotFound() bool }
	return errors.As(err, &answer) && answer.NotFound()
}

// confirmed checks a key against what the issuer's document states about it
// under other names.
func (s *search) confirmed(found Resolution, doc *key.ControllerDocument) (Resolution, error) {
	m, err := doc.MethodOf(found.Method.Key)
	switch {
	case unlisted(err):
		return found, nil
	case err == nil:
		err = s.controls(m)
	}
	found.Method = found.Method.Within(m)
	found.Binding, found.Branch = Hosted, false
	return found, err
}

// published searches the key set of the issuer's origin, and then the URL that
// is the name of the key. If a key is at both, the set decides how it is bound
// to the issuer.
func (s *search) published(ctx context.Context, doc *key.ControllerDocument) (Resolution, error) {
	set, err := s.keySet(ctx)
	if err == nil {
		var found Resolution
		if found, err = s.inKeySet(set, doc); err == nil {
			return found, nil
		}
	}
	address, _, _ := strings.Cut(s.name, "#")
	unread := !definite(err) && !notFound(err)
	if address == "" || address == s.id.text || address == s.id.keySetAddress() || unread || bound[badge.CodeOf(err)] {
		return Resolution{}, err
	}
	m, err := s.atName(ctx, address)
	if err != nil {
		return Resolution{}, err
	}
	for _, entry := range set {
		if entry.Key.Equal(m.Key) && (entry.Controller == "" || entry.Controller == s.id.text) {
			return s.found(m.Within(entry), s.bindingInSet(entry, doc)), nil
		}
	}
	if slices.Contains(doc.Assertions(), s.name) {
		return s.found(m, Hosted), nil
	}
	found := s.found(m, Origin)
	found.Branch = !s.id.sameBranch(address)
	return found, nil
}

// keySet fetches the keys of the issuer's origin.
func (s *search) keySet(ctx context.Context) ([]key.VerificationMethod, error) {
	text, err := s.get(ctx, s.resolver.KeySet, s.id.keySetAddress())
	if err != nil {
		return nil, err
	}
	return key.ParseJWKS(text)
}

// inKeySet searches the key set for the key or its name. Keys for other issuers
// do not count, since several issuers can share a host.
func (s *search) inKeySet(set []key.VerificationMethod, doc *key.ControllerDocument) (Resolution, error) {
	var foreign error
	for _, kid := range s.kids() {
		for _, entry := range set {
			switch {
			case s.name == "" && !entry.Key.Equal(s.key):
			case s.name != "" && entry.ID != kid && !(kid == s.id.keySetAddress() && len(set) == 1):
			case entry.Controller != "" && entry.Controller != s.id.text:
				foreign = fail(codeIssuer, "the key set publishes the key for issuer %s, wanted %s", badge.Quote(entry.Controller), badge.Quote(s.id.text))
			case entry.Controller == "" && !s.own(kid):
			case entry.Err != nil:
				return Resolution{}, entry.Err
			default:
				return s.found(entry, s.bindingInSet(entry, doc)), nil
			}
		}
	}
	return Resolution{}, cmp.Or(foreign, fail(methodUnlisted, "the key set does not list the key"))
}

// kids lists the values of kid in a key set that fit the name, best first. For
// a search by key it has one entry, which is not compared.
func (s *search) kids() []string {
	address, fragment, fragmented := strings.Cut(s.name, "#")
	set := s.id.keySetAddress()
	if !fragmented || address != s.id.text && address != set {
		return []string{s.name}
	}
	return []string{s.name, fragment, set + "#" + fragment, s.id.text + "#" + fragment}
}

// own reports whether a kid in a set without an issuer may belong to the
// issuer. Any other URL may be the key of another issuer.
func (s *search) own(kid string) bool {
	address, _, _ := strings.Cut(kid, "#")
	return !strings.HasPrefix(kid, "https://") || address == s.id.keySetAddress() || s.id.above(address)
}

// bindingInSet returns how the key set of the origin binds a key to the issuer.
// A set that names no issuer may serve several, unless the issuer's id is the
// origin and its document has no keys.
func (s *search) bindingInSet(entry key.VerificationMethod, doc *key.ControllerDocument) Binding {
	bare := (s.id.address.Path == "" || s.id.address.Path == "/") && s.id.address.RawQuery == "" && !s.id.address.ForceQuery
	if entry.Controller == s.id.text || bare && len(doc.Assertions()) == 0 {
		return Hosted
	}
	return Origin
}

// sameBranch reports whether an https URL lies below the issuer's id, or in a
// folder that the issuer's id lies in.
func (id identifier) sameBranch(address string) bool {
	other, err := parse(address)
	if err != nil || other.kind != methodHTTPS || other.address.RawQuery != "" {
		return false
	}
	path := other.address.EscapedPath()
	folder := path[:strings.LastIndexByte(path, '/')+1]
	return id.above(address) || strings.HasPrefix(id.address.EscapedPath(), folder)
}

// above reports whether a URL of the issuer's origin is its id or lies below it.
func (id identifier) above(address string) bool {
	return address == id.text || id.address.RawQuery == "" && strings.HasPrefix(address, strings.TrimSuffix(id.text, "/")+"/")
}

// atName fetches the URL that is the name of the key. It returns a key, or a
// key set from which the fragment selects one.
func (s *search) atName(ctx context.Context, address string) (m key.VerificationMethod, err error) {
	text, err := s.get(ctx, s.resolver.Document, address)
	if err != nil {
		return m, err
	}
	_, fragment, _ := strings.Cut(s.name, "#")
	fits := func(kid string) bool { return kid == s.name || fragment != "" && kid == fragment }
	switch form, err := formOf(text); {
	case err != nil:
		return m, err
	case form == aSet:
		set, err := key.ParseJWKS(text)
		if err != nil {
			return m, err
		}
		for _, entry := range set {
			if fits(entry.ID) || fragment == "" && len(set) == 1 {
				return entry, s.meant(entry, entry.Err, codeIssuer)
			}
		}
	case form == aJWK:
		m, err := key.ParseVerificationMethod(text)
		if fits(m.ID) || fragment == "" || m.ID == "" {
			return m, s.meant(m, err, codeIssuer)
		}
	case form == aMethod:
		m, err := key.ParseVerificationMethod(text)
		if err == nil && m.ID != s.name {
			err = fail(codeDocumentID, "the document of key %s has the id %s", badge.Quote(s.name), badge.Quote(m.ID))
		}
		return m, s.meant(m, err, codeController)
	}
	return m, s.notBound()
}

// meant returns an error if a published key cannot be used or is for another
// issuer.
func (s *search) meant(m key.VerificationMethod, err error, code string) error {
	if m.Controller != "" && m.Controller != s.id.text {
		return fail(code, "key %s is published for %s, wanted %s", badge.Quote(s.name), badge.Quote(m.Controller), badge.Quote(s.id.text))
	}
	return err
}

// form is a kind of text with keys.
type form int

const (
	aDocument form = iota // anything else, such as a profile
	aSet
	aJWK
	aMethod
)

// formOf distinguishes the forms by their members. The strict reader of the
// form checks the text.
func formOf(text []byte) (form, error) {
	var members map[string]json.RawMessage
	if json.Unmarshal(text, &members) != nil {
		_, err := key.ParseVerificationMethod(text)
		return aDocument, err
	}
	switch has := func(name string) bool { return members[name] != nil }; {
	case has("keys"):
		return aSet, nil
	case has("kty"):
		return aJWK, nil
	case has("publicKeyMultibase") || has("publicKeyJwk"):
		return aMethod, nil
	}
	return aDocument, nil
}

// found gives a key of the origin the wanted name, if there is one.
func (s *search) found(m key.VerificationMethod, b Binding) Resolution {
	m.ID, m.Controller = cmp.Or(s.name, m.ID), s.id.text
	m.Key = m.Key.WithID(m.ID)
	return Resolution{Binding: b, Method: m}
}
