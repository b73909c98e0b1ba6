package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/examples/fleet/postgres"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
)

// processorTime is that of this process so far.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkWork awards badges with one worker. The floor issues the same badges
// and publishes them in memory. The figure is processor time, without that of the
// server of PostgreSQL.
func BenchmarkWork(b *testing.B) {
	const n = 20_000
	report := func(b *testing.B, spent time.Duration) {
		b.ReportMetric(float64(spent.Microseconds())/float64(b.N*n), "µs/badge")
	}
	b.Run("floor", func(b *testing.B) {
		var spent time.Duration
		for b.Loop() {
			began := processorTime(b)
			if err := awardInMemory(b, n); err != nil {
				b.Fatal(err)
			}
			spent += processorTime(b) - began
		}
		report(b, spent)
	})
	for name, place := range places(b) {
		for _, size := range []int{50, 500} {
			b.Run(fmt.Sprint(name, "/", size), func(b *testing.B) {
				var spent time.Duration
				for b.Loop() {
					db := place()
					if err := run(b.Context(), io.Discard, []string{"award", "-db", db, "-chunk", fmt.Sprint(size), "-class", write(b, "class.json", classText), write(b, "students.csv", list(n))}); err != nil {
						b.Fatal(err)
					}
					args := []string{"work", "-db", db, "-key", keyFile(b), "-issuer", write(b, "issuer.json", `{"name":"The School"}`), "-base", base, "-until-done"}
					began := processorTime(b)
					if err := run(b.Context(), io.Discard, args); err != nil {
						b.Fatal(err)
					}
					spent += processorTime(b) - began
				}
				report(b, spent)
			})
		}
	}
}

// places returns what makes a new database of each kind.
func places(b *testing.B) map[string]func() string {
	cluster := postgres.Start(b, false)
	databases := 0
	return map[string]func() string{
		"SQLite": func() string { return filepath.Join(b.TempDir(), "badges.db") },
		"PostgreSQL": func() string {
			databases++
			name := fmt.Sprint("fleet", databases)
			if _, err := opened(b, cluster.URL()).DB().ExecContext(b.Context(), `CREATE DATABASE `+name); err != nil {
				b.Fatal(err)
			}
			return strings.Replace(cluster.URL(), "/postgres?", "/"+name+"?", 1)
		},
	}
}

// SC-37: 5,000 of 6,000 awards are revoked. The figures are the time on the clock
// and, without that of the server of PostgreSQL, processor time.
func BenchmarkRevoke(b *testing.B) {
	for name, place := range places(b) {
		b.Run(name, func(b *testing.B) {
			var spent time.Duration
			for b.Loop() {
				b.StopTimer()
				db, key := place(), keyFile(b)
				for _, args := range [][]string{
					{"award", "-db", db, "-chunk", "500", "-class", write(b, "class.json", classText), write(b, "students.csv", list(6000))},
					{"work", "-db", db, "-key", key, "-issuer", write(b, "issuer.json", `{"name":"The School"}`), "-base", base, "-until-done"},
				} {
					if err := run(b.Context(), io.Discard, args); err != nil {
						b.Fatal(err)
					}
				}
				var id string
				var ids strings.Builder
				if err := opened(b, db).each(b.Context(), `SELECT id FROM awards LIMIT 5000`, []any{&id}, func() error { fmt.Fprintln(&ids, id); return nil }); err != nil {
					b.Fatal(err)
				}
				args := []string{"revoke", "-db", db, "-key", key, "-reason", "a mistake", write(b, "ids.txt", ids.String())}
				began := processorTime(b)
				b.StartTimer()
				if err := run(b.Context(), io.Discard, args); err != nil {
					b.Fatal(err)
				}
				spent += processorTime(b) - began
			}
			b.ReportMetric(float64(spent.Milliseconds())/float64(b.N), "processor-ms/op")
		})
	}
}

func awardInMemory(b *testing.B, n int) error {
	o := opened(b, filepath.Join(b.TempDir(), "badges.db"))
	by, err := o.issuerOf(b.Context(), signing{keyFile: keyFile(b), profileFile: write(b, "issuer.json", `{"name":"The School"}`)})
	if err != nil {
		return err
	}
	h, err := host.New(host.Config{Base: base, Store: host.NewMemory()})
	if err != nil {
		return err
	}
	if err := h.PublishStatusList(b.Context(), by, h.URL("lists/1"), status.Revocation); err != nil {
		return err
	}
	entries, err := h.AllocateStatuses(b.Context(), by, h.URL("lists/1"), n)
	if err != nil {
		return err
	}
	achievement, _, err := classOf([]byte(classText))
	if err != nil {
		return err
	}
	achievement.ID = h.URL("classes/1")
	items := func(yield func(issuer.Item) bool) {
		for k := range n {
			c := badge.Credential{ID: h.URL("badges/" + fmt.Sprint(k)), Name: achievement.Name, CredentialStatus: entries[k : k+1],
				Subject: badge.Subject{Achievement: achievement, Identifier: []badge.IdentityObject{by.HashedIdentity(badge.IdentifierEmailAddress, fmt.Sprintf("student%d@school.example", k))}}}
			if !yield(issuer.Item{Credential: c}) {
				return
			}
		}
	}
	for _, err := range h.AwardAll(b.Context(), by, items) {
		if err != nil {
			return err
		}
	}
	return nil
}
