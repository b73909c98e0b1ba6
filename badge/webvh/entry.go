package webvh

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/key"
)

const (
	method      = "did:webvh:1.0"
	prefix      = "did:webvh:"
	placeholder = "{SCID}" // stands for the SCID where the SCID is computed
)

// entry is one line of a log.
type entry struct {
	text       jsontext.Value
	id         string // versionId
	time       time.Time
	parameters parameters
	did        string // the id of its document
}

func fail(code, format string, args ...any) error {
	return jsontext.NewError(code, "", format, args...)
}

// parseEntry reads a line.
func parseEntry(line []byte) (e entry, err error) {
	if e.text, err = jsontext.Parse(line); err != nil {
		return e, fail(codeInvalid, "the entry is not valid JSON: %v", err)
	}
	for name := range e.text.Members() {
		switch name {
		case "versionId", "versionTime", "parameters", "state", "proof":
		default:
			return e, fail(codeInvalid, "the entry has the member %s, which did:webvh does not know", badge.Quote(name))
		}
	}
	e.id = e.text.Member("versionId").String()
	at := e.text.Member("versionTime").String()
	if e.time, err = time.Parse(time.RFC3339, at); err != nil || !strings.HasSuffix(at, "Z") {
		return e, fail(codeInvalid, "the versionTime is %s, wanted a time in UTC such as 2006-01-02T15:04:05Z", badge.Quote(at))
	}
	state := e.text.Member("state")
	if e.did = state.Member("id").String(); e.did == "" {
		return e, fail(codeInvalid, "the state is not a DID document with an id")
	}
	e.parameters, err = parseParameters(e.text.Member("parameters"))
	return e, err
}

// number returns the number in front of a versionId, 0 if there is none.
func number(id string) int {
	digits, _, _ := strings.Cut(id, "-")
	n, err := strconv.Atoi(digits)
	if err != nil || strconv.Itoa(n) != digits || n < 0 {
		return 0
	}
	return n
}

// entryHash returns the hash of an entry without its proof, with the versionId of
// the entry before, or the SCID, as its own.
func entryHash(entry jsontext.Value, before string) (string, error) {
	text, err := canonical(entry, before)
	if err != nil {
		return "", err
	}
	return digest(text), nil
}

// scid returns the SCID that a first entry hashes to, given the one that it has.
func scid(entry jsontext.Value, claimed string) (string, error) {
	text, err := canonical(entry, placeholder)
	if err != nil {
		return "", err
	}
	v, err := jsontext.Parse([]byte(strings.ReplaceAll(string(text), claimed, placeholder)))
	if err == nil {
		text, err = jsontext.AppendCanonical(nil, v)
	}
	if err != nil {
		return "", fail(codeInvalid, "the entry has no canonical form: %v", err)
	}
	return digest(text), nil
}

// canonical returns the canonical form (RFC 8785) of an entry without its proof
// and with another versionId.
func canonical(entry jsontext.Value, id string) ([]byte, error) {
	v, err := jsontext.Parse(jsontext.ReplaceValue(entry.Member("versionId"), quote(id)))
	if err != nil {
		return nil, fail(codeInvalid, "the entry has no canonical form: %v", err)
	}
	text, err := jsontext.AppendCanonical(nil, v, "proof")
	if err != nil {
		return nil, fail(codeInvalid, "the entry has no canonical form: %v", err)
	}
	return text, nil
}

// digest returns the multihash of a text (SHA-256) in base58btc, without the
// prefix of a multibase.
func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return multiformat.EncodeBase58(append([]byte{0x12, 0x20}, sum[:]...))[1:]
}

// proofs calls check with the entry and each of its proofs alone, and with the
// key that made it. Each must be by one of the keys.
func (e entry) proofs(keys []string, check Check) error {
	list := e.text.Member("proof")
	n := 0
	for p := range list.Each() {
		if n++; n > maxProofs {
			return fail(codeTooLarge, "the entry has more than %d proofs", maxProofs)
		}
		if _, err := checkProof(jsontext.ReplaceValue(list, []byte(p.Raw())), p, keys, check); err != nil {
			return err
		}
	}
	if n == 0 {
		return fail(codeProof, "the entry has no proof")
	}
	return nil
}

// checkProof checks one proof of a document, which must be by one of the keys, and
// returns that key.
func checkProof(document []byte, p jsontext.Value, keys []string, check Check) (string, error) {
	for _, m := range [][2]string{{"type", "DataIntegrityProof"}, {"cryptosuite", "eddsa-jcs-2022"}, {"proofPurpose", "assertionMethod"}} {
		if got := p.Member(m[0]).String(); got != m[1] {
			return "", fail(codeProof, "the %s of the proof is %s, wanted %s", m[0], badge.Quote(got), m[1])
		}
	}
	method := p.Member("verificationMethod").String()
	name, ok := strings.CutPrefix(method, "did:key:")
	name, fragment, _ := strings.Cut(name, "#")
	if !ok || name != fragment {
		return "", fail(codeProof, "the key of the proof is %s, wanted a did:key with the same key as its fragment", badge.Quote(method))
	}
	k, err := updateKey(name)
	if err != nil {
		return "", err
	}
	for _, allowed := range keys {
		if allowed == name {
			if check == nil {
				return "", fail(codeProof, "the proof was not checked, because no Check was passed in")
			}
			if err := check(document, k); err != nil {
				return "", jsontext.NewError(codeProof, "", "the proof by %s is not good: %v", badge.Quote(name), err).Because(err)
			}
			return name, nil
		}
	}
	return "", fail(codeProof, "the key %s may not sign this", badge.Quote(name))
}

// updateKey reads a Multikey, which must be an Ed25519 key in its only spelling.
func updateKey(text string) (key.Key, error) {
	k, err := key.ParseMultikey(text)
	if err != nil {
		return k, fail(codeParameters, "%s is not a Multikey: %v", badge.Quote(text), err)
	}
	if k.Multikey() != text || k.Type() != "Ed25519" {
		return k, fail(codeParameters, "%s is not an Ed25519 key as a Multikey", badge.Quote(text))
	}
	return k, nil
}

// at adds the number of an entry to an error.
func at(n int, err error) error {
	if e, ok := err.(*jsontext.Error); ok {
		return e.Within(fmt.Sprintf("entry %d of the log", n))
	}
	return err
}
