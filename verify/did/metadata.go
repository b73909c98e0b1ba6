package did

import (
	"context"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// Candidates returns the keys with which an issuer may have signed an SD-JWT:
// the key of that name, or, if name is "", every key that the issuer lists, at
// most 8. The keys of an https issuer come from its JWT VC Issuer Metadata
// (SD-JWT VC §4), and those of a DID from where Find looks for them.
func (r Resolver) Candidates(ctx context.Context, issuer, name string) ([]Resolution, error) {
	id, err := parse(issuer)
	if err != nil {
		return nil, err
	}
	s := &search{resolver: r, id: id, name: name}
	switch {
	case id.kind == methodHTTPS:
		return s.metadata(ctx)
	case name != "":
		found, err := r.Find(ctx, issuer, name)
		if err != nil {
			return nil, err
		}
		return []Resolution{found}, nil
	case id.selfAsserted():
		return []Resolution{{Method: id.method(), Binding: SelfAsserted}}, nil
	}
	doc, err := s.document(ctx)
	if err != nil {
		return nil, err
	}
	var list []key.VerificationMethod
	for _, m := range doc.Methods() {
		if s.controls(m) == nil {
			list = append(list, m)
		}
	}
	return s.candidates(list, DIDWeb)
}

// candidates returns keys as resolutions, at least one.
func (s *search) candidates(list []key.VerificationMethod, binding Binding) ([]Resolution, error) {
	switch {
	case len(list) == 0 && s.name == "":
		return nil, fail(codeNotBound, "issuer %s publishes no key that can be used", badge.Quote(s.id.text))
	case len(list) == 0:
		return nil, s.notBound()
	}
	var found []Resolution
	for _, m := range list[:min(len(list), maxCandidates)] {
		found = append(found, Resolution{Method: m, Binding: binding, Fetched: s.fetched})
	}
	return found, nil
}

// metadata reads the metadata of an https issuer and finds its keys there.
func (s *search) metadata(ctx context.Context) ([]Resolution, error) {
	address, err := s.id.metadataAddress()
	if err != nil {
		return nil, err
	}
	text, err := s.get(ctx, s.resolver.KeySet, address)
	if err != nil {
		return nil, err
	}
	doc, err := badge.Parse(text)
	if err != nil {
		return nil, fail(codeMetadata, "%s is not a JSON object", badge.Quote(address))
	}
	set, elsewhere := doc.Root().Member("jwks"), doc.Root().Member("jwks_uri")
	switch issuer := doc.Root().Member("issuer").String(); {
	case issuer != s.id.text:
		return nil, fail(codeIssuer, "the metadata is that of issuer %s, wanted %s", badge.Quote(issuer), badge.Quote(s.id.text))
	case set.Exists() == elsewhere.Exists():
		return nil, fail(codeMetadata, "the metadata has both jwks and jwks_uri, or neither")
	case set.Exists():
		text = []byte(set.Raw())
	default:
		if at, err := parse(elsewhere.String()); err != nil || at.kind != methodHTTPS {
			return nil, fail(codeMetadata, "the jwks_uri is %s, wanted an https URL", badge.Quote(elsewhere.Raw()))
		}
		if text, err = s.get(ctx, s.resolver.KeySet, elsewhere.String()); err != nil {
			return nil, err
		}
	}
	return s.inMetadata(text)
}

// inMetadata returns the keys of a set that suit.
func (s *search) inMetadata(set []byte) ([]Resolution, error) {
	entries, err := key.ParseJWKS(set)
	if err != nil {
		return nil, err
	}
	var list []key.VerificationMethod
	for _, entry := range entries {
		switch {
		case s.name != "" && entry.ID != s.name:
		case s.name != "" && entry.Err != nil:
			return nil, entry.Err
		case entry.Err == nil:
			entry.Controller = s.id.text
			list = append(list, entry)
		}
	}
	return s.candidates(list, Hosted)
}

// metadataAddress returns the URL of the metadata: the well-known part is
// between host and path, and a slash at the end of the path is left out.
func (id identifier) metadataAddress() (string, error) {
	u := *id.address
	if u.RawQuery != "" || u.ForceQuery {
		return "", fail(codeSyntax, "issuer %s has a query, and so no metadata", badge.Quote(id.text))
	}
	return u.Scheme + "://" + u.Host + "/.well-known/jwt-vc-issuer" + strings.TrimSuffix(u.EscapedPath(), "/"), nil
}
