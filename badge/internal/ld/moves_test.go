package ld

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// Members can be moved between objects of one id without a change of the signed
// form. The tests here make such documents, and compare what a reader finds at
// each place.

type object = map[string]any

func cloned(t testing.TB, v object) object {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	var fresh object
	require.NoError(t, json.Unmarshal(text, &fresh))
	return fresh
}

func textOf(v any) string {
	text, _ := json.Marshal(v) // maps, slices and scalars always marshal
	return string(text)
}

func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

// identified is an object with an id and the way there.
type identified struct {
	object
	path string
}

// identifiedIn returns the objects with an id, proofs left out.
func identifiedIn(v any, path string) (found []identified) {
	switch v := v.(type) {
	case object:
		if _, ok := v["id"].(string); ok {
			found = append(found, identified{v, path})
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if name != "@context" && name != "proof" {
				found = append(found, identifiedIn(v[name], path+"/"+name)...)
			}
		}
	case []any:
		for i, e := range v {
			found = append(found, identifiedIn(e, fmt.Sprint(path, "/", i))...)
		}
	}
	return found
}

// addTypes adds types to an object, and the context that a credential needs.
func addTypes(o object, contexts any, types ...any) {
	for _, added := range types {
		if !slices.Contains(list(o["type"]), added) {
			o["type"] = append(slices.Clone(list(o["type"])), added)
		}
	}
	if slices.Contains(list(o["type"]), any("VerifiableCredential")) {
		o["@context"] = contexts
	}
}

// The ways to move a member: into an object with the types that define it
// beside its own, alone, or with the types of both exchanged.
const (
	withTypes = iota
	alone
	exchanged
	ways
)

// move takes members from one object to another and reports whether anything
// changed.
func move(from, to object, contexts any, way int, names ...string) bool {
	for _, name := range names {
		value, ok := from[name]
		if !ok || name == "id" || name == "type" || name == "@context" {
			return false
		}
		delete(from, name)
		if old, ok := to[name]; ok {
			value = append(slices.Clone(list(old)), list(value)...)
		}
		to[name] = value
	}
	switch way {
	case withTypes:
		addTypes(to, contexts, list(from["type"])...)
	case exchanged:
		own := list(to["type"])
		to["type"] = slices.Clone(list(from["type"]))
		addTypes(to, contexts)
		addTypes(from, contexts, own...)
	}
	return true
}

// The reader is a program that looks at places and names, as the readers of
// this module do. It does not use statements.

var credentialClasses = []string{"VerifiableCredential", "EnvelopedVerifiableCredential", "JsonSchemaCredential", "OpenBadgeCredential",
	"EndorsementCredential", "ClrCredential", "BitstringStatusListCredential", "StatusList2021Credential"}

var serviceClasses = map[string][]string{
	"credentialStatus": {"BitstringStatusListEntry", "StatusList2021Entry", "1EdTechRevocationList"},
	"refreshService":   {"1EdTechCredentialRefresh", "ManualRefreshService2018"},
	"credentialSchema": {"1EdTechJsonSchemaValidator2019", "JsonSchemaValidator2018", "JsonSchema"},
}

// wordsIn returns the members of an object that are read, each as a set.
func wordsIn(o object, names ...string) object {
	found := object{"id": o["id"]}
	for _, name := range names {
		if v, ok := o[name]; ok {
			found[name] = set(list(v), reference)
		}
	}
	return found
}

// reference shows a value: an object by its id.
func reference(v any) any {
	if o, ok := v.(object); ok {
		return cmp.Or(o["id"], any("an object"))
	}
	return v
}

func set(values []any, show func(any) any) []any {
	var shown []any
	for _, v := range values {
		shown = append(shown, show(v))
	}
	slices.SortFunc(shown, func(a, b any) int { return strings.Compare(textOf(a), textOf(b)) })
	return slices.CompactFunc(shown, func(a, b any) bool { return textOf(a) == textOf(b) })
}

func classesOf(o object, known []string) []any {
	var found []any
	for _, class := range list(o["type"]) {
		if class == "AchievementCredential" {
			class = "OpenBadgeCredential"
		}
		if name, _ := class.(string); slices.Contains(known, name) {
			found = append(found, class)
		}
	}
	return set(found, reference)
}

// within reads the objects of a member.
func within(o object, name string, read func(object) object) []any {
	return set(list(o[name]), func(v any) any {
		if inner, ok := v.(object); ok {
			return read(inner)
		}
		return object{"id": v}
	})
}

