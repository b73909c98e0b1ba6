package archive

import (
	"bytes"
	"cmp"
	"context"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
)

// Recorder verifies badges and keeps everything that the verdicts rest on. A URL
// is asked once, so all badges of an archive see the same answer: make a
// Recorder for each archive. It is safe for concurrent use.
type Recorder struct {
	cfg     verify.Config
	mu      sync.Mutex
	answers map[asks]recorded
	objects map[string][]byte
	entries []verified
}

// recorded is an answer, and what the Fetcher said.
type recorded struct {
	answer   Answer
	response verify.Response
	err      error
}

// verified is a verification and the requests that it made.
type verified struct {
	entry  entry
	asked  map[asks]bool
	report *verify.Report
}

// NewRecorder returns a Recorder that verifies with a configuration. The error
// names the field that is missing or invalid.
func NewRecorder(cfg verify.Config) (*Recorder, error) {
	if _, err := newVerifier(cfg); err != nil {
		return nil, err
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return &Recorder{cfg: cfg, answers: map[asks]recorded{}, objects: map[string][]byte{}}, nil
}

// Verify verifies a badge, as a verify.Verifier does, and records it. An item may
// have both Data, such as a picture, and Address, the URL that it names: then the
// URL is verified and both are kept. Item.Recipient is compared and not recorded.
func (r *Recorder) Verify(ctx context.Context, item verify.Item) (*verify.Report, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if r == nil || r.answers == nil {
		return nil, fail(CodeSeal, "", "the Recorder is the zero value; use NewRecorder")
	}
	cfg := r.cfg
	now := cfg.Now()
	cfg.Now = func() time.Time { return now }
	session := &session{recorder: r, asked: map[asks]bool{}}
	if cfg.Fetcher != nil {
		cfg.Fetcher = session
	}
	// A Verifier for each badge: what another one remembers would not be asked for.
	verifier, err := newVerifier(cfg)
	if err != nil {
		return nil, err
	}
	e := entry{Address: item.Address, At: now.UTC()}
	if c := item.Challenge; c != nil {
		asked := asked{c.Domain, c.NotAfter.UTC(), c.NotBefore.UTC(), c.Value}
		if c.NotBefore.IsZero() && c.NotAfter.IsZero() {
			asked.NotBefore, asked.NotAfter = now.Add(-challengeTime).UTC(), now.UTC()
		}
		e.Challenge = &asked
	}
	report := one(ctx, verifier, item)
	text, err := report.MarshalJSON()
	if err != nil {
		return report, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(item.Data) > 0 {
		e.Data = r.keep(item.Data)
	}
	e.Report = r.keep(text)
	r.entries = append(r.entries, verified{e, session.asked, report})
	return report, report.Err()
}

// newVerifier is verify.New with an error that has a code.
func newVerifier(cfg verify.Config) (*verify.Verifier, error) {
	v, err := verify.New(cfg)
	if err != nil {
		return nil, fail(CodeConfig, "", "%v", err)
	}
	return v, nil
}

// challengeTime is how long a challenge without times counts, as in
// verify.Challenge.
const challengeTime = 10 * time.Minute

// one verifies an item.
func one(ctx context.Context, v *verify.Verifier, item verify.Item) *verify.Report {
	switch {
	case item.Challenge != nil || item.Recipient != nil:
		for _, report := range v.VerifyAll(ctx, slices.Values([]verify.Item{item})) {
			return report
		}
		return new(verify.Report)
	case item.Address != "":
		report, _ := v.VerifyAt(ctx, item.Address) // the report has the error
		return report
	}
	report, _ := v.Verify(ctx, item.Data) // the report has the error
	return report
}

// keep stores bytes and returns their digest. The caller holds the lock.
func (r *Recorder) keep(data []byte) string {
	digest := digestOf(data)
	if _, ok := r.objects[digest]; !ok {
		r.objects[digest] = bytes.Clone(data)
	}
	return digest
}

// session is the Fetcher of one verification.
type session struct {
	recorder *Recorder
	mu       sync.Mutex
	asked    map[asks]bool
}

// Fetch asks the Fetcher of the Recorder once, and records what it answers.
func (s *session) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	what := asks{req.Kind, req.URL}
	s.mu.Lock()
	s.asked[what] = true
	s.mu.Unlock()
	r := s.recorder
	r.mu.Lock()
	known, ok := r.answers[what]
	r.mu.Unlock()
	if ok {
		return known.response, known.err
	}
	if req.Kind == verify.FetchLog {
		req.Fresh = true // what is recorded is what the host says now
	}
	started := r.cfg.Now().UTC()
	response, err := r.cfg.Fetcher.Fetch(ctx, req)
	if ctx.Err() != nil {
		return response, err // the caller gave up: that says nothing about the URL
	}
	// A cached answer is as old as the host gave it.
	got := recorded{response: response, err: err, answer: Answer{Kind: req.Kind, URL: req.URL, Started: started.Add(-response.Age), Ended: r.cfg.Now().UTC().Add(-response.Age)}}
	got.response.Keep, got.response.Drop = nil, nil
	r.mu.Lock()
	defer r.mu.Unlock()
	if known, ok := r.answers[what]; ok {
		return known.response, known.err
	}
	if err != nil {
		got.answer.Failure = cmp.Or(badge.CodeOf(err), CodeNoAnswer)
	} else {
		got.answer.Status, got.answer.ContentType, got.answer.Headers = response.Status, response.ContentType, headersOf(response.Header)
		if response.URL != req.URL {
			got.answer.Final = response.URL
		}
		got.answer.Digest = r.keep(response.Body)
	}
	r.answers[what] = got
	return response, err
}

// Seal returns the archive of everything recorded so far. An archive that renews
// another one names it: pass nil otherwise.
func (r *Recorder) Seal(parent *Archive) (*Archive, error) {
	if r == nil || r.answers == nil {
		return nil, fail(CodeSeal, "", "the Recorder is the zero value; use NewRecorder")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	m := manifest{Answers: []Answer{}, Badges: []entry{}, Created: r.cfg.Now().UTC(), Extensions: []extension{},
		Format: format, Objects: []object{}, Policy: policyOf(r.cfg), Tool: tool()}
	if parent != nil {
		m.Parent = digestOf(parent.text)
	}
	for _, e := range r.cfg.Extensions {
		x := extension{Type: e.Type, URL: e.URL}
		if len(e.Context) > 0 {
			x.Context = r.keep(e.Context)
		}
		if len(e.Schema) > 0 {
			x.Schema = r.keep(e.Schema)
		}
		m.Extensions = append(m.Extensions, x)
	}
	entries := slices.Clone(r.entries)
	slices.SortStableFunc(entries, func(a, b verified) int { return byInput(a.entry, b.entry) })
	entries = slices.CompactFunc(entries, func(a, b verified) bool { return byInput(a.entry, b.entry) == 0 })
	if len(entries) == 0 {
		return nil, fail(CodeSeal, "", "no verification was recorded; call Verify first")
	}
	page, err := pageOf(m, entries)
	if err != nil {
		return nil, err
	}
	m.Page = digestOf(page)
	r.list(&m, entries)
	return r.seal(m, page)
}

// list adds the answers that the entries asked for, and the entries.
func (r *Recorder) list(m *manifest, entries []verified) {
	for _, v := range entries {
		for what := range v.asked {
			if a, ok := r.answers[what]; ok {
				m.Answers = append(m.Answers, a.answer)
			}
		}
	}
	slices.SortFunc(m.Answers, byAsked)
	m.Answers = slices.CompactFunc(m.Answers, func(a, b Answer) bool { return byAsked(a, b) == 0 })
	for _, v := range entries {
		e := v.entry
		e.Needs = []int{}
		for what := range v.asked {
			if i, ok := slices.BinarySearchFunc(m.Answers, Answer{Kind: what.kind, URL: what.url}, byAsked); ok {
				e.Needs = append(e.Needs, i)
			}
		}
		slices.Sort(e.Needs)
		m.Badges = append(m.Badges, e)
	}
}

// seal writes the manifest. The objects of a Recorder are never changed, so the
// archive shares them.
func (r *Recorder) seal(m manifest, page []byte) (*Archive, error) {
	files := []file{{namePage, page}}
	used := map[string]bool{}
	for _, a := range m.Answers {
		used[a.Digest] = true
	}
	for _, b := range m.Badges {
		used[b.Data], used[b.Report] = true, true
	}
	for _, e := range m.Extensions {
		used[e.Context], used[e.Schema] = true, true
	}
	delete(used, "")
	m.Objects = append(m.Objects, object{m.Page, len(page)})
	for digest := range used {
		body := r.objects[digest]
		m.Objects = append(m.Objects, object{digest, len(body)})
		files = append(files, file{dirObjects + digest, body})
	}
	slices.SortFunc(m.Objects, func(a, b object) int { return strings.Compare(a.Digest, b.Digest) })
	text, err := m.text()
	if err != nil {
		return nil, err
	}
	files = append(files, file{nameManifest, text})
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	size := 0
	for _, f := range files {
		if len(f.body) > limitOf(f.name) {
			return nil, fail(CodeTooLarge, f.name, "the entry has %d bytes, wanted at most %d", len(f.body), limitOf(f.name))
		}
		size += localSize + centralSize + 2*len(f.name) + len(f.body)
	}
	if len(files) > maxEntries-maxProofs || size > maxArchive-2*maxProofBytes {
		return nil, fail(CodeTooLarge, "", "the archive has %d entries and %d bytes; divide the badges among several", len(files), size)
	}
	a := &Archive{files: files, bodies: map[string][]byte{m.Page: page}, manifest: m, text: text}
	for digest := range used {
		a.bodies[digest] = r.objects[digest]
	}
	return a, nil
}

// tool names this module and its version.
func tool() string {
	const name = "github.com/openbadges-go/openbadges"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return name
	}
	for _, m := range append([]*debug.Module{&info.Main}, info.Deps...) {
		if m.Path == name {
			return strings.TrimSpace(name + " " + m.Version)
		}
	}
	return name
}
