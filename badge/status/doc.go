// Package status reads and writes revocation and suspension lists as data.
//
// It knows three ways in which an issuer says that a badge no longer counts:
//
//   - BitstringStatusListEntry and BitstringStatusList (Bitstring Status List
//     v1.0), the way Open Badges 3.0 recommends;
//   - StatusList2021Entry and StatusList2021, its predecessor;
//   - 1EdTechRevocationList, a plain list of credential ids.
//
// Three calls answer whether a badge is revoked: [ParseEntry] reads its
// credentialStatus, [ParseList] the credentialSubject of the list credential
// the entry names, and [List.Lookup] reads the entry's value in that list. For
// a 1EdTechRevocationList the last two are [ParseRevocationList] and
// [RevocationList.Lookup]. Issuers use [NewList], [List.Set], [List.Subject]
// and [Entry.JSON].
//
// Nothing here opens a connection, checks a signature or knows the time: that
// the list credential is genuine, current and by the right issuer is for the
// caller to establish first. A value of zero means "not revoked" only after
// that.
//
// Reading is strict. The few deviations that published badges and lists are
// known for are tolerated only where [Options] says so, and then remarked upon
// beside the result.
package status
