package proof

import (
	"context"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// One look-up in the table of schemes serves a proof, with any number of keys.
func TestOneLookUp(t *testing.T) {
	ctx := context.Background()
	for s, by := range signers(t) {
		var looked []Scheme
		o := CheckOptions{lookedUp: func(s Scheme) { looked = append(looked, s) }}
		proofs, err := Find(signed(t, sample, s, Options{}))
		require.NoError(t, err)
		w, err := proofs[0].Validate(o)
		require.NoError(t, err)
		transformed, err := w.Transform(ctx)
		require.NoError(t, err)
		for b := range byte(5) {
			_, err := transformed.Verify(ctx, publicKey(t, ed25519Secret(b+7)))
			require.Contains(t, []string{codeKeyType, codeSignature}, code(err))
		}
		_, err = transformed.Verify(ctx, publicKey(t, by.Key))
		require.NoError(t, err)
		require.Equal(t, []Scheme{s}, looked)
		_, err = proofs[0].Verify(ctx, publicKey(t, by.Key), o)
		require.NoError(t, err)
		require.Equal(t, []Scheme{s, s}, looked)
	}
}

// One function verifies signatures, and asks for the work first. It is that of
// a proof that has been opened, which every Transformed is.
func TestSignaturesAreCheckedInOnePlace(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	callers := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(gotoken.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		for _, d := range file.Decls {
			ast.Inspect(d, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				called, ok := call.Fun.(*ast.SelectorExpr)
				if !ok || called.Sel.Name != "verify" {
					return true
				}
				if field, ok := called.X.(*ast.SelectorExpr); ok && field.Sel.Name == "row" || isIdent(called.X, "row") {
					callers[receiver(d)] = true
				}
				return true
			})
		}
	}
	require.Equal(t, map[string]bool{"opened": true}, callers)
}

func isIdent(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

func receiver(d ast.Decl) string {
	fn, ok := d.(*ast.FuncDecl)
	if !ok || fn.Recv == nil {
		return ""
	}
	typ := fn.Recv.List[0].Type
	if pointer, ok := typ.(*ast.StarExpr); ok {
		typ = pointer.X
	}
	return typ.(*ast.Ident).Name
}
