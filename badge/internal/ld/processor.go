package ld

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/openbadges-go/openbadges/badge/internal/cost"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
)

// Options adjusts one conversion. The zero Options converts the whole document
// with the newest revision of every built-in context and no other context.
type Options struct {
	Omit     []string       // members of the root left out of the result
	Context  jsontext.Value // if it exists, it replaces the @context of the root
	Extra    []Context      // known in addition to the built-in contexts; one URL with two contents is refused
	Contexts *Contexts      // the same, read before: then Extra is not read
	Aliases  bool           // also accept the earlier URLs of the 1EdTech contexts, as their reference validator does
	Revision int            // 0: the newest revision of every context that has several; 1: the next older one

	// Part says that the value is not a document but a part of one, such as the
	// options of a proof. The places of decisive statements are not judged, and
	// the properties of proofs must have the names of the standard.
	Part bool

	// Signing says that the document will be signed. Then these are errors too:
	// statements that a reader would be warned of, null, and an object that
	// describes the root from another place.
	Signing bool

	// Cost is asked before each piece of work. Its refusal ends the conversion
	// with the code ld.cancelled.
	Cost cost.Meter

	// Lost, if not nil, is called for every member that would end the
	// conversion, and the conversion continues without it: the result is that
	// of a reader who ignores what it does not understand. Use it only for
	// explanations.
	Lost func(*Error)

	// Select, if not nil, limits the result to the values that these JSON
	// Pointers name, with the ids and types of the objects on the way; ""
	// selects the whole document. The labels of blank nodes do not depend on
	// the selection.
	Select []string
}

// everything selects a whole document.
var everything = []string{""}

// Reading is the result of a conversion apart from the statements.
type Reading struct {
	Used     []Used   // contexts, in the order in which the document names them
	Warnings []*Error // decisive statements in places where no reader looks for them, and members that state less than they show
}

// Result is a document as statements.
type Result struct {
	Reading
	Quads []rdf.Quad // unordered, with repetitions if objects with one id have the same statement; blank node labels are generated

	// Places has, for each statement of a selection, the value that makes it.
	// For a link between two objects and for a type that value is the object.
	Places []jsontext.Value
}

// Processor converts documents. It is safe for concurrent use. From one
// document to the next it keeps only combinations of its own contexts, and
// memory.
type Processor struct {
	library library
	labels  []string
	none    *active        // the active context before any context
	aliases func() aliases // of the built-in contexts, found when a context is supplied

	// changed returns, for each context with several revisions, the words in which
	// they differ. They are found when a badge fails under the newest one.
	changed func() map[string]map[string]bool

	memo         memo
	usual, large room // memory for documents of up to usualDocument bytes, and for longer ones
}

// New returns a Processor with the built-in contexts.
func New() *Processor {
	l := newLibrary()
	return &Processor{library: l, labels: newLabels(), none: &active{}, aliases: sync.OnceValue(func() aliases { return newAliases(l) }),
		changed: sync.OnceValue(l.changed), usual: room{most: keptUsual}, large: room{most: keptLarge}}
}

// ToRDF returns the statements of a document, or an *Error for a member that
// statements cannot express completely.
//
// The tables of the built-in contexts lead directly from the JSON text to the
// statements. With a supplied context the document also passes through JSON-LD
// expansion, and the statements of both ways must be equal.
func (p *Processor) ToRDF(ctx context.Context, v jsontext.Value, o Options) (Result, error) {
	w := p.workspace(keep, len(v.Raw()))
	defer w.release()
	c, err := p.walk(ctx, v, o, w)
	if err != nil {
		return Result{}, err
	}
	result := Result{Reading: c.reading()}
	expand := c.sources.handedIn && o.Lost == nil
	switch {
	case expand && o.Select == nil:
		result.Quads, err = c.general(v)
	case expand:
		err = p.confirm(ctx, v, o)
	}
	if !expand || o.Select != nil {
		result.Quads, result.Places = slices.Clone(c.quads), slices.Clone(c.places)
	}
	if err != nil {
		return Result{}, err
	}
	return result, nil
}

// Labels returns the issued identifier map of RDFC-1.0: the label of each blank
// node to its canonical label.
func (p *Processor) Labels(ctx context.Context, quads []rdf.Quad, form rdf.Options) (map[string]string, error) {
	w := p.workspace(write, len(quads)*usualStatement)
	defer w.release()
	if _, err := w.canonical.Canonicalize(ctx, quads, form); err != nil {
		return nil, err
	}
	return w.canonical.Labels(), nil
}

