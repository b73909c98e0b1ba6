package main

import (
	"math/bits"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/examples/fleet/postgres"
)

// SC-24, SC-37: the first job takes the places of those after it too. Each is in the
// row of its award, so whoever does the next job finds it there.
func TestPlacesAhead(t *testing.T) {
	t.Parallel()
	for name, db := range map[string]func() string{
		"SQLite":     func() string { return filepath.Join(t.TempDir(), "badges.db") },
		"PostgreSQL": func() string { return postgres.Start(t, false).URL() },
	} {
		t.Run(name, func(t *testing.T) {
			const n = placesAhead + 100
			db := db()
			said(t, "award", "-db", db, "-class", write(t, "class.json", classText), write(t, "students.csv", list(n)))
			o := opened(t, db)
			w, _ := awarder(t, o)
			h, err := w.host(o.Store)
			if err != nil {
				t.Fatal(err)
			}
			const places = `SELECT list || '#' || place FROM awards WHERE list IS NOT NULL ORDER BY number`
			taken := func() (taken int) {
				note, _, err := o.Load(t.Context(), "places of /lists/1")
				if err != nil {
					t.Fatal(err)
				}
				for _, b := range note.Body {
					taken += bits.OnesCount8(b)
				}
				return taken
			}
			for _, step := range []struct {
				numbers []int64
				want    int
			}{{[]int64{1, 2, 3}, placesAhead}, {[]int64{4, 5}, placesAhead}, {[]int64{placesAhead, placesAhead + 1}, n}, {[]int64{n}, n}} {
				before := texts(t, o, places)
				todo, err := w.take(t.Context(), step.numbers)
				if err != nil {
					t.Fatal(err)
				}
				after := texts(t, o, places)
				if len(todo) != len(step.numbers) || len(after) != step.want || taken() != step.want {
					t.Errorf("%v: %d awards to do, %d places in rows and %d taken, wanted %d", step.numbers, len(todo), len(after), taken(), step.want)
				}
				if strings.Join(after[:len(before)], " ") != strings.Join(before, " ") {
					t.Errorf("%v: an award has another place than before", step.numbers)
				}
				for k, m := range todo {
					entry := w.credential(h, m).CredentialStatus[0]
					if got := entry.StatusListCredential + "#" + entry.StatusListIndex; got != after[step.numbers[k]-1] {
						t.Errorf("award %d has the place %q and its row %q", step.numbers[k], got, after[step.numbers[k]-1])
					}
				}
			}
		})
	}
}

// The address of a badge gives back the number of its award; no other text does.
func TestNumberOf(t *testing.T) {
	o, other := opened(t, filepath.Join(t.TempDir(), "badges.db")), opened(t, filepath.Join(t.TempDir(), "badges.db"))
	for _, number := range []int64{1, 2, 1 << 40} {
		id := base + "/badges/" + o.idOf(number)
		if got, ok := o.numberOf(id); !ok || got != number {
			t.Errorf("%s: got %d, %v, wanted %d", id, got, ok, number)
		}
		if other.idOf(number) == o.idOf(number) {
			t.Errorf("two databases give award %d one address", number)
		}
		if got, ok := other.numberOf(id); ok {
			t.Errorf("%s: another database says that it is award %d", id, got)
		}
	}
	for _, id := range []string{"", "/", base, base + "/badges/0", base + "/badges/" + o.idOf(0), base + "/badges/" + o.idOf(-1), o.idOf(1) + "00"} {
		if got, ok := o.numberOf(id); ok {
			t.Errorf("%q: got %d, wanted none", id, got)
		}
	}
}
