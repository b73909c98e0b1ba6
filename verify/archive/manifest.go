package archive

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
)

// format names the format and its version.
const format = "openbadges-archive/v1"

// manifest lists everything in an archive. Its fields are in the order of their
// names, so that its text is in canonical form (RFC 8785).
type manifest struct {
	Answers    []Answer    `json:"answers"`
	Badges     []entry     `json:"badges"`
	Created    time.Time   `json:"created"`
	Extensions []extension `json:"extensions"`
	Format     string      `json:"format"`
	Objects    []object    `json:"objects"` // in the order of their digests
	Page       string      `json:"page"`    // digest of index.html
	Parent     string      `json:"parent,omitempty"`
	Policy     policy      `json:"policy"`
	Tool       string      `json:"tool"`
}

// object is some bytes of the archive.
type object struct {
	Digest string `json:"digest"` // SHA-256 in hexadecimal
	Size   int    `json:"size"`
}

// entry is a verification.
type entry struct {
	Address   string    `json:"address,omitempty"`
	At        time.Time `json:"at"`
	Challenge *asked    `json:"challenge,omitempty"`
	Data      string    `json:"data,omitempty"` // digest
	Needs     []int     `json:"needs"`          // places in Answers, ascending
	Report    string    `json:"report"`         // digest of its JSON
}

// asked is the challenge that a presentation answered.
type asked struct {
	Domain    string    `json:"domain"`
	NotAfter  time.Time `json:"notAfter"`
	NotBefore time.Time `json:"notBefore"`
	Value     string    `json:"value"`
}

// until returns the end of the challenge, for a check of the archive. An archive is
// proved after its badges were verified, so an answer that came in time counts for
// as long as the answers of hosts do.
func (e entry) until() time.Time {
	if end := e.Challenge.NotAfter; e.At.After(end) {
		return end
	}
	return e.Challenge.NotAfter.Add(maxCapture)
}

// Answer is what a URL answered while an archive was made.
type Answer struct {
	ContentType string    `json:"contentType,omitempty"` // as sent
	Digest      string    `json:"digest,omitempty"`      // SHA-256 of the body in hexadecimal; empty without an answer
	Ended       time.Time `json:"ended"`
	Failure     string    `json:"failure,omitempty"` // the code of the error, without an answer
	Final       string    `json:"final,omitempty"`   // the URL that answered, if it is another one
	// Headers are the headers that tell about the age of the answer, as the host
	// wrote them, by their names in lower case. They prove nothing.
	Headers map[string]string `json:"headers,omitempty"`
	Kind    verify.FetchKind  `json:"kind"` // decides what the request accepted
	Started time.Time         `json:"started"`
	Status  int               `json:"status,omitempty"` // HTTP status code
	URL     string            `json:"url"`              // the requested one; requests are GET
}

// headersOf returns the headers that are kept: with a name in lower case and a
// short value in ASCII.
func headersOf(header map[string]string) map[string]string {
	var kept map[string]string
	for name, value := range header {
		named := name != "" && len(name) <= maxHeader && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz-") == ""
		if named && value != "" && len(value) <= maxHeader && !strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' }) {
			if kept == nil {
				kept = map[string]string{}
			}
			kept[name] = value
		}
	}
	if len(kept) > maxHeaders {
		return nil
	}
	return kept
}

// asks is what a Fetcher was asked.
type asks struct {
	kind verify.FetchKind
	url  string
}

func (a Answer) asks() asks { return asks{a.Kind, a.URL} }

// extension is a context and a schema that the configuration supplied.
type extension struct {
	Context string `json:"context,omitempty"` // digest
	Schema  string `json:"schema,omitempty"`  // digest
	Type    string `json:"type,omitempty"`
	URL     string `json:"url,omitempty"`
}

// policy is what the verifications accepted, for readers. It decides nothing
// when an archive is checked.
type policy struct {
	Binding         verify.Binding      `json:"binding,omitempty"`
	ClaimedTime     bool                `json:"claimedTime"`
	Compat          uint                `json:"compat"`
	Conformance     int                 `json:"conformance"`
	EveryProof      bool                `json:"everyProof"`
	Keys            map[string][]string `json:"keys"` // thumbprints (RFC 7638) by issuer
	LooseDisclosure bool                `json:"looseDisclosure"`
	Refresh         bool                `json:"refresh"`
	Schemes         []string            `json:"schemes"`
	StatusIssuers   map[string][]string `json:"statusIssuers"`
	StatusPolicy    int                 `json:"statusPolicy"`
	Trust           string              `json:"trust"`
}

