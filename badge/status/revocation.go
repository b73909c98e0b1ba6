package status

import (
	"slices"
	"strconv"
)

// RevocationList is a 1EdTechRevocationList: the ids of the credentials that
// one issuer took back.
type RevocationList struct {
	// ID is the address under which the list calls itself published.
	ID string
	// Issuer is the id of the issuer that the list speaks for.
	Issuer string

	revoked map[string]string // credential id to reason
}

// ParseRevocationList reads a 1EdTechRevocationList. A failure is an [*Error]:
// half a list is no list, because what is missing would count as not revoked.
func ParseRevocationList(data []byte) (*RevocationList, error) {
	if len(data) > maxRevocationList {
		return nil, fail(codeTooLarge, "", "the list has %d bytes, more than %d", len(data), maxRevocationList)
	}
	obj, err := readObject(data, "")
	if err != nil {
		return nil, err
	}
	l := &RevocationList{revoked: map[string]string{}}
	if l.ID, err = obj.text("id"); err != nil {
		return nil, err
	}
	if l.Issuer, err = obj.text("issuer"); err != nil {
		return nil, err
	}
	// Published lists use either name; one that uses both has two meanings.
	names := slices.DeleteFunc([]string{"revokedCredential", "revokedCredentials"}, func(name string) bool { return !obj.has(name) })
	if len(names) != 1 {
		return nil, fail(codeMember, "", "found %d members named revokedCredential or revokedCredentials, and should find one", len(names))
	}
	elements, err := obj.elements(names[0])
	if err != nil {
		return nil, err
	}
	for i, raw := range elements {
		element, err := readObject(raw, obj.at(names[0])+"/"+strconv.Itoa(i))
		if err != nil {
			return nil, err
		}
		if err := l.add(element); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// add takes over one element. An id that is listed twice is revoked if either
// element says so.
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
	if raw, ok := element.members["revoked"]; ok {
		revoked = string(raw)
	}
	switch revoked {
	case "true":
		l.revoked[id] = reason
	case "false":
	default:
		return fail(codeMember, element.at("revoked"), "found %s where true or false should be", quote(revoked))
	}
	return nil
}

// Lookup returns what the list says about the credential with the given id by
// the given issuer. Ids are compared as they are written; a list that speaks
// for another issuer fails.
func (l *RevocationList) Lookup(issuer, id string) (Result, error) {
	if l.Issuer != issuer {
		return Result{}, fail(codeListIssuer, "/issuer", "the list is by %s, the badge by %s", quote(l.Issuer), quote(issuer))
	}
	reason, revoked := l.revoked[id]
	if !revoked {
		return Result{Purpose: Revocation}, nil
	}
	return Result{Value: 1, Purpose: Revocation, Message: reason}, nil
}
