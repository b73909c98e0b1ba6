package host

import (
	"encoding/json"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
)

// state is what a page says about a badge at this moment.
type state string

const (
	current   state = "current"
	open      state = "open" // the status is not kept by this host, or cannot be read
	revoked   state = "revoked"
	suspended state = "suspended"
	expired   state = "expired"
	early     state = "early"
)

// stateOf fills in the state of a badge, as the pages of this host have it. The
// reasons of Host.Reason are not shown: verifiers do not see them either.
func (m *maker) stateOf(c badge.Credential) error {
	s, err := m.listed()
	if signed20(m.doc) {
		s, err = m.listed20(c)
	}
	switch {
	case s == revoked || s == suspended:
	case m.ended(c.ValidUntil):
		s = expired
	case !m.begun(c.ValidFrom):
		s = early
	}
	m.State = s
	return err
}

// listed returns the state of a badge in the status lists that it names.
func (m *maker) listed() (state, error) {
	s := current
	for _, entry := range statusOf(m.doc) {
		found, err := m.inList(entry)
		if err != nil {
			return open, err
		}
		if found == revoked || s == current || s == open && found == suspended {
			s = found
		}
	}
	return s, nil
}

// inList returns the state of a badge in one list.
func (m *maker) inList(c badge.CredentialStatus) (state, error) {
	e, err := entryOf(c)
	if err != nil {
		return open, nil
	}
	name, err := m.host.nameOf(e.List)
	if err != nil {
		return open, nil
	}
	p, found, err := m.host.loadPublic(m.ctx, name)
	if err != nil || !found {
		return open, err
	}
	l, err := readList(p.Body, e.List, m.doc.IssuerID())
	if err != nil {
		return open, nil
	}
	value, err := l.value(e)
	switch {
	case err != nil:
		return open, nil
	case e.Type == status.TokenType && value == status.TokenSuspended, e.Purpose == status.Suspension && value > 0:
		return suspended, nil
	case e.Type == status.TokenType && value == status.TokenInvalid, e.Purpose == status.Revocation && value > 0:
		return revoked, nil
	case value > 0:
		return open, nil // a value of which this host does not know the meaning
	}
	return current, nil
}

// listed20 returns the state of a signed badge of Open Badges 2.0 in the revocation
// list of its issuer.
func (m *maker) listed20(c badge.Credential) (state, error) {
	id, err := m.host.issuerOf(m.ctx, m.doc)
	if err != nil {
		return open, nil
	}
	profile, err := m.host.documentAt(m.ctx, id)
	if err != nil || profile == nil {
		return open, err
	}
	list := ""
	if json.Unmarshal(profile.Profile().Extra["revocationList"], &list) != nil {
		return current, nil // the issuer has none
	}
	name, err := m.host.nameOf(list)
	if err != nil {
		return open, nil
	}
	p, found, err := m.host.loadPublic(m.ctx, name)
	if err != nil || !found {
		return open, err
	}
	l, err := readRevocationList(p.Body)
	if err != nil {
		return open, nil
	}
	if entry, is := l.Find(c.ID, ""); is {
		m.Reason = m.text(entry.Reason) // of a public list
		return revoked, nil
	}
	return current, nil
}
