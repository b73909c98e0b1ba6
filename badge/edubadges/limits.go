package edubadges

// maxRemarks bounds the remarks of one Read. A hostile badge could cause one for
// each of its texts.
const maxRemarks = 100
