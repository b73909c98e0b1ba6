package bake

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

var (
	update   = flag.Bool("update", false, "rewrite want.json of every vector")
	generate = flag.Bool("generate", false, "write the inputs of the vectors")
)

// Each folder of testdata/vectors is one case: a picture, what it was made
// for, and what this package makes of it. The tables of the rows in this
// package generate the pictures; -update writes want.json and nothing else.
const vectorDir = "testdata/vectors"

// maxVector is the size of the largest picture that is kept as a file.
const maxVector = 4 << 10

// outline is what a picture gives: want.json.
type outline struct {
	Code        string          `json:"code,omitempty"`   // of Extract
	Offset      int64           `json:"offset,omitempty"` // of that error
	Credentials []outlinePlace  `json:"credentials,omitempty"`
	Remarks     []string        `json:"remarks,omitempty"` // codes of Extract
	Embed       outlineRewriter `json:"embed"`
}

// outlinePlace is one credential of ExtractAll.
type outlinePlace struct {
	Slot Slot   `json:"slot"`
	Data string `json:"data,omitempty"`
	URL  string `json:"url,omitempty"`
}

// outlineRewriter is what Embed with Replace makes of the picture.
type outlineRewriter struct {
	Code string `json:"code,omitempty"`
}

// vectorRow is one case as the generator knows it.
type vectorRow struct{ id, picture string }

// vectorRows are all rows that are small enough to be kept.
func vectorRows() (rows []vectorRow) {
	for _, tt := range hostilePNG {
		rows = append(rows, vectorRow{tt.id, tt.picture})
	}
	for i := range len(pngSignature) {
		rows = append(rows, vectorRow{"P10/byte " + string(rune('0'+i)), broken(bakedPNG, i, 0x80)})
	}
	for _, tt := range hostileSVG {
		rows = append(rows, vectorRow{tt.id, tt.picture})
	}
	return rows
}

// files returns the name of the folder and what the generator writes into it.
func (r vectorRow) files(t *testing.T, verdict string) (folder string, files map[string]string) {
	id, variant, _ := strings.Cut(r.id, "/")
	standard, input := "png", "input.png"
	if id[0] == 'V' {
		standard, input = "svg", "input.svg"
	}
	title := vectorGroups[id]
	require.NotEmpty(t, title, "the group %s has no title", id)
	readme := id + ", " + title
	if variant != "" {
		readme += ": " + variant
	}
	slug := strings.Join(strings.Fields(strings.Map(func(c rune) rune {
		switch {
		case c >= 'A' && c <= 'Z':
			return c + 'a' - 'A'
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			return c
		}
		return ' '
	}, id+" "+variant)), "-")
	return standard + "-" + slug + "_" + verdict, map[string]string{input: r.picture, "README": readme + "\n"}
}

// outlineOf asks the package about a picture in every way it can be read.
func outlineOf(t *testing.T, picture string) (o outline) {
	all, err := ExtractAll(bytes.NewReader([]byte(picture)), Options{})
	p, errOne := extract(picture)
	streamed, errStream := Extract(iotest.HalfReader(strings.NewReader(picture)), Options{})
	require.Equal(t, codeOf(errOne), codeOf(errStream), "as a stream")
	require.Equal(t, p, streamed, "as a stream")
	if errOne == nil {
		at, err := ExtractAt(strings.NewReader(picture), int64(len(picture)), Options{})
		require.NoError(t, err)
		require.Equal(t, p, at, "as a file")
		for _, r := range p.Remarks {
			require.NotEmpty(t, r.Message)
			o.Remarks = append(o.Remarks, r.Code)
		}
	} else {
		require.Zero(t, p)
		o.Code = codeOf(errOne)
		require.NotEmpty(t, o.Code)
		var e *Error
		require.ErrorAs(t, errOne, &e)
		o.Offset = e.Offset
	}
	if err == nil {
		for _, p := range all {
			o.Credentials = append(o.Credentials, outlinePlace{p.Slot, string(p.Data), p.URL})
		}
	}
	if strings.HasPrefix(picture, "<") {
		list, err := InspectSVG(strings.NewReader(picture), Options{})
		require.True(t, err == nil || list == nil)
	}
	out, err := embed(picture, ob3JWS, Options{Replace: true})
	if err != nil {
		require.Empty(t, out, "something was written for a picture that was refused")
		o.Embed.Code = codeOf(err)
		return o
	}
	got, err := extract(out)
	require.NoError(t, err)
	got.Remarks = nil
	require.Equal(t, ob3JWS, got)
	return o
}

