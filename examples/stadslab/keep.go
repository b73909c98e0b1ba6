package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/archive/timeproof"
	"github.com/openbadges-go/openbadges/verify/summary"
)

// keeping is an archive of the badges of one student.
type keeping struct {
	student     string
	path        string
	submissions []submission
}

// remain shows that badges outlast their host. The other institution keeps an
// archive for each student; then the key is changed and the host switched off.
func (s *story) remain(ctx context.Context, other elsewhere, o *office, submissions []submission) error {
	s.chapter(7, "The host is switched off, and every badge is still verified")
	keeper, err := newKeeper()
	if err != nil {
		return err
	}
	config, err := other.config()
	if err != nil {
		return err
	}
	kept, err := s.keepAll(ctx, config, keeper, submissions)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.w, "  The other institution keeps %d archives, one for each student, and signs them.\n", len(kept))
	if err := o.changeKey(ctx, s.now()); err != nil {
		return err
	}
	answers, err := other.verify(ctx, submissions)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.w, "  The institution changes its key: the first one stays listed, and has expired. Now %d of %d pictures are accepted.\n", accepted(answers), len(answers))
	if err := other.internet.close(); err != nil {
		return err
	}
	if answers, err = other.verify(ctx, submissions); err != nil {
		return err
	}
	fmt.Fprintf(s.w, "  The host is switched off. Now %d of %d pictures are accepted.\n\n", accepted(answers), len(answers))
	if accepted(answers) > 0 {
		return errors.New("a badge is accepted without its host and without its archive")
	}
	return s.recheck(ctx, config, keeper, kept)
}

// accepted counts the accepted pictures.
func accepted(answers []answer) (n int) {
	for _, a := range answers {
		if a.accepted {
			n++
		}
	}
	return n
}

// newKeeper returns the key by which the other institution signs archives.
func newKeeper() (key.Signer, error) {
	_, secret, err := ed25519.GenerateKey(rand.Reader)
	return key.Signer{Key: secret, Method: "did:web:universiteit.example#archives"}, err
}

// keepAll makes the archives of all students.
func (s *story) keepAll(ctx context.Context, config verify.Config, keeper key.Signer, submissions []submission) (all []keeping, err error) {
	places := map[string]int{}
	for _, one := range submissions {
		n, known := places[one.eduID]
		if !known {
			n = len(all)
			places[one.eduID] = n
			all = append(all, keeping{student: one.presenter, path: filepath.Join(s.out, "archives", filepath.Base(filepath.Dir(one.picture))+".zip")})
		}
		all[n].submissions = append(all[n].submissions, one)
	}
	if err := os.MkdirAll(filepath.Join(s.out, "archives"), 0o700); err != nil {
		return nil, err
	}
	for _, k := range all {
		if err := k.make(ctx, config, keeper, s.now()); err != nil {
			return nil, fmt.Errorf("%s: %w", k.path, err)
		}
	}
	return all, nil
}

// make verifies the badges of a student and writes the archive.
func (k keeping) make(ctx context.Context, config verify.Config, keeper key.Signer, now time.Time) error {
	recorder, err := archive.NewRecorder(config)
	if err != nil {
		return err
	}
	for _, one := range k.submissions {
		picture, err := os.ReadFile(one.picture)
		if err != nil {
			return err
		}
		if _, err := recorder.Verify(ctx, verify.Item{Data: picture}); err != nil {
			return fmt.Errorf("%s: %w", one.picture, err)
		}
	}
	kept, err := recorder.Seal(nil)
	if err != nil {
		return err
	}
	statement, err := timeproof.Attest(ctx, kept.Manifest(), keeper, now)
	if err != nil {
		return err
	}
	if kept, err = kept.WithProofs([]timeproof.Proof{statement}); err != nil {
		return err
	}
	return os.WriteFile(k.path, kept.Bytes(), 0o600)
}

// recheck verifies every badge from its archive a year later, without network.
func (s *story) recheck(ctx context.Context, config verify.Config, keeper key.Signer, all []keeping) error {
	public, err := key.FromPublic(keeper.Key.Public())
	if err != nil {
		return err
	}
	config.Fetcher, config.Now = nil, func() time.Time { return s.now().AddDate(1, 0, 0) }
	for _, k := range all {
		data, err := os.ReadFile(k.path)
		if err != nil {
			return err
		}
		kept, err := archive.Open(data)
		if err != nil {
			return fmt.Errorf("%s: %w", k.path, err)
		}
		results, err := kept.Check(ctx, archive.Policy{Config: config, Keepers: []key.Key{public}})
		if err != nil {
			return err
		}
		levels := map[archive.Level]int{}
		for _, r := range results {
			if err := r.Err(); err != nil {
				return fmt.Errorf("%s: %w", k.path, err)
			}
			levels[r.Level]++
		}
		in, nl := results[0].Words(summary.English), results[0].Words(summary.Dutch)
		fmt.Fprintf(s.w, "  %s, a year later: %d badges, %d signed (level A), %d hosted (level C)\n    %s\n    %s\n",
			k.student, len(results), levels[archive.LevelSigned], levels[archive.LevelWitnessed], in.Headline, nl.Headline)
	}
	return nil
}
