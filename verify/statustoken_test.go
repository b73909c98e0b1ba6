package verify_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

const tokenAddress = "https://school.example/tokens/1"

// compact signs a token with the linked-data key of a domain.
func compact(t testing.TB, world *verifytest.World, domain string, header, claims object) string {
	t.Helper()
	return compactText(t, world, domain, header, toJSON(t, claims))
}

func compactText(t testing.TB, world *verifytest.World, domain string, header object, payload []byte) string {
	t.Helper()
	full := object{"alg": "EdDSA", "kid": "did:web:" + domain + "#key-1"}
	maps.Copy(full, header)
	input := base64.RawURLEncoding.EncodeToString(toJSON(t, full)) + "." + base64.RawURLEncoding.EncodeToString(payload)
	signature := signJWS(world.Key(domain, proof.EdDSARDFC2022), proof.EdDSA, []byte(input))
	return input + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// deflated compresses as zlib does, and writes base64url.
func deflated(t testing.TB, packed []byte) string {
	return packedBy(t, packed, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })
}

func packedBy(t testing.TB, packed []byte, compressor func(io.Writer) io.WriteCloser) string {
	t.Helper()
	var out bytes.Buffer
	w := compressor(&out)
	_, err := w.Write(packed)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return base64.RawURLEncoding.EncodeToString(out.Bytes())
}

// listClaims are those of a token of the school whose list has two bits an entry:
// 1 at place 17, 2 at place 18, 3 at place 19, and 0 at all others up to 1023.
func listClaims(t testing.TB, world *verifytest.World) object {
	packed := make([]byte, 256)
	packed[4] = 1<<2 | 2<<4 | 3<<6
	now := world.Now().Unix()
	return object{"iss": school, "sub": tokenAddress, "iat": now - 60, "exp": now + 86400, "ttl": 300,
		"status_list": object{"bits": 2, "lst": deflated(t, packed)}}
}

// publishToken publishes a list token of the school after an edit.
func publishToken(t testing.TB, world *verifytest.World, edit func(header, claims object)) {
	t.Helper()
	header, claims := object{"typ": "statuslist+jwt"}, listClaims(t, world)
	if edit != nil {
		edit(header, claims)
	}
	world.Answer(tokenAddress, verify.Response{Status: 200, ContentType: "application/statuslist+jwt",
		Body: []byte(compact(t, world, "school.example", header, claims))})
}

// tokenBadge is a token of VC-JOSE-COSE by the school with a claim status.
func tokenBadge(t testing.TB, world *verifytest.World, status any, edits ...func(object)) []byte {
	t.Helper()
	doc := edited(t, verifytest.Badge(), func(o object) {
		o["status"] = status
		for _, edit := range edits {
			edit(o)
		}
	})
	return []byte(compact(t, world, "school.example", object{"typ": "vc+jwt"}, fromJSON(t, doc.JSON())))
}

// place is the claim status of a badge.
func place(idx any) object { return placeAt(tokenAddress, idx) }

func placeAt(uri string, idx any) object {
	return object{"status_list": object{"uri": uri, "idx": idx}}
}

// requireStatus verifies a badge and asks for a check of stage status.
func requireStatus(t testing.TB, v *verify.Verifier, data []byte, outcome verify.Outcome, code string) *verify.Report {
	t.Helper()
	r, _ := v.Verify(t.Context(), data)
	requireCheck(t, r, verify.StageStatus, outcome, code)
	want := map[verify.Outcome]verify.Verdict{verify.Passed: verify.Accepted, verify.Failed: verify.Rejected, verify.Unknown: verify.Inconclusive}
	require.Equal(t, want[outcome], r.Verdict(), outline(r))
	return r
}

