package edubadges

// maxRemarks bounds what Read says of one badge. More helps nobody, and a
// hostile badge could have as many as it has texts.
const maxRemarks = 100

// maxQuoted is how many bytes of input a message shows.
const maxQuoted = 64
