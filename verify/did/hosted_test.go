package did

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/key"
)

const (
	tenantA  = "https://host.example/tenants/a"
	tenantB  = "https://host.example/tenants/b"
	hostSet  = "https://host.example/.well-known/jwks.json"
	bareHost = "https://host.example"
)

// jwkBy is a JWK with a kid and a member iss, each left out if empty.
func jwkBy(k key.Key, kid, iss string) string {
	text := string(k.WithID(kid).JWK())
	if iss != "" {
		text = strings.Replace(text, "{", fmt.Sprintf(`{"iss":%q,`, iss), 1)
	}
	return text
}

func setOf(jwks ...string) string { return `{"keys":[` + strings.Join(jwks, ",") + `]}` }

// RE-22: TestKeysOfHosts holds where keys of an https issuer are found and how they
// are tied to it, on a host with several issuers.
func TestKeysOfHosts(t *testing.T) {
	k, other := keyOf(t, 1), keyOf(t, 2)
	profileA := `{"id":"` + tenantA + `","type":"Profile"}`
	profileB := controllerOf(tenantB, methodOf(tenantB+"#k", tenantB, k))
	lists := func(m string) string { return controllerOf(tenantA, methodOf(tenantA+"#doc", tenantA, other), m) }
	below, beside, above := tenantA+"/keys/1", tenantB+"/key.json", "https://host.example/tenants/key"
	type pages = map[string]string
	for name, row := range map[string]struct {
		pages   pages
		issuer  string
		name    string // "" asks by key
		binding Binding
		code    string
		asked   int
		branch  bool
	}{
		"own document":                      {pages{tenantA: controllerOf(tenantA, methodOf(tenantA+"#k", tenantA, k))}, tenantA, tenantA + "#k", Hosted, "", 1, false},
		"set names the issuer":              {pages{tenantA: profileA, hostSet: strings.Replace(setOf(jwkBy(k, "k", "")), "{", `{"iss":"`+tenantA+`",`, 1)}, tenantA, "k", Hosted, "", 2, false},
		"entry names the issuer":            {pages{tenantA: profileA, hostSet: setOf(jwkBy(k, "k", tenantA))}, tenantA, hostSet + "#k", Hosted, "", 2, false},
		"entry before set":                  {pages{tenantA: profileA, hostSet: strings.Replace(setOf(jwkBy(k, "k", tenantA)), "{", `{"iss":"`+tenantB+`",`, 1)}, tenantA, "k", Hosted, "", 2, false},
		"set of a bare origin":              {pages{bareHost: `{"id":"` + bareHost + `"}`, hostSet: setOf(jwkBy(k, "k", ""))}, bareHost, "k", Hosted, "", 2, false},
		"set of a bare origin, no document": {pages{bareHost: absent, hostSet: setOf(jwkBy(k, "k", ""))}, bareHost, "k", Hosted, "", 2, false},
		"set of a bare origin with other keys": {pages{bareHost: controllerOf(bareHost, methodOf(bareHost+"#x", bareHost, other)), hostSet: setOf(jwkBy(k, "k", ""))},
			bareHost, "k", Origin, "", 2, false},
		"JWK of a bare origin, in the set of another": {pages{bareHost: `{"id":"` + bareHost + `"}`, hostSet: setOf(jwkBy(k, "o", tenantB)), beside: jwkBy(k, "", "")},
			bareHost, beside, Origin, "", 3, false},
		"set of an origin with an empty query":         {pages{bareHost + "?": `{"id":"` + bareHost + `?"}`, hostSet: setOf(jwkBy(k, "k", ""))}, bareHost + "?", "k", Origin, "", 2, false},
		"S-39 set, issuer with a path":                 {pages{tenantA: profileA, hostSet: setOf(jwkBy(k, "k", ""))}, tenantA, "k", Origin, "", 2, false},
		"set, document with other keys":                {pages{tenantA: lists("" + methodOf(tenantA+"#d2", tenantA, keyOf(t, 3))), hostSet: setOf(jwkBy(k, "k", ""))}, tenantA, "k", Origin, "", 2, false},
		"the address of a set with one key":            {pages{tenantA: profileA, hostSet: setOf(jwkBy(k, "k", ""))}, tenantA, hostSet, Origin, "", 2, false},
		"the address of a set with two keys":           {pages{tenantA: profileA, hostSet: setOf(jwkBy(k, "k", ""), jwkBy(other, "o", ""))}, tenantA, hostSet, "", codeNotBound, 2, false},
		"S-38 kid of another tenant in set":            {pages{tenantA: profileA, tenantB: profileB, hostSet: setOf(jwkBy(k, tenantB+"#k", ""))}, tenantA, tenantB + "#k", "", codeNotBound, 3, false},
		"S-38 id of another tenant":                    {pages{tenantA: profileA, tenantB: profileB, hostSet: setOf(jwkBy(other, "k", ""))}, tenantA, tenantB, "", codeNotBound, 3, false},
		"S-40 set of another issuer":                   {pages{tenantA: profileA, hostSet: strings.Replace(setOf(jwkBy(k, "k", "")), "{", `{"iss":"`+tenantB+`",`, 1)}, tenantA, "k", "", codeIssuer, 2, false},
		"S-40 entry of another issuer":                 {pages{tenantA: profileA, hostSet: setOf(jwkBy(k, "k", tenantB), jwkBy(other, "o", tenantA))}, tenantA, "k", "", codeIssuer, 2, false},
		"S-40 entry of another issuer, by key":         {pages{tenantA: profileA, hostSet: setOf(jwkBy(k, "k", tenantB), jwkBy(other, "o", tenantA))}, tenantA, "", "", codeIssuer, 2, false},
		"S-40 single JWK of another issuer":            {pages{tenantA: profileA, hostSet: absent, below: jwkBy(k, "", tenantB)}, tenantA, below, "", codeIssuer, 3, false},
		"same key for two issuers, by key":             {pages{tenantA: profileA, hostSet: setOf(jwkBy(k, "b", tenantB), jwkBy(k, "a", tenantA))}, tenantA, "", Hosted, "", 2, false},
		"no document, set without the key":             {pages{tenantA: absent, hostSet: setOf(jwkBy(other, "o", ""))}, tenantA, "k", "", "absent", 2, false},
		"id without a fragment, key without a name":    {pages{tenantA: profileA, hostSet: setOf(jwkBy(k, "", tenantA))}, tenantA, tenantA, "", codeNotBound, 2, false},
		"set of a bare origin with a slash":            {pages{bareHost + "/": profileA, hostSet: setOf(jwkBy(k, "k", ""))}, bareHost + "/", "k", Hosted, "", 2, false},
		"name under the issuer's id in the set":        {pages{tenantA: profileA, hostSet: setOf(jwkBy(k, tenantA+"#k", ""))}, tenantA, tenantA + "#k", Origin, "", 2, false},
		"name in the query of the issuer's id":         {pages{tenantA + "?of=1": profileA, hostSet: setOf(jwkBy(k, tenantA+"?of=1/x", "")), tenantA + "?of=1/x": absent}, tenantA + "?of=1", tenantA + "?of=1/x", "", "absent", 3, false},
		"JWK below the issuer":                         {pages{tenantA: profileA, hostSet: absent, below: jwkBy(k, "", "")}, tenantA, below, Origin, "", 3, false},
		"JWK below the issuer, another in the set":     {pages{tenantA: profileA, hostSet: setOf(jwkBy(other, "o", tenantA)), below: jwkBy(k, "", "")}, tenantA, below, Origin, "", 3, false},
		"JWK below the issuer, in the set of another":  {pages{tenantA: profileA, hostSet: setOf(jwkBy(k, "o", tenantB)), below: jwkBy(k, "", "")}, tenantA, below, Origin, "", 3, false},
		"kid below the issuer in the set":              {pages{tenantA: profileA, hostSet: setOf(jwkBy(k, below, ""))}, tenantA, below, Origin, "", 2, false},
		"set of one key at the name":                   {pages{tenantA: profileA, hostSet: absent, below: setOf(jwkBy(k, "y", ""))}, tenantA, below, Origin, "", 3, false},
		"set of one key at the name, another fragment": {pages{tenantA: profileA, hostSet: absent, below: setOf(jwkBy(k, "y", ""))}, tenantA, below + "#z", "", codeNotBound, 3, false},
		"JsonWebKey at the name":                       {pages{tenantA: profileA, hostSet: absent, below: `{"id":"` + below + `","type":"JsonWebKey","controller":"` + tenantA + `","publicKeyJwk":` + string(k.JWK()) + `}`}, tenantA, below, Origin, "", 3, false},
		"document lists a fragment without a key":      {pages{tenantA: `{"id":"` + tenantA + `","assertionMethod":["#x"]}`, hostSet: absent}, tenantA, tenantA + "#x", "", codeNotBound, 2, false},
		"document describes a key below":               {pages{tenantA: controllerOf(tenantA, methodOf(below, tenantA, k))}, tenantA, below, Hosted, "", 1, false},
		"JWK below the issuer, by iss":                 {pages{tenantA: profileA, hostSet: absent, below: jwkBy(k, "x", tenantA)}, tenantA, below, Origin, "", 3, false},
		"JWK in a folder above":                        {pages{tenantA: profileA, hostSet: absent, above: jwkBy(k, "", "")}, tenantA, above, Origin, "", 3, false},
		"JWK in another branch":                        {pages{tenantA: profileA, hostSet: absent, beside: jwkBy(k, "", "")}, tenantA, beside, Origin, "", 3, true},
		"JWK in another branch, by iss":                {pages{tenantA: profileA, hostSet: absent, beside: jwkBy(k, "", tenantA)}, tenantA, beside, Origin, "", 3, true},
		"JWK behind a query":                           {pages{tenantA: profileA, hostSet: absent, above + "?of=b": jwkBy(k, "", "")}, tenantA, above + "?of=b", Origin, "", 3, true},
		"JWK in another branch, escaped":               {pages{tenantA: profileA, hostSet: absent, "https://host.example/tenants%2Fa/x": jwkBy(k, "", "")}, tenantA, "https://host.example/tenants%2Fa/x", Origin, "", 3, true},
		"JWK in another branch and the set":            {pages{tenantA: profileA, hostSet: setOf(jwkBy(k, "k", tenantA)), beside: jwkBy(k, "", "")}, tenantA, beside, Hosted, "", 3, false},
		"JWK under another fragment":                   {pages{tenantA: profileA, hostSet: absent, below: jwkBy(k, "x", "")}, tenantA, below + "#y", "", codeNotBound, 3, false},
		"set at the name, by fragment":                 {pages{tenantA: profileA, hostSet: absent, below: setOf(jwkBy(other, "x", ""), jwkBy(k, "y", ""))}, tenantA, below + "#y", Origin, "", 3, false},
		"set at the name, no fragment":                 {pages{tenantA: profileA, hostSet: absent, below: setOf(jwkBy(other, "x", ""), jwkBy(k, "y", ""))}, tenantA, below, "", codeNotBound, 3, false},
		"set at the name, of another issuer":           {pages{tenantA: profileA, hostSet: absent, below: setOf(jwkBy(k, "y", tenantB))}, tenantA, below + "#y", "", codeIssuer, 3, false},
		"profile at the name":                          {pages{tenantA: profileA, hostSet: absent, below: profileB}, tenantA, below, "", codeNotBound, 3, false},
		"private JWK at the name":                      {pages{tenantA: profileA, hostSet: absent, below: strings.Replace(jwkBy(k, "", ""), "{", `{"d":"AA",`, 1)}, tenantA, below, "", "key.private_exposed", 3, false},
		"unsupported JWK at the name":                  {pages{tenantA: profileA, hostSet: absent, below: `{"kty":"EC","crv":"P-224"}`}, tenantA, below, "", keyUnsupported, 3, false},
		"short RSA key in the set":                     {pages{tenantA: profileA, hostSet: setOf(`{"kty":"RSA","kid":"k","n":"` + strings.Repeat("_", 170) + `8","e":"AQAB"}`)}, tenantA, "k", "", "key.too_small", 2, false},
		"nothing at the name":                          {pages{tenantA: profileA, hostSet: absent, below: absent}, tenantA, below, "", "absent", 3, false},
		"set cannot be asked":                          {pages{tenantA: profileA, below: jwkBy(k, "", "")}, tenantA, below, "", "fetch", 2, false},
		"set cannot be asked, other keys":              {pages{tenantA: lists(methodOf(tenantA+"#d2", tenantA, keyOf(t, 3)))}, tenantA, "k", "", codeNotBound + "?", 2, false},
		"no set, other keys":                           {pages{tenantA: lists(methodOf(tenantA+"#d2", tenantA, keyOf(t, 3))), hostSet: absent}, tenantA, "k", "", codeNotBound, 2, false},
		"document cannot be asked":                     {pages{hostSet: setOf(jwkBy(k, "k", tenantA))}, tenantA, "k", "", "fetch", 1, false},
		"document describes one method twice": {pages{tenantA: controllerOf(tenantA, methodOf(tenantA+"#k", tenantA, k), methodOf(tenantA+"#k", tenantA, other)), hostSet: setOf(jwkBy(k, "k", tenantA))},
			tenantA, "k", "", "controller.duplicate", 1, false},
		"document has the key for no assertions": {pages{tenantA: documentOf(tenantA, "authentication", methodOf(tenantA+"#old", tenantA, k)), hostSet: setOf(jwkBy(k, "k", tenantA))},
			tenantA, "k", "", "controller.not_allowed", 2, false},
		"document has the key for no assertions, by key": {pages{tenantA: documentOf(tenantA, "authentication", methodOf(tenantA+"#old", tenantA, k)), hostSet: setOf(jwkBy(k, "k", tenantA))},
			tenantA, "", "", "controller.not_allowed", 1, false},
		"document has the name for no assertions": {pages{tenantA: documentOf(tenantA, "authentication", methodOf(tenantA+"#k", tenantA, k)), hostSet: setOf(jwkBy(k, "k", tenantA))},
			tenantA, tenantA + "#k", "", "controller.not_allowed", 1, false},
		"document has the key under another name": {pages{tenantA: controllerOf(tenantA, methodOf(tenantA+"#other", tenantA, k)), hostSet: setOf(jwkBy(k, "k", ""))}, tenantA, "k", Hosted, "", 2, false},
	} {
		t.Run(name, func(t *testing.T) {
			q := question{row.pages, row.issuer, row.name, row.code, row.asked}
			found, err := q.run(t)
			require.Equal(t, row.binding, found.Binding, "%v", err)
			require.Equal(t, row.branch, found.Branch)
			open := row.code == "fetch" || row.code == "absent" || row.code == keyUnsupported || strings.HasSuffix(row.code, "?")
			require.Equal(t, err != nil && !open, err != nil && definite(err))
		})
	}
}

