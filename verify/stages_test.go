package verify

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

func plans() map[string][]step {
	return map[string][]step{"signed3": signed3, "hosted20": hosted20, "signed20": signed20}
}

// Every plan answers every stage, and needs nothing that no earlier step
// answers.
func TestPlans(t *testing.T) {
	for name, plan := range plans() {
		t.Run(name, func(t *testing.T) {
			var answers []Stage
			for _, s := range plan {
				for _, need := range s.needs {
					require.Contains(t, answers, need)
				}
				answers = append(answers, s.answers...)
			}
			for _, stage := range stages {
				require.Contains(t, answers, stage)
			}
			require.False(t, plan[0].asks, "the input is reported first")
		})
	}
}

// judgeBy runs a plan of the test's own over an empty document.
func judgeBy(t *testing.T, plan ...step) *Report {
	doc, err := badge.Parse([]byte(`{}`))
	require.NoError(t, err)
	q := &inquiry{plan: func(*inquiry) []step { return plan }, presented: doc, web: &pages{account: newAccount(Budget{})}, now: time.Unix(0, 0)}
	return q.judge(t.Context())
}

func says(checks ...Check) func(*inquiry, context.Context) []Check {
	return func(*inquiry, context.Context) []Check { return checks }
}

// A step that writes into another stage is a fault of the program.
func TestStepOfAnotherStage(t *testing.T) {
	require.Panics(t, func() {
		judgeBy(t, step{answers: atTime, run: says(Check{Stage: StageTime, Outcome: Passed}, Check{Stage: StageTrust, Outcome: Passed})})
	})
}

// A step is run depending on the stages that it needs and on whether it asks.
func TestRunner(t *testing.T) {
	check := func(stage Stage, status Outcome) Check { return Check{Stage: stage, Outcome: status} }
	last := step{answers: atStatus, needs: atKeySignature, asks: true, run: says(check(StageStatus, Passed))}
	for name, row := range map[string]struct {
		before []step
		want   Outcome
	}{
		"nothing is wrong":             {[]step{{answers: atProofs, run: says(check(StageSignature, Passed))}}, Passed},
		"with something to know":       {[]step{{answers: atProofs, run: says(check(StageSignature, Warned))}}, Passed},
		"a needed stage failed":        {[]step{{answers: atProofs, run: says(check(StageSignature, Failed))}}, Skipped},
		"a needed stage is not known":  {[]step{{answers: atProofs, run: says(check(StageSignature, Unknown))}}, Skipped},
		"the step broke off before it": {[]step{{answers: atProofs, run: says(check(StageProof, Unknown))}}, Skipped},
		"the step itself waited": {[]step{{answers: atStructure, run: says(check(StageStructure, Unknown))},
			{answers: atProofs, needs: atStructure, run: says(check(StageSignature, Passed))}}, Skipped},
		"not genuine":   {[]step{{answers: atStructure, run: says(check(StageStructure, Failed))}}, Skipped},
		"not trusted":   {[]step{{answers: atTrust, run: says(check(StageTrust, Failed))}}, Skipped},
		"not valid now": {[]step{{answers: atTime, run: says(check(StageTime, Failed))}}, Passed},
	} {
		t.Run(name, func(t *testing.T) {
			r := judgeBy(t, append(row.before, last)...)
			require.Equal(t, row.want == Passed, r.outcome(StageStatus) == Passed)
			ended := slices.ContainsFunc(r.checks, func(c Check) bool { return c.Outcome == Failed || c.Outcome == Unknown })
			require.NotEqual(t, Accepted, r.Verdict(), "most stages are missing or blocked")
			for _, stage := range stages {
				require.True(t, answered(r.checks, stage) || !ended, stage)
			}
			require.True(t, slices.IsSortedFunc(r.checks, func(a, b Check) int {
				return slices.Index(stages[:], a.Stage) - slices.Index(stages[:], b.Stage)
			}))
		})
	}
}

var atKeySignature = []Stage{StageKey, StageSignature}

// A step that is run although the badge has failed finds the network closed.
func TestClosedNetwork(t *testing.T) {
	var err error
	judgeBy(t, step{answers: atTrust, run: says(Check{Stage: StageTrust, Outcome: Failed})},
		step{answers: atProofs, run: func(q *inquiry, ctx context.Context) []Check {
			_, err = q.fetch(ctx, FetchKeys, "https://school.example/keys")
			return nil
		}})
	var f *fault
	require.ErrorAs(t, err, &f)
	require.Equal(t, CodeVerifyBlocked, f.code)
}

// Once the budget is spent no step is run, and a check says so whatever the step
// made of it.
func TestSpentBudget(t *testing.T) {
	r := judgeBy(t, step{answers: atStatus, run: func(q *inquiry, _ context.Context) []Check {
		_ = q.web.account.work(math.MaxInt, "testing")
		return says(Check{Stage: StageStatus, Outcome: Warned})(q, nil)
	}}, step{answers: atTrust, run: func(*inquiry, context.Context) []Check {
		t.Error("the step was run")
		return nil
	}})
	require.Equal(t, []Outcome{Warned, Unknown, Skipped}, []Outcome{outcomeAt(r, StageStatus, ""), outcomeAt(r, StageStatus, CodeVerifyBudget), outcomeAt(r, StageTrust, CodeVerifyBlocked)})
}

func outcomeAt(r *Report, stage Stage, code string) Outcome {
	for _, c := range r.checks {
		if c.Stage == stage && c.Code == code {
			return c.Outcome
		}
	}
	return Failed
}

// Each field of an inquiry is set in one place, and only the runner adds
// checks to the report.
func TestInquiryFields(t *testing.T) {
	want := map[string][]string{
		"v": nil, "plan": nil, "web": nil, "as": nil, "presented": nil, "odd": nil, // by inquire alone
		"now": {"fetchList", "verify"}, "unread": {"failed"},
		"upgraded": {"upgrade"}, "published": {"publish"}, "linked": {"gather"}, "viewed": {"views"},
		"readings": {"noteReadings"}, "words": {"structureOf"}, "claims": {"claimProblems"}, "workers": {"verify"},
		"proofs": {"judgeProofs"}, "contexts": {"contextCheck"}, "embedded": {"endorsements", "presentedBadges"}, "fresh": {"refresh"},
		"holder": {"proofsByHolder"}, "proven": {"holderProves"}, "named": {"endorsable"},
		"checks": {"judge", "judge"}, "closed": {"judge"},
	}
	set := map[string][]string{}
	names, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				for _, field := range assignedFields(f) {
					set[field] = append(set[field], f.Name.Name)
				}
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.TypeSpec); ok && s.Name.Name == "inquiry" {
				for _, f := range s.Type.(*ast.StructType).Fields.List {
					require.Contains(t, want, f.Names[0].Name)
				}
			}
			return true
		})
	}
	for field, functions := range want {
		require.Equal(t, functions, set[field], field)
	}
}

// assignedFields lists the fields of an inquiry that a function assigns to. An
// inquiry is called q, and another one that is being started other.
func assignedFields(f *ast.FuncDecl) (fields []string) {
	ast.Inspect(f, func(n ast.Node) bool {
		assign, ok := n.(*ast.AssignStmt)
		if !ok {
			return true
		}
		for _, to := range assign.Lhs {
			s, ok := to.(*ast.SelectorExpr)
			if !ok {
				continue
			}
			if x, ok := s.X.(*ast.Ident); ok && (x.Name == "q" || x.Name == "other") {
				fields = append(fields, s.Sel.Name)
			}
		}
		return true
	})
	return fields
}
