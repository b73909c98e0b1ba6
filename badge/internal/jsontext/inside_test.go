package jsontext_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

func TestInside(t *testing.T) {
	_, parsing := jsontext.Parse([]byte(`{"a":{"b":1,"b":2}}`))
	var at *jsontext.Error
	assert.ErrorAs(t, jsontext.Inside("/proof", parsing), &at)
	assert.Equal(t, "/proof/a", at.Path())
	assert.Equal(t, jsontext.CodeDuplicate, at.Code())

	plain := &multiformat.Error{Code: "multibase.syntax", Message: "not base58"}
	assert.ErrorAs(t, jsontext.Inside("/proofValue", plain), &at)
	assert.Equal(t, "/proofValue", at.Path())
	assert.Equal(t, plain.Code, at.Code())

	other := errors.New("other")
	assert.Equal(t, other, jsontext.Inside("/proof", other))
	assert.NoError(t, jsontext.Inside("/proof", nil))
}
