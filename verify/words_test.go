package verify_test

import (
	"go/ast"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// privateIdiom matches turns of phrase that a reader whose first language is
// not English reads twice. Each row says what to write instead.
var privateIdiom = []struct {
	pattern *regexp.Regexp
	except  *regexp.Regexp // plain phrases that the pattern would match; may be nil
	instead string
}{
	// Negation and limits.
	{idiomPattern(`(is|are|was|were|be) no [a-z]+`), idiomPattern(`there (is|are|was|were) no|(is|are|there) no (longer|more|less|later|earlier|such)|(is|are) there no`), `"is not a …"`},
	{idiomPattern(`(is|are|has|have|had|hold|holds|carry|carries|cannot|can|nothing|anything|everything|nobody|none|all|no [a-z]+) but`), nil, `"only", "except"`},
	{idiomPattern(`none of|(is|are|was|were|be) none|none that|none but`), idiomPattern(`there (is|are) none`), `"is not a …", "no … is …"`},
	{idiomPattern(`in vain|for good|be it|be they|all the same|nay|naught|nought`), nil, `the plain word`},
	// Duty and future.
	{idiomPattern(`(has|have|had|having) to`), nil, `"must" or "should"`},
	{idiomPattern(`(is|are|was|were) to (be|come|have)`), nil, `"must be", "will be", "in the future"`},
	// Words that join sentences and say nothing.
	{idiomPattern(`told|heed|heeds|heeded`), nil, `"reported", "configured", "observed"`},
	{idiomPattern(`handed|(hand|hands|handing) (a|an|it|its|out|over|on|in|to|the|back|them|nothing)`), nil, `"supplied", "passed", "returned"`},
	{regexp.MustCompile(`(?i)\bof (its|their|his|her|our|your|one's) own\b( (and|or|that|which|is|are|has|have|for|in|with|to)\b|[^ ]|$)`), nil, `"separate", "own", or nothing`},
	{idiomPattern(`by (itself|themselves|himself)`), nil, `"alone", "separately"`},
	{idiomPattern(`(go|goes|went) by|(let|lets|letting) go|(live|lives) (with|by)`), nil, `the plain verb`},
	{idiomPattern(`(stand|stands|stood|standing) (at|in|there|here|under|between|alone|once|twice|outside|beside|apart|where|on|before|behind)`), idiomPattern(`stands? in (for|the way)`), `"is"`},
	// Documents are not persons.
	{idiomPattern(`(say|says|said) (it|them|him)sel(f|ves)|(it|them)sel(f|ves) (say|says)`), nil, `the plain verb`},
	{idiomPattern(`(is|are) for [a-z' ]+ to (say|know|decide|judge)`), nil, `"… decides"`},
	{idiomPattern(`none of (its|their) business|the last word|keeps? silent|(is|are) silent|speaks?`), nil, `a plain sentence`},
	// Old words.
	{idiomPattern(`lest|whence|wherein|thereof|thereby|hereby|albeit|hitherto|whereof|befits?|betrays?|amiss|mends?`), nil, `a word of today`},
	// Articles and terms.
	{idiomPattern(`an (URL|URI|UUID|P-[0-9]+|UTF|JSON|JWT|JWS|JWK|DID|PNG|CLR|PEM)`), nil, `"a"`},
	{idiomPattern(`a (RSA|SVG|IRI|ECDSA|EdDSA|Ed25519|HTTP|HTTPS|HTML|XML|RDF|N-Quads|OB)`), nil, `"an"`},
	{regexp.MustCompile(`(?i), want "|\bwant (a|an|one|the|%|[0-9])`), nil, `"wanted"`},
	{idiomPattern(`found a JSON absent|absent (member|property|properties|claim|field)s?`), nil, `"missing"`},
	// A sentence begins with its subject: a noun.
	{regexp.MustCompile(`(^|[.:;] )(Who|What|Whose|Whoever|Whatever)\b[^.:?]*([.;]|$)`), nil, `the noun as the subject`},
}

// idiomPattern matches whole words, upper or lower case.
func idiomPattern(words string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(` + words + `)\b`)
}

// plainAllTheSame lists texts that a pattern matches although they are plain,
// each with the reason.
var plainAllTheSame = map[string]string{
	"a design of their own": "data of a sample badge, which signed vectors contain",
}

// wordsPending lists the folders whose texts are still to be read.
var wordsPending = []string{}

// TestWords holds comments, errors and documentation to plain technical English.
func TestWords(t *testing.T) {
	used := map[string]bool{}
	texts := 0
	require.NoError(t, filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		folder, _ := filepath.Rel("..", filepath.Dir(name))
		folder = filepath.ToSlash(folder)
		switch {
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "testdata" || entry.Name() == "node_modules"):
			return fs.SkipDir
		case entry.IsDir(), slices.Contains(wordsPending, folder), filepath.Base(name) == "words_test.go":
			return nil
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, text := range prose(t, name, string(source)) {
			texts++
			if found, instead := idiom(text, used); found != "" {
				t.Errorf("%s: %q; better: %s: %s", name, found, instead, text)
			}
		}
		return nil
	}))
	for phrase, reason := range plainAllTheSame {
		assert.True(t, used[phrase], "an exception that is not needed: %s", phrase)
		assert.NotEmpty(t, reason, phrase)
	}
	t.Logf("%d texts", texts)
}

// idiom returns the first turn of phrase of the table in a text, and records
// the exceptions that it used.
func idiom(text string, used map[string]bool) (found, instead string) {
	for phrase := range plainAllTheSame {
		if strings.Contains(text, phrase) {
			used[phrase] = true
			text = strings.ReplaceAll(text, phrase, "")
		}
	}
	for _, row := range privateIdiom {
		plain := text
		if row.except != nil {
			plain = row.except.ReplaceAllString(text, "")
		}
		if found := row.pattern.FindString(plain); found != "" {
			return found, row.instead
		}
	}
	return "", ""
}

// prose returns the texts of a file, each paragraph on one line: of Markdown
// everything, of Go the comments and, outside tests, the strings of several words.
func prose(t *testing.T, name, source string) (texts []string) {
	switch {
	case path.Ext(name) == ".md":
		return paragraphs(source)
	case path.Ext(name) != ".go":
		return nil
	}
	file := parsedText(t, source)
	for _, group := range file.Comments {
		texts = append(texts, paragraphs(group.Text())...)
	}
	if strings.HasSuffix(name, "_test.go") {
		return texts
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if text, err := strconv.Unquote(literal.Value); err == nil && strings.Contains(text, " ") {
				texts = append(texts, paragraphs(text)...)
			}
		}
		return true
	})
	return texts
}

// paragraphs splits a text where a line is empty, and joins the lines between.
func paragraphs(text string) (texts []string) {
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		texts = append(texts, strings.Join(strings.Fields(paragraph), " "))
	}
	return texts
}

func TestIdiom(t *testing.T) {
	for _, text := range []string{
		"the value is no URL", "The list has but an id.", "the caller has to close it", "what was handed in",
		"The list goes by id.", "It is an URL.", "found a JSON absent", "What decides is signed.", "an P-256 key",
		"The date is to come.", "a document of its own", "It is for the reader to know.", "what stands in Extra", `found "x", want "y"`,
	} {
		found, _ := idiom(text, map[string]bool{})
		assert.NotEmpty(t, found, text)
	}
	for _, text := range []string{
		"The value is not a URL.", "There is no limit.", "The caller must close it.", "It is no longer valid.",
		"Only the id is read.", "What is a badge? A credential.", "an RSA key, a P-256 key",
	} {
		found, _ := idiom(text, map[string]bool{})
		assert.Empty(t, found, text)
	}
}