func TestTokenListValues(t *testing.T) {
	world := schoolWorld(t)
	publishToken(t, world, nil)
	for name, row := range map[string]struct {
		idx     int
		outcome verify.Outcome
		code    string
	}{
		"TS-1 valid":            {16, verify.Passed, "status.clear"},
		"TS-1 invalid":          {17, verify.Failed, "status.revoked"},
		"TS-1 suspended":        {18, verify.Failed, "status.suspended"},
		"TS-1 the issuer's own": {19, verify.Unknown, "status.value_open"},
		"TS-5 the last":         {1023, verify.Passed, "status.clear"},
		"TS-5 beyond the end":   {1024, verify.Failed, "status.range"},
	} {
		t.Run(name, func(t *testing.T) {
			r := requireStatus(t, verifierWith(t, world, nil), tokenBadge(t, world, place(row.idx)), row.outcome, row.code)
			c, _ := found(r, verify.StageStatus, row.code)
			require.Equal(t, "/status", c.Path)
			requireCheck(t, r, verify.StageContext, verify.Passed, "context.good") // the claim is not a member of the credential
			require.NotContains(t, r.Document().Credential().Extra, "status")
		})
	}
}

// The place may be named by the claim, by the credential as agents of wallets do,
// or by both; then they must agree.
func TestTokenListNamed(t *testing.T) {
	world := schoolWorld(t)
	publishToken(t, world, nil)
	entry := func(uri string, idx any) func(object) {
		return entryMember("credentialStatus", object{"id": "urn:x:1", "type": "statuslist+jwt", "uri": uri, "idx": idx})
	}
	none := func(o object) { delete(o, "status") }
	for name, row := range map[string]struct {
		claim   any
		edit    func(object)
		outcome verify.Outcome
		code    string
	}{
		"both":              {place(16), entry(tokenAddress, 16), verify.Passed, "status.clear"},
		"both, revoked":     {place(17), entry(tokenAddress, 17), verify.Failed, "status.revoked"},
		"another place":     {place(16), entry(tokenAddress, 17), verify.Failed, "status.differs"},
		"another list":      {place(16), entry(tokenAddress+"/", 16), verify.Failed, "status.differs"},
		"in the credential": {nil, func(o object) { none(o); entry(tokenAddress, 17)(o) }, verify.Failed, "status.revoked"},
		"another mechanism": {object{"identifier_list": object{}}, func(object) {}, verify.Unknown, "status.unsupported_type"},
		"another mechanism as well": {object{"identifier_list": object{}, "status_list": object{"uri": tokenAddress, "idx": 16}}, func(object) {},
			verify.Unknown, "status.unsupported_type"},
		"another mechanism, revoked": {object{"identifier_list": object{}, "status_list": object{"uri": tokenAddress, "idx": 17}}, func(object) {},
			verify.Failed, "status.revoked"},
		"no mechanism":                      {object{}, func(object) {}, verify.Unknown, "status.unsupported_type"},
		"a text in place of the list":       {object{"status_list": "x"}, func(object) {}, verify.Failed, "status.syntax"},
		"no address":                        {object{"status_list": object{"idx": 1}}, func(object) {}, verify.Failed, "status.member"},
		"a relative address":                {placeAt("tokens/1", 1), func(object) {}, verify.Failed, "status.member"},
		"an address that is not a web page": {placeAt("urn:x:1", 1), func(object) {}, verify.Unknown, "fetch.url"},
	} {
		t.Run(name, func(t *testing.T) {
			requireStatus(t, verifierWith(t, world, nil), tokenBadge(t, world, row.claim, row.edit), row.outcome, row.code)
		})
	}
}

func TestTokenListIndex(t *testing.T) {
	world := schoolWorld(t)
	publishToken(t, world, nil)
	for name, row := range map[string]struct{ literal, code string }{
		"TS-5 negative":       {"-1", "status.index"},
		"TS-5 fraction":       {"1.5", "status.index"},
		"TS-5 exponent":       {"1e1", "status.index"},
		"TS-5 2^53":           {"9007199254740992", "status.range"},
		"TS-5 beyond 64 bits": {"18446744073709551616", "status.range"},
		"TS-5 a text":         {`"7"`, "status.index"},
		"TS-5 null":           {"null", "status.index"},
		"TS-5 no index":       {"", "status.member"},
		"TS-5 the length":     {"1024", "status.range"},
	} {
		t.Run(name, func(t *testing.T) {
			doc := edited(t, verifytest.Badge(), entryMember("status", place(424242)))
			index := `"idx":` + row.literal + ","
			if row.literal == "" {
				index = ""
			}
			payload := strings.Replace(string(doc.JSON()), `"idx":424242,`, index, 1)
			text := compactText(t, world, "school.example", object{"typ": "vc+jwt"}, []byte(payload))
			requireStatus(t, verifierWith(t, world, nil), []byte(text), verify.Failed, row.code)
		})
	}
}

