package verify_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	plainServer = regexp.MustCompile(`\bhttp\.(ListenAndServe|Serve)(TLS)?\(`)
	server      = regexp.MustCompile(`(?s)\bhttp\.Server\{[^}]*`)
)

// serverTimeouts bound what a slow or hostile client can hold.
var serverTimeouts = []string{"ReadHeaderTimeout", "ReadTimeout", "WriteTimeout", "IdleTimeout", "MaxHeaderBytes"}

// serverFaults returns what a text says about servers without time-outs.
func serverFaults(text string) (faults []string) {
	faults = plainServer.FindAllString(text, -1)
	for _, made := range server.FindAllString(text, -1) {
		for _, field := range serverTimeouts {
			if !strings.Contains(made, field+":") {
				faults = append(faults, "http.Server without "+field)
			}
		}
	}
	return faults
}

// Every server of the code, the comments and the texts has time-outs.
func TestServersHaveTimeouts(t *testing.T) {
	require.NotEmpty(t, serverFaults(`http.ListenAndServe(":80", nil)`))
	require.NotEmpty(t, serverFaults(`http.Serve(l, nil)`))
	require.Len(t, serverFaults(`http.Server{Handler: h}`), len(serverTimeouts))
	seen := 0
	require.NoError(t, filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		ext := filepath.Ext(name)
		if err != nil || entry.IsDir() || strings.HasSuffix(name, "_test.go") || ext != ".go" && ext != ".md" {
			return err
		}
		text, err := os.ReadFile(name)
		seen += len(server.FindAll(text, -1))
		assert.Empty(t, serverFaults(string(text)), name)
		return err
	}))
	require.Positive(t, seen)
}
