package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify"
)

// described is the OpenAPI document of a site.
type described struct {
	t      *testing.T
	doc    map[string]any
	schema *jsonschema.Compiler // knows the document
}

func describedBy(t *testing.T, url string) described {
	t.Helper()
	d := described{t: t, schema: jsonschema.NewCompiler()}
	d.schema.Draft = jsonschema.Draft2020
	for _, name := range []string{"openapi.json", "schema.json"} {
		answer, err := http.Get(url + "/" + name)
		require.NoError(t, err)
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.NoError(t, d.schema.AddResource("https://serve.example/"+name, bytes.NewReader(text)))
		if name == "openapi.json" {
			require.NoError(t, json.Unmarshal(text, &d.doc))
		}
	}
	return d
}

// at returns the value at a path of names.
func (d described) at(names ...string) any {
	d.t.Helper()
	var v any = d.doc
	for _, name := range names {
		object, ok := v.(map[string]any)
		require.True(d.t, ok, "%s of %v", name, names)
		v = object[name]
	}
	return v
}

// answered reports an error if an answer is not one that the document describes.
func (d described) answered(method, path string, status int, mediaType, body string) error {
	pointer := "https://serve.example/openapi.json#"
	for _, name := range []string{"paths", path, strings.ToLower(method), "responses", strconv.Itoa(status), "content", mediaType, "schema"} {
		pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1", "+", "%2B").Replace(name)
	}
	schema, err := d.schema.Compile(pointer)
	if err != nil {
		return err
	}
	var v any
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		return err
	}
	return schema.Validate(v)
}

// credentialOf returns a request of the VC API.
func credentialOf(credential, options string) io.Reader {
	if options != "" {
		options = `,"options":` + options
	}
	return strings.NewReader(`{"verifiableCredential":` + credential + options + `}`)
}

// The document describes every path for programs, and what each answers.
func TestServeOpenAPI(t *testing.T) {
	s := newServed(t)
	d := describedBy(t, s.url)
	require.Equal(t, "3.1.0", d.at("openapi"))
	var described, served []string
	for path, item := range d.at("paths").(map[string]any) {
		for method := range item.(map[string]any) {
			described = append(described, strings.ToUpper(method)+" "+path)
		}
	}
	for _, route := range s.site.routes {
		if route.program {
			served = append(served, route.method+" "+route.path)
		}
	}
	require.ElementsMatch(t, served, described)

	badge, token := string(s.file("badge.json")), `"`+string(s.token.Bytes())+`"`
	form, formType := s.formOf("file", "@badge.png", "recipient", "email="+address)
	none, noneType := s.formOf("recipient", "email="+address)
	for _, c := range []struct {
		method, path, mediaType string
		body                    io.Reader
		status                  int
	}{
		{"GET", "/codes", "", nil, 200},
		{"GET", "/openapi.json", "", nil, 200},
		{"GET", "/schema.json", "", nil, 200},
		{"POST", "/verify", "image/png", bytes.NewReader(s.file("badge.png")), 200},
		{"POST", "/verify", "image/svg+xml", bytes.NewReader(s.file("badge.svg")), 200},
		{"POST", "/verify", "application/json", bytes.NewReader(s.file("forged.json")), 200},
		{"POST", "/verify", "application/json", strings.NewReader("not a badge"), 200},
		{"POST", "/verify", formType, form, 200},
		{"POST", "/verify", noneType, none, 400},
		{"POST", "/verify", "image/png", strings.NewReader(""), 400},
		{"POST", "/credentials/verify", "application/json", credentialOf(badge, `{"returnCredential":true,"returnResults":true}`), 200},
		{"POST", "/credentials/verify", "application/ld+json", credentialOf(token, `{"returnCredential":true,"returnResults":true}`), 200},
		{"POST", "/credentials/verify", "application/json", credentialOf(string(s.file("forged.json")), `{"returnResults":true}`), 200},
		{"POST", "/credentials/verify", "application/json", credentialOf(`{}`, `{"returnResults":true}`), 200},
		{"POST", "/credentials/verify", "application/json", credentialOf(badge, `{"challenge":"1"}`), 400},
		{"POST", "/exchange", "application/json", strings.NewReader(`{"referenceId":"a"}`), 200},
		{"POST", "/exchange", "application/json", strings.NewReader(`{"verifiablePresentation":{}}`), 400},
		{"GET", "/exchange?iuv=1", "", nil, 200},
		{"GET", "/exchange", "", nil, 404},
		{"POST", "/credentials/verify", "text/plain", credentialOf(badge, ""), 415},
	} {
		r, err := http.NewRequest(c.method, s.url+c.path, c.body)
		require.NoError(t, err)
		r.Header.Set("Content-Type", c.mediaType)
		answer, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		answer.Body.Close()
		require.Equal(t, c.status, answer.StatusCode, string(body))
		require.NoError(t, d.answered(c.method, strings.TrimSuffix(c.path, "?iuv=1"), answer.StatusCode, answer.Header.Get("Content-Type"), string(body)), string(body))
	}
}