// Canonicalize calls use with the canonical N-Quads of a document. The function
// must not keep them. The error is an *Error or an *rdf.Error.
func (p *Processor) Canonicalize(ctx context.Context, v jsontext.Value, o Options, form rdf.Options, use func(text []byte)) (Reading, error) {
	size := len(v.Raw())
	w := p.workspace(write, size)
	defer w.release()
	w.canonical.Start(ctx, form, size+size/2)
	c, failed := p.walk(ctx, v, o, w)
	if failed != nil {
		return Reading{}, failed
	}
	text, err := c.finish(ctx, v, form)
	if err != nil {
		return Reading{}, err
	}
	use(text)
	return c.reading(), nil
}

func (c *converter) reading() Reading {
	return Reading{c.sources.used, slices.Concat(c.warnings, c.notes)}
}

// Check returns the error that ToRDF would return, and is faster.
func (p *Processor) Check(ctx context.Context, v jsontext.Value, o Options) error {
	w := p.workspace(count, len(v.Raw()))
	defer w.release()
	c, err := p.walk(ctx, v, o, w)
	if err == nil && c.sources.handedIn {
		_, err = c.general(v)
	}
	if err != nil {
		return err
	}
	return nil
}

// finish returns the canonical form of the statements of the walk.
func (c *converter) finish(ctx context.Context, v jsontext.Value, form rdf.Options) ([]byte, error) {
	if !c.sources.handedIn || c.options.Lost != nil {
		return c.canonical.Finish()
	}
	quads, err := c.general(v)
	if err != nil {
		return nil, err
	}
	return c.canonical.Canonicalize(ctx, quads, form)
}

// sink says how the statements of a walk are used.
type sink uint8

const (
	write sink = iota // canonicalize them one by one
	keep              // keep them
	count             // only count them
)

// workspace is memory that one walk after another uses.
type workspace struct {
	room      *room
	sink      sink
	quads     []rdf.Quad
	places    []jsontext.Value // of the quads
	said      []statement
	classes   []class
	canonical rdf.Workspace
	account
}

// room keeps workspaces until the garbage collector takes them. Small documents
// do not get the memory of large ones, which they would clear each time.
type room struct {
	sync.Pool
	most int // bytes that are kept in one workspace
}

// workspace returns memory for a document of this length.
func (p *Processor) workspace(s sink, length int) *workspace {
	r := &p.usual
	if length > usualDocument {
		r = &p.large
	}
	w, ok := r.Get().(*workspace)
	if !ok {
		w = &workspace{room: r}
	}
	w.sink = s
	return w
}

// release returns the workspace without references to the document, and without
// memory that only an unusual document of its room needs.
func (w *workspace) release() {
	clear(w.said[:cap(w.said)])
	clear(w.classes[:cap(w.classes)])
	clear(w.quads)
	clear(w.places)
	w.said, w.classes, w.quads, w.places = w.said[:0], w.classes[:0], w.quads[:0], w.places[:0]
	w.account.reset()
	if w.size() <= w.room.most {
		w.room.Put(w)
	}
}

// size estimates how many bytes the workspace has room for.
func (w *workspace) size() int {
	return w.canonical.Size() + (cap(w.quads)+cap(w.strays))*quadBytes
}

// walk walks a document.
func (p *Processor) walk(ctx context.Context, v jsontext.Value, o Options, w *workspace) (*converter, *Error) {
	s, err := newSources(p, o)
	if err != nil {
		return nil, err
	}
	c := newConverter(ctx, p, s, o, w)
	if c.selection, err = newSelection(v, o.Select); err != nil {
		return nil, err
	}
	c.judging = !o.Part && w.sink != count && (o.Select == nil || slices.Equal(o.Select, everything))
	if err := c.document(v); err != nil {
		return nil, err
	}
	if c.judging {
		if err := c.pass(c.settle(v)); err != nil {
			return nil, err
		}
		if warnings := slices.Concat(c.warnings, c.notes); o.Signing && len(warnings) > 0 {
			return nil, warnings[0]
		}
	}
	if !s.extended {
		p.memo.remember(c.fresh, maxApplied)
	} else if o.Contexts != nil {
		o.Contexts.memo.remember(c.fresh, maxSupplied)
	}
	return c, nil
}

