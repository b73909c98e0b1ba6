package archive

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/display"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/tree"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive/timeproof"
)

// Level is what a check of an archive rests on, best first.
type Level string

// The levels. The zero Level counts as LevelCopy.
const (
	LevelSigned    Level = "A" // the issuer's signature, and everything that its check needs is in the archive
	LevelFetched   Level = "B" // the issuer's host, asked now
	LevelWitnessed Level = "C" // a keeper whom you trust, who saw what the issuer's host answered
	LevelCopy      Level = "D" // nothing: the archive is whole, and anybody can have written it
)

// Verdict is the result of a check. "Was valid" and "is valid" are two words for
// two claims.
type Verdict string

// The verdicts. The zero Verdict counts as Inconclusive.
const (
	IsValid      Verdict = "is_valid"     // accepted today
	WasValid     Verdict = "was_valid"    // accepted at a proved time
	Rejected     Verdict = "rejected"     // not accepted
	Inconclusive Verdict = "inconclusive" // the archive does not show it
)

// Policy decides what a check of an archive accepts.
type Policy struct {
	// Config decides as for a verify.Verifier. Its Now is today. With a Fetcher
	// the badge is also verified today over the network, and what that finds is
	// joined; without one nothing is fetched. Extensions that the archive has count
	// beside those of Config if a keeper confirms them. Required: Config.Trust.
	Config verify.Config
	// Time names the parties whose proofs of time count. The zero value accepts
	// none.
	Time timeproof.Policy
	// Keepers are the keys of keepers: parties whom you trust to sign an archive
	// only if they made it themselves, when the answers in it were new. Their
	// statements (timeproof.Attest) confirm what hosts answered and which extensions
	// were in use, beside the time.
	Keepers []key.Key
	// Recipient is who shows the badges. Nil means do not compare.
	Recipient *badge.Recipient
}

// Result is what an archive shows about one badge.
type Result struct {
	Badge Badge
	Level Level
	// Seen is the earliest proof of time that counts, or zero. A time that the badge
	// or the maker of the archive claims is not a proof.
	Seen timeproof.Seen
	// Keeper is who confirms the answers of hosts, or zero.
	Keeper timeproof.Seen
	// Was is the answer for Seen, and Is the one for today.
	Was, Is verify.Check
	// Then is the report for Seen, and Now the one for today, from the archive
	// alone; Online is today's over the network. Each is nil if it was not made:
	// Now also if the badge was valid then and nothing in it has ended since.
	Then, Now, Online *verify.Report

	unread bool      // whether the badge was removed
	until  time.Time // the end of the challenge that a presentation answers; zero without one
}

// Check verifies every badge of the archive again, with the answers in it: as of
// the proved time, and as of today. The results are in the order of Badges. The
// error is about the configuration; each result has its own, Result.Err.
func (a *Archive) Check(ctx context.Context, p Policy) ([]Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if a == nil || len(a.files) == 0 {
		return nil, errZero()
	}
	c := checking{archive: a, policy: p, results: make([]Result, len(a.manifest.Badges))}
	if p.Config.Now == nil {
		c.policy.Config.Now = time.Now
	}
	now := c.policy.Config.Now()
	proved := a.sight(ctx, p, now)
	for i, b := range a.Badges() {
		r, e := &c.results[i], a.manifest.Badges[i]
		if r.Badge, r.unread = b, b.Data == nil && e.Data != ""; e.Challenge != nil {
			r.until = e.until()
		}
	}
	if c.vouched = !proved.keeper.Time.IsZero(); c.vouched {
		c.policy.Config.Extensions = a.extensions(p.Config.Extensions)
	}
	if err := c.verify(ctx, now, proved); err != nil {
		return nil, err
	}
	for i := range c.results {
		c.results[i].judge(proved)
	}
	return c.results, nil
}

// checking is one check of an archive.
type checking struct {
	archive *Archive
	policy  Policy
	results []Result
	vouched bool // whether a keeper confirms what is in the archive
}

