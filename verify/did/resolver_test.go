package did

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	school    = "did:web:school.example"
	schoolDoc = "https://school.example/.well-known/did.json"
	site      = "https://site.example/issuers/1"
	siteKeys  = "https://site.example/.well-known/jwks.json"
)

// question is a search and what should come of it.
type question struct {
	pages  map[string]string
	issuer string
	name   string // of the key; "" asks by key
	code   string
	asked  int
}

func (q question) run(t *testing.T) (Resolution, error) {
	t.Helper()
	w := &web{pages: q.pages}
	r := w.resolver()
	var found Resolution
	var err error
	if q.name != "" {
		found, err = r.Find(t.Context(), q.issuer, q.name)
	} else {
		found, err = r.Match(t.Context(), q.issuer, keyOf(t, 1))
	}
	requireCode(t, q.code, err)
	require.Len(t, w.asked, q.asked, "%q", w.asked)
	require.Len(t, found.Fetched, q.asked)
	if err == nil {
		require.True(t, found.Method.Key.Equal(keyOf(t, 1)))
		if q.name != "" && !found.Hint {
			require.Equal(t, q.name, found.Method.ID)
		}
		if q.name != "" {
			require.Equal(t, found.Method.ID, found.Method.Key.ID())
		}
		require.Equal(t, q.issuer, found.Method.Controller)
	} else {
		require.Empty(t, found.Binding)
		require.Zero(t, found.Method)
	}
	return found, err
}

