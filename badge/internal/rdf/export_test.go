package rdf

// For the tests outside of the package.
const CancelInterval = cancelInterval

var Advance = advance
