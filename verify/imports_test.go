package verify_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/openbadges-go/openbadges"

// mayImport lists every package of the module with the packages of the module
// that its code (not its tests) may import. A pattern stands for all below it.
var mayImport = map[string][]string{
	"bake": nil,

	"badge/internal/jsontext":    {"badge/internal/multiformat", "badge/internal/vocabulary"},
	"badge/internal/cost":        nil,
	"badge/internal/rdf":         {"badge/internal/cost", "badge/internal/multiformat"},
	"badge/internal/rdf/rdftest": {"badge/internal/rdf"},
	"badge/internal/multiformat": nil,
	"badge/internal/reftest":     nil,
	"badge/internal/vocabulary":  nil,
	"badge/internal/sdtext":      {"badge/internal/jsontext", "badge/internal/multiformat"},
	"badge/internal/schema":      {"badge/internal/jsontext", "badge/internal/vocabulary"},
	"badge/internal/ld":          {"badge/internal/cost", "badge/internal/jsontext", "badge/internal/rdf", "badge/internal/vocabulary"},

	"badge/tree":   {"badge/internal/jsontext"},
	"badge":        {"badge/tree", "badge/internal/jsontext", "badge/internal/sdtext", "badge/internal/vocabulary"},
	"badge/rules":  {"badge", "badge/status", "badge/tree", "badge/internal/jsontext", "badge/internal/multiformat", "badge/internal/schema", "badge/internal/vocabulary"},
	"badge/key":    {"badge", "badge/tree", "badge/internal/jsontext", "badge/internal/multiformat", "badge/internal/vocabulary"},
	"badge/proof":  {"badge", "badge/tree", "badge/key", "badge/internal/cost", "badge/internal/jsontext", "badge/internal/ld", "badge/internal/rdf", "badge/internal/multiformat", "badge/internal/sdtext", "badge/internal/vocabulary"},
	"badge/status": {"badge", "badge/tree", "badge/internal/jsontext", "badge/internal/multiformat"},
	"badge/batch":  nil,

	"badge/presentation": {"badge", "badge/key", "badge/proof", "badge/tree", "badge/internal/jsontext"},

	"badge/edubadges": {"badge", "badge/internal/jsontext", "badge/internal/multiformat", "badge/internal/vocabulary", "badge/tree"},

	"badge/display": {"badge", "badge/edubadges"},

	"badge/webvh": {"badge", "badge/key", "badge/internal/jsontext", "badge/internal/multiformat"}, // not proof: the caller passes in the check

	"verify/did":               {"badge", "badge/key", "badge/webvh"},
	"verify/fetch":             {"badge", "verify"}, // for the types of verify.Fetcher; never the other way round
	"verify":                   {"bake", "badge", "badge/batch", "badge/key", "badge/proof", "badge/rules", "badge/status", "badge/tree", "verify/did"},
	"verify/archive/timeproof": {"badge", "badge/key", "badge/proof"},

	"verify/verifytest": {"badge/...", "bake", "issuer/...", "verify/..."},
	"verify/summary":    {"badge", "badge/display", "badge/key", "verify"},
	"verify/archive":    {"badge", "badge/display", "badge/key", "badge/tree", "verify", "verify/archive/timeproof", "verify/summary"},
	"verify/vectortest": nil,

	"issuer":               {"badge", "badge/batch", "badge/key", "badge/proof", "badge/rules", "badge/status", "badge/tree"},
	"issuer/host":          {"badge", "badge/display", "badge/key", "badge/proof", "badge/status", "badge/tree", "badge/webvh", "issuer"},
	"issuer/host/hosttest": {"badge", "badge/key", "badge/proof", "badge/status", "issuer", "issuer/host"},

	"examples/...": {"examples/internal/lists", "examples/quickstart/art", "bake", "badge", "badge/batch", "badge/key", "badge/proof", "badge/rules", "badge/status", "badge/tree", "badge/edubadges", "badge/presentation", "badge/display", "issuer", "issuer/host", "verify", "verify/archive", "verify/archive/timeproof", "verify/did", "verify/fetch", "verify/summary"},
}

// quarantine lists every import from outside the module and the standard
// library, and the dangerous ones of the latter, with the packages whose code
// may have it. An import of another module that is not here fails.
var quarantine = map[string][]string{
	"github.com/piprate/json-gold/...":          {"badge/internal/ld"},
	"github.com/santhosh-tekuri/jsonschema/...": {"badge/internal/schema"},
	"github.com/lestrrat-go/...":                {"badge/proof"},
	// For keys and signatures of ES256K, which the standard library does not have:
	// key checks the point, as it checks every other key, and proof the signature.
	"github.com/decred/dcrd/...": {"badge/key", "badge/proof"},
	// For the QR code of a printed page: 1,200 lines without dependencies.
	"rsc.io/qr/...":                   {"issuer/host"},
	"github.com/stretchr/testify/...": nil,
	"go.yaml.in/yaml/...":             nil,                                                                  // which testify brings: tests read reference data with it
	"net/http/...":                    {"verify/fetch", "issuer/host", "examples/...", "verify/verifytest"}, // the last serves tests
	"net":                             {"verify/fetch", "examples/..."},
	"os/exec":                         {"issuer/host/hosttest"}, // runs its own test program again
	"plugin":                          nil,
	"unsafe":                          nil,
	"C":                               nil,
}

