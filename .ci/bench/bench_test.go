package main

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// SC-36: no limit is a time. A figure is a ratio, or exact on every machine.
func TestNoLimitIsATime(t *testing.T) {
	names := map[string]bool{}
	for _, r := range rows {
		if r.unit.exact() != (r.floor == "") {
			t.Errorf("%s: a figure that is not exact needs a floor", r.name)
		}
		if (r.against == "") != (r.floor == "") {
			t.Errorf("%s: the text of the floor is missing", r.name)
		}
		if r.never > 0 && r.reach > r.never {
			t.Errorf("%s: the aim is above the limit", r.name)
		}
		names[r.ours] = true
	}
	if len(rows) < 60 || len(names) < 55 {
		t.Errorf("%d rows with %d benchmarks", len(rows), len(names))
	}
}

// SC-35: on a busy machine a row is right, or shown as not measured; it never
// breaks the run for being measured badly.
func TestBusyMachine(t *testing.T) {
	even := []float64{1.00, 1.01, 0.99, 1.02, 0.98, 1.00, 1.01}
	noisy := []float64{0.5, 3, 1, 2.2, 0.7, 1.9, 4}
	busy := []float64{math.NaN(), math.NaN(), math.NaN(), math.NaN(), 9, 9, 9}
	never := slices.Repeat([]float64{math.NaN()}, 14)
	for name, c := range map[string]struct {
		rounds   []float64
		measured bool
		needed   int // rounds
	}{
		"steady":             {even, true, 7},
		"wide":               {[]float64{1, 1.1, 0.95, 1.05, 0.9, 1, 1}, true, 7},
		"noisy, then steady": {append(noisy[:7:7], even...), true, 14},
		"noisy":              {append(noisy[:7:7], noisy...), false, 14},
		"busy":               {append(busy[:7:7], busy...), false, 14},
		"busy, then steady":  {append(busy[:7:7], even...), true, 14},
		"never":              {never, false, 14},
		"one outlier":        {[]float64{1, 1.01, 0.99, 40, 1, 1.02, 0.98}, true, 7},
	} {
		t.Run(name, func(t *testing.T) {
			r := row{name: "row", against: "floor", unit: times, reach: 1, never: 1.1}
			n := 0
			f, err := r.figure(7, func(int) (float64, error) {
				ratio := c.rounds[n]
				if n++; math.IsNaN(ratio) {
					return 0, errBusy
				}
				return ratio, nil
			})
			if err != nil || f.measured != c.measured || r.worse(f) || n != c.needed {
				t.Errorf("figure %+v after %d rounds, error %v, worse %v", f, n, err, r.worse(f))
			}
			if strings.Contains(r.line(f), "not measured") == c.measured {
				t.Errorf("line %s", r.line(f))
			}
		})
	}
	f, _ := (row{unit: times, never: 1.1}).figure(7, func(int) (float64, error) { return 1.2, nil })
	if !(row{unit: times, never: 1.1}).worse(f) {
		t.Error("a figure above its limit is not worse")
	}
}
