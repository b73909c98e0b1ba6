package ld

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// irregular are the coercions that do not fit the type of the value, as they are
// published.
var irregular = map[string]string{
	// The published contexts drop the time of day.
	"AchievementSubject.activityStartDate": xsds + "date",
	"AchievementSubject.activityEndDate":   xsds + "date",

	// The context of CLR has classes as datatypes. Datatypes apply only to
	// texts, and these values are objects.
	"ClrSubject.identifier":           "obi:Identifier",
	"ClrSubject.achievement":          "obi:Achievement",
	"ClrSubject.verifiableCredential": "cred:verifiableCredential",
	"ClrSubject.association":          clr + "Association",

	// Unusual datatypes for texts, and a name of a fixed list.
	"StatusList.encodedList": sec + "multibase",
	"Proof.cryptosuite":      sec + "cryptosuiteString",
	"Proof.proofValue":       sec + "multibase",
	"Proof.proofPurpose":     kwVocab,
}

// TestTermsFollowTables: each property has a term, in the scope of its class or
// above it, that reads the value as its type.
func TestTermsFollowTables(t *testing.T) {
	contexts := []*table{ob303July(), clrV201(), credentialsV2()}
	scalar := map[string]vocabulary.Primitive{}
	for _, p := range vocabulary.Primitives() {
		scalar[p.Name] = p
	}
	used := map[string]bool{}
	for _, c := range vocabulary.Classes() {
		if strings.HasPrefix(c.Name, "OB2.") {
			continue
		}
		for _, p := range c.Properties {
			if p.In == vocabulary.VCDM1 {
				continue
			}
			key := c.Name + "." + p.Name
			fault := ""
			if found, ok := termFor(contexts, c, p.Name); !ok {
				fault = "no term"
			} else {
				fault = unfit(found, p, scalar)
			}
			if fault != irregular[key] {
				t.Errorf("%s: %q, listed as %q", key, fault, irregular[key])
			}
			used[key] = fault != ""
		}
	}
	for key := range irregular {
		require.True(t, used[key], "%s is regular", key)
	}
}

// termFor returns the term of a property in the scope of a class, or above.
func termFor(contexts []*table, c vocabulary.Class, name string) (term, bool) {
	types := []string{c.Kind, c.Name}
	if c.Name == "Proof" {
		types = append(types, "DataIntegrityProof")
	}
	for _, group := range c.Types {
		types = append(types, group...)
	}
	for _, context := range contexts {
		for _, typ := range types {
			if i := context.find(typ); typ != "" && i >= 0 && context.terms[i].scope != nil {
				if j := context.terms[i].scope.find(name); j >= 0 {
					return context.terms[i].scope.terms[j], true
				}
			}
		}
	}
	for _, context := range contexts {
		if i := context.find(name); i >= 0 {
			return context.terms[i], true
		}
	}
	return term{}, false
}

// unfit describes how the coercion of a term differs from the type of a property.
func unfit(found term, p vocabulary.Property, scalar map[string]vocabulary.Primitive) string {
	datatype := found.typ
	if i := strings.LastIndexAny(datatype, "#/:"); i >= 0 {
		datatype = datatype[i+1:]
	}
	_, isScalar := scalar[p.Value]
	want := []string{"", "@id"} // an object
	switch {
	case found.iri == kwID || found.iri == kwType:
		return ""
	case strings.HasPrefix(p.Value, "DateTime"):
		want = []string{"dateTime"}
	case p.Value == "Date", p.Value == "Boolean", p.Value == "Float":
		want = []string{strings.ToLower(p.Value)}
	case p.Value == "URI", p.Value == "URL", p.Value == "IRI":
		want = []string{"@id", "anyURI"}
	case isScalar:
		want = []string{"", "string"}
	}
	for _, w := range want {
		if datatype == w {
			return ""
		}
	}
	return found.typ
}