func readCredential(o object) object {
	found := wordsIn(o, "holder", "validFrom", "validUntil", "issuanceDate", "expirationDate", "issued", "issuer", "awardedDate", "partial",
		"termsOfUse", "confidenceMethod", "relatedResource", "evidence", "renderMethod", "verifiableCredential")
	found["class"] = classesOf(o, credentialClasses)
	for name, classes := range serviceClasses {
		found[name] = within(o, name, func(service object) object {
			words := object{"id": service["id"]}
			if name == "credentialStatus" {
				words = wordsIn(service, "statusListIndex", "statusListCredential", "statusPurpose", "statusSize", "statusMessage", "statusReference")
			}
			words["class"] = classesOf(service, classes)
			return words
		})
	}
	classes := textOf(found["class"])
	record := strings.Contains(classes, "ClrCredential") && !strings.Contains(classes, "OpenBadgeCredential")
	found["subject"] = within(o, "credentialSubject", func(s object) object { return readSubject(s, record) })
	return found
}

func readSubject(s object, record bool) object {
	names := []string{"creditsEarned", "source", "role", "licenseNumber", "term", "activityStartDate", "activityEndDate", "encodedList", "ttl", "statusPurpose"}
	if record {
		names = []string{"verifiableCredential"}
	}
	found := wordsIn(s, names...)
	found["achievement"] = within(s, "achievement", func(a object) object {
		return wordsIn(a, "creator", "criteria", "related", "achievementType", "creditsAvailable", "fieldOfStudy", "humanCode", "specialization", "tag", "resultDescription")
	})
	found["identifier"] = within(s, "identifier", func(i object) object {
		return wordsIn(i, "identityHash", "identityType", "hashed", "salt", "identifier", "identifierType")
	})
	if record {
		found["association"] = within(s, "association", func(a object) object { return wordsIn(a, "sourceId", "targetId", "associationType") })
		return found
	}
	found["result"] = within(s, "result", func(r object) object {
		return wordsIn(r, "status", "achievedLevel", "value", "resultDescription")
	})
	return found
}

// view is what the reader finds in the root and in the credentials in it.
func view(root object) string {
	found := []any{readCredential(root)}
	for _, one := range embedded(root) {
		found = append(found, readCredential(one))
	}
	return textOf(set(found, func(v any) any { return v }))
}

// embedded returns the objects that a reader takes for embedded credentials.
func embedded(v any) (found []object) {
	switch v := v.(type) {
	case object:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if name == "@context" {
				continue
			}
			if slices.Contains(embeddedIn[:], name) {
				for _, e := range list(v[name]) {
					if o, ok := e.(object); ok {
						found = append(found, o)
					}
				}
			}
			found = append(found, embedded(v[name])...)
		}
	case []any:
		for _, e := range v {
			found = append(found, embedded(e)...)
		}
	}
	return found
}

// verdict is the result of the converter for a document with the signed form of
// a genuine one.
type verdict struct {
	same     bool // the canonical forms are equal
	err      error
	warnings []*Error
	text     string
}

// genuineForm returns the signed form of a document without a check of places.
func genuineForm(t testing.TB, p *Processor, root object) (form string, err error) {
	_, err = p.Canonicalize(t.Context(), parse(t, textOf(root)), Options{Part: true, Omit: []string{"proof"}}, rdf.Options{}, func(text []byte) { form = string(text) })
	return form, err
}

func judged(t testing.TB, p *Processor, form string, root object) verdict {
	t.Helper()
	v := verdict{text: textOf(root)}
	got, err := genuineForm(t, p, root)
	if v.same = err == nil && got == form; !v.same {
		v.err = err
		return v
	}
	result, err := p.ToRDF(t.Context(), parse(t, v.text), Options{Omit: []string{"proof"}})
	v.err, v.warnings = err, result.Warnings
	return v
}

// mover makes random documents with the statements of another one.
type mover struct{ *rand.Rand }

// rearranged applies random steps until some have left the signed form
// unchanged. Few others are kept.
func (m mover) rearranged(t testing.TB, p *Processor, form string, genuine object) object {
	root := cloned(t, genuine)
	wanted := 1 + m.IntN(4)
	for tries := 0; tries < 16 && wanted > 0; tries++ {
		next := cloned(t, root)
		if !m.step(next) || textOf(next) == textOf(root) {
			continue
		}
		if got, err := genuineForm(t, p, next); err == nil && got == form {
			root = next
			wanted--
		} else if m.IntN(40) == 0 {
			root = next
		}
	}
	return root
}

// twins returns two objects of one id, if there are any.
func (m mover) twins(root object) (one, other identified, found bool) {
	all := identifiedIn(root, "")
	m.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for i, one := range all {
		for _, other := range all[i+1:] {
			if one.object["id"] == other.object["id"] {
				return one, other, true
			}
		}
	}
	return all[0], all[0], false
}

