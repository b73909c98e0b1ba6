package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
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
	order      int    // in the file: what encloses comes first
	woven      wrap   // how to make the change at run time; empty if it cannot be
}

// wrap is the text that makes a change depend on the number of the mutant.
type wrap struct {
	start, end    int    // of the wrapped expression
	before, after string // %d in before stands for the number
	comma         int    // offset of an operator that becomes a comma, or 0
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
	fixed   []ast.Node // constant expressions: nothing in them can be woven
	ignored []ast.Node // values that only a message shows, accompany an error, or reserve memory
	names   map[*ast.Ident]bool
}

// mutants lists the changes that can be made to a file.
func mutants(file string, source []byte) ([]mutant, error) {
	f := finder{file: file, source: source, set: token.NewFileSet(), counted: map[string]int{}, names: map[*ast.Ident]bool{}}
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
			f.change("condition", n.Cond, "false", around(n.Cond, "(!mutantIs_(%d) && (", "))"))
		}
	case *ast.BinaryExpr:
		f.binary(n)
	case *ast.ReturnStmt:
		f.returned(n)
	case *ast.SelectorExpr:
		f.outcome(n, n.Sel, f.text(n.X)+".")
		f.names[n.Sel] = true
	case *ast.Ident:
		if !f.names[n] {
			f.outcome(n, n, "")
		}
	case *ast.CallExpr:
		f.ignore(n)
	case *ast.BasicLit:
		f.number(n)
	case *ast.ValueSpec:
		f.name(n.Names...)
		f.table(n)
	case *ast.Field:
		f.name(n.Names...)
	case *ast.FuncDecl:
		f.name(n.Name)
	case *ast.GenDecl:
		if n.Tok == token.CONST {
			f.fixed = append(f.fixed, n)
		}
	case *ast.ArrayType:
		if n.Len != nil {
			f.fixed = append(f.fixed, n.Len)
		}
	case *ast.ImportSpec:
		return false
	}
	return true
}

// name notes identifiers that are declared here, and so cannot be another.
func (f *finder) name(names ...*ast.Ident) {
	for _, n := range names {
		f.names[n] = true
	}
}

// around wraps a node, unless nothing at run time can.
func around(node ast.Node, before, after string) wrap {
	return wrap{start: int(node.Pos()), end: int(node.End()), before: before, after: after}
}

// outcomes are the words of a verdict, each with what it may be mistaken for.
var outcomes = map[string][]string{
	"Failed":  {"Passed", "Unknown", "Warned"},
	"Unknown": {"Passed", "Warned"},
	"Warned":  {"Passed", "Failed"},
	"Passed":  {"Failed"},
}

// reports matches the functions that make the text of an error or a remark.
var reports = regexp.MustCompile(`(?i)fail|unknown|remark|bad|error|warn|because|ambiguous|depart`)

// ignore notes capacities, and the values behind the format of a message: users cannot rely on a text, unlike the code and the path before it.
func (f *finder) ignore(call *ast.CallExpr) {
	name := called(call)
	switch {
	case name == "make" && len(call.Args) == 3:
		f.ignored = append(f.ignored, call.Args[2])
	case name == "Grow" && len(call.Args) > 0:
		f.ignored = append(f.ignored, call.Args[len(call.Args)-1])
	}
	if !reports.MatchString(name) {
		return
	}
	for i, arg := range call.Args {
		literal, isLiteral := arg.(*ast.BasicLit)
		name, isName := arg.(*ast.Ident)
		if isLiteral && strings.Contains(literal.Value, "%") || isName && name.Name == "message" {
			for _, value := range call.Args[i+1:] {
				f.ignored = append(f.ignored, value)
			}
			return
		}
	}
}

// called returns the name of the function that is called.
func called(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.SelectorExpr:
		return fun.Sel.Name
	case *ast.Ident:
		return fun.Name
	}
	return ""
}

// outcome changes an outcome that an expression names.
func (f *finder) outcome(whole ast.Node, name *ast.Ident, qualifier string) {
	for _, other := range outcomes[name.Name] {
		f.change("outcome", name, other, around(whole, "mutantPick_(%d, "+qualifier+other+", ", ")"))
	}
}

func (f *finder) condition(cond ast.Expr) {
	f.change("condition", cond, "true", around(cond, "(mutantIs_(%d) || (", "))"))
	f.change("condition", cond, "false", around(cond, "(!mutantIs_(%d) && (", "))"))
}

// neighbours are the operators that a slip of the pen confuses.
var neighbours = map[token.Token]token.Token{
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.EQL: token.NEQ, token.NEQ: token.EQL,
}

