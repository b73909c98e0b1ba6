package main

import (
	"cmp"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/presentation"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/tree"
	"github.com/openbadges-go/openbadges/verify"
)

const (
	pathExchange = "/exchange"
	// challengeTime is how long a holder may take to answer.
	challengeTime = 10 * time.Minute
	// maxSpent bounds the answered challenges that are remembered, of the last
	// ten to twenty minutes. Each took the verification of a good answer.
	maxSpent = 100_000
)

// challenges makes the challenges of a site, and lets each be answered once. A
// challenge holds its time and a code of the site, so that none must be kept
// before it is answered.
type challenges struct {
	now    func() time.Time
	secret [32]byte

	mu            sync.Mutex
	turned        time.Time // when spent became before
	spent, before map[string]bool
}

func newChallenges(now func() time.Time) *challenges {
	c := &challenges{now: now, turned: now(), spent: map[string]bool{}}
	rand.Read(c.secret[:]) // never fails
	return c
}

// The parts of a challenge: the time in seconds, a random text, and a code.
const (
	challengeHead = 8 + 16
	challengeSize = challengeHead + sha256.Size
)

// issue returns a new challenge.
func (c *challenges) issue() string {
	head := make([]byte, challengeHead, challengeSize)
	binary.BigEndian.PutUint64(head, uint64(c.now().Unix()))
	rand.Read(head[8:])
	return base64.RawURLEncoding.EncodeToString(append(head, c.code(head)...))
}

func (c *challenges) code(head []byte) []byte {
	mac := hmac.New(sha256.New, c.secret[:])
	mac.Write(head)
	return mac.Sum(nil)
}

// issued returns when a challenge was issued, and whether it is one of these.
func (c *challenges) issued(challenge string) (time.Time, bool) {
	text, err := base64.RawURLEncoding.Strict().DecodeString(challenge)
	if err != nil || len(text) != challengeSize || base64.RawURLEncoding.EncodeToString(text) != challenge ||
		!hmac.Equal(c.code(text[:challengeHead]), text[challengeHead:]) {
		return time.Time{}, false
	}
	return time.Unix(int64(binary.BigEndian.Uint64(text)), 0), true
}

// spend reports whether a challenge is answered for the first time. Challenges
// that can no longer be answered are forgotten.
func (c *challenges) spend(challenge string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.now(); now.Sub(c.turned) > challengeTime {
		if c.before = c.spent; now.Sub(c.turned) > 2*challengeTime {
			c.before = nil
		}
		c.turned, c.spent = now, map[string]bool{}
	}
	if c.spent[challenge] || c.before[challenge] || len(c.spent) >= maxSpent {
		return false
	}
	c.spent[challenge] = true
	return true
}

// answered returns the challenge that a presentation or a key binding answers, if
// it is one of these.
func (c *challenges) answered(data []byte, domain string) (verify.Challenge, bool) {
	for _, challenge := range signedChallenges(data) {
		if from, ok := c.issued(challenge); ok {
			return verify.Challenge{Value: challenge, Domain: domain, NotBefore: from, NotAfter: from.Add(challengeTime), Spend: c.spend}, true
		}
	}
	return verify.Challenge{}, false
}

// signedChallenges returns the challenges in a presentation: those of its proofs,
// or the nonce of a token or of the key binding of an SD-JWT. Which of them is
// signed is for the verifier to find out.
func signedChallenges(data []byte) (found []string) {
	doc, err := badge.Parse(data)
	if err != nil {
		return nil
	}
	if sd, is := doc.SDJWT(); is && sd.KeyBinding != "" {
		if doc, err = badge.Parse([]byte(sd.KeyBinding)); err != nil {
			return nil
		}
	}
	if _, token := doc.JWS(); token {
		return []string{doc.Root().Member("nonce").String()}
	}
	for p := range doc.Root().Member("proof").Each() {
		found = append(found, p.Member("challenge").String())
	}
	return found
}

