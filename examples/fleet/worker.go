package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/riverqueue/river"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
)

// worker awards the badges of chunks.
type worker struct {
	river.WorkerDefaults[chunk]
	office  *office
	by      *issuer.Issuer
	base    string
	list    atomic.Pointer[string] // the status list that is not yet full
	classes sync.Map               // names of classes whose pages are published
	last    atomic.Pointer[class]  // the class of the job before, which never changes
}

func (w *worker) host(s host.Store) (*host.Host, error) {
	return host.New(host.Config{Base: w.base, Store: s})
}

// made is an award with the badge that was made for it, or why there is none.
type made struct {
	number     int64
	class      *class
	credential badge.Credential
	document   *badge.Document
	picture    []byte // with the badge in it; nil if the class has none
	err        error
}

// class is what the badges of a class have in common.
type class struct {
	name        string
	achievement badge.Achievement
	picture     []byte
}

// pictureName returns the last part of the address of a picture.
func pictureName(name string, picture []byte) string {
	if bytes.HasPrefix(picture, []byte("\x89PNG")) {
		return name + ".png"
	}
	return name + ".svg"
}

// Work implements river.Worker. A chunk that is worked again finds its places in
// the rows, and the transaction at the end happens as a whole or not at all.
func (w *worker) Work(ctx context.Context, job *river.Job[chunk]) error {
	err := w.work(ctx, job)
	if err != nil && ctx.Err() == nil {
		err = errors.Join(err, w.note(ctx, job.Args.Numbers, err))
	}
	return err
}

func (w *worker) work(ctx context.Context, job *river.Job[chunk]) error {
	todo, err := w.take(ctx, job.Args.Numbers)
	if err != nil {
		return err
	}
	if err := w.make(ctx, todo); err != nil {
		return err
	}
	err = w.office.transact(ctx, func(tx *sql.Tx) error {
		if err := w.keep(ctx, tx, todo); err != nil {
			return err
		}
		return complete(ctx, w.office, tx, job)
	})
	if err == nil {
		for _, m := range todo {
			if m.document != nil {
				w.classes.Store(m.class.name, true)
			}
		}
	}
	return err
}

// note says in the awards of a job why they are not done yet.
func (w *worker) note(ctx context.Context, numbers []int64, problem error) error {
	return w.office.transact(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, w.office.Bind(`UPDATE awards SET problem = ? FROM `+w.office.Rows()+` WHERE `+ofRow+` AND `+stillWaiting), problem.Error(), numbersOf(numbers))
		return err
	})
}

// make signs and bakes. It returns an error for what may pass, such as a signer
// that is down; an award that can never succeed gets its error.
func (w *worker) make(ctx context.Context, todo []made) error {
	items := func(yield func(issuer.Item) bool) {
		for n := range todo {
			if !yield(issuer.Item{Ref: n, Credential: todo[n].credential}) {
				return
			}
		}
	}
	for issued, err := range w.by.IssueAll(ctx, items) {
		if err != nil && passes(err) {
			return err
		}
		m := &todo[issued.Ref.(int)]
		m.document, m.err = issued.Document, err
		if m.document == nil || m.class.picture == nil {
			continue
		}
		var picture bytes.Buffer
		err := bake.Embed(&picture, bytes.NewReader(m.class.picture), bake.Payload{Slot: bake.OB3, Data: m.document.Bytes()}, bake.Options{Replace: true})
		if err != nil {
			m.document, m.err = nil, err
			continue
		}
		m.picture = picture.Bytes()
	}
	return ctx.Err()
}

// passes reports whether the same badge may succeed later: after an error of the
// signer, or one without a code, such as the end of a context.
func passes(err error) bool {
	code := badge.CodeOf(err)
	return code == "" || code == "proof.signer"
}

// placesAhead is the number of awards that get their places in one transaction:
// those of a job and the ones after it, whose jobs then need none.
const placesAhead = 1000

