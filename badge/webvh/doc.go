// Package webvh reads the log of a did:webvh (version 1.0 of the method): the
// history of a DID, in which every version of its document is signed and tied to
// the one before.
//
// [Read] checks a log from its first entry: the identifier that hashes it, the
// hash and the proof of each entry, who may change the DID, the order of time, and
// the witnesses. A [Log] answers with a [Version] of the document: the latest one,
// or the one of a number, an id or a time. So a key that a school has replaced is
// found where it was in force.
//
// An entry that is not good ends the log there. The versions before it are found
// by number, id and time, and the latest version is an error.
//
// The package opens no connection, reads no clock and checks no signature: the
// caller passes in a [Check], for which package proof has what it takes. The names of the errors of DID resolution are codes here:
// "webvh.not_found", "webvh.invalid_did", "webvh.invalid_proof" and
// "webvh.invalid_parameters".
package webvh