// request returns what a holder is asked for: badges of the accepted issuers.
func (s *site) request() presentation.Request {
	return presentation.Request{Challenge: s.challenges.issue(), Domain: s.domain, Queries: []presentation.Query{
		{Type: presentation.TypeDIDAuthentication, Methods: []string{"key", "jwk", "web"}},
		{Type: presentation.TypeQueryByExample, Wanted: []presentation.Wanted{
			{Reason: "To see that the badge is yours.", Example: []byte(`{"type":["OpenBadgeCredential"]}`), Issuers: s.issuers}}},
	}}
}

// requested is a request as a message of an exchange.
type requested struct {
	Request presentation.Request `json:"verifiablePresentationRequest"`
}

// interact answers with the protocols by which a wallet can answer (VCALM
// "Interaction URL").
func (s *site) interact(w http.ResponseWriter, r *http.Request) error {
	if r.URL.Query().Get("iuv") != "1" {
		return refuse(codeNoPage)
	}
	writeJSON(w, http.StatusOK, "application/json", map[string]map[string]string{"protocols": {"vcapi": s.domain + pathExchange}})
	return nil
}

// exchangeAnswer is what came of the answer of a holder.
type exchangeAnswer struct {
	Verified bool   `json:"verified"`         // whether the holder is proven, and so is every badge, at least one
	Holder   string `json:"holder,omitempty"` // the DID that is proven
	Result   result `json:"result"`
}

// exchange is an exchange of the VC API: a message without a presentation is
// answered with a request for one, and a presentation that answers it with what
// came of it.
func (s *site) exchange(w http.ResponseWriter, r *http.Request) error {
	root, err := readObject(r)
	if err != nil {
		return err
	}
	for name, v := range root.Members() {
		if name != "verifiablePresentation" && (name != "referenceId" || v.Kind() != tree.String) {
			return refuse(codeMessage)
		}
	}
	given := root.Member("verifiablePresentation")
	if !given.Exists() {
		writeJSON(w, http.StatusOK, "application/json", requested{s.request()})
		return nil
	}
	text, err := credentialText(given)
	if err != nil {
		return refuse(codeMessage)
	}
	if _, ours := s.challenges.answered(text, s.domain); !ours {
		return refuse(codeChallenge)
	}
	found, err := s.verify(r.Context(), []asked{{data: text}}, false)
	if err != nil {
		return err
	}
	out := exchangeAnswer{Result: found[0]}
	if report := out.Result.Report; report != nil {
		out.Holder, out.Verified = report.Holder(), report.Verdict() == verify.Accepted
		if out.Verified && !s.meets(report) {
			return refuse(codeUnmet)
		}
	}
	writeJSON(w, http.StatusOK, "application/json", out)
	return nil
}

// meets reports whether what a holder has proven is what a request of this site
// asks for. A badge with a key binding answers without a presentation, so the
// queries, which are about presentations, do not concern it.
func (s *site) meets(report *verify.Report) bool {
	if _, badge := report.Verified(); badge {
		return true
	}
	var scheme proof.Scheme
	for _, p := range report.Proofs() {
		if p.Decided {
			scheme = p.Scheme
		}
	}
	var badges []*badge.Document
	for _, e := range report.Embedded() {
		badges = append(badges, e.Report.Document())
	}
	_, err := s.request().Match(report.Holder(), scheme, badges)
	return err == nil
}

// originOf reads the URL at which people reach the page.
func originOf(text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || text != u.Scheme+"://"+u.Host {
		return "", errors.New("wanted the URL of a host without a path, such as https://badges.school.example")
	}
	return text, nil
}

// domainAt returns the name that holders sign: that of -domain, or of the first
// -host, or the address of the server.
func (s *serving) domainAt(listens net.Addr) string {
	if s.domain == "" && len(s.hosts) > 0 {
		return "https://" + s.hosts[0]
	}
	return cmp.Or(s.domain, "http://"+listens.String())
}

// requestText returns a request as JSON for a person to pass on.
func requestText(r presentation.Request) string {
	text, err := json.MarshalIndent(requested{r}, "", "  ")
	if err != nil {
		panic(err) // ServeHTTP answers
	}
	return string(text)
}
