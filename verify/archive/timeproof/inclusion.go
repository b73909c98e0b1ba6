package timeproof

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// proofHead is the first line of a transparency log proof.
const proofHead = "c2sp.org/tlog-proof@v1"

// The types of signatures of a note (C2SP signed-note, tlog-cosignature).
const (
	noteEd25519   = 0x01
	noteCosigned  = 0x04
	noteSignature = "— " // the start of a signature line
)

// inclusion is a log proof whose inclusion and signature of the log are good.
type inclusion struct {
	origin  string
	quorum  int
	cosigns []cosign // of witnesses of the policy, one each
}

// cosign is the cosignature of one witness.
type cosign struct {
	name string
	time time.Time
}

// checkpoint is a signed note with a tree head (C2SP tlog-checkpoint).
type checkpoint struct {
	text       string // the signed text, with its last line feed
	origin     string
	size       uint64
	root       [sha256.Size]byte
	signatures map[string][]byte // by name, line feed and key ID; the bytes after the ID
}

// openInclusion reads a transparency log proof about data (C2SP tlog-proof) and
// verifies the signatures of known keys.
func openInclusion(data, text []byte, p Policy) (opened, error) {
	index, path, note, err := splitProof(string(text))
	if err != nil {
		return nil, err
	}
	c, err := readCheckpoint(note)
	if err != nil {
		return nil, err
	}
	log, logKey, witnesses, err := p.log(c.origin)
	if err != nil {
		return nil, err
	}
	signature, found := c.signatures[logKey.label()]
	if !found || !ed25519.Verify(logKey.public, []byte(c.text), signature) {
		return nil, fail(codeSignature, "the checkpoint is not signed by the log %s", badge.Quote(c.origin))
	}
	entry := "openbadges-archive/v1\nsha256:" + digestOf(data) + "\n"
	if root, ok := rootOf(index, c.size, sha256.Sum256([]byte("\x00"+entry)), path); !ok || root != c.root {
		return nil, fail(codeInclusion, "the proof does not lead from the entry at index %d to the root of the log", index)
	}
	in := inclusion{origin: c.origin, quorum: log.Quorum}
	for _, w := range witnesses {
		signature, found := c.signatures[w.label()]
		if !found {
			continue
		}
		seconds, ok := w.cosigned(c.text, signature)
		if !ok {
			return nil, fail(codeSignature, "the cosignature of witness %s does not verify", badge.Quote(w.name))
		}
		in.cosigns = append(in.cosigns, cosign{w.name, time.Unix(seconds, 0).UTC()})
	}
	return in, nil
}

// seen counts the witnesses that cosigned before the time at. At least one of a
// quorum is honest, so the latest of the earliest quorum of times holds.
func (in inclusion) seen(at time.Time, _ bool) (Seen, error) {
	counted := slices.DeleteFunc(slices.Clone(in.cosigns), func(c cosign) bool { return ahead(c.time, at) != nil })
	if len(counted) < in.quorum {
		return Seen{}, fail(codeQuorum, "%d witnesses cosigned the checkpoint of %s, wanted %d", len(counted), badge.Quote(in.origin), in.quorum)
	}
	slices.SortStableFunc(counted, func(a, b cosign) int { return a.time.Compare(b.time) })
	by := in.origin + " with"
	for _, c := range counted[:in.quorum] {
		by += " " + c.name
	}
	return Seen{Time: counted[in.quorum-1].time, Kind: Inclusion, By: by}, nil
}