// The dates that the issuer's document gives a key count for the key in a set.
func TestRevokedKeyInSet(t *testing.T) {
	k := keyOf(t, 1)
	doc := controllerOf(tenantA, methodOf(tenantA+"#old", tenantA, k, "revoked", `"2020-01-01T00:00:00Z"`))
	w := &web{pages: map[string]string{tenantA: doc, hostSet: setOf(jwkBy(k, "k", tenantA))}}
	found, err := w.resolver().Find(t.Context(), tenantA, "k")
	require.NoError(t, err)
	require.EqualValues(t, "2020-01-01T00:00:00Z", found.Method.Revoked)
}

// RE-23: names that are not URLs are completed with the issuer's id.
func TestHints(t *testing.T) {
	k, other := keyOf(t, 1), keyOf(t, 2)
	didKey, mb := k.DIDKey(), k.Multikey()
	one := controllerOf(school, methodOf("#owner", school, k))
	two := controllerOf(school, methodOf("#owner", school, k), methodOf("#b", school, other))
	own := controllerOf(site, methodOf("#owner", site, k))
	for name, row := range map[string]struct {
		page, issuer, name, code string
		hint                     bool
	}{
		"bare did:key":                  {"", didKey, didKey, "", true},
		"fragment of a did:key":         {"", didKey, "#" + mb, "", true},
		"full did:key":                  {"", didKey, didKey + "#" + mb, "", false},
		"bare did:jwk":                  {"", jwkOf(k.JWK()), jwkOf(k.JWK()), "", true},
		"number of a did:jwk":           {"", jwkOf(k.JWK()), "#0", "", true},
		"other fragment of a did:jwk":   {"", jwkOf(k.JWK()), "#1", codeFragment, false},
		"foreign bare did:key":          {"", other.DIDKey(), didKey, codeNotBound, false},
		"bare did:web":                  {one, school, school, "", true},
		"bare did:web with two keys":    {two, school, school, codeNotBound, false},
		"bare did:web without keys":     {controllerOf(school), school, school, codeNotBound, false},
		"plain name":                    {two, school, "owner", "", true},
		"fragment":                      {two, school, "#owner", "", true},
		"unknown name":                  {two, school, "owner2", codeNotBound, false},
		"full name":                     {two, school, school + "#owner", "", false},
		"method of another issuer":      {two, school, "did:web:other.example#owner", codeNotBound, false},
		"bare id of another issuer":     {two, school, "did:web:other.example", codeNotBound, false},
		"empty fragment":                {two, school, "#", codeFragment, false},
		"bare https id":                 {own, site, site, "", true},
		"plain name of an https issuer": {own, site, "owner", "", true},
		"fragment of an https issuer":   {own, site, "#owner", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			w := &web{pages: map[string]string{schoolDoc: row.page, site: row.page, siteKeys: absent}}
			found, err := w.resolver().Find(t.Context(), row.issuer, row.name)
			requireCode(t, row.code, err)
			require.Equal(t, row.hint, found.Hint)
			if err == nil {
				require.True(t, found.Method.Key.Equal(k))
				require.Equal(t, row.issuer, found.Method.Controller)
			}
		})
	}
}