// A test that accepts everything would hold nobody to anything.
func TestServeDescribedIsStrict(t *testing.T) {
	s := newServed(t)
	d := describedBy(t, s.url)
	_, good := s.post("/verify", "application/json", bytes.NewReader(s.file("badge.json")))
	require.NoError(t, d.answered("POST", "/verify", 200, "application/json", good))
	for _, c := range []struct {
		path, mediaType, body string
		status                int
	}{
		{"/verify", "application/json", strings.Replace(good, `"accepted"`, `"fine"`, 1), 200},
		{"/verify", "application/json", strings.Replace(good, `"file"`, `"name"`, 1), 200},
		{"/verify", "text/html", good, 200},
		{"/verify", "application/json", good, 201},
		{"/verifies", "application/json", good, 200},
		{"/credentials/verify", "application/json", `{"verified":"true"}`, 200},
		{"/credentials/verify", "application/json", `{"verified":true,"report":{}}`, 200},
		{"/credentials/verify", "application/problem+json", `{"title":"","status":400,"detail":"","code":"empty"}`, 400},
	} {
		require.Error(t, d.answered("POST", c.path, c.status, c.mediaType, c.body), c.body)
	}
}

// Each code of a refusal is described with its status, at every path that it can
// occur at, and the codes of the document are those of the table.
func TestServeRefusalsDescribed(t *testing.T) {
	s := newServed(t)
	d := describedBy(t, s.url)
	elsewhere := []string{codeNoPage, codeMethod, codeAddress} // not answers of a path that exists, or only of the page
	responses := d.at("paths", "/verify", "post", "responses").(map[string]any)
	for _, row := range refusals {
		require.NotEmpty(t, row.phrase[0])
		require.NotEmpty(t, row.phrase[1])
		require.NotEqual(t, row.phrase[0], row.phrase[1])
		answer, _ := responses[fmt.Sprint(row.status)].(map[string]any)
		described, _ := answer["description"].(string)
		require.Equal(t, !slices.Contains(elsewhere, row.code), strings.Contains(described, row.code), "%s %d: %s", row.code, row.status, described)
	}
	text, err := json.Marshal(d.doc)
	require.NoError(t, err)
	for _, code := range regexp.MustCompile(`request\.[a-z_]+`).FindAllString(string(text), -1) {
		require.Equal(t, code, refusal{code}.row().code)
	}
	answer, err := http.Get(s.url + "/codes")
	require.NoError(t, err)
	defer answer.Body.Close()
	var listed []codeMeaning
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&listed))
	meanings := map[string]string{}
	for _, one := range listed {
		require.Empty(t, meanings[one.Code], "listed twice: %s", one.Code)
		meanings[one.Code] = one.Meaning
	}
	for code, meaning := range verify.Codes() {
		require.Equal(t, meaning, meanings[code])
	}
	require.Subset(t, slices.Collect(maps.Keys(meanings)), []string{codeHostedOnly, codeBusy, codeInternal})
}

// The VC API says whether a credential was verified, and why not.
func TestServeCredentials(t *testing.T) {
	s := newServed(t)
	good, forged, token := string(s.file("badge.json")), string(s.file("forged.json")), string(s.token.Bytes())
	envelope := `{"@context":"https://www.w3.org/ns/credentials/v2","type":"EnvelopedVerifiableCredential","id":"data:application/vc+jwt,` + token + `"}`
	for _, c := range []struct {
		credential string
		verified   bool
		code, typ  string
	}{
		{good, true, "", ""},
		{" " + good + "\n", true, "", ""},
		{`"` + token + `"`, true, "", ""},
		{envelope, true, "", ""},
		{forged, false, "proof.signature", "https://www.w3.org/TR/vc-data-model#CRYPTOGRAPHIC_SECURITY_ERROR"},
		{`{}`, false, "structure.kind", "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"},
		{`"a.b.c"`, false, "jws.base64", "https://www.w3.org/TR/vc-data-model#PARSING_ERROR"},
		{strings.Replace(good, `"issuer"`, `"issuer":"did:web:other.example","issuer"`, 1), false, codeObject, ""},
	} {
		answer, text := s.post("/credentials/verify", "application/json", credentialOf(c.credential, `{"returnResults":true}`))
		if c.code == codeObject {
			require.Equal(t, http.StatusBadRequest, answer.StatusCode)
			require.Contains(t, text, c.code)
			continue
		}
		require.Equal(t, http.StatusOK, answer.StatusCode, text)
		var found struct {
			Verified       bool
			Credential     any
			ProblemDetails []struct{ Type, Code, Outcome string }
			Results        struct {
				ValidFrom, ValidUntil *struct{ Verified bool }
				Proof                 []struct {
					Verified bool
					Input    map[string]any
				}
			}
		}
		require.NoError(t, json.Unmarshal([]byte(text), &found))
		require.Equal(t, c.verified, found.Verified, text)
		require.Nil(t, found.Credential, "it was not asked for")
		if c.credential == good || c.credential == forged {
			require.True(t, found.Results.ValidFrom.Verified)
			require.True(t, found.Results.ValidUntil.Verified)
			require.Len(t, found.Results.Proof, 1)
			require.Equal(t, c.verified, found.Results.Proof[0].Verified)
			require.Equal(t, "DataIntegrityProof", found.Results.Proof[0].Input["type"])
		}
		if !c.verified {
			i := slices.IndexFunc(found.ProblemDetails, func(p struct{ Type, Code, Outcome string }) bool { return p.Code == c.code })
			require.GreaterOrEqual(t, i, 0, text)
			require.Equal(t, c.typ, found.ProblemDetails[i].Type)
			require.NotEqual(t, "passed", found.ProblemDetails[i].Outcome)
		}
	}
	answer, text := s.post("/credentials/verify", "application/json", credentialOf(forged, `{"returnProblemDetails":false,"returnCredential":true}`))
	require.Equal(t, http.StatusOK, answer.StatusCode)
	var found map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(text), &found))
	require.Equal(t, "false", string(found["verified"]))
	require.JSONEq(t, forged, string(found["credential"]))
	require.NotContains(t, found, "problemDetails")
	require.NotContains(t, found, "results")
}
