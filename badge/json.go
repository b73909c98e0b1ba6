package badge

import "github.com/openbadges-go/openbadges/badge/internal/jsontext"

// viewText reads the text of a view. For the JSON value null it returns the
// zero Value, since null does not change a Go value.
func viewText(text []byte) (jsontext.Value, error) {
	v, err := jsontext.Parse(text)
	switch {
	case err != nil:
		return jsontext.Value{}, err
	case v.Kind() == jsontext.Null:
		return jsontext.Value{}, nil
	case v.Kind() != jsontext.Object:
		return jsontext.Value{}, fail(codeFormat, "", "found a JSON %s, wanted an object", v.Kind())
	}
	return v, nil
}

func unmarshalView(text []byte, view any) error {
	v, err := viewText(text)
	if err == nil && v.Exists() {
		views().Decode(v, view)
	}
	return err
}

// MarshalJSON returns the URL or the map.
func (c Context) MarshalJSON() ([]byte, error) { return writeContext(c) }

// UnmarshalJSON reads what MarshalJSON wrote.
func (c *Context) UnmarshalJSON(text []byte) error {
	v, err := jsontext.Parse(text)
	if err != nil || v.Kind() == jsontext.Null {
		return err
	}
	read, ok := readContext(v)
	if !ok {
		return fail(codeFormat, "", "found a JSON %s, wanted a string or an object", v.Kind())
	}
	*c = read
	return nil
}

// The view structs marshal to their JSON object, Extra included, and unmarshal
// what they marshal.

func (v Credential) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *Credential) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v Subject) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *Subject) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v Association) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *Association) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v Evidence) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *Evidence) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v Image) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *Image) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v Profile) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *Profile) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v Address) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *Address) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v GeoCoordinates) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *GeoCoordinates) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v Achievement) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *Achievement) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v Criteria) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *Criteria) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v Alignment) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *Alignment) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v Related) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *Related) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v ResultDescription) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *ResultDescription) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v RubricCriterionLevel) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *RubricCriterionLevel) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v Result) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *Result) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v CredentialSchema) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *CredentialSchema) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v CredentialStatus) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *CredentialStatus) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v StatusMessage) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *StatusMessage) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v RefreshService) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *RefreshService) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v TermsOfUse) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *TermsOfUse) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v ProofView) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *ProofView) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v IdentityObject) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *IdentityObject) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v IdentifierEntry) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *IdentifierEntry) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v CryptographicKey) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *CryptographicKey) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }

func (v RevokedAssertion) MarshalJSON() ([]byte, error)     { return views().Encode(v) }
func (v *RevokedAssertion) UnmarshalJSON(text []byte) error { return unmarshalView(text, v) }