// take reads the awards that are not yet done, each with its place in a status
// list. A later call finds the same places.
func (w *worker) take(ctx context.Context, numbers []int64) (todo []made, err error) {
	if todo, err = w.read(ctx, w.office.DB(), numbers); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(todo, func(m made) bool { return m.credential.CredentialStatus == nil }) {
		return todo, nil
	}
	list := *w.list.Load()
	err = w.office.transact(ctx, func(tx *sql.Tx) (err error) {
		if list, err = w.reserve(ctx, tx, slices.Min(numbers), slices.Max(numbers), list); err != nil {
			return err
		}
		todo, err = w.read(ctx, tx, numbers)
		return err
	})
	if err == nil {
		w.list.Store(&list)
	}
	return todo, err
}

// reserve gives places in a status list to the awards from one number to another,
// and to those after it, that wait and have none. It returns the list to continue
// with.
func (w *worker) reserve(ctx context.Context, tx *sql.Tx, from, to int64, list string) (string, error) {
	query := `SELECT number FROM awards WHERE number BETWEEN ? AND ? AND list IS NULL AND ` + stillWaiting + ` ORDER BY number`
	if w.office.Postgres() {
		query += ` FOR UPDATE`
	}
	bare, err := column[string](tx.QueryContext(ctx, w.office.Bind(query), from, max(to, from+placesAhead-1)))
	if err != nil || len(bare) == 0 {
		return list, err
	}
	h, err := w.host(w.office.In(tx))
	if err != nil {
		return "", err
	}
	places, err := h.AllocateStatuses(ctx, w.by, list, len(bare))
	if err != nil {
		return "", err
	}
	var given [][]string
	for n, number := range bare {
		given = append(given, []string{number, places[n].StatusListCredential, places[n].StatusListIndex})
	}
	_, err = tx.ExecContext(ctx, w.office.Bind(`UPDATE awards SET list = value ->> 1, place = value ->> 2 FROM `+w.office.Rows()+` WHERE `+ofRow), jsonOf(given))
	return places[len(places)-1].StatusListCredential, err
}

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// read reads the awards that are not yet done, as credentials to issue.
func (w *worker) read(ctx context.Context, q querier, numbers []int64) (todo []made, err error) {
	h, err := w.host(w.office.Store)
	if err != nil {
		return nil, err
	}
	todo, classes, err := w.readRows(ctx, q, h, numbers)
	if err != nil {
		return nil, err
	}
	return todo, w.describe(ctx, q, h, todo, classes)
}

// readRows reads awards without their achievements, and the names of their classes.
func (w *worker) readRows(ctx context.Context, q querier, h *host.Host, numbers []int64) (todo []made, classes []string, err error) {
	rows, err := q.QueryContext(ctx, w.office.Bind(`SELECT number, class, recipient, date, list, place FROM awards
		WHERE number IN (SELECT CAST(value ->> 0 AS BIGINT) FROM `+w.office.Rows()+`) AND `+stillWaiting+` ORDER BY number`), numbersOf(numbers))
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	todo = make([]made, 0, len(numbers)) // which are large
	for rows.Next() {
		var m made
		var class, recipient, date string
		var list, place sql.NullString
		if err := rows.Scan(&m.number, &class, &recipient, &date, &list, &place); err != nil {
			return nil, nil, err
		}
		m.credential = badge.Credential{ID: h.URL("badges/" + w.office.idOf(m.number)),
			Subject: badge.Subject{Identifier: []badge.IdentityObject{w.by.HashedIdentity(badge.IdentifierEmailAddress, recipient)}}}
		if date != "" {
			m.credential.AwardedDate = badge.DateTime(date + "T00:00:00Z")
		}
		if place.Valid {
			m.credential.CredentialStatus = []badge.CredentialStatus{{ID: list.String + "#" + place.String, Type: status.BitstringEntry,
				StatusPurpose: status.Revocation, StatusListIndex: place.String, StatusListCredential: list.String}}
		}
		todo, classes = append(todo, m), append(classes, class)
	}
	return todo, classes, rows.Err()
}

