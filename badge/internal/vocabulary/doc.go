// Package vocabulary holds the words of the standards: the classes, types,
// values and identifiers that badges are written with, and the lexical forms
// of their values. It only answers look-ups and judges nothing.
package vocabulary