// The claim status of an SD-JWT VC counts as one whatever its type, so that it
// never goes unread. A credential may have a member of that name.
func TestStatusClaimOfAnotherType(t *testing.T) {
	world := schoolWorld(t)
	for _, status := range []any{"valid", nil, 5, true, []any{}, []any{place(17)}} {
		claims := object{"iss": school, "vct": "urn:example:microcredential", "sub": "did:example:learner", "status": status}
		text := compact(t, world, "school.example", object{"typ": "dc+sd-jwt"}, claims) + "~"
		requireStatus(t, verifierWith(t, world, nil), []byte(text), verify.Failed, "status.syntax")

		r, err := verifierWith(t, world, nil).Verify(t.Context(), tokenBadge(t, world, status))
		require.NoError(t, err, outline(r))
		requireCheck(t, r, verify.StageContext, verify.Warned, "ld.undefined_term")
	}
}

// A token with a fault is refused, whatever its list says about the badge.
func TestTokenListRefused(t *testing.T) {
	claim := func(name string, value any) func(header, claims object) {
		return func(_, claims object) {
			if claims[name] = value; value == nil {
				delete(claims, name)
			}
		}
	}
	list := func(name string, value any) func(header, claims object) {
		return func(_, claims object) { claims["status_list"].(object)[name] = value }
	}
	packed := make([]byte, 256)
	good := deflated(t, packed)
	for name, row := range map[string]struct {
		edit    func(header, claims object)
		outcome verify.Outcome
		code    string
	}{
		"TS-3 typ JWT":                 {func(h, _ object) { h["typ"] = "JWT" }, verify.Failed, "status.token_type"},
		"TS-3 typ vc+jwt":              {func(h, _ object) { h["typ"] = "vc+jwt" }, verify.Failed, "status.token_type"},
		"TS-3 no typ":                  {func(h, _ object) { delete(h, "typ") }, verify.Failed, "status.token_type"},
		"TS-3 alg none":                {func(h, _ object) { h["alg"] = "none" }, verify.Failed, "status.list_unaccepted"},
		"TS-3 crit":                    {func(h, _ object) { h["crit"] = []string{"exp"} }, verify.Failed, "status.list_unaccepted"},
		"TS-4 trailing slash":          {claim("sub", tokenAddress+"/"), verify.Failed, "status.token_subject"},
		"TS-4 case of the host":        {claim("sub", "https://School.example/tokens/1"), verify.Failed, "status.token_subject"},
		"TS-4 query":                   {claim("sub", tokenAddress+"?"), verify.Failed, "status.token_subject"},
		"TS-4 another list":            {claim("sub", "https://school.example/tokens/2"), verify.Failed, "status.token_subject"},
		"TS-4 no sub":                  {claim("sub", nil), verify.Failed, "status.member"},
		"TS-6 bits 3":                  {list("bits", 3), verify.Failed, "status.bits"},
		"TS-6 bits 0":                  {list("bits", 0), verify.Failed, "status.bits"},
		"TS-6 bits 16":                 {list("bits", 16), verify.Failed, "status.bits"},
		"TS-6 bits as text":            {list("bits", "1"), verify.Failed, "status.bits"},
		"TS-6 no bits":                 {claim("status_list", object{"lst": good}), verify.Failed, "status.member"},
		"TS-6 no lst":                  {claim("status_list", object{"bits": 1}), verify.Failed, "status.member"},
		"TS-6 no list":                 {claim("status_list", nil), verify.Failed, "status.member"},
		"TS-6 padded":                  {list("lst", good+strings.Repeat("=", 1+(3-len(good)%4))), verify.Failed, "status.base64"},
		"TS-6 raw deflate":             {list("lst", packedBy(t, packed, rawDeflate)), verify.Failed, "status.zlib"},
		"TS-6 gzip":                    {list("lst", packedBy(t, packed, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })), verify.Failed, "status.zlib"},
		"TS-6 truncated":               {list("lst", good[:len(good)-4]), verify.Failed, "status.zlib"},
		"TS-6 another checksum":        {list("lst", good[:len(good)-4]+"AAAA"), verify.Failed, "status.zlib"},
		"TS-6 trailing bytes":          {list("lst", trailed(t, packed)), verify.Failed, "status.zlib"},
		"TS-6 a bomb":                  {list("lst", deflated(t, make([]byte, 16<<20+1))), verify.Unknown, "status.too_large"},
		"TS-6 an empty list":           {list("lst", deflated(t, nil)), verify.Failed, "status.range"},
		"no iat":                       {claim("iat", nil), verify.Failed, "status.member"},
		"iat as text":                  {claim("iat", "1"), verify.Failed, "status.member"},
		"exp as text":                  {claim("exp", "99999999999"), verify.Failed, "status.member"},
		"aggregation that is a number": {list("aggregation_uri", 1), verify.Failed, "status.member"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			publishToken(t, world, row.edit)
			requireStatus(t, verifierWith(t, world, nil), tokenBadge(t, world, place(16)), row.outcome, row.code)
		})
	}
}

