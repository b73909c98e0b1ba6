package rdf

// Names for the tests outside of the package.
const CancelInterval = cancelInterval

var Advance = advance
