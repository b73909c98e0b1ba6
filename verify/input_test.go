package verify_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

func picture(t *testing.T) []byte {
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 2))))
	return b.Bytes()
}

// Callers pass pictures: one with a badge is verified, one without is reported as such,
// and nothing is fetched for a URL alone.
func TestVerifyTakesPictures(t *testing.T) {
	const svg = `<svg xmlns="http://www.w3.org/2000/svg"/>`
	world := schoolWorld(t)
	doc := signed(t, world, edited(t, verifytest.Badge(), nil))
	baked := func(picture string) []byte {
		var b bytes.Buffer
		require.NoError(t, bake.Embed(&b, strings.NewReader(picture), bake.Payload{Slot: bake.OB3, Data: doc.Bytes()}, bake.Options{}))
		return b.Bytes()
	}
	const hosted = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org"><openbadges:assertion verify="https://school.example/1"/></svg>`
	for name, row := range map[string]struct {
		data []byte
		want string
	}{
		"a PNG":             {baked(string(picture(t))), "signature.valid"},
		"an SVG":            {baked(svg), "signature.valid"},
		"a PNG without":     {picture(t), "bake.not_baked"},
		"an SVG without":    {[]byte(svg), "bake.not_baked"},
		"a JPEG":            {[]byte("\xff\xd8\xff\xe0 JFIF"), "bake.unsupported_format"},
		"a PDF":             {[]byte("%PDF-1.7"), "bake.unsupported_format"},
		"a WebP":            {[]byte("RIFF\x10\x00\x00\x00WEBPVP8 "), "bake.unsupported_format"},
		"a compressed SVG":  {[]byte("\x1f\x8b\x08\x00"), "bake.unsupported_format"},
		"an office file":    {[]byte("PK\x03\x04\x14"), "bake.unsupported_format"},
		"a web page":        {[]byte(" <!DOCTYPE HTML><html></html>"), "bake.unsupported_format"},
		"a page in XML":     {[]byte(`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>`), "bake.unsupported_format"},
		"UTF-16 SVG":        {[]byte("\xff\xfe<\x00s\x00"), "svg.encoding"},
		"ED-10: nothing":    {nil, "badge.format"},
		"white space":       {[]byte("\n"), "badge.format"},
		"some text":         {[]byte("hello"), "badge.format"},
		"UTF-16":            {[]byte("\xff\xfe{\x00}\x00"), "badge.format"},
		"an address":        {[]byte("\n https://school.example/1\n"), "badge.format"},
		"an address, HTTPS": {[]byte("HTTPS://school.example/1"), "badge.format"},
		"a plain address":   {[]byte("http://school.example/1"), "badge.format"},
	} {
		t.Run(name, func(t *testing.T) {
			hits := world.Hits("")
			r, err := world.Verifier(verify.Issuers(school)).Verify(t.Context(), row.data)
			require.Equal(t, row.want, r.Decisive().Code, r)
			require.Equal(t, row.want == "signature.valid", err == nil)
			if err != nil {
				require.Equal(t, hits, world.Hits(""), "nothing is fetched")
			}
		})
	}
	t.Run("ED-10: empty, and what to do", func(t *testing.T) {
		r, err := world.Verifier(verify.Issuers(school)).Verify(t.Context(), nil)
		require.Error(t, err)
		for _, word := range []string{"empty", "edubadges", "URL"} {
			require.Contains(t, r.Decisive().Message, word)
		}
	})
	t.Run("an address in a picture", func(t *testing.T) {
		r, err := world.Verifier(verify.Issuers(school)).Verify(t.Context(), []byte(hosted))
		require.ErrorIs(t, err, verify.ErrRejected, r)
		require.Zero(t, world.Hits("https://school.example/1"))
	})
}

// A Verifier that New did not make, and the zero report, say so and do not
// break down.
func TestZeroVerifier(t *testing.T) {
	for name, v := range map[string]*verify.Verifier{"zero": {}, "nil": nil} {
		for call, judge := range map[string]func() (*verify.Report, error){
			"Verify":    func() (*verify.Report, error) { return v.Verify(t.Context(), []byte("{}")) },
			"VerifyAt":  func() (*verify.Report, error) { return v.VerifyAt(t.Context(), "https://school.example") },
			"VerifyFor": func() (*verify.Report, error) { return v.VerifyFor(t.Context(), nil, badge.Recipient{}) },
			"VerifyAll": func() (*verify.Report, error) {
				for _, r := range v.VerifyAll(t.Context(), func(yield func(verify.Item) bool) { yield(verify.Item{}) }) {
					return r, r.Err()
				}
				return nil, nil
			},
		} {
			r, err := judge()
			require.ErrorIs(t, err, verify.ErrInconclusive, "%s %s", name, call)
			require.ErrorContains(t, err, "New")
			require.Equal(t, verify.CodeVerifyInternal, r.Decisive().Code)
		}
	}
	for name, r := range map[string]*verify.Report{"zero": {}, "nil": nil} {
		require.Equal(t, verify.Inconclusive, r.Verdict(), name)
		require.ErrorIs(t, r.Err(), verify.ErrInconclusive, name)
		require.Empty(t, r.Checks())
		require.Empty(t, r.Proofs())
		require.Empty(t, r.Embedded())
		require.Empty(t, r.Binding())
		require.True(t, r.At().IsZero())
		require.Nil(t, r.Document())
		_, ok := r.Verified()
		require.False(t, ok)
		require.NotEmpty(t, r.String())
		_, err := r.MarshalJSON()
		require.NoError(t, err)
	}
	_, err := verify.Pages(nil).Fetch(t.Context(), verify.Request{})
	require.Error(t, err)
	require.Zero(t, verify.FetchKind("").MaxBytes())
}

