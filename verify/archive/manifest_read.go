package archive

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// cursor reads a text in the form that manifest.text writes: members in their
// order, without white space. Other texts can be read too, so the caller writes
// the result again and compares.
type cursor struct {
	rest  string
	begun bool // a member of the current object was read
	bad   bool // the text has another form
}

func (c *cursor) manifest(m *manifest) {
	c.open()
	member(c, "answers", &m.Answers, list((*cursor).answer))
	member(c, "badges", &m.Badges, list((*cursor).entry))
	member(c, "created", &m.Created, instant)
	member(c, "extensions", &m.Extensions, list((*cursor).extension))
	member(c, "format", &m.Format, quoted)
	member(c, "objects", &m.Objects, list((*cursor).object))
	member(c, "page", &m.Page, quoted)
	member(c, "parent", &m.Parent, quoted)
	member(c, "policy", &m.Policy, (*cursor).policy)
	member(c, "tool", &m.Tool, quoted)
	c.close()
}

func (c *cursor) answer(a *Answer) {
	c.open()
	member(c, "contentType", &a.ContentType, quoted)
	member(c, "digest", &a.Digest, quoted)
	member(c, "ended", &a.Ended, instant)
	member(c, "failure", &a.Failure, quoted)
	member(c, "final", &a.Final, quoted)
	member(c, "headers", &a.Headers, byName(quoted[string]))
	member(c, "kind", &a.Kind, quoted)
	member(c, "started", &a.Started, instant)
	member(c, "status", &a.Status, whole)
	member(c, "url", &a.URL, quoted)
	c.close()
}

func (c *cursor) entry(e *entry) {
	c.open()
	member(c, "address", &e.Address, quoted)
	member(c, "at", &e.At, instant)
	member(c, "challenge", &e.Challenge, (*cursor).asked)
	member(c, "data", &e.Data, quoted)
	member(c, "needs", &e.Needs, list(whole[int]))
	member(c, "report", &e.Report, quoted)
	c.close()
}

func (c *cursor) asked(to **asked) {
	a := new(asked)
	c.open()
	member(c, "domain", &a.Domain, quoted)
	member(c, "notAfter", &a.NotAfter, instant)
	member(c, "notBefore", &a.NotBefore, instant)
	member(c, "value", &a.Value, quoted)
	c.close()
	*to = a
}

func (c *cursor) extension(e *extension) {
	c.open()
	member(c, "context", &e.Context, quoted)
	member(c, "schema", &e.Schema, quoted)
	member(c, "type", &e.Type, quoted)
	member(c, "url", &e.URL, quoted)
	c.close()
}

func (c *cursor) object(o *object) {
	c.open()
	member(c, "digest", &o.Digest, quoted)
	member(c, "size", &o.Size, whole)
	c.close()
}

func (c *cursor) policy(p *policy) {
	c.open()
	member(c, "binding", &p.Binding, quoted)
	member(c, "claimedTime", &p.ClaimedTime, flag)
	member(c, "compat", &p.Compat, whole)
	member(c, "conformance", &p.Conformance, whole)
	member(c, "everyProof", &p.EveryProof, flag)
	member(c, "keys", &p.Keys, byName(list(quoted[string])))
	member(c, "looseDisclosure", &p.LooseDisclosure, flag)
	member(c, "refresh", &p.Refresh, flag)
	member(c, "schemes", &p.Schemes, list(quoted[string]))
	member(c, "statusIssuers", &p.StatusIssuers, byName(list(quoted[string])))
	member(c, "statusPolicy", &p.StatusPolicy, whole)
	member(c, "trust", &p.Trust, quoted)
	c.close()
}

// member reads the member of that name if it is the next one.
func member[T any](c *cursor, name string, to *T, read func(*cursor, *T)) {
	rest := c.rest
	if c.begun {
		rest = strings.TrimPrefix(rest, ",")
	}
	if len(rest) > len(name)+2 && rest[0] == '"' && rest[1:1+len(name)] == name && rest[1+len(name):3+len(name)] == `":` {
		c.rest = rest[len(name)+3:]
		read(c, to)
		c.begun = true
	}
}

// list returns a function that reads an array, or null.
func list[T any](read func(*cursor, *T)) func(*cursor, *[]T) {
	return func(c *cursor, to *[]T) {
		if c.has("null") {
			return
		}
		all := []T{}
		for c.expect("["); !c.bad && !c.has("]"); {
			var one T
			if len(all) > 0 {
				c.expect(",")
			}
			read(c, &one)
			all = append(all, one)
		}
		*to = all
	}
}

// byName returns a function that reads an object with members of any name, or null.
func byName[T any](read func(*cursor, *T)) func(*cursor, *map[string]T) {
	return func(c *cursor, to *map[string]T) {
		if c.has("null") {
			return
		}
		all := map[string]T{}
		for c.expect("{"); !c.bad && !c.has("}"); {
			var name string
			var one T
			if len(all) > 0 {
				c.expect(",")
			}
			quoted(c, &name)
			c.expect(":")
			read(c, &one)
			all[name] = one
		}
		*to = all
	}
}

func quoted[S ~string](c *cursor, to *S) {
	end, escaped := 1, false
	for ; end < len(c.rest) && c.rest[end] != '"'; end++ {
		if c.rest[end] == '\\' {
			escaped = true
			end++
		}
	}
	if end >= len(c.rest) || c.rest[0] != '"' {
		c.bad = true
		return
	}
	literal := c.rest[:end+1]
	c.rest = c.rest[end+1:]
	if !escaped {
		*to = S(literal[1:end])
		return
	}
	var s string
	c.bad = json.Unmarshal([]byte(literal), &s) != nil || c.bad
	*to = S(s)
}

func instant(c *cursor, to *time.Time) {
	var s string
	quoted(c, &s)
	c.bad = to.UnmarshalText([]byte(s)) != nil || c.bad
}

func whole[N int | uint](c *cursor, to *N) {
	end := 0
	for end < len(c.rest) && (c.rest[end] == '-' || c.rest[end] >= '0' && c.rest[end] <= '9') {
		end++
	}
	n, err := strconv.ParseInt(c.rest[:end], 10, strconv.IntSize)
	c.bad = err != nil || c.bad
	*to, c.rest = N(n), c.rest[end:]
}

func flag(c *cursor, to *bool) {
	if *to = c.has("true"); !*to {
		c.expect("false")
	}
}

func (c *cursor) open() {
	c.expect("{")
	c.begun = false
}

func (c *cursor) close() { c.expect("}") }

func (c *cursor) expect(text string) { c.bad = !c.has(text) || c.bad }

// has reports whether a text comes next, and passes over it.
func (c *cursor) has(text string) (found bool) {
	c.rest, found = strings.CutPrefix(c.rest, text)
	return found
}
