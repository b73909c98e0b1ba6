package host

import (
	"cmp"
	"context"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/display"
	"github.com/openbadges-go/openbadges/badge/key"
)

// Kinds of pages for people, which are the ids of their phrases.
const (
	kindBadge  = "badge"
	kindClass  = "class-page"
	kindIssuer = "issuer-page"
)

// maker makes the view of one document.
type maker struct {
	*view
	host   *Host
	ctx    context.Context
	doc    *badge.Document
	secret []string // plain identities of the recipient, which no text of the page shows
}

func isBadge(kind badge.Kind) bool {
	return kind == badge.KindCredential || kind == badge.KindEndorsement || kind == badge.KindCLR
}

// badge fills in a badge.
func (m *maker) badge() error {
	c := m.doc.Credential()
	m.Kind = kindBadge
	class, err := m.published(c.Subject.Achievement.ID, badge.KindAchievement)
	if err != nil {
		return err
	}
	if class != nil {
		if c.Subject.Achievement.Name == "" { // of 2.0: the badge has only the address of its class
			c.Subject.Achievement = class.Achievement()
		}
		m.add("class", m.line(c.Subject.Achievement.Name), c.Subject.Achievement.ID)
	}
	a, by := c.Subject.Achievement, c.Issuer
	if by.ID == "" && a.Creator != nil {
		by = *a.Creator
	}
	profile, err := m.issuer(by)
	if err != nil {
		return err
	}
	if err := m.achievement(a, c.Image, c.Subject.Image); err != nil {
		return err
	}
	m.Title = cmp.Or(m.line(a.Name), m.line(c.Name), m.phrase("untitled"))
	m.About = cmp.Or(m.text(a.Description), m.text(c.Description), m.text(c.Subject.EndorsementComment))
	m.Digest = shortDigest(m.doc)
	m.QR = qrOf(m.Address)
	if err := m.stateOf(c); err != nil {
		return err
	}
	m.dates(c)
	m.addAll(display.Edubadge(m.Lang, m.doc, class, profile))
	m.addAll(display.Details(c))
	if m.State != revoked && m.State != suspended {
		m.LinkedIn = m.linkedIn()
	}
	return nil
}

// revoked fills in the notice of a revoked badge, which shows nothing of the badge.
func (m *maker) revoked() {
	m.Kind, m.Title, m.State = kindBadge, m.phrase("gone"), revoked
	m.Reason = m.text(m.doc.Revocation().Reason)
}

// class fills in a class.
func (m *maker) class() error {
	a := m.doc.Achievement()
	m.Kind, m.Title, m.About = kindClass, cmp.Or(m.line(a.Name), m.phrase("untitled")), m.text(a.Description)
	var profile *badge.Document
	if a.Creator != nil {
		var err error
		if profile, err = m.issuer(*a.Creator); err != nil {
			return err
		}
	}
	m.add("credits", m.line(string(a.CreditsAvailable)), "")
	m.addAll(display.Edubadge(m.Lang, m.doc, profile))
	m.addAll(display.Alignments(a))
	return m.achievement(a)
}

// profile fills in an issuer.
func (m *maker) profile() error {
	p := m.doc.Profile()
	m.Kind, m.Title, m.About = kindIssuer, cmp.Or(m.line(p.Name), m.phrase("unnamed")), m.text(p.Description)
	m.Issuer, m.IssuerURL = m.line(p.Name), m.link(p.URL)
	m.add("website", m.IssuerURL, m.IssuerURL)
	if mail := m.line(p.Email); mail != "" {
		m.add("email", mail, (&url.URL{Scheme: "mailto", Opaque: url.PathEscape(mail)}).String())
	}
	if p.Address != nil {
		m.add("place", m.line(cmp.Or(p.Address.AddressLocality, p.Address.AddressCountry, p.Address.AddressCountryCode)), "")
	}
	return m.picture(p.Image)
}

// published returns the document of a kind that this host publishes at its id, nil
// if there is none.
func (m *maker) published(id string, kind badge.Kind) (*badge.Document, error) {
	doc, err := m.host.documentAt(m.ctx, id)
	if err != nil || doc == nil || doc.Kind() != kind {
		return nil, err
	}
	return doc, nil
}

// issuer fills in the issuer of a badge or a class, of which the document may have
// only the id. It returns the published profile, nil if there is none.
func (m *maker) issuer(p badge.Profile) (*badge.Document, error) {
	doc, err := m.published(p.ID, badge.KindProfile)
	if err != nil {
		return nil, err
	}
	if p.Name == "" && doc != nil {
		p = doc.Profile()
	}
	m.Issuer = cmp.Or(m.line(p.Name), m.line(key.Redact(p.ID)))
	if m.IssuerURL = m.link(p.URL); m.IssuerURL == "" {
		m.IssuerURL = m.link(addressOfID(p.ID))
	}
	return doc, nil
}

