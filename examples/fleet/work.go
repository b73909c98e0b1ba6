package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
)

// quiet is the log of the queue. The table of awards holds the results.
var quiet = slog.New(slog.DiscardHandler)

// work awards badges until ctx is done.
func work(ctx context.Context, args []string) (err error) {
	f, db := flags("work")
	keyFile := f.String("key", "", "`file` with the private key of the issuer")
	profile := f.String("issuer", "", "`file` (JSON) that describes the issuer; needed once")
	base := f.String("base", "", "`URL` below which the badges are published; needed once")
	workers := f.Int("workers", 2, "`number` of jobs at a time")
	timeout := f.Duration("job-timeout", time.Minute, "`time` that a job may take; the jobs of a killed worker are done again after one and a half times as much")
	until := f.Bool("until-done", false, "end when no award is waiting")
	if err := f.Parse(args); err != nil {
		return err
	}
	o, err := openOffice(ctx, *db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	w := &worker{office: o}
	if w.base, err = o.fixed(ctx, "base", *base); err != nil {
		return err
	}
	if w.by, err = o.issuerOf(ctx, *keyFile, *profile); err != nil {
		return err
	}
	if err := w.publish(ctx); err != nil {
		return err
	}
	all := river.NewWorkers()
	river.AddWorker(all, w)
	client, err := river.NewClient(o.driver, &river.Config{
		Workers: all, Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: *workers}},
		PollOnly: true, FetchPollInterval: 100 * time.Millisecond,
		JobTimeout: *timeout, RescueStuckJobsAfter: *timeout * 3 / 2, SoftStopTimeout: 10 * time.Second,
		CompletedJobRetentionPeriod: time.Hour, RetryPolicy: retries{}, Logger: quiet,
	})
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if err := client.Start(ctx); err != nil {
		return err
	}
	if *until {
		go o.wait(ctx, stop)
	}
	<-client.Stopped()
	return nil
}