func rawDeflate(w io.Writer) io.WriteCloser {
	made, _ := flate.NewWriter(w, flate.BestCompression)
	return made
}

// trailed is an intact list with one byte behind it.
func trailed(t testing.TB, packed []byte) string {
	text, err := base64.RawURLEncoding.DecodeString(deflated(t, packed))
	require.NoError(t, err)
	return base64.RawURLEncoding.EncodeToString(append(text, 0))
}

// The official token, and what others would make of it.
func TestOfficialToken(t *testing.T) {
	const address = "https://example.com/statuslists/1"
	official := strings.TrimSpace(string(reference(t, "next", "token-status-list", "status_list.jwt")))
	set := reference(t, "next", "token-status-list", "key.json")
	public, err := key.ParseJWK(set)
	require.NoError(t, err)
	parts := strings.Split(official, ".")
	header := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	hmacked := header(`{"alg":"HS256","kid":"12","typ":"statuslist+jwt"}`) + "." + parts[1]
	mac := hmac.New(sha256.New, bytes.TrimSpace(set))
	mac.Write([]byte(hmacked))
	other, err := key.ParseJWK(publicKey(verifytest.New(t).Key("other.example", proof.ES256)).JWK())
	require.NoError(t, err)
	for name, row := range map[string]struct {
		token   string
		key     key.Key
		idx     int
		outcome verify.Outcome
		code    string
	}{
		"TS-3 valid":             {official, public, 1, verify.Passed, "status.clear"},
		"TS-3 revoked":           {official, public, 0, verify.Failed, "status.revoked"},
		"TS-3 wrong key":         {official, other, 1, verify.Failed, "status.list_unaccepted"},
		"TS-3 another payload":   {parts[0] + "." + strings.Replace(parts[1], "eyJ", "eyA", 1)[:len(parts[1])] + "." + parts[2], public, 1, verify.Unknown, "status.list_unreadable"},
		"TS-3 another signature": {parts[0] + "." + parts[1] + "." + base64.RawURLEncoding.EncodeToString(make([]byte, 64)), public, 1, verify.Failed, "status.list_unaccepted"},
		"TS-3 alg none":          {header(`{"alg":"none","kid":"12","typ":"statuslist+jwt"}`) + "." + parts[1] + ".", public, 1, verify.Failed, "status.list_unaccepted"},
		"TS-3 HS256":             {hmacked + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)), public, 1, verify.Failed, "status.list_unaccepted"},
		"TS-3 typ JWT":           {header(`{"alg":"ES256","kid":"12","typ":"JWT"}`) + "." + parts[1] + "." + parts[2], public, 1, verify.Failed, "status.token_type"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			world.Answer(address, verify.Response{Status: 200, ContentType: "application/statuslist+jwt", Body: []byte(row.token)})
			v := verifierWith(t, world, func(c *verify.Config) {
				c.Keys = map[string][]key.Key{"https://example.com": {row.key}}
				c.StatusIssuers = map[string][]string{school: {"https://example.com"}}
			})
			requireStatus(t, v, tokenBadge(t, world, placeAt(address, row.idx)), row.outcome, row.code)
		})
	}
}