// verify makes the reports: as of the proved time, as of now where that can
// differ, and over the network.
func (c checking) verify(ctx context.Context, now time.Time, proved sighting) error {
	online := c.policy.Config.Fetcher
	then := proved.seen.Time
	if !then.IsZero() {
		c.policy.Config.SeenAt = then // for the dates of keys
		if err := c.run(ctx, replay{c.archive, c.vouched, then}, then, func(r *Result) **verify.Report { return &r.Then }); err != nil {
			return err
		}
	}
	err := c.run(ctx, replay{c.archive, c.vouched, now}, now, func(r *Result) **verify.Report {
		if r.lasting(now) {
			return nil
		}
		return &r.Now
	})
	if err != nil || online == nil {
		return err
	}
	if slices.ContainsFunc(c.archive.manifest.Badges, func(b entry) bool { return b.Address != "" }) {
		c.policy.Config.SeenAt = time.Time{} // nothing proves when an address's answer of today was made
	}
	return c.run(ctx, online, now, func(r *Result) **verify.Report { return &r.Online })
}

// run verifies with one Verifier every badge that has a place for the report.
func (c checking) run(ctx context.Context, fetcher verify.Fetcher, at time.Time, place func(*Result) **verify.Report) error {
	var items []verify.Item
	for i, b := range c.archive.manifest.Badges {
		at := place(&c.results[i])
		if at == nil {
			continue
		}
		item := verify.Item{Ref: at, Data: c.archive.bodies[b.Data], Address: b.Address, Recipient: c.policy.Recipient}
		if asked := b.Challenge; asked != nil && c.vouched { // anybody can write down what a copy answered
			item.Challenge = &verify.Challenge{Value: asked.Value, Domain: asked.Domain, NotBefore: asked.NotBefore, NotAfter: b.until()}
		}
		items = append(items, item)
	}
	if items == nil {
		return ctx.Err()
	}
	cfg := c.policy.Config
	cfg.Fetcher, cfg.Now = fetcher, func() time.Time { return at }
	v, err := newVerifier(cfg)
	if err != nil {
		return err
	}
	if len(items) == 1 { // without the workers of VerifyAll
		*items[0].Ref.(**verify.Report) = one(ctx, v, items[0])
		return ctx.Err()
	}
	for item, report := range v.VerifyAll(ctx, slices.Values(items)) {
		*item.Ref.(**verify.Report) = report
	}
	return ctx.Err()
}

// lasting reports whether a badge was valid at the proved time and nothing in it
// has ended since: then a verification today would find the same.
func (r *Result) lasting(now time.Time) bool {
	return r.Then.Verdict() == verify.Accepted && (r.until.IsZero() || now.Before(r.until)) && !ended(r.Then.Document().Root(), now)
}

// ending are the members that end the validity of a badge or a proof.
var ending = []string{"exp", "expires", "expirationDate", "validUntil"}

// ended reports whether a value has a member that may have ended a validity by
// now, or a credential in another form, such as a token, which may have one.
func ended(v tree.Value, now time.Time) bool {
	if text := v.String(); strings.HasPrefix(text, "data:application/") || strings.HasPrefix(text, "ey") {
		return true
	}
	for _, element := range v.Elements() {
		if ended(element, now) {
			return true
		}
	}
	for name, member := range v.Members() {
		if slices.Contains(ending, name) {
			if end, err := badge.InstantOf(member); err != nil || !end.After(now) {
				return true
			}
		} else if ended(member, now) {
			return true
		}
	}
	return false
}

// judge computes the level and both answers from the reports.
func (r *Result) judge(proved sighting) {
	r.Seen, r.Keeper = proved.seen, proved.keeper
	if r.unread {
		unread := verify.Check{Outcome: verify.Unknown, Code: CodeUnread, Message: "the badge was removed from the archive"}
		r.Was, r.Is, r.Level, r.Then, r.Now, r.Online = unread, unread, LevelCopy, nil, nil, nil
		return
	}
	r.Was = r.was(proved.why)
	r.Is = r.is()
	r.Level = r.level()
}

// level returns what the best of the reports rests on.
func (r *Result) level() Level {
	for _, report := range []*verify.Report{r.Then, r.Now} {
		if level := levelOf(report); level != LevelCopy {
			return level
		}
	}
	if r.Online.Verdict() == verify.Accepted && !r.replaced() {
		return LevelFetched
	}
	return LevelCopy
}

// levelOf returns what a report from the archive alone rests on: the least that
// one of its parts does.
func levelOf(report *verify.Report) Level {
	level := LevelSigned
	for _, part := range parts(report) {
		switch checks := part.Checks(); {
		case !complete(checks):
			return LevelCopy
		case passed(checks, verify.StageSignature) && passed(checks, verify.StageBinding):
		case passed(checks, verify.StageOrigin):
			level = LevelWitnessed
		default:
			return LevelCopy
		}
	}
	return level
}

