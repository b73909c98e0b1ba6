// Package edubadges knows the vocabulary of edubadges and of eduCredentials,
// the badges of Dutch education.
package edubadges