func TestDIDDocuments(t *testing.T) {
	key, other := keyOf(t, 1), keyOf(t, 2)
	name := school + "#key-1"
	good := methodOf(name, school, key)
	jwkMethod := fmt.Sprintf(`{"id":%q,"type":"JsonWebKey","controller":%q,"publicKeyJwk":%s}`, name, school, key.JWK())
	doc := func(text string) map[string]string { return map[string]string{schoolDoc: text} }
	cases := map[string]question{
		"C-093 DID document":                {doc(controllerOf(school, good)), school, name, "", 1},
		"C-093 JSON Web Key in it":          {doc(controllerOf(school, jwkMethod)), school, name, "", 1},
		"C-094 by key":                      {doc(controllerOf(school, good)), school, "", "", 1},
		"C-094 key not in it":               {doc(controllerOf(school, methodOf(name, school, other))), school, "", codeNotBound, 1},
		"I09 another document":              {doc(controllerOf("did:web:victim.example", good)), school, name, codeDocumentID, 1},
		"I09 upper-case id":                 {doc(controllerOf("did:web:School.example", good)), school, name, codeDocumentID, 1},
		"I09 id with a slash":               {doc(controllerOf(school+"/", good)), school, name, codeDocumentID, 1},
		"I09 id is an array":                {doc(strings.Replace(controllerOf(school, good), `"id":"`+school+`"`, `"id":["`+school+`"]`, 1)), school, name, "controller.format", 1},
		"I09 no id":                         {doc(`{"assertionMethod":[` + good + `]}`), school, name, "controller.format", 1},
		"I09 mis-cased id":                  {doc(`{"ID":"` + school + `","assertionMethod":[` + good + `]}`), school, name, "controller.format", 1},
		"I10 controlled by another":         {doc(controllerOf(school, methodOf(name, "did:web:attacker.example", key))), school, name, codeController, 1},
		"I10 controlled by another, by key": {doc(controllerOf(school, methodOf(name, "did:web:attacker.example", key))), school, "", codeController, 1},
		"C-059 controller differs":          {doc(controllerOf(school, methodOf(name, "https://school.example/", key))), school, name, codeController, 1},
		"I10 controlled by nobody":          {doc(controllerOf(school, strings.Replace(good, `"controller":"`+school+`",`, "", 1))), school, name, codeController, 1},
		"I11 only listed":                   {doc(documentOf(school, "verificationMethod", good)), school, name, "controller.not_allowed", 1},
		"I11 only listed, by key":           {doc(documentOf(school, "verificationMethod", good)), school, "", "controller.not_allowed", 1},
		"C-060 for authentication":          {doc(documentOf(school, "authentication", good)), school, name, "controller.not_allowed", 1},
		"J44 for authentication, by key":    {doc(documentOf(school, "authentication", good)), school, "", "controller.not_allowed", 1},
		"I11 mis-cased assertionmethod":     {doc(documentOf(school, "assertionmethod", good)), school, name, codeNotBound, 1},
		"I12 two of one id":                 {doc(controllerOf(school, good, methodOf(name, school, other))), school, name, "controller.duplicate", 1},
		"I12 relative and absolute":         {doc(controllerOf(school, good, methodOf("#key-1", school, other))), school, name, "controller.duplicate", 1},
		"I12 relative id":                   {doc(controllerOf(school, methodOf("#key-1", school, key))), school, name, "", 1},
		"I12 relative reference":            {doc(`{"id":"` + school + `","verificationMethod":[` + good + `],"assertionMethod":["#key-1"]}`), school, name, "", 1},
		"I12 absolute reference":            {doc(`{"id":"` + school + `","verificationMethod":[` + good + `],"assertionMethod":["` + name + `"]}`), school, name, "", 1},
		"I13 deactivated":                   {doc(strings.Replace(controllerOf(school, good), "{", `{"deactivated":true,`, 1)), school, name, codeDeactivated, 1},
		"I13 not deactivated":               {doc(strings.Replace(controllerOf(school, good), "{", `{"deactivated":false,`, 1)), school, name, "", 1},
		"I13 deactivated, in a string":      {doc(strings.Replace(controllerOf(school, good), "{", `{"deactivated":"true",`, 1)), school, name, "controller.format", 1},
		"I14 HTML":                          {doc(`<!doctype html><title>welcome</title>`), school, name, "json.syntax", 1},
		"I14 empty":                         {doc(``), school, name, "json.truncated", 1},
		"I14 array":                         {doc(`[` + good + `]`), school, name, "key.format", 1},
		"I14 too large":                     {doc(controllerOf(school, good) + strings.Repeat(" ", 1<<18)), school, name, "key.too_large", 1},
		"I14 deep":                          {doc(strings.Replace(controllerOf(school, good), "{", `{"a":`+strings.Repeat("[", 500)+strings.Repeat("]", 500)+`,`, 1)), school, name, "json.depth", 1},
		"I14 member twice":                  {doc(strings.Replace(controllerOf(school, good), "{", `{"id":"did:web:victim.example",`, 1)), school, name, "json.duplicate_member", 1},
		"I14 unreachable":                   {nil, school, name, "fetch", 1},
		"I16 small order":                   {doc(controllerOf(school, strings.Replace(good, key.Multikey(), multikeyOf(ed25519Codec, weakPoints[0]), 1))), school, name, "key.weak", 1},
		"I16 small order beside a good one": {doc(controllerOf(school, good, strings.Replace(methodOf(school+"#b", school, key), key.Multikey(), multikeyOf(ed25519Codec, weakPoints[0]), 1))), school, name, "", 1},
		"I19 key no longer published":       {doc(controllerOf(school, methodOf(school+"#key-2", school, other))), school, name, codeNotBound, 1},
		"I20 alias":                         {doc(strings.Replace(controllerOf("did:web:alias.example", good), "{", `{"alsoKnownAs":["`+school+`"],"equivalentId":["`+school+`"],`, 1)), school, name, codeDocumentID, 1},
		"J38 private key published":         {doc(controllerOf(school, strings.TrimSuffix(good, "}")+`,"secretKeyMultibase":"z1"}`)), school, name, "key.private_exposed", 1},
		"J04 key of another did:web":        {doc(controllerOf(school, good)), school, "did:web:attacker.example#key-1", codeNotBound, 0},
		"J04 key of a path below":           {doc(controllerOf(school, good)), school, "did:web:school.example:tenant#key-1", codeNotBound, 0},
		"J04 key at a web address":          {doc(controllerOf(school, good)), school, "https://school.example/#key-1", codeNotBound, 0},
		"J04 did:key":                       {doc(controllerOf(school, good)), school, key.DIDKey() + "#" + key.Multikey(), codeNotBound, 0},
		"I18 version in the key name":       {doc(controllerOf(school, good)), school, school + "?versionId=1#key-1", codeNotBound, 0},
		"I18 path in the key name":          {doc(controllerOf(school, good)), school, school + "/x#key-1", codeNotBound, 0},
		"C-058 no scheme":                   {doc(controllerOf(school, good)), school, key.Multikey(), codeNotBound, 1},
		"C-058 unknown scheme":              {doc(controllerOf(school, good)), school, "xxx:" + key.Multikey(), codeNotBound, 0},
		"C-058 unknown DID method":          {doc(controllerOf(school, good)), school, "did:xxx:" + key.Multikey(), codeNotBound, 0},
		"J07 relative path":                 {doc(controllerOf(school, good)), school, "../../../../dev/null", codeNotBound, 1},
		"J07 spaces":                        {doc(controllerOf(school, good)), school, "' OR 1=1--", codeSyntax, 0},
		"J07 line break":                    {doc(controllerOf(school, good)), school, school + "#a\r\nGET /", codeSyntax, 0},
		"J07 zero byte":                     {doc(controllerOf(school, good)), school, school + "#\x00", codeSyntax, 0},
		"J07 megabyte":                      {doc(controllerOf(school, good)), school, school + "#" + strings.Repeat("a", 1<<20), codeSyntax, 0},
	}
	for name, q := range cases {
		t.Run(name, func(t *testing.T) {
			if found, err := q.run(t); err == nil {
				require.Equal(t, DIDWeb, found.Binding)
				require.Equal(t, []string{schoolDoc}, found.Fetched)
			}
		})
	}
}

