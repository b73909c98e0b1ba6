package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/archive/timeproof"
	"github.com/openbadges-go/openbadges/verify/summary"
)

// archived is what an archive shows about a badge, in the form of -json. The
// verdict of the result beside it is about today: only a badge that is valid
// today is accepted.
type archived struct {
	Verdict archive.Verdict `json:"verdict"`
	Level   archive.Level   `json:"level"`
	Seen    *sighting       `json:"seen,omitempty"`   // the proved time
	Keeper  *sighting       `json:"keeper,omitempty"` // who confirms what hosts answered
	Was     answered        `json:"was"`
	Is      answered        `json:"is"`

	result archive.Result
}

// sighting is a proof of time that counts.
type sighting struct {
	Time time.Time      `json:"time"`
	Kind timeproof.Kind `json:"kind"`
	By   string         `json:"by"`
}

// answered is the answer to one of both questions.
type answered struct {
	Outcome verify.Outcome `json:"outcome"`
	Code    string         `json:"code"`
	Pointer string         `json:"pointer"`
	Message string         `json:"message"`
}

// isArchive reports whether a file begins like a zip file.
func isArchive(data []byte) bool {
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06"))
}

// checkAll verifies what is in data: a badge, or each badge of an archive.
func (c *checker) checkAll(ctx context.Context, name string, data []byte) []result {
	if !isArchive(data) {
		return []result{c.checkData(ctx, name, data)}
	}
	kept, err := archive.Open(data)
	if err != nil {
		return []result{unreadable(name, err)}
	}
	if n := len(kept.Badges()); c.most > 0 && n > c.most {
		return []result{{File: name, Verdict: noBadge, Code: archive.CodeTooLarge, Message: fmt.Sprintf("the archive has %d badges, wanted at most %d", n, c.most)}}
	}
	config := c.config
	if c.most > 0 { // the badges of one request share a worker
		config.Workers = 1
	}
	found, err := kept.Check(ctx, archive.Policy{Config: config, Time: c.proofs, Keepers: c.keepers, Recipient: c.recipient})
	if err != nil {
		return []result{unreadable(name, err)}
	}
	all := make([]result, len(found))
	for i, one := range found {
		all[i] = archivedResult(name, one)
	}
	return all
}

// keep verifies the badge in data, and makes an archive of it if it is accepted.
func (c *checker) keep(ctx context.Context, name string, data []byte) result {
	recorder, err := archive.NewRecorder(c.config)
	if err != nil {
		return unreadable(name, err)
	}
	var item verify.Item
	if c.recipient != nil {
		who := *c.recipient
		if text, _, err := unwrap(data); err == nil && !isAddress(text) {
			who = asNamed(who, text)
		}
		item.Recipient = &who
	}
	r := recordBadge(ctx, recorder, name, data, item)
	if r.Verdict != verify.Accepted {
		return r
	}
	if kept, err := recorder.Seal(nil); err == nil { // one that is too large is not offered
		r.kept = kept.Bytes()
	}
	return r
}

// archivedResult returns what an archive shows about a badge.
func archivedResult(name string, found archive.Result) result {
	a := &archived{Verdict: found.Verdict(), Level: cmp.Or(found.Level, archive.LevelCopy), Seen: sightingOf(found.Seen), Keeper: sightingOf(found.Keeper),
		Was: answerOf(found.Was), Is: answerOf(found.Is), result: found}
	r := result{File: name, Verdict: verify.Inconclusive, Archive: a, Payload: payload{SHA256: digest(found.Badge.Data)}}
	by, report := found.Is, cmp.Or(found.Online, found.Now, found.Then)
	switch a.Verdict {
	case archive.IsValid:
		r.Verdict = verify.Accepted
	case archive.Rejected:
		r.Verdict = verify.Rejected
		if found.Was.Outcome == verify.Failed {
			by, report = found.Was, found.Then
		}
	case archive.WasValid:
		by, report = found.Was, found.Then
	}
	r.Code, r.Pointer, r.Message, r.Report = by.Code, by.Path, by.Message, report
	if found.Badge.Data == nil {
		r.Payload.SHA256 = ""
	}
	return r
}

func sightingOf(s timeproof.Seen) *sighting {
	if s.Time.IsZero() {
		return nil
	}
	return &sighting{s.Time, s.Kind, s.By}
}

