package verify_test

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// nameBudget is how many exported names, methods counted, a package may have.
// A reader must learn each of them, so raise a row only with a reason beside it.
var nameBudget = map[string]int{
	"badge":       111, // one of them Quote, for programs that show text from badges
	"badge/tree":  26,
	"badge/rules": 8,
	// 34, keys of holders, dates that are said twice, and histories of keys (2).
	"badge/key":   38,
	"badge/proof": 55, // 50, histories of keys, tokens that are not badges, key bindings of SD-JWTs (2), and objects that are not badges
	// 24, and status list tokens: their list (8), claims (3), the claim of a badge
	// (2), type and values (3).
	// Reading and writing aggregations of them (2).
	"badge/status": 42,
	// 45 and what converting asks (Conversion), requests for both agents (2), full
	// views and local times (2), builders of classes and issuers (5), lists of
	// recipients (2), endorsements (2), changes since an award (1), names of
	// holders (2).
	"badge/edubadges":    62,
	"badge/batch":        3,
	"badge/display":      12, // languages (3), texts and labels (3), facts (4), a date, the style
	"badge/presentation": 9,  // 2, and requests (7)
	"badge/webvh":        13, // reading a log: 8; making one: 4, and approving it
	"issuer":             27, // 22, status list tokens, claims, and the time line of keys (3)
	// 34 and calls for many (6), suspension and reasons (3), and an error for each
	// way in which a change is refused (7).
	// One more for private pages, 4 for answers that read no body, and 2 for Token
	// Status Lists, with one for the aggregation of them. One for the log of a
	// did:webvh.
	"issuer/host": 59,
	// Proofs and what they prove (3), whom to believe (2), kinds (3), and five calls.
	"verify/archive/timeproof": 13,

	// Making one (3) and what is in it (13); levels and verdicts (10); checking and
	// results (7); words for people (2).
	"verify/archive": 35,

	// 98 and Budget, which makes every limit one that a caller can raise, one more
	// kind of request, and holders who prove to be the recipient (3). One more kind
	// of request for the logs of did:webvh. The lists of an aggregation, and the
	// kind of request for it.
	"verify":            106,
	"verify/did":        14, // 12, the keys of an issuer for a token that names none, and versions of a did:webvh
	"verify/fetch":      10, // 8, Close for the connections that are kept, and a request to a time stamping authority
	"verify/summary":    15, // 8, a report in HTML: Input, Article, Page, Style; a table: Row, Totals; and both languages at once
	"verify/verifytest": 25, // 18, and an office that publishes over HTTPS
	"bake":              26,
}

// freeMethods are the methods that fmt, errors, encoding and sort ask for.
var freeMethods = []string{"String", "GoString", "Format", "Error", "Unwrap", "Is", "As",
	"MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText"}

// standardWords are the packages whose constants of a named string type are
// identifiers of the standards or names of fields, which cost a reader nothing.
var standardWords = []string{"badge", "badge/key", "badge/proof", "badge/status", "badge/edubadges", "bake"}

func TestNameBudget(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range goList(t, "./...") {
		budget, listed := nameBudget[p.rel()]
		if !listed {
			require.True(t, p.Name == "main" || strings.Contains(p.rel(), "internal/") || anyCovers([]string{"examples/...", "issuer/host/hosttest", "verify/vectortest"}, p.rel()),
				"%s has no budget of exported names", p.rel())
			continue
		}
		seen[p.rel()] = true
		names := exportedNames(parsed(t, p.Dir, p.GoFiles), slices.Contains(standardWords, p.rel()))
		assert.LessOrEqual(t, len(names), budget, "%s exports %d names: %s", p.rel(), len(names), strings.Join(names, " "))
	}
	for name := range nameBudget {
		assert.True(t, seen[name], "%s has a budget and does not exist", name)
	}
}

// exportedNames lists what the files export: types, functions, variables,
// constants, and methods of exported types. Constants for codes are left out,
// and, where asked, constants of a named string type.
func exportedNames(files []*ast.File, words bool) (names []string) {
	add := func(name string) {
		if ast.IsExported(strings.TrimPrefix(name[strings.LastIndexByte(name, '.')+1:], "*")) && !strings.HasPrefix(name, "Code") {
			names = append(names, name)
		}
	}
	for _, file := range files {
		for _, decl := range file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				switch owner := receiver(d); {
				case owner == "":
					add(d.Name.Name)
				case ast.IsExported(owner) && !slices.Contains(freeMethods, d.Name.Name):
					add(owner + "." + d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					for _, name := range specNames(d.Tok, spec, words) {
						add(name)
					}
				}
			}
		}
	}
	slices.Sort(names)
	return names
}

func specNames(kind token.Token, spec ast.Spec, words bool) (names []string) {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		names = append(names, s.Name.Name)
	case *ast.ValueSpec:
		if words && kind == token.CONST && s.Type != nil && isText(s.Values) {
			return nil
		}
		for _, name := range s.Names {
			names = append(names, name.Name)
		}
	}
	return names
}

func isText(values []ast.Expr) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(v ast.Expr) bool {
		literal, ok := v.(*ast.BasicLit)
		_, named := v.(*ast.SelectorExpr) // a constant of the vocabulary
		return !named && (!ok || literal.Kind != token.STRING)
	})
}

// receiver returns the name of the type that a method belongs to.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	expr := f.Recv.List[0].Type
	if star, ok := expr.(*ast.StarExpr); ok {
		expr = star.X
	}
	if index, ok := expr.(*ast.IndexExpr); ok {
		expr = index.X
	}
	name, _ := expr.(*ast.Ident)
	if name == nil {
		return ""
	}
	return name.Name
}

// The budget would be worth nothing if these were counted otherwise.
func TestExportedNames(t *testing.T) {
	const source = `package p
const (
	Word Kind = "word"
	CodeX = "x"
	Limit = 3
)
type Kind string
type hidden int
func (Kind) String() string { return "" }
func (Kind) Known() bool { return true }
func (hidden) Seen() {}
func New() Kind { return "" }
func private() {}
var ErrX, errY error
`
	file := parsedText(t, source)
	require.Equal(t, []string{"ErrX", "Kind", "Kind.Known", "Limit", "New"}, exportedNames([]*ast.File{file}, true))
	require.Equal(t, []string{"ErrX", "Kind", "Kind.Known", "Limit", "New", "Word"}, exportedNames([]*ast.File{file}, false))
}