// parts returns a report and those that it rests on: of the badges in a
// presentation or a CLR. Endorsements count for nothing here.
func parts(report *verify.Report) []*verify.Report {
	all := []*verify.Report{report}
	for _, in := range report.Embedded() {
		if in.Report.Document().Kind() != badge.KindEndorsement {
			all = append(all, parts(in.Report)...)
		}
	}
	return all
}

// passed reports whether a stage has a good check and no bad one.
func passed(checks []verify.Check, stage verify.Stage) bool {
	good := false
	for _, c := range checks {
		if c.Stage != stage {
			continue
		}
		switch c.Outcome {
		case verify.Passed, verify.Warned:
			good = true
		case verify.Unknown, verify.Failed:
			return false
		}
	}
	return good
}

// complete reports whether everything that a verification asked for was there
// and counted.
func complete(checks []verify.Check) bool {
	return !slices.ContainsFunc(checks, func(c verify.Check) bool {
		return slices.Contains([]string{CodeAbsent, CodeRedacted, CodeUnvouched, CodeNoAnswer}, c.Code)
	})
}

// was returns the answer for the proved time, or why no proof counts.
func (r *Result) was(why error) verify.Check {
	if r.Then == nil {
		c := verify.Check{Outcome: verify.Unknown, Code: CodeUndated, Message: "nobody whom you trust proves when the badge existed"}
		if why != nil {
			c.Message += ": " + why.Error()
		}
		return c
	}
	return because(r.Then, CodeWasValid, CodeNotValid, CodeUncertain, "on "+r.Seen.Time.Format(stamp)+" the badge was ")
}

// because says what a report means, with the check that decided.
func because(report *verify.Report, accepted, rejected, unknown, start string) verify.Check {
	d := report.Decisive()
	c := verify.Check{Path: d.Path}
	switch report.Verdict() {
	case verify.Accepted:
		c.Outcome, c.Code, c.Message = verify.Passed, accepted, start+"valid: "+d.Message
	case verify.Rejected:
		c.Outcome, c.Code, c.Message = verify.Failed, rejected, start+"not valid: "+d.Message
	default:
		c.Outcome, c.Code, c.Message = verify.Unknown, unknown, start+"not known to be valid: "+d.Message
	}
	return c
}

// is returns the answer for today.
func (r *Result) is() verify.Check {
	const today = "today the badge is "
	archived := r.Now
	if archived == nil {
		archived = r.Then
	}
	revoked, found := revocation(r.Online)
	switch online := r.Online.Verdict(); {
	case found:
		return verify.Check{Outcome: verify.Failed, Code: CodeRevoked, Path: revoked.Path, Message: "today, " + revoked.Message}
	case online == verify.Accepted && r.replaced():
		return verify.Check{Outcome: verify.Unknown, Code: CodeReplaced, Message: "today its host publishes another badge at the address of this one"}
	case online == verify.Accepted && r.changed():
		return verify.Check{Outcome: verify.Warned, Code: CodeChanged, Message: "today the badge is valid, and its host publishes it with another text than the archive has"}
	case online == verify.Accepted, online == verify.Rejected && r.Was.Outcome != verify.Passed:
		return because(r.Online, CodeIsValid, CodeLapsed, CodeSince, today)
	case archived.Verdict() != verify.Accepted || selfContained(archived):
		return because(archived, CodeIsValid, CodeLapsed, CodeSince, today)
	case r.Online != nil:
		return verify.Check{Outcome: verify.Unknown, Code: CodeSince, Message: "the issuer does not confirm the badge today: " + r.Online.Decisive().Message}
	}
	since := r.Seen.Time
	if since.IsZero() {
		since = r.Badge.At
	}
	return verify.Check{Outcome: verify.Unknown, Code: CodeSince,
		Message: fmt.Sprintf("what the issuer publishes has not been asked for since %s", since.Format(stamp))}
}

// changed reports whether the host of a hosted badge publishes another text of it
// today than the archive has.
func (r *Result) changed() bool {
	kept, today := r.published()
	return kept != nil && today != nil && !bytes.Equal(kept.Bytes(), today.Bytes())
}

// identity are the members by which one award differs from another.
var identity = []string{"/recipient", "/badge/id", "/badge/name", "/badge/issuer/id"}

