package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
)

// mutant is one change to one file.
type mutant struct {
	file       string // below the root, with slashes
	line       int
	kind       string
	start, end int // of the replaced bytes
	old, text  string
	context    string // the line as it stands, trimmed
	nth        int    // among equal changes in equal lines of the file
}

// key names the change in a way that survives edits elsewhere in the file.
func (m mutant) key() string {
	return strings.Join([]string{m.file, m.kind, oneLine(m.old), oneLine(m.text), m.context, strconv.Itoa(m.nth)}, "\t")
}

func (m mutant) String() string {
	return fmt.Sprintf("%s:%d %s: %s → %s", m.file, m.line, m.kind, oneLine(m.old), oneLine(m.text))
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// apply returns the source with the change.
func (m mutant) apply(source []byte) []byte {
	return append(append(append([]byte{}, source[:m.start]...), m.text...), source[m.end:]...)
}

// finder collects the changes of one file.
type finder struct {
	file    string
	source  []byte
	set     *token.FileSet
	found   []mutant
	counted map[string]int
}

// mutants lists the changes that can be made to a file.
func mutants(file string, source []byte) ([]mutant, error) {
	f := finder{file: file, source: source, set: token.NewFileSet(), counted: map[string]int{}}
	tree, err := parser.ParseFile(f.set, file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	ast.Inspect(tree, f.visit)
	return f.found, nil
}

func (f *finder) visit(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.IfStmt:
		f.condition(n.Cond)
	case *ast.ForStmt:
		if n.Cond != nil {
			f.change("condition", n.Cond, "false")
		}
	case *ast.BinaryExpr:
		f.binary(n)
	case *ast.ReturnStmt:
		f.returned(n)
	case *ast.Ident:
		for _, other := range outcomes[n.Name] {
			f.change("outcome", n, other)
		}
	case *ast.BasicLit:
		f.number(n)
	case *ast.ValueSpec:
		f.table(n)
	case *ast.ImportSpec:
		return false
	}
	return true
}

// outcomes are the words of a verdict, each with what it may be mistaken for.
var outcomes = map[string][]string{
	"Failed":  {"Passed", "Unknown", "Warned"},
	"Unknown": {"Passed", "Warned"},
	"Warned":  {"Passed", "Failed"},
	"Passed":  {"Failed"},
}

func (f *finder) condition(cond ast.Expr) {
	f.change("condition", cond, "true")
	f.change("condition", cond, "false")
}

// neighbours are the operators that a slip of the pen confuses.
var neighbours = map[token.Token]token.Token{
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.EQL: token.NEQ, token.NEQ: token.EQL,
}

func (f *finder) binary(n *ast.BinaryExpr) {
	switch n.Op {
	case token.LAND, token.LOR:
		f.change("operand", n, f.text(n.X))
		f.change("operand", n, f.text(n.Y))
	default:
		if other, ok := neighbours[n.Op]; ok {
			f.changeAt("operator", n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), other.String())
		}
	}
}

// returned drops the error of a return statement.
func (f *finder) returned(n *ast.ReturnStmt) {
	if len(n.Results) == 0 {
		return
	}
	last := n.Results[len(n.Results)-1]
	if name, ok := last.(*ast.Ident); ok && name.Name == "err" {
		f.change("error", last, "nil")
	}
}

// number shifts a whole number by one. Exit codes and the like are small and
// matter as much as limits, so none is left out.
func (f *finder) number(n *ast.BasicLit) {
	if n.Kind != token.INT {
		return
	}
	value, err := strconv.ParseInt(n.Value, 0, 64)
	if err != nil {
		return
	}
	f.change("number", n, strconv.FormatInt(value+1, 10))
	if value > 0 {
		f.change("number", n, strconv.FormatInt(value-1, 10))
	}
}

// decisive matches the names of tables of which each row counts.
var decisive = regexp.MustCompile(`(?i)allow|limit|decisive|scheme|kind|code|denied|reserved|required|forbidden|table|rows|rules`)

// table removes the elements of a table one by one.
func (f *finder) table(n *ast.ValueSpec) {
	for i, name := range n.Names {
		if i >= len(n.Values) || !decisive.MatchString(name.Name) {
			continue
		}
		literal, ok := n.Values[i].(*ast.CompositeLit)
		if !ok {
			continue
		}
		for j, element := range literal.Elts {
			end := element.End()
			if j+1 < len(literal.Elts) {
				end = literal.Elts[j+1].Pos()
			}
			if j+1 == len(literal.Elts) && j > 0 {
				f.changeAt("element", literal.Elts[j-1].End(), end, "")
				continue
			}
			f.changeAt("element", element.Pos(), end, "")
		}
	}
}

func (f *finder) change(kind string, node ast.Node, text string) {
	f.changeAt(kind, node.Pos(), node.End(), text)
}

func (f *finder) changeAt(kind string, from, to token.Pos, text string) {
	start, end := f.set.Position(from).Offset, f.set.Position(to).Offset
	old := string(f.source[start:end])
	if old == text {
		return
	}
	m := mutant{file: f.file, line: f.set.Position(from).Line, kind: kind, start: start, end: end, old: old, text: text}
	m.context = f.lineAt(start)
	same := m.key()
	m.nth = f.counted[same]
	f.counted[same]++
	f.found = append(f.found, m)
}

func (f *finder) text(node ast.Node) string {
	return string(f.source[f.set.Position(node.Pos()).Offset:f.set.Position(node.End()).Offset])
}

func (f *finder) lineAt(offset int) string {
	start := strings.LastIndexByte(string(f.source[:offset]), '\n') + 1
	line, _, _ := strings.Cut(string(f.source[start:]), "\n")
	return oneLine(line)
}
