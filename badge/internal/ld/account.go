package ld

import (
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// A signature over statements protects each statement about a node, but not its
// place in the text: if two objects have one id, a holder can move members from
// one to the other. Readers look at places. So a walk keeps an account of the
// decisive statements: it records which part of which credential each object
// is, and lists the statements that are not where readers look for them. For an
// honest document the list is empty.

// station is the part of a credential that an object is.
type station struct {
	credential int32 // index in account.credentials
	part       vocabulary.Part
}

// account records what a walk finds. Later walks reuse its memory.
type account struct {
	credentials []credential
	services    []service
	strays      []stray
	failure     failure
	warnings    []*Error
	notes       []*Error   // warnings of another kind: members that say less than they show
	collected   *collected // in the second walk of a document with strays
}

// credential is an object or a bare IRI where readers look for a credential:
// the root, or a value of a link to embedded credentials.
type credential struct {
	node  rdf.Term
	value jsontext.Value

	// Whether it has the type ClrCredential, OpenBadgeCredential,
	// EndorsementCredential, or that of a status list.
	record, badge, endorsement, list bool
}

// service is a status entry, refresh service or schema of a credential.
type service struct {
	station
	node  rdf.Term
	value jsontext.Value
}

const serviceParts = vocabulary.PartStatus | vocabulary.PartRefresh | vocabulary.PartSchema

// stray is a decisive statement that is not made where readers look for it.
type stray struct {
	row     *vocabulary.Decisive
	quad    rdf.Quad
	station station // of the subject
	at      jsontext.Value
	maybe   bool // it is at home if no link gives its subject another part of row.Home
}

// failure is the failure of the account that is reported: the one of the least
// rank, among these the first in the document.
type failure struct {
	err           *Error
	rank, ordinal int
}

func (a *account) reset() {
	clear(a.credentials)
	clear(a.services)
	clear(a.strays)
	*a = account{credentials: a.credentials[:0], services: a.services[:0], strays: a.strays[:0]}
}

func (a *account) warn(code string, at jsontext.Value, format string, args ...any) {
	if len(a.warnings) < maxWarnings {
		a.warnings = append(a.warnings, fail(code, at, format, args...))
	}
}

// note warns of a member that says more in the text than in the statements.
func (c *converter) note(code string, at jsontext.Value, format string, args ...any) {
	if c.judging && c.collected == nil && len(c.notes) < maxWarnings {
		c.notes = append(c.notes, fail(code, at, format, args...))
	}
}

func (a *account) refuse(code string, at jsontext.Value, format string, args ...any) {
	rank := 1
	switch code {
	case codeSameID:
		rank = 0
	case codeCredentialPlace: // moving a property of a credential takes a type along
		rank = 2
	}
	f := &a.failure
	if f.err == nil || rank < f.rank || rank == f.rank && at.Ordinal() < f.ordinal {
		*f = failure{fail(code, at, format, args...), rank, at.Ordinal()}
	}
}

// begin records an object that is a credential or a service.
func (c *converter) begin(n *node, v jsontext.Value, classes []class) {
	switch {
	case n.station.part == vocabulary.PartCredential:
		one := credential{node: n.subject, value: v}
		for _, class := range classes {
			switch class.iri {
			case clr + "ClrCredential":
				one.record = true
			case obOpen:
				one.badge = true
			case ob + "EndorsementCredential":
				one.endorsement = true
			case status + "BitstringStatusListCredential", list21 + "StatusList2021Credential":
				one.list = true
			}
		}
		n.station.credential = int32(len(c.credentials))
		c.credentials = append(c.credentials, one)
	case n.station.part&serviceParts != 0 && n.subject.Kind == rdf.IRI:
		c.services = append(c.services, service{n.station, n.subject, v})
	}
}

// reached returns the station of the values of a member.
func (n *node) reached(m *mark) station {
	if d := m.property; d != nil && d.Leads != 0 && (d.From == 0 || d.From&n.station.part != 0) {
		return station{n.station.credential, d.Leads}
	}
	return station{n.station.credential, vocabulary.PartOther}
}

// watch checks the place of one value of a member. The term is the RDF term of
// the value.
func (c *converter) watch(n *node, name string, m *mark, v jsontext.Value, object rdf.Term) {
	isObject := v.Kind() == jsontext.Object
	if m.misplaced && isObject {
		c.refuse(codeCredentialPlace, v, "readers disagree on whether the object under %s is an embedded credential", quote(name))
	}
	d := m.property
	if d == nil {
		return
	}
	at := n.below.station.part
	switch {
	case d.Object && at == d.Leads && !isObject:
		c.refuse(codeNotObject, v, "the value of %s is %s, wanted an object", quote(name), v.Kind())
	case at == vocabulary.PartCredential && !isObject && object.Kind == rdf.IRI:
		c.credentials = append(c.credentials, credential{node: object, value: v})
	}
	if c.collected != nil && object.Kind == rdf.IRI {
		c.collected.parts[partOf{object.Value, at}] = true
	}
	c.weigh(n, d, m.unread, d.IRI, object, v)
}

// weigh checks the place of a decisive statement about n.
func (c *converter) weigh(n *node, d *vocabulary.Decisive, unread bool, predicate string, object rdf.Term, at jsontext.Value) {
	part := n.station.part
	home := d.Home&part != 0 && (part != vocabulary.PartSubject || c.credentials[n.station.credential].is(d.Of))
	maybe := home && d.Home != part && n.subject.Kind == rdf.IRI && unlike(d, part, object)
	switch {
	case d.Home == 0 || home && !maybe && !unread && c.collected == nil:
		return
	case home && unread:
		c.refuse(codeUnread, at, "readers look for this under the name %s and do not find it", quote(d.Names[0]))
		return
	}
	quad := rdf.Quad{Subject: n.subject, Predicate: rdf.Term{Kind: rdf.IRI, Value: predicate}, Object: object, Graph: n.below.graph}
	if home && !maybe {
		c.collected.home[keyOf(d, quad, n.station.credential)] = true
	} else {
		c.strays = append(c.strays, stray{d, quad, n.station, at, maybe})
	}
}

// unlike reports whether a statement of a row with several homes could have
// been moved here from another one, if the subject has that part as well.
func unlike(d *vocabulary.Decisive, part vocabulary.Part, object rdf.Term) bool {
	if d.Text != 0 && (d.Text&part != 0) != (object.Kind == rdf.Literal) {
		return true
	}
	return part == vocabulary.PartEntry && d.Home&vocabulary.PartIdentity != 0
}

// shared refuses to sign an object that describes the root from another place:
// a holder could move members of the root there. The subject of an endorsement
// of the root may have its comment.
func (c *converter) shared(n *node, v jsontext.Value) {
	if n.station.part == vocabulary.PartCredential || n.subject.Kind != rdf.IRI || n.subject != c.credentials[0].node {
		return
	}
	if n.station.part == vocabulary.PartSubject && c.credentials[n.station.credential].endorsement {
		foreign := false
		for name := range v.Members() {
			foreign = foreign || name != "id" && name != "type" && name != "endorsementComment"
		}
		if !foreign {
			return
		}
	}
	c.refuse(codeSharedID, v, "the object has the id of the credential; give it another id")
}

func (one *credential) is(of vocabulary.OfKind) bool {
	switch of {
	case vocabulary.OnlyRecord:
		return one.record
	case vocabulary.OnlyBadge:
		return one.badge || !one.record && !one.endorsement
	case vocabulary.NotEndorsement:
		return one.badge || !one.endorsement
	case vocabulary.OnlyList:
		return one.list || !one.badge && !one.record && !one.endorsement
	}
	return true
}