// splitProof splits a proof into the index of the entry, the hashes of the
// inclusion proof and the checkpoint.
func splitProof(text string) (index uint64, path [][sha256.Size]byte, note string, err error) {
	head, note, found := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	control := func(r rune) bool { return r < ' ' && r != '\n' }
	if !found || lines[0] != proofHead || !utf8.ValidString(text) || strings.ContainsFunc(text, control) {
		return 0, nil, "", fail(codeLog, "the text does not begin with %s or has no checkpoint", proofHead)
	}
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		if _, err := base64.StdEncoding.Strict().DecodeString(lines[0][len("extra "):]); err != nil {
			return 0, nil, "", fail(codeLog, "the extra data are not base64")
		}
		lines = lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return 0, nil, "", fail(codeLog, "the line with the index is missing")
	}
	index, ok := decimal(lines[0][len("index "):])
	switch {
	case !ok:
		return 0, nil, "", fail(codeLog, "the index is not a decimal number below 2^63")
	case len(lines)-1 > maxPath:
		return 0, nil, "", fail(codeTooLarge, "the inclusion proof has %d steps, wanted at most %d", len(lines)-1, maxPath)
	}
	for i, line := range lines[1:] {
		hash, ok := hashLine(line)
		if !ok {
			return 0, nil, "", fail(codeLog, "step %d of the inclusion proof is not a SHA-256 hash in base64", i+1)
		}
		path = append(path, hash)
	}
	return index, path, note, nil
}

// readCheckpoint reads a signed note whose text is a tree head.
func readCheckpoint(note string) (c checkpoint, err error) {
	at := strings.LastIndex(note, "\n\n")
	if at < 0 || !strings.HasSuffix(note, "\n") {
		return c, fail(codeLog, "the checkpoint is not a signed note")
	}
	c.text = note[:at+1]
	lines := strings.Split(c.text[:at], "\n")
	if len(lines) < 3 || slices.Contains(lines, "") {
		return c, fail(codeLog, "the checkpoint does not have an origin, a size and a root")
	}
	var ok bool
	c.origin = lines[0]
	if c.size, ok = decimal(lines[1]); !ok || c.size == 0 {
		return c, fail(codeLog, "the size of the log is %s, wanted a decimal number from 1", badge.Quote(lines[1]))
	}
	if c.root, ok = hashLine(lines[2]); !ok {
		return c, fail(codeLog, "the root of the log is not a SHA-256 hash in base64")
	}
	c.signatures, err = readSignatures(note[at+2:])
	return c, err
}

// readSignatures reads the signature lines of a note. A key signs once.
func readSignatures(text string) (map[string][]byte, error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) > maxSignatures {
		return nil, fail(codeTooLarge, "the checkpoint has %d signatures, wanted at most %d", len(lines), maxSignatures)
	}
	signatures := map[string][]byte{}
	for _, line := range lines {
		rest, good := strings.CutPrefix(line, noteSignature)
		name, encoded, spaced := strings.Cut(rest, " ")
		value, err := base64.StdEncoding.Strict().DecodeString(encoded)
		if !good || !spaced || !keyName(name) || err != nil || len(value) < 5 {
			return nil, fail(codeLog, "a signature line of the checkpoint is malformed")
		}
		label := name + "\n" + string(value[:4])
		if _, twice := signatures[label]; twice {
			return nil, fail(codeLog, "the checkpoint has two signatures by one key of %s", badge.Quote(name))
		}
		signatures[label] = value[4:]
	}
	return signatures, nil
}

// keyName reports whether a text may name a key (C2SP signed-note).
func keyName(name string) bool {
	return name != "" && !strings.Contains(name, "+") && len(strings.Fields(name)) == 1 && strings.Fields(name)[0] == name
}

// decimal reads a number below 2^63 without leading zeros.
func decimal(text string) (uint64, bool) {
	n, err := strconv.ParseUint(text, 10, 63)
	return n, err == nil && strconv.FormatUint(n, 10) == text
}

func hashLine(line string) (hash [sha256.Size]byte, ok bool) {
	value, err := base64.StdEncoding.Strict().DecodeString(line)
	return hash, err == nil && copy(hash[:], value) == sha256.Size && len(value) == sha256.Size
}

