package ld

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// besides are the members that a stage reads and that are not in the table of
// decisive properties.
var besides = strings.Fields(
	"@context id type " + // checked where the nodes of a document are made
		"badge recipient name url revoked revocationList uid verification verify " + // of badges before Open Badges 3.0, which no linked-data proof secures
		"vp vc typ iss aud exp iat nbf status status_list vct " + // of tokens and of what a badge comes in
		"holder cnf kid jwk domain nonce") // of presentations and key bindings, which the holder signs

// foreign are decisive properties for other readers than those of this module.
var foreign = strings.Fields("issued confidenceMethod relatedResource renderMethod statusReference")

// source is what the files of a folder read of a document: the literals of calls
// of Member and At, and the names of the fields of its structs.
type source struct{ members, fields []string }

func sourceOf(t *testing.T, folder string) (s source) {
	paths, err := filepath.Glob(filepath.Join("..", "..", "..", folder, "*.go"))
	require.NoError(t, err)
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				s.members = append(s.members, namesAsked(n)...)
			case *ast.Field:
				if n.Tag != nil {
					tag, err := strconv.Unquote(n.Tag.Value)
					require.NoError(t, err)
					name, _, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
					s.fields = append(s.fields, name)
				}
			}
			return true
		})
	}
	return s
}

// namesAsked returns the member names that a call passes to Member, At or
// pathOf. A constant is not resolved: the names of constants are literals of
// another call.
func namesAsked(call *ast.CallExpr) (names []string) {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	if !slices.Contains([]string{"Member", "At", "pathOf", "member"}, name) {
		return nil
	}
	for _, argument := range call.Args {
		literal, ok := argument.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			continue
		}
		text, err := strconv.Unquote(literal.Value)
		if err != nil {
			continue
		}
		for step := range strings.SplitSeq(strings.TrimPrefix(text, "/"), "/") {
			if _, err := strconv.Atoi(step); err != nil {
				names = append(names, step)
			}
		}
	}
	return names
}

// TestReadersFollowTheTable: each member that a stage of a verification reads is a
// decisive property, so that no holder can move it; and each decisive property
// is read.
func TestReadersFollowTheTable(t *testing.T) {
	decisive := map[string]bool{}
	for iri := range vocabulary.EachDecisiveIRI {
		if d := vocabulary.DecisiveProperty(iri); d != nil && d.Home != 0 {
			for _, name := range d.Names {
				decisive[name] = true
			}
		}
	}
	stages, view, lists := sourceOf(t, "verify"), sourceOf(t, "badge"), sourceOf(t, "badge/status")
	require.Greater(t, len(stages.members), 30)
	for _, name := range stages.members {
		assert.True(t, decisive[name] || slices.Contains(besides, name), "a stage reads %s, which is not in the table", name)
	}
	read := slices.Concat(stages.members, view.members, view.fields, lists.members, lists.fields)
	for _, p := range []vocabulary.Period{vocabulary.PeriodVC2, vocabulary.PeriodVC1} {
		read = append(read, p.From, p.Until) // read by Document.Period
	}
	for name := range decisive {
		if slices.Contains(foreign, name) {
			continue
		}
		assert.True(t, slices.Contains(read, name), "%s decides and is not read", name)
	}
	for _, name := range foreign {
		assert.True(t, decisive[name], name)
		assert.False(t, slices.Contains(stages.members, name), "%s is read", name)
	}
	for _, name := range besides {
		assert.True(t, slices.Contains(slices.Concat(stages.members, view.members), name), "%s is not read", name)
	}
}
