package rules

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify/vectortest"
)

var (
	generate = flag.Bool("generate", false, "write the folders of the vectors")
	update   = flag.Bool("update", false, "rewrite want.json of every vector")
)

// maxVector is the size of the largest document that is kept as a file.
const maxVector = 8 << 10

// vectorConfig is config.json. A missing property is not used.
type vectorConfig struct {
	Issuing    bool              `json:"issuing,omitempty"`
	Extensions []vectorExtension `json:"extensions,omitempty"`
}

type vectorExtension struct {
	Type    string          `json:"type,omitempty"`
	URL     string          `json:"url,omitempty"`
	Context json.RawMessage `json:"context,omitempty"`
	Schema  json.RawMessage `json:"schema,omitempty"`

	// Repaired is the change of Context or Schema to the published text.
	Repaired string `json:"repaired,omitempty"`
}

// vectorWant is want.json.
type vectorWant struct {
	Verdict  string          `json:"verdict"`
	Problems []vectorProblem `json:"problems"`
}

type vectorProblem struct {
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Path     string `json:"path"`
	Decides  bool   `json:"decides,omitempty"`
}

// vectorsMade has a folder for the first row of the tables that gives a code
// with a severity, when reading and when issuing, and one for the first row of
// each table without problems.
func vectorsMade(t *testing.T) map[string]vectortest.Files {
	made, seen := map[string]vectortest.Files{}, map[string]bool{}
	for _, table := range slices.Sorted(maps.Keys(allCases)) {
		c := allCases[table]()
		for _, r := range c.rows {
			d := c.document(t, r)
			code := ""
			for _, want := range append(slices.Clone(r.want), table) {
				word, _, _ := strings.Cut(want, " ")
				if key := side(c.issuing) + word; !seen[key] && len(d.Bytes()) <= maxVector && (want != table || r.want == nil) {
					seen[key], code = true, strings.TrimRight(word, "?!")
					break
				}
			}
			if code == "" {
				continue
			}
			slug := vectortest.Slug(standardOf(d) + " " + side(c.issuing) + " " + code + " " + r.id)
			require.Nil(t, made[slug], "two rows are named %s", slug)
			made[slug] = vectortest.Files{"input.json": string(d.Bytes()), "config.json": c.config(t), "README": readme(standardOf(d), code, r.id)}
		}
	}
	return made
}

func side(issuing bool) string {
	if issuing {
		return "issuing "
	}
	return ""
}

// standardOf is the standard that the name of a document's folder contains.
func standardOf(d *badge.Document) string {
	if d.Version().Before3() {
		return "ob2"
	}
	return "ob3"
}

// readme is the one line of README: the row, the section of the rule, which
// can be stated by two standards, and its code.
func readme(standard, code, id string) string {
	section := ""
	for _, r := range rows() {
		if r.code == code && (section == "" || strings.HasPrefix(r.section, "OB 2") == (standard == "ob2")) {
			section = r.section
		}
	}
	if section == "" {
		return id + ", no problem in this group of rules\n"
	}
	return id + ", " + section + ", " + code + "\n"
}

// config writes config.json.
func (c cases) config(t *testing.T) string {
	config := vectorConfig{Issuing: c.issuing}
	for _, e := range c.extensions {
		config.Extensions = append(config.Extensions, vectorExtension{e.Type, e.URL, e.Context, e.Schema, e.Repaired})
	}
	return indented(t, config)
}

func indented(t *testing.T, v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "\t")
	require.NoError(t, e.Encode(v))
	return b.String()
}

// judgeVector calls the public functions with the document of a folder.
func judgeVector(t *testing.T, files vectortest.Files) (verdict, want string) {
	var config vectorConfig
	decoder := json.NewDecoder(strings.NewReader(files["config.json"]))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&config))
	d, err := badge.Parse([]byte(files["input.json"]))
	require.NoError(t, err)
	var extensions []badge.Extension
	for _, e := range config.Extensions {
		extensions = append(extensions, badge.Extension{Type: e.Type, URL: e.URL, Context: e.Context, Schema: e.Schema, Repaired: e.Repaired})
	}
	problems := Validate(d, extensions...)
	if config.Issuing {
		problems = ForIssue(d, extensions...)
	}
	result := vectorWant{Verdict: "valid", Problems: []vectorProblem{}}
	for _, p := range problems {
		switch {
		case p.Severity == badge.SeverityError:
			result.Verdict = "invalid"
		case result.Verdict == "valid":
			result.Verdict = "warned"
		}
		result.Problems = append(result.Problems, vectorProblem{p.Severity.String(), p.Code, p.Path, p.Decides})
	}
	return result.Verdict, indented(t, result)
}

func TestVectors(t *testing.T) {
	vectortest.Suite{Made: vectorsMade(t), Judge: judgeVector, Generate: *generate, Update: *update}.Run(t)
}

// Each code of a rule has a vector.
func TestVectorsHaveEveryCode(t *testing.T) {
	met := map[string]bool{}
	for _, files := range vectortest.Read(t) {
		var want vectorWant
		require.NoError(t, json.Unmarshal([]byte(files[vectortest.Want]), &want))
		for _, p := range want.Problems {
			met[p.Code] = true
		}
	}
	for r := range All() {
		require.True(t, met[r.Code], r.Code)
	}
}
