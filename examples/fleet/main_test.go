package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/openbadges-go/openbadges/examples/fleet/store"
	"github.com/openbadges-go/openbadges/issuer/host"
)

func TestServe(t *testing.T) {
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "badges.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	h, err := host.New(host.Config{Base: "http://127.0.0.1:8080", Store: s})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.PublishPage(t.Context(), h.URL("badges/1"), host.Page{Type: "text/plain", Body: []byte("a badge")}); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serveAt(ctx, h, l) }()
	answer, err := http.Get("http://" + l.Addr().String() + "/badges/1")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if err != nil || string(text) != "a badge" {
		t.Errorf("got %q, %v", text, err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestMisuse(t *testing.T) {
	for _, args := range [][]string{nil, {"nothing"}, {"serve", "-nothing"}, {"serve", "-db", ""}, {"serve", "-db", filepath.Join(t.TempDir(), "b.db"), "-base", "school"}} {
		if err := run(t.Context(), io.Discard, args); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}

// SC-37: the program has at most 40 MB.
func TestSize(t *testing.T) {
	program := filepath.Join(t.TempDir(), "fleet")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("it does not build: %v\n%s", err, out)
	}
	about, err := os.Stat(program)
	if err != nil {
		t.Fatal(err)
	}
	if mb := float64(about.Size()) / 1e6; mb > 40 {
		t.Errorf("the program has %.1f MB, wanted at most 40", mb)
	}
}
