package badge_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/stretchr/testify/require"
)

type failure struct{ code, path string }

func (f failure) Error() string { return "failed" }
func (f failure) Code() string  { return f.code }
func (f failure) Path() string  { return f.path }

func TestCodeOf(t *testing.T) {
	inner, outer := failure{"a.inner", "/inner"}, failure{"a.outer", "/outer"}
	for _, row := range []struct {
		name       string
		err        error
		code, path string
	}{
		{"nil", nil, "", ""},
		{"no failure", context.Canceled, "", ""},
		{"wrapped", fmt.Errorf("more: %w", inner), "a.inner", "/inner"},
		{"outermost of two", errors.Join(outer, inner), "a.outer", "/outer"},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.code, badge.CodeOf(row.err))
			require.Equal(t, row.path, badge.PathOf(row.err))
		})
	}
}

// Every error that input causes has a code.
func TestFailures(t *testing.T) {
	assertion := parsed(t, `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"urn:a"}`)
	one := func(_ any, err error) error { return err }
	_, _, upgraded := badge.Upgrade(parsed(t, `{"uid":"a","recipient":"b","badge":{}}`), "")
	_, _, converted := badge.Convert(parsed(t, `{}`), badge.OB2, func(string) string { return "" })
	for name, err := range map[string]error{
		"Parse":            one(badge.Parse([]byte(`{"a":1,"a":2}`))),
		"Parse token":      one(badge.Parse([]byte(`a.b`))),
		"Build":            one(badge.Build("9", badge.Credential{})),
		"BuildAchievement": one(badge.BuildAchievement(badge.OB3, badge.Achievement{Name: "\xff"})),
		"BuildProfile":     one(badge.BuildProfile(badge.OB2, badge.Profile{Name: "\xff"})),
		"Inline":           one(assertion.Inline("/badge", assertion)),
		"RevocationList":   one(assertion.RevocationList()),
		"Time":             one(badge.DateTime("yesterday").Time()),
		"Match":            one(badge.Recipient{}.Match(badge.Subject{})),
		"Upgrade":          upgraded,
		"Convert":          converted,
	} {
		t.Run(name, func(t *testing.T) {
			require.Error(t, err)
			require.NotEmpty(t, badge.CodeOf(err), err)
		})
	}
}
