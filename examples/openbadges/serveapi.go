package main

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/tree"
	"github.com/openbadges-go/openbadges/verify"
)

// writeJSON answers with an object.
func writeJSON(w http.ResponseWriter, status int, mediaType string, v any) {
	text, err := json.Marshal(v)
	if err != nil { // a report that cannot be written does not count as success
		status, mediaType = http.StatusInternalServerError, problemType
		text, _ = json.Marshal(refusal{codeInternal}.problem()) // texts alone cannot fail
	}
	w.Header().Set("Content-Type", mediaType)
	w.WriteHeader(status)
	io.WriteString(w, harmless(string(text))+"\n")
}

// problemType is the media type of an error (RFC 9457).
const problemType = "application/problem+json"

// judgeFile answers with the verdict about one file of any kind.
func (s *site) judgeFile(w http.ResponseWriter, r *http.Request) error {
	q, err := readFile(r)
	if err != nil {
		return err
	}
	found, err := s.verify(r.Context(), []asked{q}, false)
	if err != nil {
		return err
	}
	if len(found) != 1 { // an archive of several badges, or of none
		return refuse(codeFiles)
	}
	writeJSON(w, http.StatusOK, "application/json", found[0])
	return nil
}

// codeMeaning is a row of the table of codes.
type codeMeaning struct {
	Code    string `json:"code"`
	Meaning string `json:"meaning"`
}

// codes answers with every code that an answer of the site can have.
func (s *site) codes(w http.ResponseWriter, _ *http.Request) error {
	all := []codeMeaning{{codeHostedOnly, "The picture holds only the URL of a badge, and not one that starts with https://."}}
	for code, meaning := range verify.Codes() {
		all = append(all, codeMeaning{code, meaning})
	}
	for _, row := range refusals {
		all = append(all, codeMeaning{row.code, row.phrase[0]})
	}
	slices.SortFunc(all, func(a, b codeMeaning) int { return strings.Compare(a.Code, b.Code) })
	writeJSON(w, http.StatusOK, "application/json", all)
	return nil
}

// credentialAnswer is the result of the verification of a credential in the VC
// API.
type credentialAnswer struct {
	Verified   bool               `json:"verified"`
	Credential json.RawMessage    `json:"credential,omitempty"`
	Problems   []credentialDetail `json:"problemDetails,omitempty"`
	Results    *credentialResults `json:"results,omitempty"`
}

// credentialDetail is a check that did not pass, as Problem Details (VCDM 2.0
// §7.2 and RFC 9457).
type credentialDetail struct {
	Type    string         `json:"type"`
	Title   string         `json:"title"`
	Detail  string         `json:"detail"`
	Code    string         `json:"code"`
	Pointer string         `json:"pointer,omitempty"`
	Outcome verify.Outcome `json:"outcome"`
}

// credentialResults are the results for parts of a credential.
type credentialResults struct {
	ValidFrom  *partResult  `json:"validFrom,omitempty"`
	ValidUntil *partResult  `json:"validUntil,omitempty"`
	Status     []partResult `json:"credentialStatus"`
	Proof      []partResult `json:"proof"`
}

type partResult struct {
	Verified bool       `json:"verified"`
	Input    tree.Value `json:"input"`
}

// credentialOptions are the options of a request of the VC API.
type credentialOptions struct{ credential, problems, results bool }

// judgeCredential answers as the verifier of the VC API does (VCALM "Verify
// Credential"). Its status is 200 also for a credential that is not genuine.
func (s *site) judgeCredential(w http.ResponseWriter, r *http.Request) error {
	text, given, options, err := readCredential(r)
	if err != nil {
		return err
	}
	found, err := s.verify(r.Context(), []asked{{data: text}}, false)
	if err != nil {
		return err
	}
	one := found[0]
	out := credentialAnswer{Verified: one.Verdict == verify.Accepted}
	if options.credential {
		if out.Credential, err = given.MarshalJSON(); err != nil {
			return err
		}
	}
	if options.problems {
		out.Problems = problemsOf(one)
	}
	if options.results {
		out.Results = resultsOf(one)
	}
	writeJSON(w, http.StatusOK, "application/json", out)
	return nil
}

// readObject reads a request of the VC API. The texts in it stay exactly as they
// are.
func readObject(r *http.Request) (root tree.Value, err error) {
	mediaType, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	isJSON := mediaType == "application/json" || strings.HasPrefix(mediaType, "application/") && strings.HasSuffix(mediaType, "+json")
	if charset := params["charset"]; !isJSON || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return root, refuse(codeMediaType)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return root, unread(err, codeBody)
	}
	if len(body) == 0 {
		return root, refuse(codeEmpty)
	}
	root, err = tree.Parse(body)
	if err != nil || root.Kind() != tree.Object {
		return root, refuse(codeObject)
	}
	return root, nil
}