// rootOf computes the root of a tree from one of its leaves (RFC 9162
// §2.1.3.2). It reports false if the path has not the length that the index and
// the size ask for.
func rootOf(index, size uint64, hash [sha256.Size]byte, path [][sha256.Size]byte) ([sha256.Size]byte, bool) {
	if index >= size {
		return hash, false
	}
	last := size - 1
	for _, step := range path {
		if last == 0 {
			return hash, false
		}
		if index&1 == 1 || index == last {
			hash = node(step, hash)
			for index&1 == 0 && index != 0 {
				index, last = index>>1, last>>1
			}
		} else {
			hash = node(hash, step)
		}
		index, last = index>>1, last>>1
	}
	return hash, last == 0
}

func node(left, right [sha256.Size]byte) [sha256.Size]byte {
	return sha256.Sum256(slices.Concat([]byte{1}, left[:], right[:]))
}

// noteKey is a key that signs notes.
type noteKey struct {
	name   string
	id     [4]byte
	public ed25519.PublicKey
}

// label names the key as the signature lines of a note do.
func (k noteKey) label() string { return k.name + "\n" + string(k.id[:]) }

// readNoteKey reads a verifier key: NAME+HASH+KEY (C2SP signed-note).
func readNoteKey(text string, kind byte) (k noteKey, err error) {
	name, rest, _ := strings.Cut(text, "+")
	hash, encoded, _ := strings.Cut(rest, "+")
	value, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || !keyName(name) || len(value) != 1+ed25519.PublicKeySize || value[0] != kind {
		return k, fail(codePolicy, "the key %s is not a verifier key of type 0x%02x", badge.Quote(text), kind)
	}
	sum := sha256.Sum256(slices.Concat([]byte(name+"\n"), value))
	k = noteKey{name: name, id: [4]byte(sum[:4]), public: ed25519.PublicKey(value[1:])}
	if hexOf(k.id[:]) != hash {
		return k, fail(codePolicy, "the hash in the verifier key %s is not that of the key", badge.Quote(text))
	}
	_, err = key.FromPublic(k.public)
	return k, err
}

// cosigned verifies a cosignature and returns its time in seconds.
func (k noteKey) cosigned(text string, signature []byte) (seconds int64, ok bool) {
	if len(signature) != 8+ed25519.SignatureSize {
		return 0, false
	}
	at := binary.BigEndian.Uint64(signature)
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, text)
	return int64(at & 0x7fff_ffff_ffff_ffff), at > 0 && at < 1<<40 && ed25519.Verify(k.public, []byte(signed), signature[8:])
}

// log returns the log of the policy with the origin, and its keys.
func (p Policy) log(origin string) (found Log, by noteKey, witnesses []noteKey, err error) {
	if len(p.Logs) > maxWitnesses {
		return found, by, nil, fail(codePolicy, "the policy has %d logs, wanted at most %d", len(p.Logs), maxWitnesses)
	}
	for _, log := range p.Logs {
		if by, err = readNoteKey(log.Key, noteEd25519); err != nil {
			return found, by, nil, err
		}
		if by.name != origin {
			continue
		}
		witnesses, err = log.witnesses(by)
		return log, by, witnesses, err
	}
	return found, by, nil, fail(codeUntrusted, "the policy does not have the log %s", badge.Quote(origin))
}

// witnesses reads the keys of the witnesses of a log, which must all differ.
func (l Log) witnesses(log noteKey) (keys []noteKey, err error) {
	if l.Quorum < 1 || l.Quorum > len(l.Witnesses) || len(l.Witnesses) > maxWitnesses {
		return nil, fail(codePolicy, "the quorum of log %s is %d of %d witnesses, wanted at least 1 of at most %d", badge.Quote(log.name), l.Quorum, len(l.Witnesses), maxWitnesses)
	}
	known := []noteKey{log}
	for _, text := range l.Witnesses {
		k, err := readNoteKey(text, noteCosigned)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(known, func(other noteKey) bool { return bytes.Equal(other.public, k.public) }) {
			return nil, fail(codePolicy, "the key of witness %s is also that of another witness or of the log", badge.Quote(k.name))
		}
		known = append(known, k)
	}
	return known[1:], nil
}
