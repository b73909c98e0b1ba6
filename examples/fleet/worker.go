package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"slices"
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
	number          int64
	class           *class
	recipient, date string
	list, place     string // in a status list
	document        *badge.Document
	picture         []byte // with the badge in it; nil if the class has none
	err             error
}

// credential returns the credential to issue for an award.
func (w *worker) credential(h *host.Host, m made) badge.Credential {
	c := badge.Credential{ID: h.URL("badges/" + w.office.idOf(m.number)), Name: m.class.achievement.Name,
		CredentialStatus: []badge.CredentialStatus{{ID: m.list + "#" + m.place, Type: status.BitstringEntry,
			StatusPurpose: status.Revocation, StatusListIndex: m.place, StatusListCredential: m.list}},
		Subject: badge.Subject{Achievement: m.class.achievement, Identifier: []badge.IdentityObject{w.by.HashedIdentity(badge.IdentifierEmailAddress, m.recipient)}}}
	if m.date != "" {
		c.AwardedDate = badge.DateTime(m.date + "T00:00:00Z")
	}
	return c
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
	texts := map[int64]string{}
	for _, number := range numbers {
		texts[number] = problem.Error()
	}
	return w.office.transact(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, w.office.Bind(`UPDATE awards SET problem = given.value FROM `+w.office.Pairs()+` WHERE `+ofPair+` AND `+stillWaiting), pairsOf(texts))
		return err
	})
}

// make signs and bakes. It returns an error for what may pass, such as a signer
// that is down; an award that can never succeed gets its error.
func (w *worker) make(ctx context.Context, todo []made) error {
	h, err := w.host(w.office.Store)
	if err != nil {
		return err
	}
	items := func(yield func(issuer.Item) bool) {
		for n, m := range todo {
			if !yield(issuer.Item{Ref: n, Credential: w.credential(h, m)}) {
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
	slices.Sort(numbers)
	first, last := numbers[0], numbers[len(numbers)-1]
	bare := false
	if err := w.office.DB().QueryRowContext(ctx, w.office.Bind(`SELECT EXISTS (SELECT 1 FROM awards WHERE `+withoutPlace+`)`), first, last).Scan(&bare); err != nil {
		return nil, err
	}
	if bare {
		list := *w.list.Load()
		err := w.office.transact(ctx, func(tx *sql.Tx) (err error) {
			list, err = w.reserve(ctx, tx, first, last, list)
			return err
		})
		if err != nil {
			return nil, err
		}
		w.list.Store(&list)
	}
	return w.read(ctx, numbers)
}

// withoutPlace is a condition of awards from one number to another that wait and
// have no place in a status list.
const withoutPlace = `number BETWEEN ? AND ? AND list IS NULL AND ` + stillWaiting

// reserve gives places in a status list to the awards from one number to another,
// and to those after it, that wait and have none. It returns the list to continue
// with.
func (w *worker) reserve(ctx context.Context, tx *sql.Tx, from, to int64, list string) (string, error) {
	query := `SELECT number FROM awards WHERE ` + withoutPlace + ` ORDER BY number`
	if w.office.Postgres() {
		query += ` FOR UPDATE`
	}
	bare, err := column[int64](tx.QueryContext(ctx, w.office.Bind(query), from, max(to, from+placesAhead-1)))
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
	given := map[string]map[int64]string{}
	for n, number := range bare {
		list = places[n].StatusListCredential
		if given[list] == nil {
			given[list] = map[int64]string{}
		}
		given[list][number] = places[n].StatusListIndex
	}
	for of, texts := range given {
		if _, err := tx.ExecContext(ctx, w.office.Bind(`UPDATE awards SET list = ?, place = given.value FROM `+w.office.Pairs()+` WHERE `+ofPair), of, pairsOf(texts)); err != nil {
			return "", err
		}
	}
	return list, nil
}

// read reads the awards that are not yet done, with their classes.
func (w *worker) read(ctx context.Context, numbers []int64) (todo []made, err error) {
	h, err := w.host(w.office.Store)
	if err != nil {
		return nil, err
	}
	todo, classes, err := w.readRows(ctx, numbers)
	if err != nil {
		return nil, err
	}
	return todo, w.describe(ctx, h, todo, classes)
}

// readRows reads awards without their classes, and the names of those. It reads all
// from the first number to the last: a job has nearly all of them. It fails for an
// award without a place, whose badge could not be revoked.
func (w *worker) readRows(ctx context.Context, numbers []int64) (todo []made, classes []string, err error) {
	rows, err := w.office.DB().QueryContext(ctx, w.office.Bind(`SELECT number, class, recipient, date, list, place FROM awards
		WHERE number BETWEEN ? AND ? AND `+stillWaiting+` ORDER BY number`), numbers[0], numbers[len(numbers)-1])
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var m made
		var class string
		if err := rows.Scan(&m.number, &class, &m.recipient, &m.date, &m.list, &m.place); err != nil {
			return nil, nil, err
		}
		if _, ours := slices.BinarySearch(numbers, m.number); ours {
			todo, classes = append(todo, m), append(classes, class)
		}
	}
	return todo, classes, rows.Err()
}

// describe adds to awards their classes.
func (w *worker) describe(ctx context.Context, h *host.Host, todo []made, classes []string) (err error) {
	known := map[string]*class{}
	if last := w.last.Load(); last != nil {
		known[last.name] = last
	}
	for n, name := range classes {
		if known[name] == nil {
			if known[name], err = w.readClass(ctx, h, name); err != nil {
				return err
			}
		}
		todo[n].class = known[name]
	}
	if len(todo) > 0 {
		w.last.Store(todo[len(todo)-1].class)
	}
	return nil
}

func (w *worker) readClass(ctx context.Context, h *host.Host, name string) (*class, error) {
	c := &class{name: name}
	var text string
	if err := w.office.DB().QueryRowContext(ctx, w.office.Bind(`SELECT text, picture FROM classes WHERE name = ?`), name).Scan(&text, &c.picture); err != nil {
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
	mine = map[int64]bool{}
	update := func(what string, args ...any) error {
		settled, err := column[int64](tx.QueryContext(ctx, w.office.Bind(`UPDATE awards SET `+what+` AND `+stillWaiting+` RETURNING awards.number`), args...))
		for _, number := range settled {
			mine[number] = true
		}
		return err
	}
	good := map[int64]string{} // the digest, which has 64 characters, and the id
	for _, m := range all {
		if m.document != nil {
			good[m.number] = digestOf(m.document.Bytes()) + m.document.ID()
		} else if err := update(`state = ?, code = ?, problem = ? WHERE number = ?`, failed, badge.CodeOf(m.err), m.err.Error(), m.number); err != nil {
			return nil, err
		}
	}
	return mine, update(`state = ?, digest = substr(given.value, 1, 64), id = substr(given.value, 65), code = '', problem = '' FROM `+w.office.Pairs()+` WHERE `+ofPair, done, pairsOf(good))
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
