package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/batch"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/archive/timeproof"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

const archiveHelp = `Keeps badges with everything that a verdict about them rests on in one file, and
verifies them from that file when their issuer is gone.

  openbadges archive make -net -o badges.zip badge.png https://…
  openbadges archive check -keeper school.jwk badges.zip
  openbadges archive show badges.zip

make verifies the badges and writes the archive: the badges, what their issuers
answered, the reports, and a page for people. It writes none unless every badge
is accepted; with -any it also keeps badges that are not. With -key you sign the
archive as its keeper: those who trust you believe that the issuers answered
this, at this time. With -stamp a time stamping authority proves when the archive
existed; it gets the digest of the archive and nothing else.

check verifies the badges again with what is in the archive, and says of each
whether it was valid at a proved time, whether it is valid today, and what that
rests on:

  A  the signature of its issuer, and all that its check needs
  B  the host of its issuer, asked now (-net)
  C  a keeper whom you trust (-keeper), who saw what the host answered
  D  nothing: a bare copy, which anybody can have written

show lists what is in an archive, and confirms nothing.

The exit status is 0 if every badge was valid at a proved time or is valid today,
and otherwise the first that applies: 1 if a badge is rejected, 2 if the archive
does not show it, 66 if a file is not an archive, or was changed. With make it is
that of openbadges verify. Wrong usage is 64.
`

// archiving is what the flags ask for.
type archiving struct {
	*checker
	out         string
	force, any  bool
	key, method string // of the keeper; "" for none
	stamp       string // the URL of a time stamping authority; "" for none
	renews      string // the archive that the new one renews; "" for none
}

func archiveCommand() command {
	return command{"archive", "make|check|show FILE ...", "keep badges with their proof, to verify them years later", archiveHelp, func(f *flag.FlagSet) job {
		a := &archiving{checker: &checker{options: newOptions()}}
		a.options.register(f)
		f.StringVar(&a.out, "o", "", "make: `FILE` for the archive, which must not exist; required")
		f.BoolVar(&a.force, "force", false, "make: replace the file of -o")
		f.BoolVar(&a.any, "any", false, "make: keep badges too that are not accepted")
		f.StringVar(&a.key, "key", "", "make: `FILE` with your private key (JWK, PEM or Multikey), to sign as the keeper")
		f.StringVar(&a.method, "method", "", "make: `URL` of that key; without it, the key itself is your DID (did:key)")
		f.StringVar(&a.stamp, "stamp", "", "make: https `URL` of a time stamping authority (RFC 3161), which is asked for a time stamp")
		f.StringVar(&a.renews, "renews", "", "make: `FILE` of the archive that the new one renews")
		f.BoolVar(&a.json, "json", false, "make, check: print one JSON object per badge; show: print the manifest")
		f.BoolVar(&a.quiet, "q", false, "make, check: print only a line per badge, and totals")
		f.Func("lang", "`LANGUAGE` of a report in words, en or nl", a.language)
		return a.run
	}}
}

func (a *archiving) run(ctx context.Context, p process, names []string) (int, error) {
	verbs := map[string]func(context.Context, process, []string) (int, error){"make": a.make, "check": a.recheck, "show": a.show}
	if len(names) == 0 || verbs[names[0]] == nil {
		return 0, misuse("wanted make, check or show")
	}
	if names[0] != "make" {
		for name, given := range map[string]bool{"-o": a.out != "", "-force": a.force, "-any": a.any, "-key": a.key != "", "-method": a.method != "", "-stamp": a.stamp != "", "-renews": a.renews != ""} {
			if given {
				return 0, misuse("%s is for archive make", name)
			}
		}
	}
	if a.pinned != nil && len(a.issuers) == 0 {
		return 0, misuse("-keys needs -issuer, the issuer of the keys")
	}
	if err := a.settle(p, names[1:]); err != nil {
		return exitUsage, err
	}
	return verbs[names[0]](ctx, p, names[1:])
}

// recheck verifies the badges of archives.
func (a *archiving) recheck(ctx context.Context, p process, names []string) (int, error) {
	a.archives = true
	return a.judge(ctx, p, candidates(names))
}

