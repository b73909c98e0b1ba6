// Package status reads and writes revocation and suspension lists as data.
//
// It supports four kinds of status:
//
//   - BitstringStatusListEntry and BitstringStatusList (Bitstring Status List
//     v1.0), which Open Badges 3.0 recommends;
//   - StatusList2021Entry and StatusList2021, its predecessor;
//   - the Token Status List of the IETF, which badges of wallets name;
//   - 1EdTechRevocationList, a plain list of credential ids.
//
// Three calls answer whether a badge is revoked: [ParseEntry] reads its
// credentialStatus, [ParseList] the credentialSubject of the list credential
// the entry names, and [List.Lookup] reads the entry's value in that list. For
// a 1EdTechRevocationList the last two are [ParseRevocationList] and
// [RevocationList.Lookup]. Issuers use [NewList], [List.Set], [List.Subject]
// and [Entry.JSON].
//
// A token names its entry in a Token Status List in the claim status:
// [ParseClaim] reads it, [ParseToken] the claims of the status list token, and
// [TokenList.Lookup] the value. Issuers use [NewTokenList], [TokenList.Set],
// [Token.JSON] and [Entry.Claim].
//
// The package opens no connection, checks no signature and reads no clock.
// First verify that the list credential is genuine, current and by the right
// issuer: only then a value of zero means "not revoked".
//
// Reading is strict. [Options] can accept a few deviations that are known from
// published badges and lists; an accepted deviation is reported with the
// result.
package status
