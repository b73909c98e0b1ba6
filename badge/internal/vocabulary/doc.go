// Package vocabulary holds the words of the standards: the classes, types,
// values and identifiers of badges, and the lexical forms of their values. It
// offers look-ups and does not validate.
package vocabulary
