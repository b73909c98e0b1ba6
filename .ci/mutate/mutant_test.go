package main

import (
	"slices"
	"strings"
	"testing"
)

const sample = `package p

var allowed = []string{"a", "b"}

func f(n int, err error) (int, error) {
	if n < 3 && err == nil {
		return 0, fail("code", n+4, "%d of %d", 7, n+8)
	}
	return n, err
}
`

func TestMutants(t *testing.T) {
	found, err := mutants("p/p.go", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	keys := map[string]bool{}
	for _, m := range found {
		got = append(got, m.kind+": "+oneLine(m.old)+" → "+oneLine(m.text))
		if keys[m.key()] {
			t.Errorf("two changes of one key: %s", m)
		}
		keys[m.key()] = true
		if changed := string(m.apply([]byte(sample))); changed == sample || !strings.HasPrefix(changed, "package p") {
			t.Errorf("%s changes nothing, or too much", m)
		}
	}
	want := []string{
		`element: "a", → `, `element: , "b" → `,
		"condition: n < 3 && err == nil → true", "condition: n < 3 && err == nil → false",
		"operand: n < 3 && err == nil → n < 3", "operand: n < 3 && err == nil → err == nil",
		"operator: < → <=", "number: 3 → 4", "number: 3 → 2", "operator: == → !=", "number: 4 → 5", "number: 4 → 3", "error: err → nil",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwanted\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
