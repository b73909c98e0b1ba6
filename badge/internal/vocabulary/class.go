package vocabulary

import (
	"slices"
	"sync"
)

// Occurs says how often a property occurs.
type Occurs uint8

// The flags of Occurs.
const (
	Required Occurs = 1 << iota
	Array           // an array, even of one value (OB 3.0 §A.1)
	Compact         // an array that the json-ld set also takes as a lone value (OB 3.0 §A.2.1)
	Loose           // required by the published schema, optional when reading
	Listed          // a lone value that may be an array when reading
	Nullable        // null means a missing value

	Optional Occurs = 0
)

// Has reports whether a flag is set.
func (o Occurs) Has(flag Occurs) bool { return o&flag != 0 }

// Standard is the standard that defines a property.
type Standard uint8

// The standards. OB3, the zero Standard, is that of every class without a mark.
const (
	OB3   Standard = iota
	VCDM1          // only in credentials of the VC Data Model 1.1
	VCDM2          // only in credentials of the VC Data Model 2.0

	// Not in the JSON Schemas of Open Badges.
	StatusList    // Bitstring Status List and its predecessors
	DataIntegrity // Data Integrity proofs
)

// A Property is one row of a class.
type Property struct {
	Name   string // as the standard writes it
	Value  string // a primitive, an enumeration, a union or a class
	Occurs Occurs
	In     Standard

	// Of Open Badges 2.0. A property with neither is not shown in views.
	OB3  string // the path of the property in Open Badges 3.0, with slashes where it is deeper
	Lost string // or: the reason why Open Badges 3.0 has no property for it
}

// p is a row of a class.
func p(name, value string, occurs Occurs) Property {
	return Property{Name: name, Value: value, Occurs: occurs}
}

// in returns a row that only one standard has.
func (p Property) in(s Standard) Property {
	p.In = s
	return p
}

// A Class is a set of properties of Open Badges 3.0 §B, CLR 2.0 §B or Open
// Badges 2.0.
type Class struct {
	Name       string
	Contexts   []string   // the values of the first items of @context; others may follow
	Types      [][]string // type holds one of each group
	Kind       string     // or: type is exactly this string
	Closed     bool       // has no further properties
	Names      []string   // of Open Badges 2.0: optional types of an object
	OB3        []string   // of Open Badges 2.0: the classes of Open Badges 3.0 that it corresponds to
	Properties []Property
}

// Classes returns the classes that documents are made of. They must not be
// changed.
func Classes() []Class { return allClasses() }

var allClasses = sync.OnceValue(func() []Class {
	return slices.Concat(credentialClasses, plainClasses, badgeClasses2, partClasses2)
})