// wait calls stop when no award is waiting.
func (o *office) wait(ctx context.Context, stop func()) {
	defer stop()
	for ctx.Err() == nil {
		waiting := 1
		if err := o.DB().QueryRowContext(ctx, `SELECT count(*) FROM awards WHERE state = 'waiting'`).Scan(&waiting); err == nil && waiting == 0 {
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

// worker awards the badges of chunks.
type worker struct {
	river.WorkerDefaults[chunk]
	office *office
	by     *issuer.Issuer
	base   string
}

func (w *worker) host(s host.Store) (*host.Host, error) {
	return host.New(host.Config{Base: w.base, Store: s})
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
	return h.PublishStatusList(ctx, w.by, h.URL("lists/1"), status.Revocation)
}

// made is an award with the badge that was made for it, or why there is none.
type made struct {
	key        string
	credential badge.Credential
	document   *badge.Document
	err        error
}

// Work implements river.Worker. A chunk that is worked again finds its places in
// the rows, and the transaction at the end happens as a whole or not at all.
func (w *worker) Work(ctx context.Context, job *river.Job[chunk]) error {
	var todo []made
	err := w.office.transact(ctx, func(tx *sql.Tx) (err error) {
		todo, err = w.reserve(ctx, tx, job.Args.Keys)
		return err
	})
	if err != nil {
		return err
	}
	items := func(yield func(issuer.Item) bool) {
		for n := range todo {
			if !yield(issuer.Item{Ref: n, Credential: todo[n].credential}) {
				return
			}
		}
	}
	for issued, err := range w.by.IssueAll(ctx, items) {
		invalid := (*issuer.InvalidError)(nil)
		if err != nil && !errors.As(err, &invalid) {
			return err // the signer, or the end of ctx: it may pass
		}
		n := issued.Ref.(int)
		todo[n].document, todo[n].err = issued.Document, err
	}
	return w.office.transact(ctx, func(tx *sql.Tx) error {
		if err := w.keep(ctx, tx, todo); err != nil {
			return err
		}
		if w.office.Postgres() {
			return complete[*riverdatabasesql.Driver](ctx, tx, job)
		}
		return complete[*riversqlite.Driver](ctx, tx, job)
	})
}

// complete ends a job, and fails if it is no longer that of this worker.
func complete[D riverdriver.Driver[*sql.Tx]](ctx context.Context, tx *sql.Tx, job *river.Job[chunk]) error {
	_, err := river.JobCompleteTx[D](ctx, tx, job)
	return err
}

func (o *office) transact(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := o.DB().BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// reserve reads the awards that are not yet done, and gives each a place in a
// status list that has none.
func (w *worker) reserve(ctx context.Context, tx *sql.Tx, keys []string) (todo []made, err error) {
	h, err := w.host(w.office.In(tx))
	if err != nil {
		return nil, err
	}
	bare := 0
	for _, key := range keys {
		m, state, err := w.read(ctx, tx, h, key)
		if err != nil {
			return nil, err
		}
		if state == "waiting" {
			todo = append(todo, m)
			if m.credential.CredentialStatus == nil {
				bare++
			}
		}
	}
	places, err := h.AllocateStatuses(ctx, w.by, h.URL("lists/1"), bare)
	if err != nil {
		return nil, err
	}
	for n := range todo {
		if c := &todo[n].credential; c.CredentialStatus == nil {
			c.CredentialStatus, places = places[:1:1], places[1:]
			p := c.CredentialStatus[0]
			if _, err := tx.ExecContext(ctx, w.office.Bind(`UPDATE awards SET list = ?, place = ? WHERE key = ?`), p.StatusListCredential, p.StatusListIndex, todo[n].key); err != nil {
				return nil, err
			}
		}
	}
	return todo, nil
}

// read reads an award as a credential to issue.
func (w *worker) read(ctx context.Context, tx *sql.Tx, h *host.Host, key string) (m made, state string, err error) {
	query := `SELECT awards.state, awards.recipient, awards.list, awards.place, classes.text FROM awards JOIN classes ON classes.name = awards.class WHERE awards.key = ?`
	if w.office.Postgres() {
		query += ` FOR UPDATE OF awards`
	}
	var recipient, class string
	var list, place sql.NullString
	if err := tx.QueryRowContext(ctx, w.office.Bind(query), key).Scan(&state, &recipient, &list, &place, &class); err != nil {
		return m, "", err
	}
	achievement, _, err := classOf([]byte(class))
	if err != nil {
		return m, "", err
	}
	id := w.office.idOf(key)
	if achievement.ID == "" {
		achievement.ID = h.URL("classes/" + w.office.idOf(class))
	}
	m = made{key: key, credential: badge.Credential{ID: h.URL("badges/" + id), Name: achievement.Name, Subject: badge.Subject{
		Achievement: achievement, Identifier: []badge.IdentityObject{w.by.HashedIdentity(badge.IdentifierEmailAddress, recipient)},
	}}}
	if place.Valid {
		m.credential.CredentialStatus = []badge.CredentialStatus{{ID: list.String + "#" + place.String, Type: status.BitstringEntry,
			StatusPurpose: status.Revocation, StatusListIndex: place.String, StatusListCredential: list.String}}
	}
	return m, state, nil
}

func digestOf(d *badge.Document) string {
	sum := sha256.Sum256(d.Bytes())
	return hex.EncodeToString(sum[:])
}

// keep publishes badges and notes what became of their awards. An award that
// another worker has done meanwhile stays as it is.
func (w *worker) keep(ctx context.Context, tx *sql.Tx, all []made) error {
	h, err := w.host(w.office.In(tx))
	if err != nil {
		return err
	}
	var docs []*badge.Document
	for _, m := range all {
		state, id, code, problem, digest := "failed", "", "", "", ""
		if m.document != nil {
			state, id, digest = "done", m.document.ID(), digestOf(m.document)
		} else {
			invalid := (*issuer.InvalidError)(nil)
			errors.As(m.err, &invalid)
			code, problem = invalid.Code(), invalid.Error()
		}
		done, err := tx.ExecContext(ctx, w.office.Bind(`UPDATE awards SET state = ?, id = ?, digest = ?, code = ?, problem = ? WHERE key = ? AND state = 'waiting'`),
			state, id, digest, code, problem, m.key)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil {
			return err
		} else if n == 1 && m.document != nil {
			docs = append(docs, m.document)
		}
	}
	_, err = h.PublishAll(ctx, slices.Values(docs))
	return err
}

// statusOf prints how many awards are in which state, and failures by code.
func statusOf(ctx context.Context, out io.Writer, args []string) (err error) {
	f, db := flags("status")
	if err := f.Parse(args); err != nil {
		return err
	}
	o, err := openOffice(ctx, *db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	rows, err := o.DB().QueryContext(ctx, `SELECT state, coalesce(code, ''), count(*) FROM awards GROUP BY 1, 2 ORDER BY 1, 2`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var state, code string
		var n int
		if err := rows.Scan(&state, &code, &n); err != nil {
			return err
		}
		fmt.Fprintf(out, "%7d %s %s\n", n, state, code)
	}
	return rows.Err()
}