// replaced reports whether the host publishes another award today, as one who
// took over its domain can.
func (r *Result) replaced() bool {
	kept, today := r.published()
	if kept == nil || today == nil {
		return false
	}
	for d := range badge.Diff(kept, today) {
		if d.One != nil && slices.ContainsFunc(identity, func(path string) bool { return d.Path == path || strings.HasPrefix(d.Path, path+"/") }) {
			return true
		}
	}
	return false
}

// published returns a hosted badge as the archive has it, and as its host
// confirms it today.
func (r *Result) published() (kept, today *badge.Document) {
	if !passed(r.Online.Checks(), verify.StageOrigin) {
		return nil, nil
	}
	if kept = r.Then.Document(); kept == nil {
		kept = r.Now.Document()
	}
	return kept, r.Online.Document()
}

// revocation returns the check that says that the issuer has revoked or
// suspended the badge, or one in it.
func revocation(report *verify.Report) (verify.Check, bool) {
	for _, c := range report.Checks() {
		if c.Outcome == verify.Failed && (c.Code == verify.CodeStatusRevoked || c.Code == verify.CodeStatusSuspended) {
			return c, true
		}
	}
	for _, in := range report.Embedded() {
		if c, found := revocation(in.Report); found && in.Report.Document().Kind() != badge.KindEndorsement {
			c.Path = in.Path + c.Path
			return c, true
		}
	}
	return verify.Check{}, false
}

// selfContained reports whether an accepted badge rests on no answer of a host:
// each key is pinned or is the id of its owner, and the badge names no status list.
func selfContained(report *verify.Report) bool {
	return !slices.ContainsFunc(parts(report), func(part *verify.Report) bool {
		b := part.Binding()
		return b != verify.BindingPinned && b != verify.BindingSelfAsserted ||
			slices.ContainsFunc(part.Checks(), func(c verify.Check) bool {
				return c.Stage == verify.StageStatus && c.Outcome != verify.Skipped
			})
	})
}

// Verdict combines both answers. A revocation that is known today rejects,
// whatever was true before.
func (r Result) Verdict() Verdict {
	switch {
	case r.Is.Outcome == verify.Failed && r.Is.Code == CodeRevoked, r.Was.Outcome == verify.Failed:
		return Rejected
	case r.Is.Outcome == verify.Passed, r.Is.Outcome == verify.Warned:
		return IsValid
	case r.Was.Outcome == verify.Passed:
		return WasValid
	case r.Is.Outcome == verify.Failed:
		return Rejected
	}
	return Inconclusive
}

// Err returns nil if the badge is or was valid. Otherwise it returns an error
// that wraps verify.ErrRejected or verify.ErrInconclusive and is a badge.Failure
// with the code of the answer that decided.
func (r Result) Err() error {
	kind, by := verify.ErrInconclusive, r.Was
	switch r.Verdict() {
	case IsValid, WasValid:
		return nil
	case Rejected:
		if kind = verify.ErrRejected; r.Was.Outcome != verify.Failed {
			by = r.Is
		}
	}
	if by.Code == "" { // of the zero Result
		by = (&Result{}).was(nil)
	}
	return &verdictError{failure{by.Code, "", by.Message}, by.Path, kind}
}

// verdictError is the error of a Result.
type verdictError struct {
	failure
	path string
	kind error
}

func (e *verdictError) Path() string  { return e.path }
func (e *verdictError) Unwrap() error { return e.kind }

// String returns the result for a person: the verdict, what it rests on, and both
// answers. It is safe to print in a terminal.
func (r Result) String() string {
	level := cmp.Or(r.Level, LevelCopy)
	text := fmt.Sprintf("%s: level %s, %s", r.Verdict(), level, levelWords[level].In(display.English))
	if !r.Seen.Time.IsZero() {
		text += fmt.Sprintf("; it existed on %s, by %s of %s", r.Seen.Time.Format(stamp), r.Seen.Kind, badge.Quote(r.Seen.By))
	}
	for _, c := range []verify.Check{r.Was, r.Is} {
		text += fmt.Sprintf("\n  %-8s %s (%s)", c.Outcome, printable(c.Message), c.Code)
	}
	return text + "\n"
}

// printable replaces characters that can control a terminal or the direction of
// text.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsGraphic(r) {
			return r
		}
		return unicode.ReplacementChar
	}, s)
}