// readCredential reads a request to verify a credential.
func readCredential(r *http.Request) (text []byte, given tree.Value, o credentialOptions, err error) {
	root, err := readObject(r)
	if err != nil {
		return nil, given, o, err
	}
	given = root.Member("verifiableCredential")
	for name := range root.Members() {
		if name != "verifiableCredential" && name != "options" {
			return nil, given, o, refuse(codeObject)
		}
	}
	if o, err = readOptions(root.Member("options")); err != nil {
		return nil, given, o, err
	}
	text, err = credentialText(given)
	return text, given, o, err
}

// readOptions reads the options of VCALM. Another one could ask for something
// that is not done here, such as comparing a challenge.
func readOptions(v tree.Value) (credentialOptions, error) {
	o := credentialOptions{problems: true}
	if v.Exists() && v.Kind() != tree.Object {
		return o, refuse(codeOptions)
	}
	for name, value := range v.Members() {
		asked, isBool := value.Bool()
		place, known := map[string]*bool{"returnCredential": &o.credential, "returnProblemDetails": &o.problems, "returnResults": &o.results}[name]
		if !isBool || !known {
			return o, refuse(codeOptions)
		}
		*place = asked
	}
	return o, nil
}

// credentialText returns the bytes of a credential: an object, which may be an
// envelope, or a compact JWS or SD-JWT.
func credentialText(v tree.Value) ([]byte, error) {
	if v.Kind() == tree.Object {
		return v.MarshalJSON()
	}
	text := v.String()
	signed, _, _ := strings.Cut(text, "~")
	if v.Kind() != tree.String || strings.Count(signed, ".") != 2 || strings.ContainsFunc(text, isNotOfToken) {
		return nil, refuse(codeObject)
	}
	return []byte(text), nil
}

func isNotOfToken(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-_.~", r)
}

// problemTypes are the types of problems by the stage that found them (VCDM 2.0
// §7.2; Bitstring Status List §3.5 for the status).
var problemTypes = map[verify.Stage]string{
	verify.StageDocument: "https://www.w3.org/TR/vc-data-model#PARSING_ERROR", verify.StageSignature: "https://www.w3.org/TR/vc-data-model#CRYPTOGRAPHIC_SECURITY_ERROR",
	verify.StageStructure: "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR", verify.StageConformance: "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR",
	verify.StageTime: "https://www.w3.org/TR/vc-data-model#RANGE_ERROR", verify.StageStatus: "https://www.w3.org/ns/credentials/status-list#STATUS_VERIFICATION_ERROR",
}

// problemsOf returns the checks that did not pass, and those with a warning.
func problemsOf(found result) []credentialDetail {
	if found.Report == nil {
		return []credentialDetail{{Type: problemTypes[verify.StageDocument], Title: "document", Detail: found.Message, Code: found.Code, Outcome: verify.Failed}}
	}
	var all []credentialDetail
	for _, c := range found.Report.Checks() {
		if c.Outcome == verify.Passed || c.Outcome == verify.Skipped {
			continue
		}
		typ := problemTypes[c.Stage]
		if typ == "" {
			typ = "about:blank"
		}
		all = append(all, credentialDetail{typ, string(c.Stage), c.Message, c.Code, c.Path, c.Outcome})
	}
	return all
}

// resultsOf returns the results for the parts of a credential that was read.
func resultsOf(found result) *credentialResults {
	out := &credentialResults{Status: []partResult{}, Proof: []partResult{}}
	if found.Report == nil || found.Report.Document() == nil {
		return out
	}
	checks, root := found.Report.Checks(), found.Report.Document().Body()
	part := func(stage verify.Stage, name string) *partResult {
		if v := root.Member(name); v.Exists() {
			return &partResult{Verified: holds(checks, stage, "/"+name), Input: v}
		}
		return nil
	}
	out.ValidFrom, out.ValidUntil = part(verify.StageTime, "validFrom"), part(verify.StageTime, "validUntil")
	for v := range root.Member("credentialStatus").Each() {
		out.Status = append(out.Status, partResult{Verified: holds(checks, verify.StageStatus, ""), Input: v})
	}
	for _, p := range found.Report.Proofs() {
		if v := root.At(p.Path); p.Path != "" && v.Exists() {
			out.Proof = append(out.Proof, partResult{Verified: holds(p.Checks, verify.StageSignature, ""), Input: v})
		}
	}
	return out
}

// holds reports whether checks have one of a stage, and none at a path that did
// not pass. An empty path means any.
func holds(checks []verify.Check, stage verify.Stage, path string) bool {
	asked := false
	for _, c := range checks {
		if c.Stage != stage {
			continue
		}
		asked = asked || c.Outcome == verify.Passed || c.Outcome == verify.Warned
		if (c.Outcome == verify.Failed || c.Outcome == verify.Unknown) && (path == "" || c.Path == "" || c.Path == path) {
			return false
		}
	}
	return asked
}
