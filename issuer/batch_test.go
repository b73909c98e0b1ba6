package issuer_test

import (
	"context"
	"crypto"
	"fmt"
	"io"
	"iter"
	"log"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

func ExampleIssuer_IssueAll() {
	institution, err := issuer.New(issuer.Config{
		Profile:  badge.Profile{ID: "did:web:school.example", Type: []string{"Profile"}, Name: "The School"},
		Proofs:   []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: "did:web:school.example#badges"}}},
		Now:      func() time.Time { return today },
		Progress: func(done int) { fmt.Println(done, "of 3") },
		Workers:  1,
	})
	if err != nil {
		log.Fatal(err)
	}
	var class []issuer.Item
	for _, learner := range []string{"did:example:noor", "not an IRI", "did:example:sam"} {
		class = append(class, issuer.Item{Ref: learner, Credential: badge.Credential{
			ID:   "https://school.example/awards/" + learner,
			Name: "Rapid Prototyping",
			Subject: badge.Subject{ID: learner, Achievement: badge.Achievement{
				ID: "https://school.example/badges/prototyping", Name: "Rapid Prototyping",
				Description: "Took an idea to a working prototype.", Criteria: badge.Criteria{Narrative: "Make it, test it, and make it again."},
			}},
		}})
	}
	var report []string
	for issued, err := range institution.IssueAll(context.Background(), slices.Values(class)) {
		if err != nil {
			report = append(report, fmt.Sprint(issued.Ref, ": refused"))
			continue
		}
		report = append(report, fmt.Sprint(issued.Ref, ": ", issued.Document.ID()))
	}
	for _, line := range report {
		fmt.Println(line)
	}
	// Output:
	// 1 of 3
	// 2 of 3
	// 3 of 3
	// did:example:noor: https://school.example/awards/did:example:noor
	// not an IRI: refused
	// did:example:sam: https://school.example/awards/did:example:sam
}

// class yields badges that differ in their ids, after an edit, and counts
// what was asked for.
func class(n int, asked *int, edit func(i int, c *badge.Credential)) iter.Seq[issuer.Item] {
	return func(yield func(issuer.Item) bool) {
		for i := range n {
			*asked++
			c := verifytest.Badge()
			c.ID = fmt.Sprintf("https://school.example/awards/%d", i)
			if edit != nil {
				edit(i, &c)
			}
			if !yield(issuer.Item{Ref: i, Credential: c}) {
				return
			}
		}
	}
}

// One bad credential, and one that the signer breaks down over, leave the
// others alone; the order and the count are kept.
func TestIssueAll(t *testing.T) {
	w := verifytest.New(t)
	cfg := config(w, proof.EdDSARDFC2022)
	var reported []int
	cfg.Workers, cfg.Progress = 3, func(done int) { reported = append(reported, done) }
	cfg.NewID = func() string { panic("no more ids") }
	i := open(t, w, cfg)
	asked, next := 0, 0
	items := class(50, &asked, func(i int, c *badge.Credential) {
		switch i % 10 {
		case 3:
			c.Subject.Achievement.Criteria = badge.Criteria{}
		case 7:
			c.ID = "" // so that NewID is asked
		}
	})
	for issued, err := range i.IssueAll(t.Context(), items) {
		require.Equal(t, next, issued.Ref)
		switch next % 10 {
		case 3:
			var invalid *issuer.InvalidError
			require.ErrorAs(t, err, &invalid)
			require.Nil(t, issued.Document)
		case 7:
			require.Equal(t, []string{"issuer.internal"}, codes(err), "W15")
			require.NotContains(t, err.Error(), "no more ids")
			require.Nil(t, issued.Document)
		default:
			require.NoError(t, err)
			require.Equal(t, issued.Credential.ID, issued.Document.ID())
			accepted(t, w, issued.Document.Bytes())
		}
		next++
		require.LessOrEqual(t, asked, next+4*3, "few items are read ahead")
	}
	require.Equal(t, 50, next)
	require.Len(t, reported, 50)
	require.True(t, slices.IsSorted(reported))
}

// slow is a signer that takes an hour, and counts.
type slow struct {
	crypto.Signer
	signed *atomic.Int32
}

func (s slow) Sign(random io.Reader, message []byte, o crypto.SignerOpts) ([]byte, error) {
	<-time.After(time.Hour)
	s.signed.Add(1)
	return s.Signer.Sign(random, message, o)
}

// When ctx is done, nothing more is signed than is under way; each item that
// was read is yielded. That synctest.Test returns shows that no goroutine stays
// once the signers have returned, also when the loop is left early.
func TestIssueAllEnds(t *testing.T) {
	w := verifytest.New(t)
	for name, early := range map[string]bool{"W14 cancelled": false, "break": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				cfg := config(w, proof.EdDSA)
				var signed atomic.Int32
				cfg.Workers, cfg.Proofs[0].Signer.Key = 2, slow{cfg.Proofs[0].Signer.Key, &signed}
				i, err := issuer.New(cfg)
				require.NoError(t, err)
				ctx, cancel := context.WithTimeout(t.Context(), 90*time.Minute)
				defer cancel()
				start, asked, yielded := time.Now(), 0, 0
				for issued, err := range i.IssueAll(ctx, class(100, &asked, nil)) {
					if early {
						break
					}
					if yielded >= 4 {
						require.ErrorIs(t, err, context.DeadlineExceeded)
						require.Nil(t, issued.Document)
					}
					yielded++
				}
				require.LessOrEqual(t, time.Since(start), 90*time.Minute, "no signature is waited for")
				time.Sleep(time.Hour) // in which the signers that were left behind return
				require.LessOrEqual(t, signed.Load(), int32(4))
				if !early {
					require.Equal(t, asked, yielded)
				}
			})
		})
	}
}

// Ended before it began, IssueAll asks for nothing.
func TestIssueAllCancelledBefore(t *testing.T) {
	i, err := issuer.New(config(verifytest.New(t), proof.EdDSA))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	asked := 0
	for range i.IssueAll(ctx, class(100, &asked, nil)) {
		require.Fail(t, "W14: an item after the end")
	}
	require.Zero(t, asked)
}

// W13: what becomes of the arguments afterwards changes nothing, and the
// credential of an item is left as it was.
func TestIssueAllLeavesArgumentsAlone(t *testing.T) {
	w := verifytest.New(t)
	i := open(t, w, config(w, proof.EdDSARDFC2022))
	c := verifytest.Badge()
	for issued, err := range i.IssueAll(t.Context(), slices.Values([]issuer.Item{{Credential: c}})) {
		require.NoError(t, err)
		require.Equal(t, verifytest.Badge(), issued.Credential, "no id and no issuer were filled in")
		c.Subject.Achievement.Type = append(c.Subject.Achievement.Type, "Changed")
		accepted(t, w, issued.Document.Bytes())
	}
}