func TestHostedKeys(t *testing.T) {
	key, other := keyOf(t, 1), keyOf(t, 2)
	mb := key.Multikey()
	name := site + "#key-1"
	good := methodOf(name, site, key)
	page := "https://site.example/keys/1"
	pageKey := methodOf(page, site, key)
	naming := `{"id":"` + site + `","assertionMethod":["` + page + `"]}`
	profile := `{"id":"` + site + `","type":"Profile","name":"Site"}`
	set := keySetOf(key.WithID("key-1"), other.WithID("key-2"))
	setBy := func(iss string) string { return strings.Replace(set, "{", `{"iss":"`+iss+`",`, 1) }
	type pages = map[string]string
	cases := map[string]question{
		"C-093 controller document":            {pages{site: controllerOf(site, good)}, site, name, "", 1},
		"C-093 controller document, by key":    {pages{site: controllerOf(site, good)}, site, "", "", 1},
		"C-093 key set by its own address":     {pages{site: profile, siteKeys: set}, site, siteKeys + "#key-1", "", 2},
		"C-093 key set by the issuer":          {pages{site: profile, siteKeys: set}, site, name, "", 2},
		"C-093 key set by bare name":           {pages{site: profile, siteKeys: set}, site, "key-1", "", 2},
		"C-093 key set by full address":        {pages{site: profile, siteKeys: keySetOf(key.WithID(page))}, site, page, "fetch", 3},
		"C-093 key set, other name":            {pages{site: profile, siteKeys: set}, site, site + "#key-3", codeNotBound, 2},
		"C-093 key set, other bare name":       {pages{site: profile, siteKeys: set}, site, "key-3", codeNotBound, 2},
		"C-093 key set, key without name":      {pages{site: profile, siteKeys: keySetOf(key)}, site, siteKeys, "", 2},
		"C-093 JSON Web Key, also in the set":  {pages{site: profile, siteKeys: set, page: string(key.JWK())}, site, page, "", 3},
		"C-093 Multikey, also in the set":      {pages{site: profile, siteKeys: set, page: pageKey}, site, page, "", 3},
		"C-093 JSON Web Key, not in the set":   {pages{site: profile, siteKeys: keySetOf(other), page: string(key.JWK())}, site, page, "", 3},
		"C-093 JSON Web Key, no set":           {pages{site: profile, page: string(key.JWK())}, site, page, "fetch", 2},
		"C-093 document names a Multikey":      {pages{site: naming, page: pageKey}, site, page, "", 2},
		"C-093 Multikey that nobody names":     {pages{site: controllerOf(site, methodOf(name, site, other)), page: pageKey, siteKeys: absent}, site, page, "", 3},
		"C-093 Multikey of another id":         {pages{site: naming, page: methodOf(page+"/", site, key)}, site, page, codeDocumentID, 2},
		"C-093 Multikey controlled by another": {pages{site: naming, page: methodOf(page, "https://site.example/issuers/2", key)}, site, page, codeController, 2},
		"C-093 named Multikey is unreachable":  {pages{site: naming}, site, page, "fetch", 2},
		"C-093 named Multikey is HTML":         {pages{site: naming, page: "<html>"}, site, page, "json.syntax", 2},
		"C-094 set holds the key":              {pages{site: profile, siteKeys: set}, site, "", "", 2},
		"C-094 set holds the key, web page":    {pages{site: "<html>", siteKeys: set}, site, "", "", 2},
		"C-094 set holds the key, no page":     {pages{site: absent, siteKeys: set}, site, "", "", 2},
		"C-094 set of this issuer":             {pages{site: profile, siteKeys: setBy(site)}, site, "", "", 2},
		"C-094 set of another issuer":          {pages{site: profile, siteKeys: setBy("https://site.example/issuers/2")}, site, "", codeIssuer, 2},
		"C-094 set without the key":            {pages{site: profile, siteKeys: keySetOf(other)}, site, "", codeNotBound, 2},
		"C-094 empty set":                      {pages{site: profile, siteKeys: keySetOf()}, site, "", codeNotBound, 2},
		"C-094 document without the key":       {pages{site: controllerOf(site, methodOf(site+"#b", site, other)), siteKeys: keySetOf(other)}, site, "", codeNotBound, 2},
		"C-094 set unreachable":                {pages{site: profile}, site, "", "fetch", 2},
		"C-094 nothing reachable":              {nil, site, "", "fetch", 1},
		"C-094 page unreachable, other set":    {pages{siteKeys: keySetOf(other)}, site, "", "fetch", 1},
		"C-094 neither is readable":            {pages{site: "<html>", siteKeys: "<html>"}, site, "", "json.syntax", 2},
		"J36 set repeats a kid":                {pages{site: profile, siteKeys: keySetOf(key.WithID("a"), other.WithID("a"))}, site, "", "key.ambiguous_set", 2},
		"J36 symmetric key in the set":         {pages{site: profile, siteKeys: `{"keys":[{"kty":"oct","k":"AAAA"},` + string(key.JWK()) + `]}`}, site, "", "key.ambiguous_set", 2},
		"C-074 key in the fragment":            {pages{site: controllerOf(site, methodOf(name, site, other)), siteKeys: absent}, site, site + "#" + mb, codeNotBound, 2},
		"C-074 key in the fragment, no keys":   {pages{site: profile, siteKeys: keySetOf(other)}, site, site + "#" + mb, codeNotBound, 2},
		"C-074 key in the fragment, listed":    {pages{site: controllerOf(site, methodOf(site+"#"+mb, site, key))}, site, site + "#" + mb, "", 1},
		"C-074 key in the fragment, offline":   {nil, site, site + "#" + mb, "fetch", 1},
		"C-058 fragment is not a key":          {pages{site: profile, siteKeys: set}, site, site + "#z6Mk", codeNotBound, 2},
		"C-058 unknown scheme":                 {pages{site: profile}, site, "xxx:" + mb, codeNotBound, 0},
		"C-058 unknown DID method":             {pages{site: profile}, site, "did:xxx:" + mb, codeNotBound, 0},
		"C-092 http":                           {pages{site: profile}, site, "http://site.example/keys/1", codeNotBound, 0},
		"C-092 private address":                {pages{site: profile}, site, "https://10.0.0.1/keys/1", codeNotBound, 0},
		"C-092 file":                           {pages{site: profile}, site, "file:///etc/passwd", codeNotBound, 0},
		"J04 another host":                     {pages{site: controllerOf(site, good)}, site, "https://attacker.example/keys#1", codeNotBound, 0},
		"J04 host with a longer name":          {pages{site: controllerOf(site, good)}, site, "https://site.example.attacker.example/issuers/1#key-1", codeNotBound, 0},
		"J04 another port":                     {pages{site: controllerOf(site, good)}, site, "https://site.example:8443/issuers/1#key-1", codeNotBound, 0},
		"J04 user information":                 {pages{site: controllerOf(site, good)}, site, "https://site.example@attacker.example/#key-1", codeNotBound, 0},
		"J04 did:key":                          {pages{site: controllerOf(site, good)}, site, key.DIDKey() + "#" + mb, codeNotBound, 0},
		"J04 did:web of the same host":         {pages{site: controllerOf(site, good)}, site, "did:web:site.example#key-1", codeNotBound, 0},
		"J04 named by a listed reference":      {pages{site: `{"id":"` + site + `","assertionMethod":["https://attacker.example/k"]}`}, site, "https://attacker.example/k", codeNotBound, 0},
		"I09 another document, no set":         {pages{site: controllerOf("https://victim.example/", good)}, site, name, "fetch", 2},
		"I09 another document, other set":      {pages{site: controllerOf("https://victim.example/", good), siteKeys: keySetOf(other)}, site, name, codeNotBound, 2},
		"I09 another document, bad set":        {pages{site: controllerOf("https://victim.example/", good), siteKeys: setBy("https://victim.example/")}, site, name, codeIssuer, 2},
		"I10 controlled by another":            {pages{site: controllerOf(site, methodOf(name, "https://b.example/", key)), siteKeys: set}, site, name, codeController, 1},
		"C-059 controller differs":             {pages{site: controllerOf(site, methodOf(name, "https://b.example/", key))}, site, name, codeController, 1},
		"C-060 not for assertions":             {pages{site: documentOf(site, "verificationMethod", good), siteKeys: set}, site, name, "controller.not_allowed", 1},
		"I13 deactivated":                      {pages{site: strings.Replace(controllerOf(site, good), "{", `{"deactivated":true,`, 1), siteKeys: set}, site, name, codeDeactivated, 1},
		"I14 two kinds of quotes":              {pages{site: "{'id':1}", siteKeys: set}, site, name, "", 2},
	}
	for name, q := range cases {
		t.Run(name, func(t *testing.T) {
			if found, err := q.run(t); err == nil {
				inSet := len(found.Fetched) > 1 && !strings.HasPrefix(name, "C-093 document names") && !strings.HasSuffix(name, "of this issuer")
				require.Equal(t, map[bool]Binding{false: Hosted, true: Origin}[inSet], found.Binding)
			}
		})
	}
}

