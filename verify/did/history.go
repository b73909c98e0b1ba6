package did

import (
	"cmp"
	"context"
	"math"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/webvh"
)

// history searches the log of a did:webvh: the version that was in force when what
// the key signed was proved to exist, else the latest one. A version that the name
// of the key asks for takes its place, and the key must count in all that follow.
func (s *search) history(ctx context.Context) (Resolution, error) {
	log, err := s.log(ctx)
	if err != nil {
		return Resolution{}, err
	}
	named := webvh.Version{}
	if s.version != "" {
		if named, err = log.Query(s.version); err != nil {
			return Resolution{}, err
		}
	}
	if then, found := s.then(log); found && named.Number <= then.Number {
		if m, err := s.since(ctx, log, cmp.Or(named.Number, then.Number)); err == nil {
			return Resolution{Method: m, Binding: DIDWeb}, nil
		}
	}
	doc, err := s.current(log)
	if err != nil && ctx.Err() != nil {
		err = ctx.Err() // it ended the log
	}
	if err != nil {
		return Resolution{}, err
	}
	if named.Number > 0 {
		m, err := s.since(ctx, log, named.Number)
		return Resolution{Method: m, Binding: DIDWeb}, s.missing(doc, err)
	}
	m, err := s.inDocument(ctx, doc)
	return Resolution{Method: m, Binding: DIDWeb}, s.missing(doc, err)
}

// latest returns the latest document of a did:webvh.
func (s *search) latest(ctx context.Context) (*key.ControllerDocument, error) {
	log, err := s.log(ctx)
	if err != nil {
		return nil, err
	}
	return s.current(log)
}

// log fetches and checks the log of a did:webvh. Only a log says how old a kept
// copy of it may be: one that is older is fetched again.
func (s *search) log(ctx context.Context) (*webvh.Log, error) {
	if s.resolver.Proof == nil {
		return nil, unknown(codeUnsupported, "%s has a log, and the resolver has nothing to check its signatures with", badge.Quote(s.id.text))
	}
	log, age, err := s.logOf(ctx, math.MaxInt64)
	ttl := time.Duration(0)
	if versions := log.Versions(); len(versions) > 0 {
		ttl = versions[len(versions)-1].TTL
	}
	if age > ttl {
		log, _, err = s.logOf(ctx, ttl)
	}
	return log, err
}

// logOf fetches and checks a log that is at most so old, and returns its age. The
// file of witnesses must not be older than the log, or it lacks the last approvals.
func (s *search) logOf(ctx context.Context, most time.Duration) (*webvh.Log, time.Duration, error) {
	address := s.id.address.String()
	text, age, err := s.getLog(ctx, address, most)
	if err != nil {
		return nil, 0, err
	}
	log, err := webvh.Read(webvh.Source{DID: s.id.text, Log: text, Now: s.resolver.Now, Check: s.resolver.Proof,
		Witnesses: func() ([]byte, error) {
			text, _, err := s.getLog(ctx, strings.TrimSuffix(address, "did.jsonl")+"did-witness.json", age)
			if notFound(err) {
				return nil, nil
			}
			return text, err
		}})
	return log, age, err
}

// getLog fetches a log or its file of witnesses.
func (s *search) getLog(ctx context.Context, address string, most time.Duration) (text []byte, age time.Duration, err error) {
	var fetch Fetch
	if s.resolver.Log != nil {
		fetch = func(ctx context.Context, url string) ([]byte, error) {
			text, age, err = s.resolver.Log(ctx, url, most)
			return text, err
		}
	}
	text, err = s.get(ctx, fetch, address)
	return text, age, err
}

// current returns the document of the latest version.
func (s *search) current(log *webvh.Log) (*key.ControllerDocument, error) {
	v, err := log.Latest()
	switch {
	case err != nil:
		return nil, err
	case v.Deactivated:
		return nil, s.deactivated()
	case v.DID != s.id.text:
		return nil, unknown(codeMoved, "%s has moved to %s, and is not followed there", badge.Quote(s.id.text), badge.Quote(v.DID))
	}
	return s.ownDocument(v.Document)
}

// then returns the version that was in force at the proved time.
func (s *search) then(log *webvh.Log) (v webvh.Version, found bool) {
	if s.resolver.SeenAt.IsZero() {
		return v, false
	}
	v, err := log.At(s.resolver.SeenAt)
	return v, err == nil
}

// since returns the key of a version, by its number, with the dates that this and
// the later versions give it. That a later version does not list it counts as its
// revocation.
func (s *search) since(ctx context.Context, log *webvh.Log, number int) (m key.VerificationMethod, err error) {
	for i, v := range log.Versions()[number-1:] {
		doc, err := s.ownDocument(v.Document)
		listed := key.VerificationMethod{}
		if err == nil {
			listed, err = s.inDocument(ctx, doc)
		}
		switch {
		case i == 0 && err != nil:
			return m, err
		case i == 0 && v.Deactivated:
			return m, s.deactivated()
		case i == 0:
			m = listed
		case err != nil || v.Deactivated || !listed.Key.Equal(m.Key):
			return m.Within(key.VerificationMethod{Revoked: badge.DateTimeOf(v.Time)}), nil
		}
		m = m.Within(listed)
	}
	return m, nil
}

// versioned splits the name of a key of a did:webvh into the name and the query
// for a version, "" if there is none.
func (id identifier) versioned(name string) (plain, version string, err error) {
	rest, ok := strings.CutPrefix(name, id.text+"?")
	if !ok || id.kind != methodWebVH {
		return name, "", nil
	}
	version, fragment, fragmented := strings.Cut(rest, "#")
	switch {
	case version == "" || len(version) > maxFragment:
		return "", "", fail(codeSyntax, "the query of %s is empty or too long", badge.Quote(name))
	case fragmented:
		return id.text + "#" + fragment, version, nil
	}
	return id.text, version, nil
}

func (s *search) deactivated() error {
	return fail(codeDeactivated, "the log of %s says that it is deactivated", badge.Quote(s.id.text))
}

// Resolve returns the version of a did:webvh that a DID URL names: the latest one,
// or that of its query (versionId, versionNumber or versionTime).
func (r Resolver) Resolve(ctx context.Context, url string) (webvh.Version, error) {
	if err := ctx.Err(); err != nil {
		return webvh.Version{}, err
	}
	base, query, asked := strings.Cut(url, "?")
	id, err := parse(base)
	switch {
	case err != nil:
		return webvh.Version{}, err
	case id.kind != methodWebVH:
		return webvh.Version{}, unknown(codeUnsupported, "%s has no versions, wanted a did:webvh", badge.Quote(base))
	}
	if asked && query == "" {
		return webvh.Version{}, fail(codeSyntax, "%s has an empty query", badge.Quote(url))
	}
	log, err := (&search{resolver: r, id: id}).log(ctx)
	if err != nil {
		return webvh.Version{}, err
	}
	return log.Query(query)
}