// The cause of an answer that is missing is found in the error, but its text
// is not, for nobody knows what that gives away.
func TestCauses(t *testing.T) {
	world := schoolWorld(t)
	doc := signed(t, world, edited(t, verifytest.Badge(), nil))
	secret := errors.New("the proxy's password is x")
	for name, row := range map[string]struct {
		fetch func(cancel func()) error
		want  error
	}{
		"of a Fetcher":  {func(func()) error { return secret }, secret},
		"cancelled":     {func(cancel func()) error { cancel(); return errors.New("?") }, context.Canceled},
		"a known error": {func(func()) error { return verify.NewFetchError("fetch.tls", "certificate expired") }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			v := verifierWith(t, world, func(c *verify.Config) {
				c.Fetcher = fetcherFunc(func(context.Context, verify.Request) (verify.Response, error) {
					return verify.Response{}, row.fetch(cancel)
				})
			})
			r, err := v.Verify(ctx, doc.Bytes())
			require.ErrorIs(t, err, verify.ErrInconclusive, r)
			require.NotContains(t, err.Error(), "password")
			if row.want != nil {
				require.ErrorIs(t, err, row.want)
				return
			}
			require.Equal(t, "fetch.tls", badge.CodeOf(err))
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := world.Verifier(verify.Issuers(school)).Verify(ctx, doc.Bytes())
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorContains(t, err, "context canceled")
}

// An issuer that is nearly an accepted one is not accepted, and the message
// names what differs.
func TestNearMisses(t *testing.T) {
	for listed, differs := range map[string]string{
		"https://school.example/issuer/":       "slash",
		"https://School.example/issuer":        "case of the host",
		"http://school.example/issuer":         "scheme",
		"https://school.example/issuer#me":     "fragment",
		"https://other.example/issuer":         "",
		"https://school.example/issuer2":       "",
		"https://school.example:8443/issuer":   "",
		"https://school.example/issuer?tenant": "",
	} {
		s := newSite(t)
		const id = "https://school.example/issuer"
		s[id] = s[issuer1]
		s.set(id, "id", id).set(class1, "issuer", id)
		r := judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{Trust: verify.Issuers(listed)})
		requireCheck(t, r, verify.StageTrust, verify.Failed, verify.CodeTrustUnlisted)
		c, _ := found(r, verify.StageTrust, verify.CodeTrustUnlisted)
		require.Equal(t, differs != "", strings.Contains(c.Message, "differs from"), c.Message)
		require.Contains(t, c.Message, differs)
	}
}

// A pinned key is matched by the key, whatever it is called.
func TestPinsMatchByKey(t *testing.T) {
	world := schoolWorld(t)
	doc := signed(t, world, edited(t, verifytest.Badge(), nil))
	right := publicKey(world.Key("school.example", proof.EdDSARDFC2022))
	wrong := publicKey(world.Key("other.example", proof.EdDSARDFC2022))
	verifyWith := func(issuer string, keys ...key.Key) *verify.Report {
		v := verifierWith(t, world, func(c *verify.Config) { c.Keys, c.Fetcher = map[string][]key.Key{issuer: keys}, nil })
		r, _ := v.Verify(t.Context(), doc.Bytes())
		return r
	}
	for _, id := range []string{"", "2026-key", "#key-1", school + "#key-1", school + "#other", "https://other.example/key"} {
		r := verifyWith(school, wrong.WithID("a"), wrong.WithID("b"), right.WithID(id))
		require.Equal(t, verify.Accepted, r.Verdict(), "%q: %v", id, r)
		require.Equal(t, verify.BindingPinned, r.Binding())
	}
	for _, id := range []string{"2026-key", school + "#other"} {
		require.Equal(t, verify.CodeKeyNotPinned, verifyWith(school, wrong.WithID(id)).Decisive().Code)
	}
	require.Equal(t, verify.CodeProofSignature, verifyWith(school, wrong.WithID(school+"#key-1")).Decisive().Code)
	require.Equal(t, verify.CodeFetchOffline, verifyWith("did:web:other.example", right).Decisive().Code)
}

// No verb shows a key or the text of a badge.
func TestPrinting(t *testing.T) {
	world := schoolWorld(t)
	pinned := publicKey(world.Key("school.example", proof.EdDSARDFC2022))
	v := verifierWith(t, world, func(c *verify.Config) { c.Keys = map[string][]key.Key{school: {pinned}} })
	r, err := v.Verify(t.Context(), signed(t, world, edited(t, verifytest.Badge(), nil)).Bytes())
	require.NoError(t, err)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d"} {
		require.Equal(t, "verify.Verifier", fmt.Sprintf(verb, v))
		text := fmt.Sprintf(verb, r)
		require.NotContains(t, text, "proofValue")
		require.NotContains(t, text, "set up the machine", "the criteria")
	}
}