// make verifies badges and writes an archive of them.
func (a *archiving) make(ctx context.Context, p process, names []string) (int, error) {
	if err := a.mayMake(); err != nil {
		return 0, err
	}
	parent, err := a.parent()
	if err != nil {
		return exitUnreadable, err
	}
	recorder, err := archive.NewRecorder(a.config)
	if err != nil {
		return exitUsage, err
	}
	all := candidates(names)
	status, err := a.record(ctx, p, recorder, all)
	switch {
	case err != nil:
		return status, err
	case status == exitUnreadable:
		return status, errors.New("no archive is written, since an input is not a badge")
	case status != exitAccepted && !a.any:
		return status, errors.New("no archive is written, since a badge is not accepted; -any keeps it too")
	}
	kept, err := recorder.Seal(parent)
	if err != nil {
		return exitRejected, err
	}
	if kept, err = a.prove(ctx, p, kept); err != nil {
		return exitRejected, err
	}
	if err := a.write(kept.Bytes()); err != nil {
		return exitRejected, fmt.Errorf("%q: %w", a.out, reason(err))
	}
	if !a.json {
		fmt.Fprintf(p.stdout, "%q: %s, %d bytes\n", a.out, badgesIn(len(kept.Badges())), len(kept.Bytes()))
	}
	return status, nil
}

// mayMake refuses what would lose a file or make no archive.
func (a *archiving) mayMake() error {
	if a.out == "" {
		return misuse("-o is missing, wanted the name of the new archive")
	}
	if a.method != "" && a.key == "" {
		return misuse("-method needs -key")
	}
	if _, err := os.Lstat(a.out); err == nil && !a.force {
		return misuse("-o %q: the file exists; name another file, or replace it with -force", a.out)
	}
	return nil
}

// parent opens the archive that the new one renews.
func (a *archiving) parent() (*archive.Archive, error) {
	if a.renews == "" {
		return nil, nil
	}
	return openArchive(a.renews, nil)
}

func openArchive(name string, stdin io.Reader) (*archive.Archive, error) {
	data, err := read(name, stdin)
	if err == nil {
		var kept *archive.Archive
		if kept, err = archive.Open(data); err == nil {
			return kept, nil
		}
	}
	return nil, fmt.Errorf("%q: %w", name, reason(err))
}

// record verifies the badges with a Recorder, and prints the verdicts in order.
func (a *archiving) record(ctx context.Context, p process, recorder *archive.Recorder, all []candidate) (int, error) {
	out := bufio.NewWriter(p.stdout)
	defer out.Flush()
	show := progress(p, "badges")
	a.quiet = !a.json
	how := batch.Options{Workers: a.config.Workers, Progress: func(done int) { show(done, len(all)) }}
	status, done := exitAccepted, 0
	for _, r := range batch.Map(ctx, slices.Values(all), how, func(ctx context.Context, in candidate) result {
		return a.recorded(ctx, in, p.stdin, recorder)
	}) {
		done++
		out.WriteString(a.print(r, p.colour).out)
		if slices.Index(worst, r.status()) < slices.Index(worst, status) {
			status = r.status()
		}
		if r.Verdict == noBadge {
			status = exitUnreadable
			break
		}
	}
	show(0, 0)
	if status != exitUnreadable && done < len(all) {
		return exitInconclusive, fmt.Errorf("ended before %d of %d inputs were verified", len(all)-done, len(all))
	}
	return status, out.Flush()
}

// recorded verifies one badge and records what it rests on.
func (a *archiving) recorded(ctx context.Context, in candidate, stdin io.Reader, recorder *archive.Recorder) result {
	if in.err != nil {
		return unreadable(in.name, in.err)
	}
	data, err := read(in.name, stdin)
	if err == nil && isArchive(data) {
		err = errArchive
	}
	if err != nil {
		return unreadable(in.name, err)
	}
	return recordBadge(ctx, recorder, in.name, data, verify.Item{})
}

// recordBadge verifies the badge in data with a Recorder. The item says who shows it.
func recordBadge(ctx context.Context, recorder *archive.Recorder, name string, data []byte, item verify.Item) result {
	text, slot, err := unwrap(data)
	if err != nil {
		return unreadable(name, err)
	}
	if item.Data = data; isAddress(text) {
		if item.Address = string(bytes.TrimSpace(apiAddress(text))); slot == "" {
			item.Data = nil
		}
	}
	report, err := recorder.Verify(ctx, item)
	if report == nil {
		return unreadable(name, err)
	}
	return judged(name, slot, text, data, report)
}

// prove adds the statement of the keeper and a time stamp, if they are asked for.
func (a *archiving) prove(ctx context.Context, p process, kept *archive.Archive) (*archive.Archive, error) {
	var series [][]timeproof.Proof
	for _, proved := range []func(context.Context, process, []byte) (timeproof.Proof, error){a.attested, a.stamped} {
		proof, err := proved(ctx, p, kept.Manifest())
		if err != nil {
			return nil, err
		}
		if proof.Data != nil {
			series = append(series, []timeproof.Proof{proof})
		}
	}
	return kept.WithProofs(series...)
}