func (o outline) verdict() string {
	if o.Code != "" {
		return "refused"
	}
	return "read"
}

// TestVectors runs the folders, and shows that the generator makes exactly
// these.
func TestVectors(t *testing.T) {
	wanted := map[string]map[string]string{}
	for _, r := range vectorRows() {
		require.LessOrEqual(t, len(r.picture), maxVector, r.id)
		folder, files := r.files(t, outlineOf(t, r.picture).verdict())
		require.Nil(t, wanted[folder], "two rows are named %s", folder)
		wanted[folder] = files
		if *generate {
			require.NoError(t, os.MkdirAll(filepath.Join(vectorDir, folder), 0o755))
			for name, content := range files {
				require.NoError(t, os.WriteFile(filepath.Join(vectorDir, folder, name), []byte(content), 0o644))
			}
		}
	}
	folders, err := os.ReadDir(vectorDir)
	require.NoError(t, err)
	require.NotEmpty(t, folders, "there are no vectors")
	for _, f := range folders {
		t.Run(f.Name(), func(t *testing.T) { runVector(t, f.Name(), wanted[f.Name()]) })
	}
	require.Len(t, folders, len(wanted), "a vector is missing: run with -generate -update")
}

// runVector judges one folder, which holds the files of the generator and
// want.json.
func runVector(t *testing.T, folder string, files map[string]string) {
	dir := filepath.Join(vectorDir, folder)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for name := range files {
		require.FileExists(t, filepath.Join(dir, name))
	}
	var picture string
	for _, e := range entries {
		if e.Name() == "want.json" {
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		made, known := files[e.Name()]
		require.True(t, known, "%s is not a file that the generator makes", e.Name())
		require.True(t, made == string(content), "%s is not what the generator makes", e.Name())
		if strings.HasPrefix(e.Name(), "input.") {
			picture = string(content)
		}
	}
	got := outlineOf(t, picture)
	require.True(t, strings.HasSuffix(folder, "_"+got.verdict()), "the picture is %s", got.verdict())
	text, err := json.MarshalIndent(got, "", "\t")
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "want.json"), append(text, '\n'), 0o644))
	}
	want, err := os.ReadFile(filepath.Join(dir, "want.json"))
	require.NoError(t, err)
	require.JSONEq(t, string(want), string(text))
}

// vectorGroups say what the rows of one letter and number try.
var vectorGroups = map[string]string{
	"P01": "PNG §5.3, a checksum that does not match",
	"P02": "PNG §5.3, a chunk that declares a wrong length",
	"P04": "OB 3.0 §5.3.1, compressed text",
	"P06": "OB 3.0 §5.3.1, two credentials",
	"P07": "PNG §11.3.3, a keyword that is not exactly that of a slot",
	"P08": "PNG §5.6, data outside the picture",
	"P09": "PNG §5.6, chunks missing, repeated or out of order",
	"P10": "PNG §5.2, a damaged signature",
	"P11": "PNG §5.4, a chunk type that is not four letters",
	"P14": "PNG §11.3.3.4, a malformed iTXt chunk",
	"P15": "OB 2.0 Baking, text in another chunk than iTXt",
	"P16": "OB 3.0 §5.3.1, text that is not a credential",
	"P22": "PNG §11.3.2.3, a compressed colour profile that inflates to much",
	"P25": "Apple's CgBI before IHDR",
	"P23": "a file of another format",
	"V01": "XML §4.1, entities declared in the file",
	"V02": "XML §4.2.2, external entities",
	"V03": "Namespaces in XML §5, a prefix that means something else",
	"V05": "XML §3.1, an attribute twice",
	"V06": "OB 3.0 §5.3.2, two credentials",
	"V07": "OB 3.0 §5.3.2, a credential that is not a child of the root",
	"V08": "SVG 2 §5.1, a root that is not svg",
	"V09": "XML §2.1, a file that is not well-formed",
	"V10": "OB 3.0 §5.3.2, a credential with other content than text",
	"V11": "OB 3.0 §5.3.2, verify and body",
	"V12": "RFC 7515 §7.1, characters outside base64url",
	"V13": "XML §2.2, characters that XML does not allow",
	"V14": "XML §4.3.3, encodings and the XML declaration",
	"V15": "elements nested too deeply",
	"V16": "too many attributes",
	"V17": "too many namespace declarations",
	"V25": "a compressed SVG",
	"V26": "Namespaces in XML §6.3, verify in a namespace",
}
