package edubadges_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
)

// Every exported function and method accepts zero values and nil documents.
func TestZeroValues(t *testing.T) {
	e := edubadges.Read(nil, nil, parse(t, badgeClass), nil)
	require.Equal(t, edubadges.DialectUnrecognised, e.Dialect)
	require.Len(t, e.Remarks, 1, "nothing refers to the class")
	require.Equal(t, edubadges.DialectUnrecognised, edubadges.DialectOf(nil))
	e = edubadges.Read(parse(t, lean), nil, parse(t, badgeClass))
	require.Equal(t, 2, e.Value(edubadges.FieldName).Document)

	var none edubadges.Edubadge
	require.False(t, none.Value(edubadges.FieldName).Given())
	for field := range none.All() {
		require.Fail(t, "a zero Edubadge states "+string(field))
	}
	require.NotEmpty(t, edubadges.Check(none, ""))
	require.Len(t, edubadges.AnnexI(none, true), 16)
	require.Empty(t, none.Endorsements())

	var value edubadges.Value
	require.Empty(t, value.Meaning())
	require.Empty(t, value.List())
	_, isNumber := value.Number()
	_, isBool := value.Bool()
	require.False(t, isNumber || isBool)

	_, _, err := edubadges.Extension{}.Member()
	require.Error(t, err)
	require.False(t, edubadges.Extension{}.Read().Given())
	_, err = edubadges.ParseExtension("", nil)
	require.Error(t, err)
	require.True(t, edubadges.NumberExtension(edubadges.ECTS).Read().Given())
	members, err := edubadges.Members()
	require.NoError(t, err)
	require.Empty(t, members)

	_, err = edubadges.Locate("", nil)
	require.Error(t, err)
	_, err = edubadges.UUIDOf("")
	require.Error(t, err)
	_, err = edubadges.EntityIDOf("")
	require.Error(t, err)
	require.Empty(t, edubadges.Object{}.ShareURL())
	require.NotEmpty(t, edubadges.Object{}.URL())
	require.NotEmpty(t, edubadges.Deployment{}.NameLookupURL(badge.IdentityObject{}))
	_, _, known := edubadges.LocalTime("", time.Time{})
	require.False(t, known)
	_, err = edubadges.ParseHolderName(nil)
	require.Error(t, err)
	require.True(t, edubadges.Guessable(""))
	_, err = edubadges.Match(badge.Subject{}, "")
	require.Error(t, err)
}

// Convert and Offer refuse a nil document, and use new ids without a function.
func TestConvertNil(t *testing.T) {
	_, _, err := edubadges.Convert(nil, edubadges.Conversion{NewID: renewed})
	require.Error(t, err)
	_, _, err = edubadges.Offer(nil, edubadges.Agent{OfferID: offerID}, edubadges.Conversion{NewID: renewed})
	require.Error(t, err)
	made, _, err := edubadges.Convert(parse(t, complete), edubadges.Conversion{}, nil)
	require.NoError(t, err)
	require.NotEqual(t, parse(t, complete).ID(), made.ID())
}
