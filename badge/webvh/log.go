package webvh

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// Check checks the one proof of a document (eddsa-jcs-2022) with a key. The
// document is JSON with the proof in its member proof, as an object or in an array.
type Check func(document []byte, by key.Key) error

// Source is what Read reads.
type Source struct {
	// DID is the identifier that is resolved.
	DID string
	// Log is the text of did.jsonl, one entry a line.
	Log []byte
	// Witnesses returns the text of did-witness.json. It is called once, and only
	// if the log asks for witnesses. Nil, and no text, mean that there is none.
	Witnesses func() ([]byte, error)
	// Now is the present: an entry may not be more than five minutes ahead.
	Now time.Time
	// Check checks signatures. Nil accepts none.
	Check Check
}

// Log is a log whose entries have been checked. It is immutable. The zero Log and
// nil have no versions.
type Log struct {
	versions []Version
	end      error // why the entries after the last version do not count; nil if there are none
}

// Read reads a log and checks every entry. It fails if the first entry is not
// good, if no version has the DID as its id, or if witnesses are needed and cannot
// be had: then with the error of [Source.Witnesses].
func Read(s Source) (*Log, error) {
	r := reading{source: s}
	end := r.entries()
	if len(r.chain) > 0 {
		bad, err := r.witnesses()
		if err != nil {
			return nil, err
		}
		if bad != nil {
			end = bad
		}
	}
	if len(r.chain) == 0 {
		return nil, end
	}
	if !slices.ContainsFunc(r.chain, func(e entry) bool { return e.did == s.DID }) {
		return nil, fail(codeInvalid, "no version of the log has the id %s", badge.Quote(s.DID))
	}
	return &Log{versions: r.versions(), end: end}, nil
}

// reading is a log that is being read.
type reading struct {
	source Source
	chain  []entry      // those that are good so far
	force  []parameters // in force after each of them
}

// entries checks the entries in their order, and returns why one of them is not
// good.
func (r *reading) entries() error {
	if len(r.source.Log) > maxLog {
		return fail(codeTooLarge, "the log has %d bytes, wanted at most %d", len(r.source.Log), maxLog)
	}
	for line := range bytes.SplitSeq(bytes.TrimSuffix(r.source.Log, []byte("\n")), []byte("\n")) {
		n := len(r.chain) + 1
		switch {
		case n > maxEntries:
			return fail(codeTooLarge, "the log has more than %d entries", maxEntries)
		case len(line) > maxLine:
			return at(n, fail(codeTooLarge, "the line has %d bytes, wanted at most %d", len(line), maxLine))
		}
		e, err := parseEntry(line)
		if err == nil {
			err = r.add(e)
		}
		if err != nil {
			return at(n, err)
		}
	}
	return nil
}

// add checks an entry against those before it and adds it.
func (r *reading) add(e entry) error {
	var before parameters
	last, first := entry{}, len(r.chain) == 0
	if first {
		if err := r.begins(e); err != nil {
			return err
		}
		before, last.id = e.parameters, e.parameters.scid
	} else {
		before, last = r.force[len(r.force)-1], r.chain[len(r.chain)-1]
		if err := follows(e, last, before); err != nil {
			return err
		}
	}
	hash, err := entryHash(e.text, last.id)
	if err != nil {
		return err
	}
	if n := len(r.chain) + 1; number(e.id) != n || e.id[strings.IndexByte(e.id, '-')+1:] != hash {
		return fail(codeInvalid, "the versionId is %s, wanted %d-%s, as the entry hashes", badge.Quote(e.id), n, hash)
	}
	if limit := r.source.Now.Add(maxAhead); e.time.After(limit) {
		return fail(codeInvalid, "the versionTime is %s, in the future", e.time.Format(time.RFC3339))
	}
	signers := before.updateKeys
	if len(before.nextKeyHashes) > 0 {
		signers = e.parameters.updateKeys
	}
	if err := e.proofs(signers, r.source.Check); err != nil {
		return err
	}
	r.chain, r.force = append(r.chain, e), append(r.force, before.merged(e.parameters))
	return nil
}

// begins checks what only a first entry must have.
func (r *reading) begins(e entry) error {
	p := e.parameters
	switch {
	case p.method == "":
		return fail(codeInvalid, "the first entry has no parameter method")
	case p.scid == "":
		return fail(codeParameters, "the first entry has no parameter scid")
	case len(p.updateKeys) == 0:
		return fail(codeParameters, "the first entry has no updateKeys")
	case scidOf(e.did) != p.scid, scidOf(r.source.DID) != p.scid:
		return fail(codeInvalid, "the scid is %s, wanted that of %s and of its document", badge.Quote(p.scid), badge.Quote(r.source.DID))
	}
	hash, err := scid(e.text, p.scid)
	if err == nil && hash != p.scid {
		err = fail(codeInvalid, "the scid is %s, wanted %s, as the entry hashes", badge.Quote(p.scid), hash)
	}
	return err
}

// follows checks what an entry must have by the one before it, and by the
// parameters that were in force.
func follows(e, last entry, force parameters) error {
	p := e.parameters
	switch {
	case force.isDeactivated():
		return fail(codeInvalid, "the entry changes a DID that is deactivated")
	case !e.time.After(last.time):
		return fail(codeInvalid, "the versionTime is not later than that of the entry before")
	case p.scid != "":
		return fail(codeParameters, "the entry has a parameter scid, which only the first one may have")
	case p.isPortable() && !force.isPortable():
		return fail(codeParameters, "the DID becomes portable, which only its first entry can decide")
	case scidOf(e.did) != scidOf(last.did):
		return fail(codeInvalid, "the id of the document is %s, with another SCID than before", badge.Quote(e.did))
	case e.did != last.did && !force.isPortable():
		return fail(codeInvalid, "the DID moves to %s and is not portable", badge.Quote(e.did))
	case e.did != last.did && !e.text.Member("state").Member("alsoKnownAs").Holds(last.did):
		return fail(codeInvalid, "the DID moves to %s, and its document does not list %s under alsoKnownAs", badge.Quote(e.did), badge.Quote(last.did))
	}
	if len(force.nextKeyHashes) == 0 {
		return nil
	}
	if len(p.updateKeys) == 0 || p.nextKeyHashes == nil {
		return fail(codeParameters, "the entry has no updateKeys or no nextKeyHashes, and the entry before announced its keys")
	}
	for _, k := range p.updateKeys {
		if !slices.Contains(force.nextKeyHashes, digest([]byte(k))) {
			return fail(codeParameters, "the key %s was not announced in the entry before", badge.Quote(k))
		}
	}
	return nil
}

// scidOf returns the SCID of a did:webvh, "" for other texts.
func scidOf(did string) string {
	rest, ok := strings.CutPrefix(did, prefix)
	scid, host, _ := strings.Cut(rest, ":")
	if !ok || host == "" {
		return ""
	}
	return scid
}