// A Resolution holds the dates of a key, and the caller checks them.
func TestDatesOfKeys(t *testing.T) {
	name := school + "#key-1"
	for member, date := range map[string]string{"revoked": "2020-01-01T00:00:00Z", "expires": "2021-01-01T00:00:00Z"} {
		t.Run("I13 "+member, func(t *testing.T) {
			q := question{map[string]string{schoolDoc: controllerOf(school, methodOf(name, school, keyOf(t, 1), member, `"`+date+`"`))}, school, name, "", 1}
			found, err := q.run(t)
			require.NoError(t, err)
			require.Equal(t, date, string(found.Method.Revoked+found.Method.Expires))
		})
	}
}

func TestFetchKinds(t *testing.T) {
	w := &web{pages: map[string]string{site: "<html>", siteKeys: keySetOf(keyOf(t, 1).WithID("a"))}}
	_, err := w.resolver().Find(t.Context(), site, "a")
	require.NoError(t, err)
	require.Equal(t, []string{"document " + site, "key set " + siteKeys}, w.asked)
}

func TestOffline(t *testing.T) {
	for _, issuer := range []string{school, site} {
		_, err := Resolver{}.Find(t.Context(), issuer, issuer+"#key-1")
		requireCode(t, codeOffline, err)
		require.False(t, definite(err))
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := &web{}
	_, err := w.resolver().Match(ctx, site, keyOf(t, 1))
	require.ErrorIs(t, err, context.Canceled)
	require.False(t, definite(err))
	require.Empty(t, w.asked)
}