// describe adds to awards the achievements of their classes.
func (w *worker) describe(ctx context.Context, q querier, h *host.Host, todo []made, classes []string) (err error) {
	known := map[string]*class{}
	if last := w.last.Load(); last != nil {
		known[last.name] = last
	}
	for n, name := range classes {
		if known[name] == nil {
			if known[name], err = w.readClass(ctx, q, h, name); err != nil {
				return err
			}
		}
		todo[n].class = known[name]
		todo[n].credential.Name, todo[n].credential.Subject.Achievement = known[name].achievement.Name, known[name].achievement
	}
	if len(todo) > 0 {
		w.last.Store(todo[len(todo)-1].class)
	}
	return nil
}

func (w *worker) readClass(ctx context.Context, q querier, h *host.Host, name string) (*class, error) {
	c := &class{name: name}
	var text string
	if err := q.QueryRowContext(ctx, w.office.Bind(`SELECT text, picture FROM classes WHERE name = ?`), name).Scan(&text, &c.picture); err != nil {
		return nil, err
	}
	var err error
	if c.achievement, _, err = classOf([]byte(text)); err != nil {
		return nil, err
	}
	id := "classes/" + w.office.nameOf(name)
	if c.achievement.ID == "" {
		c.achievement.ID = h.URL(id)
	}
	if c.picture != nil && c.achievement.Image == nil {
		c.achievement.Image = &badge.Image{ID: h.URL(pictureName(id, c.picture)), Type: "Image"}
	}
	return c, nil
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// keep publishes badges with their classes, and notes what became of their
// awards. An award that another worker has done meanwhile stays as it is.
func (w *worker) keep(ctx context.Context, tx *sql.Tx, all []made) error {
	h, err := w.host(w.office.In(tx))
	if err != nil || len(all) == 0 {
		return err
	}
	mine, err := w.settle(ctx, tx, all)
	if err != nil {
		return err
	}
	var docs []*badge.Document
	classes := map[*class]bool{}
	for _, m := range all {
		if m.document == nil || !mine[m.number] {
			continue
		}
		docs, classes[m.class] = append(docs, m.document), true
		if m.picture != nil {
			if err := h.PublishPicture(ctx, pictureName(m.document.ID(), m.picture), m.picture); err != nil {
				return err
			}
		}
	}
	for c := range classes {
		if err := w.publishClass(ctx, h, c); err != nil {
			return err
		}
	}
	_, err = h.PublishAll(ctx, slices.Values(docs))
	return err
}

// settle notes what became of awards, and returns the numbers of those that were
// still waiting.
func (w *worker) settle(ctx context.Context, tx *sql.Tx, all []made) (mine map[int64]bool, err error) {
	var given [][]string
	for _, m := range all {
		number := strconv.FormatInt(m.number, 10)
		if m.document != nil {
			given = append(given, []string{number, done, m.document.ID(), digestOf(m.document.Bytes()), "", ""})
		} else {
			given = append(given, []string{number, failed, "", "", badge.CodeOf(m.err), m.err.Error()})
		}
	}
	settled, err := column[int64](tx.QueryContext(ctx, w.office.Bind(`UPDATE awards SET state = value ->> 1, id = value ->> 2, digest = value ->> 3, code = value ->> 4, problem = value ->> 5
		FROM `+w.office.Rows()+` WHERE `+ofRow+` AND `+stillWaiting+` RETURNING awards.number`), jsonOf(given)))
	mine = map[int64]bool{}
	for _, number := range settled {
		mine[number] = true
	}
	return mine, err
}

// publishClass publishes a class and its picture if their addresses are of this
// host. Only the first chunk of a class does so.
func (w *worker) publishClass(ctx context.Context, h *host.Host, c *class) error {
	if _, published := w.classes.Load(c.name); published || !strings.HasPrefix(c.achievement.ID, h.URL("")) {
		return nil
	}
	doc, err := w.by.BadgeClass(c.achievement)
	if err != nil {
		return nil // it is the achievement of another creator
	}
	if err := h.Publish(ctx, doc); err != nil {
		return err
	}
	if image := c.achievement.Image; c.picture != nil && strings.HasPrefix(image.ID, h.URL("classes/")) {
		return h.PublishPicture(ctx, image.ID, c.picture)
	}
	return nil
}
