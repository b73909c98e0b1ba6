package archive

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/verify/archive/timeproof"
)

// endings are those of the names of proofs, by kind.
var endings = map[timeproof.Kind]string{timeproof.TimeStamp: ".tsr", timeproof.Statement: ".jws", timeproof.Inclusion: ".tlog-proof"}

// The endings of what belongs to a time stamp: its request, certificates and
// revocation lists.
const (
	endingQuery       = ".tsq"
	endingCertificate = ".crt"
	endingRevocation  = ".crl"
)

// proofName is the place of a file of a proof: "proofs/00-01.tsr" is the second
// proof of the first series, and "proofs/00-01-02.crl" its third revocation list.
type proofName struct {
	series, proof, part int
	ending              string
}

func (n proofName) String() string {
	if n.ending == endingCertificate || n.ending == endingRevocation {
		return fmt.Sprintf("%s%02d-%02d-%02d%s", dirProofs, n.series, n.proof, n.part, n.ending)
	}
	return fmt.Sprintf("%s%02d-%02d%s", dirProofs, n.series, n.proof, n.ending)
}

// parseProofName reads a name that String could have written.
func parseProofName(name string) (n proofName, ok bool) {
	dot := strings.IndexByte(name, '.')
	if dot < 0 || !strings.HasPrefix(name, dirProofs) {
		return n, false
	}
	n.ending = name[dot:]
	numbers := name[len(dirProofs):dot]
	if len(numbers) != len("00-00") && len(numbers) != len("00-00-00") {
		return n, false
	}
	n.series, _ = strconv.Atoi(numbers[:2]) // String writes anything else in another way
	n.proof, _ = strconv.Atoi(numbers[3:5])
	n.part, _ = strconv.Atoi(numbers[min(6, len(numbers)):])
	named := slices.Contains([]string{".tsr", ".jws", ".tlog-proof", endingQuery, endingCertificate, endingRevocation}, n.ending)
	return n, named && min(n.series, n.proof, n.part) >= 0 && n.String() == name
}

// filesOf returns the files of series of proofs, in the order of their names.
func filesOf(series [][]timeproof.Proof) (files []file) {
	for s, proofs := range series {
		for p, proof := range proofs {
			put := func(part int, ending string, body []byte) {
				files = append(files, file{proofName{s, p, part, ending}.String(), body})
			}
			put(0, endings[proof.Kind], proof.Data)
			if proof.Query != nil {
				put(0, endingQuery, proof.Query)
			}
			for i, c := range proof.Certificates {
				put(i, endingCertificate, c)
			}
			for i, l := range proof.RevocationLists {
				put(i, endingRevocation, l)
			}
		}
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return files
}

// readProofs returns the series of proofs that filesOf writes to these files.
func readProofs(files []file) (series [][]timeproof.Proof, err error) {
	if err := boundProofs(files); err != nil {
		return nil, err
	}
	for _, f := range files {
		n, _ := parseProofName(f.name)
		for len(series) <= n.series {
			series = append(series, nil)
		}
		for len(series[n.series]) <= n.proof {
			series[n.series] = append(series[n.series], timeproof.Proof{})
		}
		switch p := &series[n.series][n.proof]; n.ending {
		case endingQuery:
			p.Query = f.body
		case endingCertificate:
			p.Certificates = append(p.Certificates, f.body)
		case endingRevocation:
			p.RevocationLists = append(p.RevocationLists, f.body)
		default:
			for kind, ending := range endings {
				if ending == n.ending {
					p.Kind, p.Data = kind, f.body
				}
			}
		}
	}
	for i, want := range filesOf(series) {
		if i >= len(files) || files[i].name != want.name {
			return nil, misnumbered(files[min(i, len(files)-1)])
		}
	}
	if slices.ContainsFunc(series, func(proofs []timeproof.Proof) bool { return len(proofs) == 0 }) {
		return nil, misnumbered(files[0])
	}
	return series, nil
}

func misnumbered(f file) error {
	return fail(CodeEntryName, f.name, "the proofs are not numbered from 00, or one has two forms")
}

// boundProofs checks how many files proofs have, and how large.
func boundProofs(files []file) error {
	size := 0
	for _, f := range files {
		size += len(f.body)
	}
	if len(files) > maxProofs || size > maxProofBytes {
		return fail(CodeTooLarge, dirProofs, "the proofs have %d files and %d bytes, wanted at most %d and %d", len(files), size, maxProofs, maxProofBytes)
	}
	return nil
}

// Proofs returns the series of proofs that are beside the manifest, as
// timeproof.Check takes them: each series is about Manifest and renews itself.
func (a *Archive) Proofs() (series [][]timeproof.Proof) {
	if a == nil {
		return nil
	}
	var files []file
	for _, f := range a.files {
		if strings.HasPrefix(f.name, dirProofs) {
			files = append(files, f)
		}
	}
	own(files)
	series, _ = readProofs(files) // which read them before
	return series
}

// WithProofs returns an archive with these series of proofs in place of those
// that it has. It does not check the proofs: Check does.
func (a *Archive) WithProofs(series ...[]timeproof.Proof) (*Archive, error) {
	if a == nil || len(a.files) == 0 {
		return nil, errZero()
	}
	files := filesOf(series)
	own(files)
	for _, f := range files {
		if _, ok := parseProofName(f.name); !ok || len(f.body) > maxProof {
			return nil, fail(CodeTooLarge, f.name, "a proof is of an unknown kind, has more than %d bytes, or is one of more than 100", maxProof)
		}
	}
	for _, f := range a.files {
		if !strings.HasPrefix(f.name, dirProofs) {
			files = append(files, f)
		}
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return read(files)
}

// sighting is what the proofs of an archive show.
type sighting struct {
	seen   timeproof.Seen // the earliest proof that counts; zero if none does
	keeper timeproof.Seen // the statement of a keeper who confirms the answers; zero without one
	why    error          // why a proof does not count
}

// sight checks the proofs of an archive as of now.
func (a *Archive) sight(ctx context.Context, p Policy, now time.Time) (s sighting) {
	byKeepers := p.Time
	byKeepers.Witnesses = p.Keepers
	for _, proofs := range a.proofs {
		seen, err := timeproof.Check(ctx, a.text, proofs, byKeepers, now)
		if err == nil && seen.Kind == timeproof.Statement {
			if s.keeper.Time.IsZero() && a.witnessed(seen.Time) {
				s.keeper = seen
			}
		} else if seen, err = timeproof.Check(ctx, a.text, proofs, p.Time, now); err != nil {
			s.why = err
			continue
		}
		if s.seen.Time.IsZero() || seen.Time.Before(s.seen.Time) {
			s.seen = seen
		}
	}
	return s
}

// witnessed reports whether a statement of that time is about answers that were
// new.
func (a *Archive) witnessed(at time.Time) bool {
	return !slices.ContainsFunc(a.manifest.Answers, func(answer Answer) bool {
		return answer.Ended.After(at.Add(clockSkew)) || answer.Ended.Before(at.Add(-maxCapture))
	})
}
