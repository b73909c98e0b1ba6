package status

import (
	"slices"

	"github.com/openbadges-go/openbadges/badge/tree"
)

// RevocationList is a 1EdTechRevocationList: the ids of the credentials that
// one issuer revoked.
type RevocationList struct {
	// ID is the id of the list, which should be its URL.
	ID string
	// Issuer is the id of the issuer of the listed credentials.
	Issuer string

	revoked map[string]string // credential id to reason
}

// ParseRevocationList reads a 1EdTechRevocationList. A list with a
// malformed entry is an error, because that entry would count as not revoked.
func ParseRevocationList(v tree.Value) (*RevocationList, error) {
	if err := isObject(v); err != nil {
		return nil, err
	}
	obj := object{v}
	var err error
	l := &RevocationList{revoked: map[string]string{}}
	if l.ID, err = obj.text("id"); err != nil {
		return nil, err
	}
	if l.Issuer, err = obj.text("issuer"); err != nil {
		return nil, err
	}
	// Published lists use either name; a list with both has two meanings.
	names := slices.DeleteFunc([]string{"revokedCredential", "revokedCredentials"}, func(name string) bool { return !obj.has(name) })
	if len(names) != 1 {
		return nil, fail(CodeMember, v.Pointer(), "found %d members named revokedCredential or revokedCredentials, wanted one", len(names))
	}
	elements, err := obj.elements(names[0])
	if err != nil {
		return nil, err
	}
	for _, e := range elements {
		if err := isObject(e); err != nil {
			return nil, err
		}
		if err := l.add(object{e}); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// add adds one element. An id that is listed twice is revoked if either element
// says so.
func (l *RevocationList) add(element object) error {
	id, err := element.text("id")
	if err != nil {
		return err
	}
	var reason string
	if element.has("revocationReason") {
		if reason, err = element.prose("revocationReason"); err != nil {
			return err
		}
	}
	revoked := "true"
	if v := element.Member("revoked"); v.Exists() {
		revoked = v.Raw()
	}
	switch revoked {
	case "true":
		l.revoked[id] = reason
	case "false":
	default:
		return fail(CodeMember, element.at("revoked"), "found %s, wanted true or false", quote(revoked))
	}
	return nil
}

// Lookup returns the status of the credential with the given id by the given
// issuer. Ids are compared as they are written. It fails if the list is for
// another issuer.
func (l *RevocationList) Lookup(issuer, id string) (Result, error) {
	if l == nil {
		return Result{}, fail(codeListIssuer, "", "the list is nil; use ParseRevocationList")
	}
	if l.Issuer != issuer {
		return Result{}, fail(codeListIssuer, "/issuer", "the list is by %s, the badge by %s", quote(l.Issuer), quote(issuer))
	}
	reason, revoked := l.revoked[id]
	if !revoked {
		return Result{Purpose: Revocation}, nil
	}
	return Result{Value: 1, Purpose: Revocation, Message: reason}, nil
}