// general returns the statements of expansion, which must equal those of the
// walk.
func (c *converter) general(v jsontext.Value) ([]rdf.Quad, *Error) {
	if err := cmp.Or(c.options.Cost.Spend(cost.Expanded, c.statements), c.options.Cost.Spend(cost.Terms, c.rows/100)); err != nil {
		return nil, cancelled(v, err)
	}
	quads, err := general(v, c.sources)
	if err != nil {
		return nil, err
	}
	walked, err := c.statementsOf(v)
	if err != nil {
		return nil, err
	}
	if !slices.EqualFunc(masked(walked), masked(quads), bytes.Equal) {
		return nil, fail(codeDropped, v, "the walk and JSON-LD expansion make different statements (%d and %d)", len(walked), len(quads))
	}
	return distinct(quads), nil
}

// statementsOf returns the statements of the walk, which it repeats if they
// were not kept.
func (c *converter) statementsOf(v jsontext.Value) ([]rdf.Quad, *Error) {
	if c.sink == keep {
		return c.quads, nil
	}
	again := newConverter(c.ctx, c.processor, c.sources, c.options, &workspace{sink: keep})
	again.fresh, again.hosts = c.fresh, c.hosts
	err := again.document(v)
	return again.quads, err
}

// masked writes statements without the labels of blank nodes, sorted.
func masked(quads []rdf.Quad) [][]byte {
	text := make([]byte, 0, usualStatement*len(quads))
	lines := make([][]byte, len(quads))
	for i, q := range quads {
		for _, t := range []*rdf.Term{&q.Subject, &q.Object, &q.Graph} {
			if t.Kind == rdf.Blank {
				t.Value = ""
			}
		}
		start := len(text)
		text = q.Append(text)
		lines[i] = text[start:len(text):len(text)]
	}
	slices.SortFunc(lines, bytes.Compare)
	return lines
}

// general returns the statements that JSON-LD expansion makes.
func general(v jsontext.Value, s *sources) ([]rdf.Quad, *Error) {
	expanded, err := expand(plain(v, s.options), newLoader(s, wordsOf(v, s)))
	if err != nil {
		return nil, err
	}
	return toQuads(expanded)
}

// Revisions returns how many revisions of the contexts can differ for a
// document. It is more than one only if the document names a context with
// several revisions, and uses a word in which they differ or a supplied context
// that could redefine one.
func (p *Processor) Revisions(v jsontext.Value, o Options) int {
	most, extra := 1, false
	several := map[string]map[string]bool{} // of the contexts that are named
	named := func(own jsontext.Value) {
		for e := range own.Each() {
			url := e.String()
			revisions := p.library[url]
			extra = extra || revisions == nil
			if len(revisions) > 1 {
				most, several[url] = max(most, len(revisions)), p.changed()[url]
			}
		}
	}
	named(o.Context)
	eachMember(v, func(name string, m jsontext.Value) {
		if name == kwContext {
			named(m)
		}
	})
	uses := false
	eachMember(v, func(name string, _ jsontext.Value) {
		for _, words := range several {
			uses = uses || words[name]
		}
	})
	if !uses && !extra {
		return 1
	}
	return most
}

// changed returns, for each context with several revisions, the words in which
// they differ.
func (l library) changed() map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for url, revisions := range l {
		for i := 1; i < len(revisions); i++ {
			if all[url] == nil {
				all[url] = map[string]bool{}
			}
			differing(revisions[i-1].context, revisions[i].context, all[url])
		}
	}
	return all
}

// differing adds the words that two revisions define differently.
func differing(a, b *table, words map[string]bool) {
	for _, t := range slices.Concat(a.terms, b.terms) {
		i, j := a.find(t.name), b.find(t.name)
		if i < 0 || j < 0 {
			words[t.name] = true
			continue
		}
		old, young := a.terms[i], b.terms[j]
		if old.scope != nil && young.scope != nil {
			differing(old.scope, young.scope, words)
			young.scope = old.scope
		}
		if old != young {
			words[t.name] = true
		}
	}
}

// eachMember calls do for every member of every object below v.
func eachMember(v jsontext.Value, do func(name string, m jsontext.Value)) {
	for name, m := range v.Members() {
		do(name, m)
		eachMember(m, do)
	}
	for _, e := range v.Elements() {
		eachMember(e, do)
	}
}

// distinct returns the statements without repetitions: an RDF dataset is a set,
// and objects with one id may have the same statement.
func distinct(quads []rdf.Quad) []rdf.Quad {
	seen := make(map[rdf.Quad]bool, len(quads))
	return slices.DeleteFunc(quads, func(q rdf.Quad) bool {
		again := seen[q]
		seen[q] = true
		return again
	})
}
