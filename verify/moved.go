package verify

import (
	"errors"
	"fmt"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// secured returns the https URL to request instead of a plain http URL on the
// default port, since plain http proves nothing. It returns other URLs
// unchanged.
func (q *inquiry) secured(address string) string {
	plain, ok := strings.CutPrefix(address, "http://")
	if !ok {
		return address
	}
	end := len(plain)
	if i := strings.IndexAny(plain, "/?#"); i >= 0 {
		end = i
	}
	secure := "https://" + strings.TrimSuffix(plain[:end], ":80") + plain[end:]
	if u, err := webAddress(secure); err != nil || u.Port() != "" {
		return address
	}
	return secure
}

// orPlain reports whether a URL is requested over plain http after its https URL
// did not return the document. A host that says over https that the document is
// gone is believed.
func (q *inquiry) orPlain(address string, err error) bool {
	var f, cause *fault
	if err == nil || !q.allows(AllowHTTP) || q.secured(address) == address {
		return false
	}
	return !errors.As(err, &f) || !errors.As(f.cause, &cause) || cause.code != CodeFetchGone
}

// requested returns the URL from which the document with an id came.
func (q *inquiry) requested(id string) string {
	if _, plain := q.web.known[id]; plain {
		return id
	}
	return q.secured(id)
}

// sameAddress reports whether two ids are equal, apart from http and https.
func (q *inquiry) sameAddress(one, two string) bool { return q.secured(one) == q.secured(two) }

// hasAddress reports whether the URL of an id may be requested.
func (q *inquiry) hasAddress(id string) bool {
	_, err := q.web.address(q.secured(id))
	return err == nil
}

// noAddressError returns why the URL of a document cannot be requested.
func (q *inquiry) noAddressError(path, name, address string) error {
	if plain, ok := strings.CutPrefix(address, "http://"); ok && address != "http://" {
		if u, err := webAddress("https://" + plain); err == nil && u.Port() != "" {
			return notKnown(codeOriginPlainHTTP, path, "%s is plain http, which proves nothing, and has a port for which there is no https URL", shownURL(address))
		}
	}
	return no(CodeOriginAddress, path, "the %s is %s, wanted an https URL or an object without a URL", name, badge.Quote(address))
}

// unanswered returns why a page is missing. The https URL of a plain http page
// can be missing while the page exists.
func (q *inquiry) unanswered(address, asked string, err error) error {
	var f *fault
	if address == asked || errors.As(err, &f) && (f.code == CodeFetchOffline || f.code == CodeVerifyCancelled || f.code == CodeVerifyBlocked || f.code == CodeVerifyBudget) {
		return err
	}
	why := notKnown(codeOriginPlainHTTP, "", "%s is plain http, which proves nothing, and %s does not return the badge; AllowHTTP accepts http", shownURL(address), shownURL(asked))
	why.cause = err
	return why
}

// movedCheck reports that a document was found at the https URL of its id.
func movedCheck(address, id string) Check {
	return Check{Stage: StageOrigin, Outcome: Warned, Code: codeOriginMoved,
		Message: fmt.Sprintf("%s was requested over https and has the id %s", shownURL(address), badge.Quote(id))}
}

// trusted checks an issuer. One whose profile was fetched over https is also
// trusted under the https form of its id.
func (q *inquiry) trusted(id, path string) Check {
	c := q.as.trust(id, path)
	if secure := q.secured(id); c.Outcome == Failed && secure != id {
		if moved := q.as.trust(secure, path); moved.Outcome != Failed {
			return moved
		}
	}
	return c
}

// codeMemberNull is a code of badge.Upgrade.
const codeMemberNull = "member.null"

// noteReadings keeps how a document before Open Badges 3.0 was read: the
// changes of Upgrade, other than renamed properties, with pointers into the
// badge with its class and issuer.
func (q *inquiry) noteReadings(kind FetchKind, changes []badge.Change) {
	below := ""
	switch kind {
	case FetchBadgeClass:
		below = "/badge"
	case FetchProfile:
		if below = "/issuer"; q.presented.Kind() == badge.KindCredential {
			below = "/badge/issuer"
		}
	}
	for _, c := range changes {
		if strings.HasPrefix(c.Code, "upgrade.") {
			continue
		}
		p := badge.Problem{Code: c.Code, Path: below + c.Path, Message: c.Message, Severity: badge.SeverityWarning}
		if c.Code == codeMemberNull {
			p.Severity = badge.SeverityError // a departure
		}
		q.readings = append(q.readings, p)
	}
}