func pickOne[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// step changes a document in one way and reports whether it did.
func (m mover) step(root object) bool {
	one, other, twins := m.twins(root)
	contexts := root["@context"]
	switch m.IntN(10) {
	case 0, 1, 2:
		names := slices.Sorted(maps.Keys(one.object))
		return twins && move(one.object, other.object, contexts, m.IntN(ways), pickOne(m.Rand, names))
	case 3: // everything to the other place
		if !twins || strings.HasPrefix(other.path, one.path+"/") {
			return false
		}
		for _, name := range slices.Sorted(maps.Keys(one.object)) {
			move(one.object, other.object, contexts, withTypes, name)
		}
		return true
	case 4: // a type that the object already has
		if !twins || one.object["type"] == nil {
			return false
		}
		addTypes(other.object, contexts, pickOne(m.Rand, list(one.object["type"])))
		return true
	case 5: // remove a type that another object of the id has
		types := list(one.object["type"])
		if !twins || len(types) == 0 {
			return false
		}
		one.object["type"] = slices.Delete(slices.Clone(types), 0, 1)
		if len(types) == 1 {
			delete(one.object, "type")
		}
		return true
	case 6:
		return m.expand(root)
	case 7:
		m.recontext(root)
		return true
	case 8:
		if m.IntN(2) == 0 {
			m.recontext(root)
		}
		return m.spellOut(root)
	}
	return m.reroot(root)
}

// recontext adds a known context to the document or to an object in it, or
// removes one.
func (m mover) recontext(root object) {
	o := root
	if m.IntN(3) == 0 {
		o = pickOne(m.Rand, identifiedIn(root, "")).object
	}
	contexts := slices.Clone(list(o["@context"]))
	at := m.IntN(len(contexts) + 1)
	if at < len(contexts) && m.IntN(2) == 0 {
		contexts = slices.Delete(contexts, at, at+1)
	} else {
		contexts = slices.Insert(contexts, at, any(pickOne(m.Rand, slices.Sorted(maps.Keys(newLibrary())))))
	}
	if o["@context"] = contexts; len(contexts) == 0 {
		delete(o, "@context")
	}
}

// spellOut writes a type as its IRI, or names a member by the IRI.
func (m mover) spellOut(root object) bool {
	o := pickOne(m.Rand, identifiedIn(root, "")).object
	types := slices.Clone(list(o["type"]))
	name := pickOne(m.Rand, slices.Sorted(maps.Keys(o)))
	for _, iri := range slices.Sorted(vocabulary.EachDecisiveIRI) {
		if d := vocabulary.DecisiveClass(iri); d != nil {
			i := slices.IndexFunc(types, func(v any) bool { return slices.Contains(d.Names, fmt.Sprint(v)) })
			if i >= 0 && m.IntN(2) == 0 {
				types[i], o["type"] = iri, types
				return true
			}
		}
		if d := vocabulary.DecisiveProperty(iri); d != nil && slices.Contains(d.Names, name) {
			o[iri] = o[name]
			delete(o, name)
			return true
		}
	}
	return false
}

// expand makes an object of a bare reference.
func (m mover) expand(root object) bool {
	all := identifiedIn(root, "")
	o := pickOne(m.Rand, all)
	name := pickOne(m.Rand, slices.Sorted(maps.Keys(o.object)))
	if name == "id" || name == "type" || name == "@context" {
		return false
	}
	switch v := o.object[name].(type) {
	case string:
		if !strings.Contains(v, ":") {
			return false
		}
		o.object[name] = object{"id": v}
	case object:
		if len(v) != 1 || v["id"] == nil {
			return false
		}
		o.object[name] = v["id"]
	default:
		return false
	}
	return true
}

// reroot makes an object of the document the root. The former root moves to the
// place where the object links to it.
func (m mover) reroot(root object) bool {
	var fit []identified
	for _, o := range identifiedIn(root, "") {
		if o.path != "" && o.object["@context"] != nil {
			fit = append(fit, o)
		}
	}
	if len(fit) == 0 {
		return false
	}
	fresh := pickOne(m.Rand, fit)
	for _, link := range identifiedIn(fresh.object, "") {
		if link.path == "" || link.object["id"] != root["id"] {
			continue
		}
		inner := maps.Clone(fresh.object)
		old := maps.Clone(root)
		clear(fresh.object)
		fresh.object["id"] = inner["id"]
		for name, value := range old {
			if name != "type" {
				link.object[name] = value
			}
		}
		addTypes(link.object, old["@context"], list(old["type"])...)
		clear(root)
		maps.Copy(root, inner)
		return true
	}
	return false
}
