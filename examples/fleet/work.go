package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// quiet is the log of the queue. The tables hold the results.
var quiet = slog.New(slog.DiscardHandler)

// The queues. A worker without a key only verifies.
const (
	awardQueue  = "award"
	verifyQueue = "verify"
)

// maxAttempts is the number of times that a job is tried. A job fails only for
// what may pass, such as a signer that is down: that may take days.
const maxAttempts = 10_000

// work awards and verifies badges until ctx is done.
func work(ctx context.Context, args []string) (err error) {
	f, db := flags("work")
	var s signing
	f.StringVar(&s.keyFile, "key", "", "`file` with the private key of the issuer; without one, the worker only verifies")
	f.BoolVar(&s.newKey, "new-key", false, "the key is a new one of the same issuer; the earlier ones stay published")
	f.StringVar(&s.profileFile, "issuer", "", "`file` (JSON) that describes the issuer; needed once")
	base := f.String("base", "", "`URL` below which the badges are published; needed once")
	workers := f.Int("workers", 4, "`number` of jobs at a time")
	timeout := f.Duration("job-timeout", time.Minute, "`time` that a job may take; the jobs of a killed worker are done again after one and a half times as much")
	until := f.Bool("until-done", false, "end when no award and no verification is waiting")
	if err := f.Parse(args); err != nil {
		return err
	}
	if *workers < 1 {
		return fmt.Errorf("-workers is %d, wanted a number from 1", *workers)
	}
	o, err := openOffice(ctx, *db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	if !o.Postgres() {
		// With one connection, SQLite keeps the pages that it has read.
		o.DB().SetMaxOpenConns(1)
	}
	// The badges of a job are soon garbage, and little else is in memory.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	config := configOf(*timeout)
	config.Queues[verifyQueue] = river.QueueConfig{MaxWorkers: *workers}
	if *base, err = o.fixed(ctx, "base", *base); err != nil && s.keyFile != "" {
		return err
	}
	client, err := fetch.New(fetch.Config{})
	if err != nil {
		return err
	}
	river.AddWorker(config.Workers, &verifyWorker{office: o, web: &pages{o, *base, client}})
	if s.keyFile == "" {
		log.Print("-key is missing: this worker only verifies")
	} else {
		w := &worker{office: o, base: *base}
		if w.by, err = o.issuerOf(ctx, s); err != nil {
			return err
		}
		if err := w.publish(ctx); err != nil {
			return err
		}
		river.AddWorker(config.Workers, w)
		config.Queues[awardQueue] = river.QueueConfig{MaxWorkers: *workers}
	}
	return o.run(ctx, config, *until)
}

// configOf returns the settings of the queue for jobs that may take some time.
func configOf(timeout time.Duration) *river.Config {
	return &river.Config{
		Workers: river.NewWorkers(), Queues: map[string]river.QueueConfig{},
		PollOnly: true, FetchPollInterval: 100 * time.Millisecond, FetchCooldown: 20 * time.Millisecond,
		JobTimeout: timeout, RescueStuckJobsAfter: timeout * 3 / 2, SoftStopTimeout: 10 * time.Second,
		CompletedJobRetentionPeriod: time.Hour, RetryPolicy: retries{}, Logger: quiet,
	}
}

// run works until ctx is done or, if until is set, nothing is waiting.
func (o *office) run(ctx context.Context, config *river.Config, until bool) error {
	client, err := river.NewClient(o.driver, config)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if err := client.Start(ctx); err != nil {
		return err
	}
	if until {
		_, awards := config.Queues[awardQueue]
		go o.wait(ctx, awards, stop)
	}
	<-client.Stopped()
	return nil
}

// wait calls stop when nothing is waiting that this worker does.
func (o *office) wait(ctx context.Context, awards bool, stop func()) {
	defer stop()
	query := `SELECT EXISTS (SELECT 1 FROM verifications WHERE state = 'waiting')`
	if awards {
		query += ` OR EXISTS (SELECT 1 FROM awards WHERE state = 'waiting')`
	}
	for ctx.Err() == nil {
		left := true
		if err := o.DB().QueryRowContext(ctx, query).Scan(&left); err == nil && !left {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// retries waits 1, 4, 16 … seconds, at most five minutes.
type retries struct{}

// NextRetry implements river.ClientRetryPolicy.
func (retries) NextRetry(job *rivertype.JobRow) time.Time {
	wait := time.Second
	for n := 1; n < len(job.Errors)+1 && wait < 5*time.Minute; n++ {
		wait *= 4
	}
	return time.Now().Add(min(wait, 5*time.Minute))
}

// complete ends a job in a transaction, and fails if it is no longer that of this
// worker.
func complete[J river.JobArgs](ctx context.Context, o *office, tx *sql.Tx, job *river.Job[J]) error {
	if o.Postgres() {
		return completeWith[*riverdatabasesql.Driver](ctx, tx, job)
	}
	return completeWith[*riversqlite.Driver](ctx, tx, job)
}

func completeWith[D riverdriver.Driver[*sql.Tx], J river.JobArgs](ctx context.Context, tx *sql.Tx, job *river.Job[J]) error {
	_, err := river.JobCompleteTx[D](ctx, tx, job)
	return err
}

// publish publishes the issuer and the first status list.
func (w *worker) publish(ctx context.Context) error {
	h, err := w.host(w.office.Store)
	if err != nil {
		return err
	}
	if err := h.PublishIssuer(ctx, w.by); err != nil {
		return err
	}
	first := h.URL("lists/1")
	w.list.Store(&first)
	return h.PublishStatusList(ctx, w.by, first, status.Revocation)
}
