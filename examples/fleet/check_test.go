package main

import (
	"context"
	"fmt"
	"io"
	"math/bits"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
)

func count(t *testing.T, o *office, query string) (n int) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		err := o.DB().QueryRowContext(t.Context(), query).Scan(&n)
		if err == nil {
			return n
		}
		if time.Now().After(deadline) { // a server that was stopped is back by then
			t.Fatal(err)
		}
	}
}

// check finds every award with an id and a place that no other one has, and
// verifies badges.
func (i *institution) check(t *testing.T) {
	t.Helper()
	for query, want := range map[string]int{
		awarded: i.n,
		`SELECT count(*) FROM awards WHERE state = 'failed' AND code = 'fleet.email'`:              1,
		`SELECT count(DISTINCT id) FROM awards WHERE state = 'done'`:                               i.n,
		`SELECT count(*) FROM (SELECT DISTINCT list, place FROM awards WHERE state = 'done') AS p`: i.n,
		`SELECT count(*) FROM pages WHERE name LIKE '/badges/%' AND body IS NOT NULL`:              i.n,
	} {
		if got := count(t, i.office, query); got != want {
			t.Errorf("%s: got %d, wanted %d", query, got, want)
		}
	}
	note, _, err := i.Load(t.Context(), "places of /lists/1")
	if err != nil {
		t.Fatal(err)
	}
	taken := 0
	for _, b := range note.Body {
		taken += bits.OnesCount8(b)
	}
	if taken != i.n {
		t.Errorf("%d places are taken for %d awards", taken, i.n)
	}
	for code, n := range i.elsewhere(t, texts(t, i.office, `SELECT id FROM awards WHERE state = 'done'`)) {
		if code != "signature.valid" {
			t.Errorf("%d badges: %s", n, code)
		}
	}
}

// site reads the pages of a server on this machine as those of the institution.
type site string

func (s site) get(ctx context.Context, address string) (verify.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, string(s)+strings.TrimPrefix(address, base), nil)
	if err != nil {
		return verify.Response{}, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return verify.Response{}, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return verify.Response{Status: answer.StatusCode, ContentType: answer.Header.Get("Content-Type"), Body: body}, err
}

// Fetch implements verify.Fetcher.
func (s site) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	return s.get(ctx, req.URL)
}

// elsewhere gets a random thousand of badges from the host over the network and
// verifies them. It returns the decisive codes.
func (i *institution) elsewhere(t *testing.T, ids []string) map[string]int {
	t.Helper()
	h, err := host.New(host.Config{Base: base, Store: i.Store})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	defer server.Close()
	id, err := i.setting(t.Context(), "id", "")
	if err != nil {
		t.Fatal(err)
	}
	v, err := verify.New(verify.Config{Trust: verify.Issuers(id), Fetcher: site(server.URL)})
	if err != nil {
		t.Fatal(err)
	}
	rand.Shuffle(len(ids), func(a, b int) { ids[a], ids[b] = ids[b], ids[a] })
	codes := map[string]int{}
	for _, id := range ids[:min(len(ids), 1000)] {
		answer, err := site(server.URL).get(t.Context(), id)
		if err != nil || answer.Status != 200 {
			t.Fatalf("%s: %d, %v", id, answer.Status, err)
		}
		report, _ := v.Verify(t.Context(), answer.Body)
		codes[report.Decisive().Code]++
	}
	return codes
}

// revokeQuarter revokes a quarter of the badges, which a verifier elsewhere sees.
func (i *institution) revokeQuarter(t *testing.T) {
	t.Helper()
	ids := texts(t, i.office, fmt.Sprintf(`SELECT id FROM awards WHERE state = 'done' ORDER BY id LIMIT %d`, i.n/4))
	began := time.Now()
	got := command(t, "revoke", "-db", i.db, "-key", i.key, "-reason", "a mistake", write(t, "ids.txt", strings.Join(ids, "\n")))
	if want := fmt.Sprintf("%d of %d revoked\n", len(ids), len(ids)); got != want {
		t.Fatalf("revoke said %q, wanted %q", got, want)
	}
	t.Logf("SC-37: %d revocations in %v", len(ids), time.Since(began).Round(time.Millisecond))
	if codes := i.elsewhere(t, ids); len(codes) != 1 || codes["status.revoked"] == 0 {
		t.Errorf("of badges that are revoked, a verifier says %v", codes)
	}
}

// verifyAll verifies all badges with two workers, of which one is killed.
func (i *institution) verifyAll(t *testing.T) {
	t.Helper()
	folder := t.TempDir()
	command(t, "export", "-db", i.db, folder)
	left := i.n - i.n/4
	if got, want := command(t, "verify", "-db", i.db, folder+"/badges"), fmt.Sprintf("%d new, 0 known\n", left); got != want {
		t.Fatalf("verify said %q, wanted %q", got, want)
	}
	began := time.Now()
	first, second := i.start(t, i.work...), i.start(t, i.work...)
	i.until(t, `SELECT count(*) FROM verifications WHERE state = 'done'`, left/4)
	i.killed(t, first)
	i.ended(t, second)
	for query, want := range map[string]int{
		`SELECT count(*) FROM verifications`: left,
		`SELECT count(*) FROM verifications WHERE state = 'done' AND verdict = 'accepted' AND report LIKE '%signature.valid%'`: left,
	} {
		if got := count(t, i.office, query); got != want {
			t.Errorf("%s: got %d, wanted %d", query, got, want)
		}
	}
	t.Logf("SC-37: %d verifications in %v", left, time.Since(began).Round(time.Second))
}
