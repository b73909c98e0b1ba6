package verify_test

import (
	"encoding/json"
	"path/filepath"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify"
)

// reportSchema is the part of the schema of the command that describes a report.
var reportSchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	file, err := filepath.Abs("../examples/openbadges/schema.json")
	if err != nil {
		return nil, err
	}
	return jsonschema.NewCompiler().Compile("file://" + filepath.ToSlash(file) + "#/$defs/report")
})

// requireSchema requires the JSON of a report to follow its published schema.
func requireSchema(t *testing.T, r *verify.Report) {
	t.Helper()
	schema, err := reportSchema()
	require.NoError(t, err)
	text, err := json.Marshal(r)
	require.NoError(t, err)
	var value any
	require.NoError(t, json.Unmarshal(text, &value))
	require.NoError(t, schema.Validate(value), string(text))
	same, err := verify.ReportByReflection(r)
	require.NoError(t, err)
	require.Equal(t, string(same), string(text))
}

// The JSON of an empty report follows the schema too. Those of the vectors are
// compared where the vectors run.
func TestSchemaOfEmptyReport(t *testing.T) {
	requireSchema(t, &verify.Report{})
}
