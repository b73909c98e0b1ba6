package issuer

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// checkID refuses an issuer id under which no verifier could look for keys.
func checkID(id string) error {
	if id == "" {
		return errors.New("the id is required: the DID or URL at which the issuer publishes its keys")
	}
	if key.IsPrivate(id) {
		return privateID(id)
	}
	if isDID(id) && !strings.ContainsAny(id, "#?/") {
		return nil
	}
	if u, err := url.Parse(id); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && u.Fragment == "" {
		return nil
	}
	return fmt.Errorf("found %.64q, wanted a DID or the URL of a page", key.Redact(id))
}

// codePrivate is the code of package key for a private key in place of a
// public one.
const codePrivate = "key.private_exposed"

// privateID is the error for an identifier that is a private key.
func privateID(id string) error {
	return &InvalidError{[]badge.Problem{{Code: codePrivate, Message: fmt.Sprintf("%.64q is a private key, wanted a public one", key.Redact(id))}}}
}

// isDID reports whether text starts as a DID does: did, a method name and an
// identifier (DID Core §3.1).
func isDID(text string) bool {
	rest, ok := strings.CutPrefix(text, "did:")
	name, identifier, found := strings.Cut(rest, ":")
	return ok && found && identifier != "" && name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

// checkMethod refuses a verification method that verifiers do not take for one
// of the issuer's: the issuer's DID with a fragment or, for an issuer whose id
// is a URL, an address of the same origin.
func checkMethod(issuer, method string) error {
	if method == "" {
		return errors.New("the key has no ID, which names it in what the issuer publishes")
	}
	if key.IsPrivate(method) {
		return privateID(method)
	}
	if isDID(issuer) {
		if fragment, own := strings.CutPrefix(method, issuer+"#"); !own || fragment == "" {
			return fmt.Errorf("the verification method is %.64q, wanted %.64q and a fragment", key.Redact(method), issuer)
		}
		return nil
	}
	at, _ := url.Parse(issuer) // checkID has read it
	u, err := url.Parse(method)
	if err != nil || u.Scheme != at.Scheme || u.Host != at.Host || u.User != nil {
		return fmt.Errorf("the verification method is %.64q, wanted an address of the origin %s://%s", key.Redact(method), at.Scheme, at.Host)
	}
	return nil
}
