// Package archive keeps everything that a verdict about badges rests on in one
// file, and verifies it again without network, years later.
//
//	recorder, err := archive.NewRecorder(verify.Config{Trust: trust, Fetcher: client})
//	report, err := recorder.Verify(ctx, verify.Item{Data: data})
//	kept, err := recorder.Seal(nil)
//	err = os.WriteFile("badge.zip", kept.Bytes(), 0o644)
//
//	kept, err := archive.Open(file)
//	results, err := kept.Check(ctx, archive.Policy{Config: verify.Config{Trust: trust}})
//
// Open confirms that the file is whole: an archive of which any bit was changed is
// refused, with the name of the entry. It says nothing about the badges, since
// anybody can write an archive. Archive.Check verifies the badges and returns,
// for each, a Level and two answers: whether the badge was valid at a proved time,
// and whether it is valid today. Result.Err is nil if one of them is yes.
//
// # What counts
//
// A badge that its issuer signed proves itself if its key does: a key that you
// pin, or a did:key or did:jwk. Everything else in an archive is what somebody
// wrote into it. The answers of hosts, such as a hosted badge or a DID document,
// count only if a keeper whom you trust signed the archive when it was made.
// Times that a badge or an archive claims never decide.
//
// The contexts and schemas of Config.Extensions are in the archive. They decide
// what signed text means, so they count only if such a keeper confirms them, and
// otherwise if you pass them again: the report names the URL of a missing one, and
// its object in the archive is the one to compare yours with.
//
// A presentation proves its holder only if such a keeper confirms what the holder was
// asked, and for as long as that counts. Its level is the least of the badges in it.
//
// The answers of an issuer about the status of a badge are as old as the archive.
// Today's status is therefore unknown, unless a Fetcher asks again. A revocation
// that is known today rejects, whatever was true before.
//
// # The file
//
// An archive is a zip file, with every entry stored, in the order of names, dated
// 1 January 1980 and without extra fields, so that the same content gives the
// same bytes:
//
//	index.html           a page for people, in English and Dutch
//	manifest.json        what is in the archive
//	objects/SHA-256      the badges, answers and reports, byte for byte
//	proofs/00-00.jws     proofs of time: the first of the first series
//	redacted/SHA-256     empty, in place of an object that was removed
//
// The manifest is JSON in canonical form (RFC 8785). It lists every object with
// its size, every badge with its report and the answers that it needs, and every
// answer with its URL, its kind, its status, its time and the headers that tell its
// age. Keepers sign the
// manifest and time stamps are about it, so they cover everything except the proofs.
// Any tool can check a time stamp: openssl ts -verify -data manifest.json.
//
// A series of proofs is about the manifest and renews itself, as timeproof.Check
// takes it: proofs/00-01.tsr extends proofs/00-00.tsr. The endings are .tsr for a
// time stamp, .jws for a statement and .tlog-proof for a log; beside a time stamp
// are its request (.tsq), certificates (00-00-00.crt) and revocation lists (.crl).
package archive