// stamped returns a time stamp, or the zero Proof if none is asked for.
func (a *archiving) stamped(ctx context.Context, p process, manifest []byte) (timeproof.Proof, error) {
	if a.stamp == "" {
		return timeproof.Proof{}, nil
	}
	client, err := fetch.New(p.net)
	if err != nil {
		return timeproof.Proof{}, err
	}
	defer client.Close()
	return timeproof.Stamp(ctx, manifest, func(ctx context.Context, query []byte) ([]byte, error) {
		return client.TimeStamp(ctx, a.stamp, query)
	})
}

// attested returns the statement of the keeper, or the zero Proof if there is
// none.
func (a *archiving) attested(ctx context.Context, _ process, manifest []byte) (timeproof.Proof, error) {
	if a.key == "" {
		return timeproof.Proof{}, nil
	}
	secret, err := readKey(a.key)
	if err != nil {
		return timeproof.Proof{}, err
	}
	method := a.method
	if method == "" {
		method = "did:key:" + secret.public.Multikey() + "#" + secret.public.Multikey()
	}
	now := time.Now
	if a.config.Now != nil {
		now = a.config.Now
	}
	return timeproof.Attest(ctx, manifest, key.Signer{Key: secret.signer, Method: method}, now())
}

// write writes the archive as a whole or not at all. Only its owner may read it.
func (a *archiving) write(data []byte) error {
	if a.force {
		return replaceFile(a.out, data)
	}
	return writeNew(a.out, data, 0o600)
}

// show lists what is in archives.
func (a *archiving) show(_ context.Context, p process, names []string) (int, error) {
	for _, name := range names {
		kept, err := openArchive(name, p.stdin)
		if err != nil {
			return exitUnreadable, err
		}
		if a.json {
			fmt.Fprintf(p.stdout, "%s\n", harmless(string(kept.Manifest())))
			continue
		}
		a.list(p.stdout, name, kept)
	}
	return exitAccepted, nil
}

// listed are the labels of show.
var listed = map[string]phrase{
	"made":    {"made", "gemaakt"},
	"digest":  {"digest", "kenmerk"},
	"renews":  {"renews", "vernieuwt"},
	"proofs":  {"proofs of time", "tijdbewijzen"},
	"badge":   {"badge", "badge"},
	"removed": {"removed", "verwijderd"},
	"claim":   {"all of this is what the archive says; check it with openbadges archive check", "dit alles is wat het archief zegt; controleer het met openbadges archive check"},
}

// list prints what is in an archive.
func (a *archiving) list(out io.Writer, name string, kept *archive.Archive) {
	line := func(id, format string, args ...any) {
		fmt.Fprintf(out, "  %-15s %s\n", listed[id].In(a.lang), fmt.Sprintf(format, args...))
	}
	fmt.Fprintf(out, "%q\n", name)
	line("made", "%s", kept.Created().Format(time.RFC3339))
	line("digest", "%x", sha256.Sum256(kept.Manifest()))
	if kept.Parent() != "" {
		line("renews", "%s", kept.Parent())
	}
	proofs := 0
	for _, series := range kept.Proofs() {
		proofs += len(series)
	}
	line("proofs", "%d", proofs)
	for _, b := range kept.Badges() {
		line("badge", "%s", a.nameOf(b))
		for _, answer := range b.Answers {
			address, _, _ := strings.Cut(answer.URL, "?")
			said := answer.Failure
			if said == "" {
				body, there := kept.Object(answer.Digest)
				if said = fmt.Sprintf("%d, %d bytes", answer.Status, len(body)); !there {
					said = listed["removed"].In(a.lang)
				}
			}
			fmt.Fprintf(out, "    %s  %s  %s\n", answer.Started.Format(time.RFC3339), badge.Quote(address), said)
		}
	}
	fmt.Fprintf(out, "  (%s)\n\n", listed["claim"].In(a.lang))
}

// nameOf names a badge of an archive by what it says.
func (a *archiving) nameOf(b archive.Badge) string {
	text, _, err := unwrap(b.Data)
	if len(b.Data) == 0 || err != nil {
		if b.Address != "" {
			return badge.Quote(b.Address)
		}
		return listed["removed"].In(a.lang)
	}
	doc, err := badge.Parse(text)
	if err != nil {
		return badge.Quote(b.Address)
	}
	c := doc.Credential()
	return badge.Quote(c.Subject.Achievement.Name) + ", " + badge.Quote(doc.ID())
}
