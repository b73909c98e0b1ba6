package verify_test

import (
	"encoding/json"
	"maps"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// selectionCases are cases of another library: claims, which of them the holder
// shows, and what a verifier then has.
var selectionCases = []string{"array_data_types", "array_full_sd", "array_in_sd", "array_nested_in_plain", "array_none_disclosed", "array_of_nulls", "array_of_objects",
	"array_of_scalars", "array_recursive_sd", "array_recursive_sd_some_disclosed", "header_mod", "key_binding", "no_sd", "object_data_types", "recursions"}

// selection is one of them.
type selection struct {
	Claims   yaml.Node `yaml:"user_claims"`
	Shown    any       `yaml:"holder_disclosed_claims"`
	Expected any       `yaml:"expect_verified_user_claims"`
	Bound    bool      `yaml:"key_binding"`
}

// marked returns the value of a node, and appends the pointers of what is marked
// as selectively disclosable.
func marked(t *testing.T, n *yaml.Node, at string, pointers *[]string) any {
	t.Helper()
	mark := func(of *yaml.Node, path string) {
		if of.Tag == "!sd" {
			*pointers = append(*pointers, path)
			of.Tag = ""
		}
	}
	switch n.Kind {
	case yaml.MappingNode:
		object := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			path := at + "/" + n.Content[i].Value // the names of the cases need no escape
			mark(n.Content[i], path)
			object[n.Content[i].Value] = marked(t, n.Content[i+1], path, pointers)
		}
		return object
	case yaml.SequenceNode:
		list := []any{}
		for i, e := range n.Content {
			path := at + "/" + strconv.Itoa(i)
			mark(e, path)
			list = append(list, marked(t, e, path, pointers))
		}
		return list
	}
	var v any
	require.NoError(t, n.Decode(&v))
	return v
}

// chosen returns the pointers of what a holder shows: whatever is not false,
// nothing or empty, and in it what it says about the parts.
func chosen(shown any, at string) (pointers []string) {
	switch v := shown.(type) {
	case bool:
		if v {
			return []string{at}
		}
	case map[string]any:
		for name, m := range v {
			pointers = append(pointers, chosen(m, at+"/"+name)...)
		}
		if len(v) > 0 && at != "" {
			pointers = append(pointers, at)
		}
	case []any:
		for i, e := range v {
			pointers = append(pointers, chosen(e, at+"/"+strconv.Itoa(i))...)
		}
		if len(v) > 0 {
			pointers = append(pointers, at)
		}
	}
	return pointers
}

// selects issues the claims of a case as an SD-JWT VC, shows what the holder
// chose, and compares what a verifier accepts (SD-7).
func selects(t *testing.T, text []byte) {
	var c selection
	require.NoError(t, yaml.Unmarshal(text, &c))
	var hidden []string
	claims := marked(t, &c.Claims, "", &hidden).(map[string]any)
	added := object{"iss": school, "vct": "urn:example:case", "nbf": 1767225600}
	maps.Copy(claims, added)

	world := verifytest.New(t)
	world.Issuer("school.example", proof.EdDSA)
	by := key.Signer{Key: world.Key("holder", proof.EdDSA)}
	o := proof.Options{Type: "dc+sd-jwt", Disclosable: append([]string{}, hidden...), Decoys: 2}
	if c.Bound {
		o.Holder = publicKey(by.Key)
	}
	doc, err := badge.Parse(marshal(claims))
	require.NoError(t, err)
	issued, err := proof.Sign(t.Context(), doc, proof.EdDSA, key.Signer{Key: world.Key("school.example", proof.EdDSA), Method: school + "#key-1"}, o)
	require.NoError(t, err)
	withheld := map[string]bool{}
	for _, p := range hidden {
		withheld[p] = true
	}
	for _, p := range chosen(c.Shown, "") {
		delete(withheld, p)
	}
	var hide []string
	for p := range withheld {
		hide = append(hide, p)
	}
	shown, err := proof.Disclose(t.Context(), issued, proof.Selection{Reveal: []string{""}, Withhold: hide})
	require.NoError(t, err)
	v := world.Verifier(verify.Issuers(school))
	judge := func(d *badge.Document) (*verify.Report, error) { return v.Verify(t.Context(), d.Bytes()) }
	if c.Bound {
		shown, err = proof.Bind(t.Context(), shown, proof.EdDSA, by, proof.Options{Challenge: asked.Value, Domain: asked.Domain, Created: world.Now()})
		require.NoError(t, err)
		judge = func(d *badge.Document) (*verify.Report, error) {
			return v.VerifyPresentation(t.Context(), d.Bytes(), asked)
		}
	}
	r, err := judge(shown)
	require.NoError(t, err, r)
	verified := parseTree(r.Document().JSON())
	for name := range added {
		delete(verified, name)
	}
	delete(verified, "cnf")
	expected, err := json.Marshal(c.Expected)
	require.NoError(t, err)
	require.JSONEq(t, string(expected), string(marshal(verified)))
}