// A list that has expired counts only for what is final.
func TestTokenListExpired(t *testing.T) {
	expired := func(_, claims object) { claims["exp"] = claims["iat"].(int64) + 60 } // now
	for name, row := range map[string]struct {
		idx     int
		outcome verify.Outcome
		code    string
	}{
		"TS-7 valid":     {16, verify.Unknown, "status.token_expired"},
		"TS-7 revoked":   {17, verify.Failed, "status.revoked"},
		"TS-7 suspended": {18, verify.Unknown, "status.token_expired"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			publishToken(t, world, expired)
			requireStatus(t, verifierWith(t, world, nil), tokenBadge(t, world, place(row.idx)), row.outcome, row.code)
			if row.idx == 17 { // not even where an unreachable list is enough
				v := verifierWith(t, world, func(c *verify.Config) { c.StatusPolicy = verify.StatusIfReachable })
				requireStatus(t, v, tokenBadge(t, world, place(row.idx)), row.outcome, row.code)
			}
		})
	}
}

func TestTokenListIssuers(t *testing.T) {
	const agent = "did:web:agent.example"
	const agentURL = "https://agent.example"
	believed := func(c *verify.Config) { c.StatusIssuers = map[string][]string{school: {agent}} }
	believedURL := func(c *verify.Config) { c.StatusIssuers = map[string][]string{school: {agentURL}} }
	signed := func(domain string, edit func(header, claims object)) func(*testing.T, *verifytest.World) {
		return func(t *testing.T, world *verifytest.World) {
			header, claims := object{"typ": "statuslist+jwt"}, listClaims(t, world)
			edit(header, claims)
			world.Publish(tokenAddress, []byte(compact(t, world, domain, header, claims)))
		}
	}
	none := func(_, claims object) { delete(claims, "iss") }
	openly := func(_, claims object) { claims["iss"] = agent }
	as := func(kid string) func(header, claims object) {
		return func(header, claims object) { header["kid"] = kid; none(header, claims) }
	}
	for name, row := range map[string]struct {
		publish func(*testing.T, *verifytest.World)
		config  func(*verify.Config)
		outcome verify.Outcome
		code    string
	}{
		"TS-8 the issuer, no iss":                 {signed("school.example", none), nil, verify.Passed, "status.clear"},
		"TS-8 the issuer, a plain kid":            {signed("school.example", as("key-1")), nil, verify.Passed, "status.clear"},
		"TS-8 a stranger openly":                  {signed("agent.example", openly), nil, verify.Failed, "status.issuer_unbound"},
		"TS-8 a stranger by kid":                  {signed("agent.example", none), nil, verify.Failed, "status.issuer_unbound"},
		"TS-8 a stranger's key, the issuer's iss": {signed("agent.example", func(object, object) {}), nil, verify.Failed, "status.list_unaccepted"},
		"TS-8 a stranger as the issuer":           {signed("agent.example", as(school+"#key-1")), nil, verify.Failed, "status.list_unaccepted"},
		"TS-8 a named status issuer":              {signed("agent.example", openly), believed, verify.Passed, "status.clear"},
		"TS-8 a named status issuer by kid":       {signed("agent.example", none), believed, verify.Passed, "status.clear"},
		"TS-8 a stranger by the URL of a key":     {signed("agent.example", as(agentURL+"#k1")), nil, verify.Failed, "status.list_unaccepted"},
		"TS-8 a named URL by kid":                 {signed("agent.example", as(agentURL+"#k1")), believedURL, verify.Passed, "status.clear"},
		"TS-8 a named URL, its binding too weak": {signed("agent.example", as(agentURL+"#k1")), func(c *verify.Config) {
			believedURL(c)
			c.Binding = verify.BindingDIDWeb
		}, verify.Failed, "status.list_unaccepted"},
		"TS-8 a stranger beside a named one": {signed("other.example", openly), believed, verify.Failed, "status.list_unaccepted"},
		"TS-8 named for another issuer": {signed("agent.example", openly), func(c *verify.Config) {
			c.StatusIssuers = map[string][]string{"did:web:other.example": {agent}}
		}, verify.Failed, "status.issuer_unbound"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			world.Issuer("agent.example", proof.EdDSARDFC2022)
			world.Publish(agentURL, marshal(tree{"id": agentURL, "type": []any{"Profile"}, "name": "Agent"}))
			world.Publish(agentURL+"/.well-known/jwks.json", marshal(tree{"keys": []any{named(jwk(world.Key("agent.example", proof.EdDSARDFC2022)), "k1")}}))
			row.publish(t, world)
			r := requireStatus(t, verifierWith(t, world, row.config), tokenBadge(t, world, place(16)), row.outcome, row.code)
			c, _ := found(r, verify.StageStatus, row.code)
			if row.code != "status.list_unaccepted" { // the report names the status issuer
				require.Equal(t, row.config != nil || row.outcome == verify.Failed, strings.Contains(c.Message, "agent.example"), c.Message)
			}
		})
	}
}

