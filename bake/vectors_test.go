package bake

import (
	"bytes"
	"encoding/json"
	"flag"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify/vectortest"
)

var (
	update   = flag.Bool("update", false, "rewrite want.json of every vector")
	generate = flag.Bool("generate", false, "write the folders of the vectors")
)

// Each vector is a picture, what it was made for, and what this package makes
// of it. The tables of the rows in this package generate the pictures;
// -update writes want.json and nothing else.

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

// files returns the name of the folder without the verdict, and what the
// generator writes into it.
func (r vectorRow) files(t *testing.T) (slug string, files vectortest.Files) {
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
	return standard + "-" + vectortest.Slug(r.id), vectortest.Files{input: r.picture, "README": readme + "\n"}
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

// text writes want.json.
func (o outline) text(t *testing.T) string {
	text, err := json.MarshalIndent(o, "", "\t")
	require.NoError(t, err)
	return string(text) + "\n"
}

// RE-39, RE-40, RE-41: TestVectors runs the folders, and shows that the generator makes exactly
// these.
func TestVectors(t *testing.T) {
	made := map[string]vectortest.Files{}
	for _, r := range vectorRows() {
		require.LessOrEqual(t, len(r.picture), maxVector, r.id)
		slug, files := r.files(t)
		require.Nil(t, made[slug], "two rows are named %s", slug)
		made[slug] = files
	}
	vectortest.Suite{
		Made: made,
		Judge: func(t *testing.T, files vectortest.Files) (verdict, want string) {
			o := outlineOf(t, files["input.png"]+files["input.svg"])
			return o.verdict(), o.text(t)
		},
		Generate: *generate,
		Update:   *update,
	}.Run(t)
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