func policyOf(cfg verify.Config) policy {
	p := policy{Binding: cfg.Binding, ClaimedTime: cfg.ClaimedTime, Compat: uint(cfg.Compat), Conformance: int(cfg.Conformance), EveryProof: cfg.EveryProof,
		Keys: map[string][]string{}, LooseDisclosure: cfg.LooseDisclosure, Refresh: cfg.Refresh, Schemes: []string{},
		StatusIssuers: map[string][]string{}, StatusPolicy: int(cfg.StatusPolicy), Trust: cfg.Trust.String()}
	for id, keys := range cfg.Keys {
		for _, k := range keys {
			p.Keys[id] = append(p.Keys[id], k.Thumbprint())
		}
	}
	for _, scheme := range cfg.Schemes {
		p.Schemes = append(p.Schemes, string(scheme))
	}
	maps.Copy(p.StatusIssuers, cfg.StatusIssuers)
	return p
}

// unescaped writes the two characters that encoding/json escapes and RFC 8785
// does not. An escaped backslash is consumed first.
var unescaped = strings.NewReplacer(`\\`, `\\`, `\u2028`, "\u2028", `\u2029`, "\u2029")

// text returns the manifest in canonical form.
func (m manifest) text() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(m); err != nil {
		return nil, err
	}
	text := bytes.TrimSuffix(out.Bytes(), []byte("\n"))
	if bytes.Contains(text, []byte(`\u202`)) {
		text = []byte(unescaped.Replace(string(text)))
	}
	return text, nil
}

// readManifest reads a manifest that text could have written.
func readManifest(data []byte) (m manifest, err error) {
	if bytes.Count(data, []byte("{")) > maxObjects || bytes.Count(data, []byte(",")) > maxMembers {
		return m, fail(CodeTooLarge, nameManifest, "the manifest has more than %d objects or %d members", maxObjects, maxMembers)
	}
	c := cursor{rest: string(data)}
	c.manifest(&m)
	if written, err := m.text(); c.bad || err != nil || m.Format != format || !bytes.Equal(written, data) {
		return m, notCanonical(data)
	}
	return m, m.validate()
}

// notCanonical says what is wrong with a manifest that text cannot have written.
func notCanonical(data []byte) error {
	var other struct {
		Format string `json:"format"`
	}
	if json.Unmarshal(data, &other) != nil {
		return fail(CodeManifest, nameManifest, "the manifest cannot be read")
	}
	if other.Format != format {
		return fail(CodeManifest, nameManifest, "the format is %s, wanted %q", badge.Quote(other.Format), format)
	}
	return fail(CodeManifest, nameManifest, "the manifest is not in its canonical form (RFC 8785)")
}

// validate checks the order of lists, and that every digest is one of an object.
func (m manifest) validate() error {
	bad := func(format string, args ...any) error { return fail(CodeManifest, nameManifest, format, args...) }
	if !slices.IsSortedFunc(m.Answers, byAsked) || !slices.IsSortedFunc(m.Badges, byInput) ||
		!slices.IsSortedFunc(m.Objects, func(a, b object) int { return strings.Compare(a.Digest, b.Digest) }) {
		return bad("the answers, badges or objects are not in their order")
	}
	objects := map[string]bool{}
	for _, o := range m.Objects {
		if !isDigest(o.Digest) || objects[o.Digest] || o.Size < 0 {
			return bad("an object has no digest, the one of another, or no size")
		}
		objects[o.Digest] = true
	}
	used := map[string]bool{m.Page: true}
	for i, a := range m.Answers {
		if i > 0 && a.asks() == m.Answers[i-1].asks() {
			return bad("two answers are of one request")
		}
		if (a.Digest == "") == (a.Failure == "") {
			return bad("answer %d has both a body and a failure, or neither", i)
		}
		if a.Failure != "" && a.Headers != nil || !maps.Equal(a.Headers, headersOf(a.Headers)) {
			return bad("answer %d has headers that archives do not keep", i)
		}
		used[a.Digest] = true
	}
	for i, b := range m.Badges {
		if b.Data == "" && b.Address == "" {
			return bad("badge %d has neither bytes nor a URL", i)
		}
		for j, n := range b.Needs {
			if n < 0 || n >= len(m.Answers) || j > 0 && n <= b.Needs[j-1] {
				return bad("badge %d needs an answer that is not there", i)
			}
		}
		used[b.Data], used[b.Report] = true, true
	}
	for _, e := range m.Extensions {
		used[e.Context], used[e.Schema] = true, true
	}
	delete(used, "")
	if !maps.Equal(used, objects) {
		return bad("the objects are not those that badges and answers name")
	}
	return nil
}

func byAsked(a, b Answer) int {
	return cmp.Or(strings.Compare(a.URL, b.URL), strings.Compare(string(a.Kind), string(b.Kind)))
}

func byInput(a, b entry) int {
	return cmp.Or(strings.Compare(a.Data, b.Data), strings.Compare(a.Address, b.Address))
}

// digestOf returns the SHA-256 digest of bytes in hexadecimal.
func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
