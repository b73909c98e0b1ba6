package ld

import (
	"slices"
	"strconv"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// collected is the result of the second walk of a document: the parts that
// links give to nodes, and the decisive statements at home.
type collected struct {
	parts map[partOf]bool
	home  map[statementAt]bool
}

type partOf struct {
	iri  string
	part vocabulary.Part
}

// statementAt is a statement and the credential that makes it. It is zero for
// properties of the credential itself, whose node is the subject.
type statementAt struct {
	quad       rdf.Quad
	credential int32
}

func keyOf(d *vocabulary.Decisive, quad rdf.Quad, credential int32) statementAt {
	if d.Own() {
		credential = 0
	}
	return statementAt{quad, credential}
}

// settle checks the account of a walk and returns the failure to report.
func (c *converter) settle(root jsontext.Value) *Error {
	c.compareCredentials()
	c.compareServices()
	if len(c.strays) > 0 {
		if err := c.settleStrays(root); err != nil {
			return err
		}
	}
	return c.failure.err
}

// compareCredentials refuses two credentials with one id: they are one node, so
// a statement could come from either.
func (c *converter) compareCredentials() {
	if len(c.credentials) < 2 {
		return
	}
	first := make(map[string]jsontext.Value, len(c.credentials))
	for _, one := range c.credentials {
		if one.node.Kind != rdf.IRI {
			continue
		}
		other, again := first[one.node.Value]
		if !again {
			first[one.node.Value] = one.value
		} else if !sameValue(other, one.value) {
			c.refuse(codeSameID, one.value, "another credential of this document has the id %s too", quote(one.node.Value))
		}
	}
}

// compareServices refuses services of the root and of an embedded credential
// that have one id and differ.
func (c *converter) compareServices() {
	if len(c.credentials) < 2 || len(c.services) < 2 {
		return
	}
	outer := map[partOf]jsontext.Value{}
	for _, s := range c.services {
		if s.credential == 0 {
			outer[partOf{s.node.Value, s.part}] = s.value
		}
	}
	for _, s := range c.services {
		if own, known := outer[partOf{s.node.Value, s.part}]; known && s.credential != 0 && !sameValue(own, s.value) {
			c.refuse(codeSameID, s.value, "an object of the outer credential has the id %s too, with other values", quote(s.node.Value))
		}
	}
}

// settleStrays checks the statements that are not at home against the other
// statements of the document about their subjects.
func (c *converter) settleStrays(root jsontext.Value) *Error {
	all, err := c.collect(root)
	if err != nil {
		return err
	}
	credentials := make(map[string]bool, len(c.credentials))
	for _, one := range c.credentials {
		if one.node.Kind == rdf.IRI {
			credentials[one.node.Value] = true
		}
	}
	for _, s := range c.strays {
		said := all.home[keyOf(s.row, s.quad, s.station.credential)]
		own := credentials[s.quad.Subject.Value] && s.quad.Subject.Kind == rdf.IRI
		if s.maybe && !all.gives(s.quad.Subject, s.row.Home&^s.station.part) {
			continue
		}
		switch class := s.quad.Predicate.Value == rdfType; {
		case class && s.row.Own() && own && (!said || s.row.IRI == cred+"VerifiableCredential"):
			c.refuse(codeCredentialPlace, s.at, "this object has the id of a credential, and a type of credentials, in another place")
		case class && s.row.Own() && !own:
			c.warn(codeCredentialPlace, s.at, "no reader looks for a credential in this place, so it is not verified")
		case said, s.row.Free && !own:
		case s.row.Own() && own, !s.row.Own() && all.gives(s.quad.Subject, s.row.Home):
			c.refuse(codeElsewhere, s.at, "readers look for the signed %s of %s in another object and do not find it", quote(s.row.Names[0]), quote(s.quad.Subject.Value))
		default:
			c.warn(codeStray, s.at, "readers do not look for %s in this place", quote(s.row.Names[0]))
		}
	}
	return nil
}

// gives reports whether a link gives a node one of the parts.
func (all *collected) gives(node rdf.Term, parts vocabulary.Part) bool {
	if node.Kind != rdf.IRI {
		return false
	}
	for part := vocabulary.PartCredential; part < vocabulary.PartOther; part <<= 1 {
		if parts&part != 0 && all.parts[partOf{node.Value, part}] {
			return true
		}
	}
	return false
}

// collect walks the document a second time.
func (c *converter) collect(root jsontext.Value) (*collected, *Error) {
	second := newConverter(c.ctx, c.processor, c.sources, c.options, &workspace{sink: count})
	second.selection, second.fresh, second.hosts = c.selection, c.fresh, c.hosts
	second.judging, second.collected = true, &collected{map[partOf]bool{}, map[statementAt]bool{}}
	if c.options.Lost != nil {
		second.options.Lost = func(*Error) {} // reported by the first walk
	}
	err := second.document(root)
	return second.collected, err
}

// sameValue reports whether two values are equal: in their text, or in their
// members and elements, with arrays as sets.
func sameValue(v, w jsontext.Value) bool {
	return v.Raw() == w.Raw() || v.Kind() == w.Kind() && setText(v) == setText(w)
}

// setText writes a value with members and elements in sorted order.
func setText(v jsontext.Value) string {
	var parts []string
	switch v.Kind() {
	case jsontext.Object:
		for name, m := range v.Members() {
			parts = append(parts, strconv.Quote(name)+":"+setText(m))
		}
	case jsontext.Array:
		for _, e := range v.Elements() {
			parts = append(parts, setText(e))
		}
	case jsontext.String:
		return strconv.Quote(v.String())
	default:
		return v.Raw()
	}
	slices.Sort(parts)
	brackets := "[]"
	if v.Kind() == jsontext.Object {
		brackets = "{}"
	}
	return brackets[:1] + strings.Join(parts, ",") + brackets[1:]
}
