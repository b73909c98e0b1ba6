package archive

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify/archive/timeproof"
)

// Archive is what verifications rested on. It cannot be changed and is safe for
// concurrent use.
type Archive struct {
	files    []file // in the order of their names
	bodies   map[string][]byte
	manifest manifest
	text     []byte // of the manifest
	proofs   [][]timeproof.Proof
}

// Badge is a verification in an archive. If it has an Address, the badge there is
// what is verified. Data then only says what was supplied with it, and the verified
// badge is the Document of a report.
type Badge struct {
	Data    []byte    // as supplied; nil if only Address was, or if it was removed
	Address string    // the URL that was supplied
	At      time.Time // the time of the verification, by the clock of its maker
	Report  []byte    // its report as JSON; nil if it was removed
	Answers []Answer  // what it rested on
}

// Open reads an archive. Every byte of data is accounted for: the error names
// the entry that was changed, and has a code of the first group. Open confirms
// nothing about the badges; Archive.Check does.
func Open(data []byte) (*Archive, error) {
	files, err := readZip(data)
	if err != nil {
		return nil, err
	}
	own(files)
	return read(files)
}

// own gives the entries bytes that nobody else can change.
func own(files []file) {
	bodies := make([][]byte, len(files))
	for i, f := range files {
		bodies[i] = f.body
	}
	all := bytes.Join(bodies, nil) // which does not clear the memory first
	for i, f := range files {
		size := len(f.body)
		files[i].body, all = all[:size:size], all[size:]
	}
}

// read returns the archive of the entries of a zip file.
func read(files []file) (*Archive, error) {
	a := &Archive{files: files, bodies: map[string][]byte{}}
	var text []byte
	gone, page, proofs := map[string]bool{}, []byte(nil), []file(nil)
	for _, f := range files {
		dir, digest, _ := strings.Cut(f.name, "/")
		switch dir + "/" {
		case dirRedacted:
			gone[digest] = true
			continue
		case dirProofs:
			proofs = append(proofs, f)
			continue
		case dirObjects:
			if digestOf(f.body) != digest {
				return nil, fail(CodeAltered, f.name, "the bytes have another digest than the name says")
			}
		}
		switch {
		case f.name == nameManifest:
			text = f.body
		case f.name == namePage:
			page = f.body
		default:
			a.bodies[digest] = f.body
		}
	}
	var err error
	if text == nil {
		return nil, fail(CodeFormat, nameManifest, "the zip file has no manifest")
	}
	if a.proofs, err = readProofs(proofs); err != nil {
		return nil, err
	}
	if a.manifest, err = readManifest(text); err != nil {
		return nil, err
	}
	a.text = text
	return a, a.match(page, gone)
}

// match checks that the objects of the file are those of the manifest: each is
// there once, or removed.
func (a *Archive) match(page []byte, gone map[string]bool) error {
	if page != nil {
		if digestOf(page) != a.manifest.Page {
			return fail(CodeAltered, namePage, "the page has another digest than the manifest lists")
		}
		a.bodies[a.manifest.Page] = page
	}
	listed := map[string]bool{}
	for _, o := range a.manifest.Objects {
		listed[o.Digest] = true
		body, there := a.bodies[o.Digest]
		switch name := a.nameOf(o.Digest); {
		case there == gone[o.Digest]:
			return fail(CodeObjectGone, name, "the object is missing and was not removed on purpose, or is there although it was removed")
		case there && len(body) != o.Size:
			return fail(CodeManifest, name, "the object has %d bytes, the manifest lists %d", len(body), o.Size)
		}
	}
	for _, f := range a.files {
		_, digest, in := strings.Cut(f.name, "/")
		if in && !strings.HasPrefix(f.name, dirProofs) && (!listed[digest] || f.name == dirObjects+a.manifest.Page) {
			return fail(CodeObjectExtra, f.name, "the manifest does not list the object here")
		}
	}
	return nil
}

// nameOf returns the name of the entry that holds an object.
func (a *Archive) nameOf(digest string) string {
	if digest == a.manifest.Page {
		return namePage
	}
	return dirObjects + digest
}

// Bytes returns the zip file. The same content always gives the same bytes. It
// is nil for the zero Archive.
func (a *Archive) Bytes() []byte {
	if a == nil || len(a.files) == 0 {
		return nil
	}
	return writeZip(a.files)
}

// Manifest returns the text that covers everything in the archive except the
// proofs: what keepers sign and time stamps cover. It is nil for the zero Archive.
func (a *Archive) Manifest() []byte {
	if a == nil {
		return nil
	}
	return bytes.Clone(a.text)
}

// Created returns when the archive was made, by the clock of its maker.
func (a *Archive) Created() time.Time {
	if a == nil {
		return time.Time{}
	}
	return a.manifest.Created
}

// Parent returns the SHA-256 digest of the manifest of the archive that this one
// renews, in hexadecimal, or "".
func (a *Archive) Parent() string {
	if a == nil {
		return ""
	}
	return a.manifest.Parent
}

// Badges returns the verifications, in the order of the digests of their data.
func (a *Archive) Badges() []Badge {
	if a == nil {
		return nil
	}
	out := make([]Badge, len(a.manifest.Badges))
	for i, b := range a.manifest.Badges {
		out[i] = Badge{Data: bytes.Clone(a.bodies[b.Data]), Address: b.Address, At: b.At, Report: bytes.Clone(a.bodies[b.Report])}
		for _, n := range b.Needs {
			answer := a.manifest.Answers[n]
			answer.Headers = maps.Clone(answer.Headers)
			out[i].Answers = append(out[i].Answers, answer)
		}
	}
	return out
}

// Object returns the bytes with a SHA-256 digest in hexadecimal, and false if
// the archive has none or they were removed.
func (a *Archive) Object(digest string) ([]byte, bool) {
	if a == nil {
		return nil, false
	}
	body, ok := a.bodies[digest]
	return bytes.Clone(body), ok
}

// Page returns the page for people, an HTML document in English and Dutch, or nil
// if it was removed.
func (a *Archive) Page() []byte {
	if a == nil {
		return nil
	}
	return bytes.Clone(a.bodies[a.manifest.Page])
}

// Redact returns an archive without the bytes with these SHA-256 digests in
// hexadecimal. The manifest keeps digest, size and time, so proofs of it still
// hold; what needs the bytes can no longer be checked. Remove the page and the
// reports too if they show what must go.
func (a *Archive) Redact(digests ...string) (*Archive, error) {
	if a == nil || len(a.files) == 0 {
		return nil, errZero()
	}
	out := *a
	out.files, out.bodies = slices.Clone(a.files), maps.Clone(a.bodies)
	for _, digest := range digests {
		if _, there := out.bodies[digest]; !there {
			return nil, fail(CodeObjectGone, dirObjects+digest, "the archive has no such object")
		}
		delete(out.bodies, digest)
		name := out.nameOf(digest)
		out.files = slices.DeleteFunc(out.files, func(f file) bool { return f.name == name })
		out.files = append(out.files, file{name: dirRedacted + digest})
	}
	slices.SortFunc(out.files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return &out, nil
}

// Format prints the digest under every verb, not the content.
func (a *Archive) Format(s fmt.State, _ rune) {
	_, _ = io.WriteString(s, "archive sha256:"+digestOf(a.Manifest()))
}

// errZero is the error of an Archive that Open and Seal did not make.
func errZero() error { return fail(CodeFormat, "", "the Archive is the zero value; use Open") }

var _ badge.Failure = (*failure)(nil)