// testOnly are the packages that only tests import.
var testOnly = []string{"badge/internal/reftest", "verify/verifytest", "verify/vectortest", "issuer/host/hosttest"}

// listed is what go list tells about a package.
type listed struct {
	ImportPath, Dir, Name, Export      string
	GoFiles, TestGoFiles, XTestGoFiles []string
	Imports, TestImports, XTestImports []string
	Standard                           bool
}

// rel is the path of the package inside the module, "" for the module's root.
func (p listed) rel() string {
	return strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
}

// goList runs go list in the root of the module.
func goList(t *testing.T, args ...string) (packages []listed) {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Dir,Name,Export,Standard,GoFiles,TestGoFiles,XTestGoFiles,Imports,TestImports,XTestImports"}, args...)...)
	cmd.Dir = ".."
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else {
			require.NoError(t, err)
		}
		packages = append(packages, p)
	}
	require.NotEmpty(t, packages)
	return packages
}

// covers reports whether a pattern names the import path.
func covers(pattern, name string) bool {
	prefix, below := strings.CutSuffix(pattern, "/...")
	return name == prefix || below && strings.HasPrefix(name, prefix+"/")
}

func anyCovers(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return covers(pattern, name) })
}

// row returns the row of a table whose pattern names the import path.
func row(table map[string][]string, name string) (allowed []string, found bool) {
	for pattern, allowed := range table {
		if covers(pattern, name) {
			return allowed, true
		}
	}
	return nil, false
}

// ours returns the path inside the module of an import, if it is one of ours.
func ours(name string) (string, bool) {
	if name == module {
		return "", true
	}
	return strings.CutPrefix(name, module+"/")
}

// thirdParty reports whether an import is neither ours nor of the standard library.
func thirdParty(name string) bool {
	_, own := ours(name)
	first, _, _ := strings.Cut(name, "/")
	return !own && strings.Contains(first, ".")
}

// importFault says what is wrong with one import in the code of a package.
func importFault(from, name string) string {
	if own, ok := ours(name); ok {
		allowed, known := row(mayImport, from)
		switch {
		case !known:
			return "the package is not in the table"
		case slices.Contains(testOnly, own):
			return fmt.Sprintf("%s is for tests only", own)
		case !anyCovers(allowed, own):
			return fmt.Sprintf("it may not import %s", own)
		}
		return ""
	}
	allowed, listed := row(quarantine, name)
	switch {
	case listed && !anyCovers(allowed, from):
		return fmt.Sprintf("it may not import %s", name)
	case !listed && thirdParty(name):
		return fmt.Sprintf("%s is a module nobody agreed on", name)
	}
	return ""
}

func TestImports(t *testing.T) {
	for _, p := range goList(t, "./...") {
		t.Run(p.rel(), func(t *testing.T) {
			_, known := row(mayImport, p.rel())
			require.True(t, known, "the package is not in the table of imports")
			for _, name := range p.Imports {
				require.Empty(t, importFault(p.rel(), name))
			}
			for _, name := range append(p.TestImports, p.XTestImports...) {
				_, agreed := row(quarantine, name)
				require.True(t, agreed || !thirdParty(name), "a test imports %s, a module nobody agreed on", name)
			}
		})
	}
}

// The table itself would be worth nothing if it let these pass.
func TestImportFaults(t *testing.T) {
	for _, c := range []struct {
		from, name string
		wrong      bool
	}{
		{"bake", "image/png", false},
		{"bake", module + "/badge", true},
		{"badge", module + "/badge/proof", true},
		{"badge/key", module + "/badge/proof", true},
		{"verify/did", module + "/badge/proof", true},
		{"badge/proof", module + "/badge", false},
		{"verify", module + "/issuer", true},
		{"verify", module + "/verify/fetch", true},
		{"issuer", module + "/verify", true},
		{"examples/quickstart", module + "/verify", false},
		{"examples/quickstart", module + "/verify/verifytest", true},
		{"examples/quickstart", module + "/badge/internal/ld", true},
		{"badge/proof", module + "/badge/internal/reftest", true},
		{"nowhere", module + "/badge", true},
		{"badge/internal/ld", "github.com/piprate/json-gold/ld", false},
		{"badge/proof", "github.com/piprate/json-gold/ld", true},
		{"badge/proof", "github.com/lestrrat-go/jwx/v2/jws", false},
		{"verify", "github.com/lestrrat-go/jwx/v2/jws", true},
		{"bake", "github.com/stretchr/testify/require", true},
		{"bake", "golang.org/x/text/language", true},
		{"verify", "net/http", true},
		{"verify", "net/url", false},
		{"verify/fetch", "net/http/httptrace", false},
		{"issuer", "net/http/httptest", true},
		{"badge", "unsafe", true},
	} {
		require.Equal(t, c.wrong, importFault(c.from, c.name) != "", "%s imports %s", c.from, c.name)
	}
}