// achievement fills in what a badge and its class have in common.
func (m *maker) achievement(a badge.Achievement, better ...*badge.Image) error {
	if kind := a.AchievementType; kind != badge.AchievementTypeBadge && kind != badge.AchievementTypeAchievement { // which say no more than the page
		m.Type = m.line(string(kind))
	}
	m.Criteria = m.text(a.Criteria.Narrative)
	if page := m.link(a.Criteria.ID); page != m.Address {
		m.add("criteria-page", page, page)
	}
	return m.picture(append([]*badge.Image{a.Image}, better...)...)
}

// dates adds when a badge was issued, to whom, and until when it counts.
func (m *maker) dates(c badge.Credential) {
	for _, o := range some(m, c.Subject.Identifier) {
		if o.IdentityType == badge.IdentifierName && o.Hashed != nil && !*o.Hashed && !strings.Contains(o.IdentityHash, "@") {
			m.add("issued-to", m.line(o.IdentityHash), "")
		}
	}
	from, err := badge.DateTime(cmp.Or(string(c.AwardedDate), string(c.ValidFrom))).Time()
	if err == nil {
		m.Awarded = from
		m.add("issued-on", m.day(from, false), "")
	}
	if m.State == early {
		if from, err := c.ValidFrom.Time(); err == nil {
			m.add("valid-from", m.day(from, true), "")
		}
	}
	switch until, err := c.ValidUntil.Time(); {
	case c.ValidUntil == "":
		m.add("expires-on", m.phrase("never"), "")
	case err != nil:
	case !m.host.now().Before(until):
		m.add("expired-on", m.day(until, true), "")
		m.Ends = until
	default:
		m.add("expires-on", m.day(until, true), "")
		m.Ends = until
	}
}

// addAll adds facts that the badge states. A web page without a text is its own
// text.
func (m *maker) addAll(facts []display.Fact) {
	for _, f := range some(m, facts) {
		text, link := m.line(f.Text), m.link(f.Link)
		switch {
		case f.ID == "alignment" && text != "":
			m.Skills = append(m.Skills, text)
		case f.ID == "evidence" && text == "":
			f.ID = "evidence-page"
		case f.ID == "learning-outcome":
			text = m.text(f.Text)
		}
		m.add(f.ID, cmp.Or(text, link), link)
	}
}

// some returns the items of a list that can become facts.
func some[T any](m *maker, all []T) []T {
	m.More = m.More || len(all) > maxFacts
	return all[:min(len(all), maxFacts)]
}

// add adds a fact with a text.
func (m *maker) add(id, text, link string) {
	switch {
	case text == "":
	case len(m.Facts) == maxFacts:
		m.More = true
	default:
		m.Facts = append(m.Facts, fact{id, text, link})
	}
}

// line returns a text of a document on one line, and text one with its lines.
func (m *maker) line(s string) string {
	return cut(strings.Join(strings.Fields(m.clean(s)), " "), maxLine)
}

func (m *maker) text(s string) string { return cut(strings.TrimSpace(m.clean(s)), maxText) }

// clean removes characters that control a terminal or the direction of text. A
// text with an identity of the recipient is left out.
func (m *maker) clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	lower := strings.ToLower(s)
	for _, secret := range m.secret {
		if strings.Contains(lower, secret) {
			return ""
		}
	}
	return s
}

// cut shortens a text to a number of characters.
func cut(s string, most int) string {
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}

// link returns the URL of a web page, "" for anything else.
func (m *maker) link(id string) string {
	u, err := url.Parse(id)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" || len(id) > maxName || m.clean(id) != id {
		return ""
	}
	if plain, err := url.QueryUnescape(id); err != nil || m.clean(plain) == "" {
		return "" // an identity of the recipient can be in it with escapes
	}
	return u.String()
}

// secretOf returns the plain identities of a recipient, in lower case. A name is
// not one: its issuer released it.
func secretOf(s badge.Subject) (secret []string) {
	add := func(identity string) {
		if identity = strings.ToLower(strings.TrimSpace(identity)); len(identity) > 3 {
			secret = append(secret, identity)
		}
	}
	if mail, ok := strings.CutPrefix(s.ID, "mailto:"); ok {
		add(mail)
	}
	for _, o := range s.Identifier {
		if o.IdentityType != badge.IdentifierName && (o.Hashed == nil || !*o.Hashed) {
			add(o.IdentityHash)
		}
	}
	return secret
}

// ended reports whether a time is over, and begun whether one is reached. A time
// that cannot be read is neither.
func (m *maker) ended(d badge.DateTime) bool {
	t, err := d.Time()
	return err == nil && !m.host.now().Before(t)
}

func (m *maker) begun(d badge.DateTime) bool {
	t, err := d.Time()
	return err != nil || !m.host.now().Before(t.Add(-time.Minute)) // clocks differ
}