// A badge that is not good itself is not looked up, so that nobody learns of it.
func TestTokenListNotAsked(t *testing.T) {
	for name, make := range map[string]func(*testing.T, *verifytest.World) []byte{
		"TS-10 signature": func(t *testing.T, world *verifytest.World) []byte {
			text := tokenBadge(t, world, place(16))
			return append(text[:len(text)-86], bytes.Repeat([]byte("A"), 86)...)
		},
		"TS-10 expired": func(t *testing.T, world *verifytest.World) []byte {
			return tokenBadge(t, world, place(16), entryMember("validUntil", "2026-09-02T00:00:00Z"))
		},
		"TS-10 not yet valid": func(t *testing.T, world *verifytest.World) []byte {
			return tokenBadge(t, world, place(16), entryMember("validFrom", "2027-01-01T00:00:00Z"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			publishToken(t, world, nil)
			r, err := verifierWith(t, world, nil).Verify(t.Context(), make(t, world))
			require.ErrorIs(t, err, verify.ErrRejected)
			requireCheck(t, r, verify.StageStatus, verify.Skipped, "verify.blocked")
			require.Zero(t, world.Hits(tokenAddress))
		})
	}
}

func TestTokenListMediaTypes(t *testing.T) {
	for media, row := range map[string]struct {
		outcome verify.Outcome
		code    string
	}{
		"application/statuslist+jwt":                {verify.Passed, "status.clear"},
		"application/statuslist+jwt; charset=utf-8": {verify.Passed, "status.clear"},
		"":                           {verify.Passed, "status.clear"},
		"text/plain":                 {verify.Warned, "status.media_type"},
		"application/statuslist+cwt": {verify.Unknown, "status.unsupported_type"},
	} {
		t.Run(media, func(t *testing.T) {
			world := schoolWorld(t)
			text := compact(t, world, "school.example", object{"typ": "statuslist+jwt"}, listClaims(t, world))
			world.Answer(tokenAddress, verify.Response{Status: 200, ContentType: media, Body: []byte(text)})
			r, err := verifierWith(t, world, nil).Verify(t.Context(), tokenBadge(t, world, place(16)))
			requireCheck(t, r, verify.StageStatus, row.outcome, row.code)
			require.Equal(t, row.outcome != verify.Unknown, err == nil)
		})
	}
}
