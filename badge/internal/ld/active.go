package ld

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// definition is the meaning of a word at one place of a document.
type definition struct {
	iri, typ, container string
	prefix, protected   bool
	scoped              bool
	scope               *table
	mark                mark
}

// mark holds what the tables of decisive words say about a word, which is usually nothing.
type mark struct {
	watched         bool // a member of this name needs a check
	property, class *vocabulary.Decisive
	unread          bool // readers look for the property or class under another name
	misplaced       bool // read as an embedded credential and not linked as one, or the reverse
	renamed         bool // readers of a proof know the property under another name, or the name for another property
}

// markOf looks a word up.
func markOf(name, iri, container string) mark {
	m := mark{property: vocabulary.DecisiveProperty(iri), class: vocabulary.DecisiveClass(iri)}
	for _, row := range []*vocabulary.Decisive{m.property, m.class} {
		m.unread = m.unread || row != nil && (container == kwList || !slices.Contains(row.Names, name))
	}
	m.misplaced = slices.Contains(embeddedIn[:], name) != (m.property != nil && m.property.Leads == vocabulary.PartCredential)
	m.watched = m.property != nil || m.misplaced
	if short, ok := strings.CutPrefix(iri, "sec:"); ok { // one class of the first credentials context lacks the prefix
		iri = sec + short
	}
	m.renamed = proofWords[name] != "" && proofWords[name] != iri || proofNames[iri] != "" && proofNames[iri] != name
	return m
}

// proofWords are the names by which readers find the properties of a proof, with
// their IRIs. The IRI is signed, so the holder of a proof could rename a property
// if a context had another name for it.
var proofWords = map[string]string{
	"challenge": sec + "challenge", "created": created, cryptosuite: sec + cryptosuite, "domain": sec + "domain", "expires": sec + "expiration",
	"nonce": sec + "nonce", "previousProof": sec + "previousProof", "proofPurpose": sec + "proofPurpose", "proofValue": sec + "proofValue",
	"verificationMethod": sec + "verificationMethod", "jws": sec + "jws",
}

var proofNames = func() map[string]string {
	names := map[string]string{}
	for name, iri := range proofWords {
		names[iri] = name
	}
	return names
}()

// embeddedIn are the members in which readers look for embedded credentials.
var embeddedIn = [...]string{"endorsement", "endorsementJwt", "verifiableCredential"}

// same reports whether two definitions differ at most in their protection.
func (d definition) same(e definition) bool {
	d.protected = e.protected
	a, b := d.scope, e.scope
	d.scope, e.scope = nil, nil
	return d == e && (a == b || reflect.DeepEqual(a, b))
}

// active is the meaning of all words at one place of a document: the active
// context of JSON-LD 1.1 Processing Algorithms §4.1. It does not change once
// made.
type active struct {
	terms    map[string]*definition
	vocab    string
	previous *active // the context that applies again below the object whose type set this one

	idWords, typeWords []string // the words for @id and @type
}

// reach says how a context takes effect.
type reach uint8

const (
	byDocument reach = iota // named by @context: protected terms stay
	byProperty              // scoped to a property: overrides protected terms
	byType                  // scoped to a type: ends with the object
)

// apply returns a copy of a with a context added (§4.1 Context Processing). The
// nil context clears everything.
func (a *active) apply(c *table, how reach, at jsontext.Value) (*active, *Error) {
	result := &active{previous: a.previous}
	if how == byType && result.previous == nil {
		result.previous = a
	}
	if c == nil {
		return result, nil
	}
	result.vocab = a.vocab
	if c.vocab != "" {
		result.vocab = c.vocab
	}
	result.terms = make(map[string]*definition, len(a.terms)+len(c.terms))
	maps.Copy(result.terms, a.terms)
	d := definer{result: result, before: a, local: c, override: how == byProperty, at: at, state: map[string]bool{}}
	for _, t := range c.terms {
		if err := d.define(t); err != nil {
			return nil, err
		}
	}
	for name, def := range result.terms {
		switch def.iri {
		case kwID:
			result.idWords = append(result.idWords, name)
		case kwType:
			result.typeWords = append(result.typeWords, name)
		}
	}
	return result, nil
}

// definer holds the state of one run of Create Term Definition (§4.2).
type definer struct {
	result, before *active
	local          *table
	override       bool
	at             jsontext.Value
	state          map[string]bool // false: being defined; true: defined
}

func (d *definer) define(t term) *Error {
	if done, started := d.state[t.name]; started {
		if !done {
			return fail(codeContextUnread, d.at, "the definition of the term %s refers to itself", quote(t.name))
		}
		return nil
	}
	d.state[t.name] = false
	written := t.iri
	if written == "" || written == t.name {
		written = d.result.vocab + t.name
	}
	iri, err := d.expand(written)
	if err != nil {
		return err
	}
	typ := t.typ
	if typ != "" && typ[0] != '@' {
		if typ, err = d.expand(typ); err != nil {
			return err
		}
	}
	def := &definition{iri: iri, typ: typ, container: t.container, prefix: t.prefix, protected: d.local.protected, scoped: t.scoped, scope: t.scope, mark: markOf(t.name, iri, t.container)}
	if old, ok := d.before.terms[t.name]; ok && old.protected && !d.override {
		if !old.same(*def) {
			return fail(codeProtectedTerm, d.at, "a context redefines the protected term %s", quote(t.name))
		}
		def = old
	}
	d.result.terms[t.name] = def
	d.state[t.name] = true
	return nil
}

// expand resolves the IRI of a term or datatype against the words of the same
// context and those before it.
func (d *definer) expand(s string) (string, *Error) {
	if s == kwID || s == kwType {
		return s, nil
	}
	if err := d.defineLocal(s); err != nil {
		return "", err
	}
	if def, ok := d.result.terms[s]; ok {
		return def.iri, nil
	}
	name, rest, colon := strings.Cut(s, ":")
	if !colon {
		if d.result.vocab == "" {
			return "", fail(codeContextUnread, d.at, "%s in a context is not an absolute IRI", quote(s))
		}
		return d.result.vocab + s, nil
	}
	if strings.HasPrefix(rest, "//") {
		return s, nil
	}
	if err := d.defineLocal(name); err != nil {
		return "", err
	}
	if def, ok := d.result.terms[name]; ok && def.prefix {
		return def.iri + rest, nil
	}
	return s, nil
}

func (d *definer) defineLocal(name string) *Error {
	if i := d.local.find(name); i >= 0 && !d.state[name] {
		return d.define(d.local.terms[i])
	}
	return nil
}
