package bake

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

// failure is what every coded error of the module answers.
type failure interface {
	error
	Code() string
	Path() string
}

// Nil and zero values give an error, never a panic.
func TestNilAndZero(t *testing.T) {
	picture := func() io.Reader { return bytes.NewReader([]byte(pngWith())) }
	for name, call := range map[string]func() error{
		"Embed, picture":     func() error { return Embed(io.Discard, nil, ob3JSON, Options{}) },
		"Embed, destination": func() error { return Embed(nil, picture(), ob3JSON, Options{}) },
		"Embed, payload":     func() error { return Embed(io.Discard, picture(), Payload{}, Options{}) },
		"EmbedFile":          func() error { return EmbedFile("", "", Payload{}, Options{}) },
		"Remove, picture":    func() error { return Remove(io.Discard, nil, Options{}) },
		"Remove, writer":     func() error { return Remove(nil, picture(), Options{}) },
		"Extract":            func() error { _, err := Extract(nil, Options{}); return err },
		"Extract, empty":     func() error { _, err := Extract(new(bytes.Buffer), Options{}); return err },
		"ExtractAll":         func() error { _, err := ExtractAll(nil, Options{}); return err },
		"ExtractAt":          func() error { _, err := ExtractAt(nil, 9, Options{}); return err },
		"ExtractAt, size":    func() error { _, err := ExtractAt(bytes.NewReader([]byte(pngWith())), -1, Options{}); return err },
		"InspectSVG":         func() error { _, err := InspectSVG(nil, Options{}); return err },
	} {
		t.Run(name, func(t *testing.T) { require.Error(t, call()) })
	}
	for _, e := range []*Error{nil, {}} {
		require.NotEmpty(t, e.Error())
		require.Empty(t, e.Code())
		require.Empty(t, e.Path())
		require.NoError(t, e.Unwrap())
	}
}

func TestErrorIsFailure(t *testing.T) {
	_, err := Extract(bytes.NewReader([]byte(testSVG)), Options{})
	var f failure
	require.True(t, errors.As(err, &f))
	require.Equal(t, codeNotBaked, f.Code())
	require.Empty(t, f.Path())
	require.ErrorIs(t, err, ErrNotBaked)
	require.NotContains(t, err.Error(), codeNotBaked, "the code stands beside the sentence, not in it")
}
