package main

import (
	"context"
	"crypto"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
)

// remote is a signer that may be down.
type remote struct {
	crypto.Signer
	down atomic.Bool
}

func (r *remote) Sign(random io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if r.down.Load() {
		return nil, errors.New("the signing service does not answer")
	}
	return r.Signer.Sign(random, digest, opts)
}

// awarder returns a worker that signs with a remote signer.
func awarder(t *testing.T, o *office) (*worker, *remote) {
	t.Helper()
	secret, public, err := readKey(keyFile(t))
	if err != nil {
		t.Fatal(err)
	}
	signer := &remote{Signer: secret}
	id := public.DIDKey()
	w := &worker{office: o, base: base}
	if w.by, err = issuer.New(issuer.Config{Profile: badge.Profile{ID: id, Type: []string{"Profile"}, Name: "The School"}, Proofs: []issuer.Securing{
		{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: signer, Method: id + "#" + public.Multikey()}}}}); err != nil {
		t.Fatal(err)
	}
	if err := w.publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w, signer
}

// An award whose signer is down waits, with the reason, and is done when the signer
// is back. It keeps its place in the status list.
func TestSignerDown(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "badges.db")
	said(t, "award", "-db", db, "-class", write(t, "class.json", classText), write(t, "students.csv", list(3)))
	o := opened(t, db)
	w, signer := awarder(t, o)
	signer.down.Store(true)
	config := configOf(time.Minute)
	config.Queues[awardQueue] = river.QueueConfig{MaxWorkers: 1}
	river.AddWorker(config.Workers, w)
	ended := make(chan error, 1)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() { ended <- o.run(ctx, config, true) }()
	i := &institution{office: o, n: 3, db: db}
	i.until(t, `SELECT count(*) FROM awards WHERE state = 'waiting' AND problem <> ''`, 3)
	if got := said(t, "status", "-db", db); !strings.Contains(got, "3 waiting") || !strings.Contains(got, "the signing service does not answer") {
		t.Errorf("status said %q", got)
	}
	places := texts(t, o, `SELECT place FROM awards ORDER BY number`)
	signer.down.Store(false)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	for query, want := range map[string]int{awarded: 3, `SELECT count(*) FROM awards WHERE problem <> ''`: 0} {
		if got := count(t, o, query); got != want {
			t.Errorf("%s: got %d, wanted %d", query, got, want)
		}
	}
	if got := texts(t, o, `SELECT place FROM awards ORDER BY number`); strings.Join(got, " ") != strings.Join(places, " ") {
		t.Errorf("the places were %q and are %q", places, got)
	}
}