func answerOf(c verify.Check) answered { return answered{c.Outcome, c.Code, c.Path, c.Message} }

// claimed are the labels of what a badge says, which an archive alone does not
// confirm.
var claimed = []struct {
	label phrase
	value func(badge.Credential) string
}{
	{phrase{"name in the badge", "naam in de badge"}, func(c badge.Credential) string { return cmp.Or(c.Subject.Achievement.Name, c.Name) }},
	{phrase{"issuer in the badge", "uitgever in de badge"}, func(c badge.Credential) string { return c.Issuer.Name }},
	{phrase{"id of the issuer", "id van de uitgever"}, func(c badge.Credential) string { return key.Redact(c.Issuer.ID) }},
}

// text returns what an archive shows about a badge for a person: in a language,
// or "" for the report in English with its codes.
func (r result) archivedText(lang summary.Language) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%q: ", r.File)
	if lang == "" {
		out.WriteString(r.Archive.result.String())
	} else {
		w := r.Archive.result.Words(lang)
		fmt.Fprintf(&out, "%s.\n  %s\n  %s\n  %s\n", w.Headline, r.levelText(lang), w.Was, w.Is)
	}
	c := r.claims()
	for _, row := range claimed {
		if value := row.value(c); value != "" {
			fmt.Fprintf(&out, "  %s: %s\n", row.label.In(lang), badge.Quote(value))
		}
	}
	return out.String() + "\n"
}

// levelText says in words what an archive rests on.
func (r result) levelText(lang summary.Language) string {
	return phrase{"Level ", "Niveau "}.In(lang) + string(r.Archive.Level) + ": " + r.Archive.result.Words(lang).Level + "."
}

// archivedWhy says in a table what an archive rests on, and why; "" is English
// with the message.
func (r result) archivedWhy(lang summary.Language) string {
	if lang == "" {
		return r.levelText(lang) + " " + r.Message
	}
	w := r.Archive.result.Words(lang)
	return r.levelText(lang) + " " + w.Was + " " + w.Is
}

// archivedWord is the verdict in a table.
func (r result) archivedWord(lang summary.Language) string {
	if lang == "" {
		return string(r.Archive.Verdict)
	}
	return r.Archive.result.Words(lang).Headline
}

// archivedTotals are the words for the numbers of verdicts about archives; "" is
// another file.
var archivedTotals = []struct {
	verdict archive.Verdict
	words   phrase
}{
	{archive.IsValid, phrase{"valid today", "vandaag geldig"}},
	{archive.WasValid, phrase{"valid at a proved time", "geldig op een bewezen tijdstip"}},
	{archive.Rejected, phrase{"not valid", "niet geldig"}},
	{archive.Inconclusive, phrase{"not shown", "niet te zien"}},
	{"", phrase{"no archive", "geen archief"}},
}

// totalsOf returns a line of the numbers of results of archives.
func totalsOf(found map[archive.Verdict]int, lang summary.Language) string {
	var parts []string
	sum := 0
	for _, row := range archivedTotals {
		sum += found[row.verdict]
		parts = append(parts, fmt.Sprintf("%d %s", found[row.verdict], row.words.In(lang)))
	}
	return fmt.Sprintf("%d: %s", sum, strings.Join(parts, ", "))
}

// archiveVerdict is the verdict about a badge in an archive, "" for another
// result.
func (r result) archiveVerdict() archive.Verdict {
	if r.Archive == nil {
		return ""
	}
	return r.Archive.Verdict
}

// keeper reads the keys of a keeper of archives.
func (o *options) keeper(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return reason(err)
	}
	keys, err := key.Parse(text)
	o.keepers = append(o.keepers, keys...)
	return err
}

// stamper reads the root certificates of a time stamping authority.
func (o *options) stamper(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return reason(err)
	}
	before := len(o.proofs.Roots)
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "CERTIFICATE":
			root, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return errors.New("a certificate in it cannot be read")
			}
			o.proofs.Roots = append(o.proofs.Roots, root)
		case "X509 CRL":
			o.proofs.RevocationLists = append(o.proofs.RevocationLists, block.Bytes)
		}
	}
	if len(o.proofs.Roots) == before {
		return errors.New("it holds no certificate in PEM")
	}
	return nil
}
