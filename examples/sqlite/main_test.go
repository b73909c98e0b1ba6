package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/issuer/host/hosttest"
)

func opened(t *testing.T, path string) *store {
	s, err := open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a name? with #, % and spaces.db")
	hosttest.Test(t, opened(t, path), func(t *testing.T) host.Store { return opened(t, path) })
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	if s, err := open(filepath.Join(path, "below a file")); err == nil {
		s.Close()
		t.Error("a database below a file was opened")
	}
}

// Two processes change one database, and one of them is killed.
func TestProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pages.db")
	hosttest.Processes(t, path, func(place string) (host.Store, error) { return open(place) })
}

func TestPublish(t *testing.T) {
	folder := t.TempDir()
	text := `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"http://127.0.0.1:8080/badges/1"}`
	name := filepath.Join(folder, "badge.json")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	h, err := host.New(host.Config{Base: "http://127.0.0.1:8080", Store: opened(t, filepath.Join(folder, "badges.db"))})
	if err != nil {
		t.Fatal(err)
	}
	if err := publish(context.Background(), h, name); err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/badges/1", nil))
	if w.Code != http.StatusOK || w.Body.String() != text {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}
