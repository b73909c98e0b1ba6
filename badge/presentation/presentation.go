// Package presentation makes presentations: badges that their holder shows to one
// verifier, signed together with the challenge of that verifier (VC Data Model
// 2.0 §4.13). Package verify checks them.
package presentation

import (
	"bytes"
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// Options says what a verifier asked for, and how to answer.
type Options struct {
	// Challenge is the text that the verifier sent. Required.
	Challenge string
	// Domain is the name of the verifier, as it was asked for. Required.
	Domain string
	// Channel is the URL to which the answer goes. Its origin must be that of
	// Domain if Domain is a URL, and else its host must be Domain. Otherwise
	// another verifier could pass the answer on. Required.
	Channel string
	// Scheme secures the presentation: a Data Integrity scheme, or the algorithm
	// of a token, which fits the key. Required.
	Scheme proof.Scheme
	// Created is when the presentation is made, and Expires when it ends. The
	// zero times leave them out.
	Created, Expires time.Time
}

// Make returns a presentation of badges by the holder whose DID is that of the
// Method of the signer. Its key must be one under authentication there. A badge
// for another DID is refused, since no verifier accepts it. Tokens are put into
// envelopes; a presentation that is a token has nothing else. Without badges the
// presentation only says who is there. The error may be that of ctx.
func Make(ctx context.Context, badges []*badge.Document, by key.Signer, o Options) (*badge.Document, error) {
	holder, _, _ := strings.Cut(by.Method, "#")
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case !strings.HasPrefix(holder, "did:") || holder == by.Method:
		return nil, fail(codeSigner, "the method of the signer is %s, wanted the name of a key of a DID", badge.Quote(by.Method))
	case key.IsPrivate(holder):
		return nil, fail(codeSigner, "%s is a private key, wanted a public one", badge.Quote(holder))
	case o.Challenge == "" || o.Domain == "":
		return nil, fail(codeChallenge, "the challenge is %s and the domain %s, wanted both", badge.Quote(o.Challenge), badge.Quote(o.Domain))
	case !reaches(o.Channel, o.Domain):
		return nil, fail(codeChannel, "the answer goes to %s, and was asked for by %s", badge.Quote(o.Channel), badge.Quote(o.Domain))
	}
	shown := []json.RawMessage{}
	for _, d := range badges {
		one, err := presentable(d, holder, o.Scheme.Token())
		if err != nil {
			return nil, err
		}
		shown = append(shown, one)
	}
	members := []member{{"@context", []string{badge.ContextVC2}}, {"type", []string{"VerifiablePresentation"}}, {"holder", holder}}
	if len(shown) > 0 {
		members = append(members, member{"verifiableCredential", shown})
	}
	if o.Scheme.Token() {
		return token(ctx, members, by, o)
	}
	doc, err := badge.Parse(object(members))
	if err != nil {
		return nil, err
	}
	return proof.Sign(ctx, doc, o.Scheme, by, proof.Options{Created: o.Created, Expires: o.Expires,
		Challenge: o.Challenge, Domain: o.Domain, Authentication: true})
}

// token signs a presentation as a token (VC-JOSE-COSE §3.2.1).
func token(ctx context.Context, members []member, by key.Signer, o Options) (*badge.Document, error) {
	holder := members[2].value
	members = append(members, member{"iss", holder}, member{"nonce", o.Challenge}, member{"aud", o.Domain})
	if !o.Created.IsZero() {
		members = append(members, member{"iat", o.Created.Unix()})
	}
	if !o.Expires.IsZero() {
		members = append(members, member{"exp", o.Expires.Unix()})
	}
	made, err := proof.SignClaims(ctx, object(members), "vp+jwt", by)
	if err != nil {
		return nil, err
	}
	if jws, _ := made.JWS(); jws.Header.Member("alg").String() != string(o.Scheme) {
		return nil, fail(codeUnfit, "the key signs tokens with %s, wanted %s", jws.Header.Member("alg").String(), o.Scheme)
	}
	return made, nil
}

// presentable returns the value of a badge in a presentation.
func presentable(d *badge.Document, holder string, inToken bool) (json.RawMessage, error) {
	subject := d.SubjectID()
	did, _, _ := strings.Cut(subject, "#")
	text := d.Root().Raw()
	switch _, isToken := d.JWS(); {
	case d.Kind() != badge.KindCredential && d.Kind() != badge.KindCLR && d.Kind() != badge.KindEndorsement || d.Version().Before3():
		return nil, fail(codeUnfit, "the document is a %s of Open Badges %s, wanted a badge of 3.0", d.Kind(), d.Version())
	case strings.HasPrefix(subject, "did:") && did != holder:
		return nil, fail(codeSubject, "the badge was awarded to %s, wanted one for %s", badge.Quote(subject), badge.Quote(holder))
	case isToken:
		return object([]member{{"@context", badge.ContextVC2}, {"type", "EnvelopedVerifiableCredential"},
			{"id", "data:" + envelopeType(d) + "," + string(bytes.TrimSpace(d.Bytes()))}}), nil
	case inToken:
		return nil, fail(codeUnfit, "the badge is JSON, wanted a token inside of a token")
	case !d.Body().Member("proof").Exists():
		return nil, fail(codeUnfit, "the badge has no proof")
	}
	return json.RawMessage(text), nil
}

// envelopeType is the media type of a token in an envelope.
func envelopeType(d *badge.Document) string {
	if bytes.Contains(d.Bytes(), []byte("~")) {
		return "application/vc+sd-jwt"
	}
	return "application/vc+jwt"
}

// reaches reports whether an answer to a URL goes to the verifier of a domain.
func reaches(channel, domain string) bool {
	to, err := url.Parse(channel)
	if err != nil || to.Host == "" {
		return false
	}
	local := slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, to.Hostname())
	if to.Scheme != "https" && !(to.Scheme == "http" && local) {
		return false
	}
	if asked, err := url.Parse(domain); err == nil && asked.Host != "" {
		return asked.Scheme == to.Scheme && asked.Host == to.Host
	}
	return domain == to.Host
}

// member is one member of an object.
type member struct {
	name  string
	value any
}

// object writes members in their order, without changing what is inside.
func object(members []member) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	for i, m := range members {
		out.WriteByte("{,"[min(i, 1)])
		_ = e.Encode(m.name) // texts and their lists always encode
		out.Truncate(out.Len() - 1)
		out.WriteByte(':')
		if raw, ok := m.value.([]json.RawMessage); ok {
			out.WriteByte('[')
			out.Write(bytes.Join(rawTexts(raw), []byte(",")))
			out.WriteByte(']')
			continue
		}
		_ = e.Encode(m.value)
		out.Truncate(out.Len() - 1)
	}
	out.WriteByte('}')
	return out.Bytes()
}

func rawTexts(list []json.RawMessage) (texts [][]byte) {
	for _, raw := range list {
		texts = append(texts, raw)
	}
	return texts
}