// lean lists packages that work without certain modules, also by way of others.
var lean = map[string][]string{
	"badge/key":   {"github.com/piprate/json-gold/...", "github.com/lestrrat-go/..."},
	"badge/webvh": {"github.com/piprate/json-gold/...", "github.com/lestrrat-go/..."},
	"verify/did":  {"github.com/piprate/json-gold/...", "github.com/lestrrat-go/..."},
}

func TestLean(t *testing.T) {
	for name, modules := range lean {
		for _, p := range goList(t, "-deps", "./"+name) {
			require.False(t, anyCovers(modules, p.ImportPath), "%s links %s", name, p.ImportPath)
		}
	}
}

// A type of another module in an exported signature would make that module
// part of our promise, and users cannot name one of an internal package.
func TestSignatures(t *testing.T) {
	exports := map[string]string{}
	for _, p := range goList(t, "-export", "-deps", "./...") {
		exports[p.ImportPath] = p.Export
	}
	imp := importer.ForCompiler(token.NewFileSet(), "gc", func(name string) (io.ReadCloser, error) {
		return os.Open(exports[name])
	})
	for _, p := range goList(t, "./...") {
		if p.Name == "main" || strings.Contains(p.ImportPath, "/internal/") || len(p.GoFiles) == 0 {
			continue
		}
		t.Run(p.rel(), func(t *testing.T) {
			pkg, err := imp.Import(p.ImportPath)
			require.NoError(t, err)
			s := signatures{home: pkg, seen: map[*types.Named]bool{}}
			exported := 0
			for _, name := range pkg.Scope().Names() {
				if object := pkg.Scope().Lookup(name); object.Exported() {
					exported++
					s.walk(name, object.Type())
				}
			}
			require.Empty(t, s.foreign)
			t.Logf("%d exported names", exported)
		})
	}
}

// signatures walks the types that users of a package can see.
type signatures struct {
	home    *types.Package
	seen    map[*types.Named]bool // types may contain themselves
	foreign []string
}

func (s *signatures) walk(at string, typ types.Type) {
	switch typ := typ.(type) {
	case *types.Named:
		s.named(at, typ)
	case *types.Alias:
		s.name(at, typ.Obj())
		s.walk(at, typ.Rhs())
	case *types.Signature:
		s.walk(at, typ.Params())
		s.walk(at, typ.Results())
		for v := range typ.Results().Variables() {
			s.nameable(at, v.Type())
		}
	case *types.Tuple:
		for v := range typ.Variables() {
			s.walk(at, v.Type())
		}
	case *types.Struct:
		for f := range typ.Fields() {
			if f.Exported() || f.Embedded() {
				s.walk(at+"."+f.Name(), f.Type())
			}
		}
	case *types.Interface:
		for m := range typ.Methods() {
			s.walk(at+"."+m.Name(), m.Type())
		}
	case *types.Map:
		s.walk(at, typ.Key())
		s.walk(at, typ.Elem())
	case interface{ Elem() types.Type }: // pointer, slice, array, channel
		s.walk(at, typ.Elem())
	}
}

// nameable asks that users can declare a variable of a type that is returned.
func (s *signatures) nameable(at string, typ types.Type) {
	switch typ := typ.(type) {
	case *types.Named:
		if object := typ.Obj(); object.Pkg() != nil && !object.Exported() {
			s.foreign = append(s.foreign, fmt.Sprintf("%s returns %s, which users cannot name", at, object.Name()))
		}
	case interface{ Elem() types.Type }:
		s.nameable(at, typ.Elem())
	}
}

// named looks at a type with a name: inside, if this package declares it.
func (s *signatures) named(at string, typ *types.Named) {
	s.name(at, typ.Obj())
	for arg := range typ.TypeArgs().Types() {
		s.walk(at, arg)
	}
	if typ.Obj().Pkg() != s.home || s.seen[typ] {
		return
	}
	s.seen[typ] = true
	s.walk(at, typ.Underlying())
	for m := range typ.Methods() {
		if m.Exported() {
			s.walk(at+"."+m.Name(), m.Type())
		}
	}
}

func (s *signatures) name(at string, object types.Object) {
	switch pkg := object.Pkg(); {
	case pkg == nil:
	case thirdParty(pkg.Path()), strings.Contains(pkg.Path()+"/", "/internal/"):
		s.foreign = append(s.foreign, fmt.Sprintf("%s shows %s.%s", at, pkg.Path(), object.Name()))
	}
}