// compared are the functions that compare like an operator, or like its
// neighbour.
var compared = map[token.Token]string{
	token.LSS: "mutantLess_", token.LEQ: "mutantAtMost_", token.GTR: "mutantMore_", token.GEQ: "mutantAtLeast_",
}

func (f *finder) binary(n *ast.BinaryExpr) {
	switch n.Op {
	case token.LAND, token.LOR:
		before := "(mutantIs_(%d) || ("
		if n.Op == token.LOR {
			before = "(!mutantIs_(%d) && ("
		}
		f.change("operand", n, f.text(n.X), around(n.Y, before, "))"))
		f.change("operand", n, f.text(n.Y), around(n.X, before, "))"))
	default:
		other, ok := neighbours[n.Op]
		if !ok {
			return
		}
		w := around(n, "((", ") != mutantIs_(%d))")
		if name := compared[n.Op]; name != "" {
			w = around(n, name+"(%d, ", ")")
			w.comma = int(n.OpPos)
		}
		f.changeAt("operator", n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), other.String(), w)
	}
}

// returned drops the error of a return statement.
func (f *finder) returned(n *ast.ReturnStmt) {
	if len(n.Results) == 0 {
		return
	}
	last := n.Results[len(n.Results)-1]
	fails := false
	switch result := last.(type) {
	case *ast.Ident:
		if fails = result.Name == "err"; fails {
			f.change("error", last, "nil", around(last, "mutantDrop_(%d, ", ")"))
		}
	case *ast.CallExpr:
		fails = reports.MatchString(called(result))
	}
	if fails {
		for _, beside := range n.Results[:len(n.Results)-1] {
			f.ignored = append(f.ignored, beside)
		}
	}
}

// number shifts a whole number by one. Exit codes and the like are small and
// matter as much as limits, so only those are left out that ignore and returned
// note.
func (f *finder) number(n *ast.BasicLit) {
	if n.Kind != token.INT || within(f.ignored, n.Pos()) {
		return
	}
	value, err := strconv.ParseInt(n.Value, 0, 64)
	if err != nil {
		return
	}
	f.change("number", n, strconv.FormatInt(value+1, 10), around(n, "mutantAdd_(%d, 1, ", ")"))
	if value > 0 {
		f.change("number", n, strconv.FormatInt(value-1, 10), around(n, "mutantAdd_(%d, -1, ", ")"))
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
			from := element.Pos()
			if j+1 == len(literal.Elts) && j > 0 {
				from = literal.Elts[j-1].End()
			}
			f.changeAt("element", from, end, "", f.without(literal, j))
		}
	}
}

// without leaves one element out of a slice or a map.
func (f *finder) without(literal *ast.CompositeLit, i int) wrap {
	pair, keyed := literal.Elts[i].(*ast.KeyValueExpr)
	switch kind := literal.Type.(type) {
	case *ast.ArrayType:
		if kind.Len == nil && !keyed {
			return around(literal, "mutantWithout_(%d, "+strconv.Itoa(i)+", ", ")")
		}
	case *ast.MapType:
		if keyed {
			return around(literal, "mutantWithoutKey_(%d, "+oneLine(f.text(pair.Key))+", ", ")")
		}
	}
	return wrap{}
}

func (f *finder) change(kind string, node ast.Node, text string, w wrap) {
	f.changeAt(kind, node.Pos(), node.End(), text, w)
}

func (f *finder) changeAt(kind string, from, to token.Pos, text string, w wrap) {
	start, end := f.offset(from), f.offset(to)
	old := string(f.source[start:end])
	if old == text {
		return
	}
	m := mutant{file: f.file, line: f.set.Position(from).Line, kind: kind, start: start, end: end, old: old, text: text}
	if w.before != "" && !within(f.fixed, from) {
		w.start, w.end, w.comma = f.offset(token.Pos(w.start)), f.offset(token.Pos(w.end)), f.offset(token.Pos(w.comma))
		m.woven = w
	}
	m.context, m.order = f.lineAt(start), len(f.found)
	same := m.key()
	m.nth = f.counted[same]
	f.counted[same]++
	f.found = append(f.found, m)
}

// within reports whether a place lies in one of the nodes.
func within(nodes []ast.Node, at token.Pos) bool {
	return slices.ContainsFunc(nodes, func(n ast.Node) bool { return n.Pos() <= at && at < n.End() })
}

func (f *finder) offset(at token.Pos) int { return f.set.Position(at).Offset }

func (f *finder) text(node ast.Node) string {
	return string(f.source[f.offset(node.Pos()):f.offset(node.End())])
}

func (f *finder) lineAt(offset int) string {
	start := strings.LastIndexByte(string(f.source[:offset]), '\n') + 1
	line, _, _ := strings.Cut(string(f.source[start:]), "\n")
	return oneLine(line)
}
