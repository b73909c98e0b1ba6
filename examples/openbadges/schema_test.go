package main

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
)

// lineSchema is the schema that the program prints.
var lineSchema = sync.OnceValue(func() *jsonschema.Schema { return jsonschema.MustCompileString("line.json", schema) })

// requireLine requires a line of -json to follow the schema.
func requireLine(t *testing.T, text string) {
	t.Helper()
	var value any
	require.NoError(t, json.Unmarshal([]byte(text), &value), text)
	require.NoError(t, lineSchema().Validate(value), text)
}

func TestSchema(t *testing.T) {
	status, out, complaint := openbadges(t, "schema")
	require.Equal(t, exitAccepted, status, complaint)
	require.Equal(t, schema, out)
	status, _, complaint = openbadges(t, "schema", "report")
	require.Equal(t, exitUsage, status)
	require.Contains(t, complaint, "takes no arguments")
}

// The schema refuses what no version prints: further members, missing members,
// and other values, at each level.
func TestSchemaIsStrict(t *testing.T) {
	d := newDesk(t)
	_, out, _ := d.check(nil, "-json", "-at", now, "-web", "@web.json", "@badge.png")
	requireLine(t, out)
	for _, change := range [][2]string{
		{`{"file"`, `{"more":1,"file"`}, {`"slot"`, `"more":1,"slot"`}, {`"report":{`, `"report":{"more":1,`}, {`{"stage"`, `{"more":1,"stage"`},
		{`"issuer":{`, `"issuer":{"more":1,`}, {`"claims":{`, `"claims":{"more":1,`}, {`"document":{`, `"document":{"more":1,`}, {`"proofs":[{`, `"proofs":[{"more":1,`},
		{`"verdict":"accepted"`, `"verdict":"valid"`}, {`"outcome":"passed"`, `"outcome":"ok"`}, {`"stage":"time"`, `"stage":"clock"`}, {`"code":"`, `"code":"Not a code`},
		{`"pointer":"/proof/0"`, `"pointer":"proof"`}, {`"binding":"did:web"`, `"binding":"known"`}, {`"sha256":"`, `"sha256":"0`}, {`"kind":"credential"`, `"kind":"Assertion"`},
		{`"decided":true`, `"decided":1`}, {`"file"`, `"name"`}, {`"outcome":"passed"`, `"outcome":"passed","departure":false`},
	} {
		changed := strings.Replace(out, change[0], change[1], 1)
		require.NotEqual(t, out, changed, change)
		var value any
		require.NoError(t, json.Unmarshal([]byte(changed), &value))
		require.Error(t, lineSchema().Validate(value), change)
	}
}

// The enumerations of the schema are those of the library.
func TestSchemaEnumerations(t *testing.T) {
	enumeration := func(path string) (values []string) {
		var at any
		require.NoError(t, json.Unmarshal([]byte(schema), &at))
		for _, step := range strings.Split(path, "/") {
			at = at.(map[string]any)[step]
		}
		for _, v := range at.(map[string]any)["enum"].([]any) {
			values = append(values, v.(string))
		}
		return values
	}
	var outcomes []string
	for o := range verify.Outcome(5) {
		outcomes = append(outcomes, o.String())
	}
	require.ElementsMatch(t, outcomes, enumeration("$defs/check/properties/outcome"))
	var stages []string
	d := newDesk(t)
	_, all := d.lines("-web", "@web.json", "@badge.png")
	for _, c := range all[0].Report.Checks {
		stages = append(stages, c.Stage)
	}
	require.Equal(t, slices.Compact(stages), enumeration("$defs/check/properties/stage"))
	require.Equal(t, []string{string(verify.BindingPinned), string(verify.BindingDIDWeb), string(verify.BindingHosted), string(verify.BindingOrigin),
		string(verify.BindingSelfAsserted), string(verify.BindingNone)}, enumeration("$defs/binding"))
	require.Equal(t, []string{string(badge.OB3), string(badge.OB3VCDM1), string(badge.SDJWTVC), string(badge.OB2), string(badge.OB11), string(badge.OB10), string(badge.OB05), string(badge.VersionUnknown)},
		enumeration("$defs/report/properties/document/properties/version"))
	for code := range verify.Codes() {
		require.Regexp(t, `^[a-z0-9_]+(\.[a-z0-9_]+)+$`, code)
	}
}
