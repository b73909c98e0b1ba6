package status

import (
	"net/url"
	"strconv"

	"github.com/openbadges-go/openbadges/badge/tree"
)

// ParseClaim reads the member status_list of the claim status, by which a token
// names its entry in a Token Status List (§6.1). The entry has the type
// [TokenType]. A claim without that member has another mechanism and is an error with
// the code "status.unsupported_type", as for [ParseEntry].
func ParseClaim(claim tree.Value) (Entry, error) {
	if err := isObject(claim); err != nil {
		return Entry{}, err
	}
	list := claim.Member("status_list")
	if !list.Exists() {
		return Entry{}, fail(CodeUnsupported, claim.Pointer(), "the claim status has no status_list, and no other mechanism is supported")
	}
	if err := isObject(list); err != nil {
		return Entry{}, err
	}
	e := Entry{Type: TokenType}
	if err := e.readReference(object{list}); err != nil {
		return Entry{}, err
	}
	return e, nil
}

// readReference reads the members of an entry in a Token Status List.
func (e *Entry) readReference(obj object) (err error) {
	if e.List, err = obj.text("uri"); err != nil {
		return err
	}
	if u, err := url.Parse(e.List); err != nil || !u.IsAbs() {
		return fail(CodeMember, obj.at("uri"), "found %s, wanted an absolute URI", quote(e.List))
	}
	v := obj.Member("idx")
	literal, number := v.Number()
	switch {
	case !v.Exists():
		return obj.missing("idx")
	case !number || !digits(literal.String()):
		return fail(CodeIndex, v.Pointer(), "found %s, wanted a whole number from 0", quote(v.Raw()))
	}
	if e.Index, err = strconv.ParseUint(literal.String(), 10, 64); err != nil {
		return fail(CodeRange, v.Pointer(), "index %s is beyond the end of any list", quote(literal.String()))
	}
	return nil
}

// Claim writes an entry of the type [TokenType] as the claim status of a token. It
// fails if [ParseClaim] would not read it back.
func (e Entry) Claim() ([]byte, error) {
	type reference struct {
		Index uint64 `json:"idx"`
		List  string `json:"uri"`
	}
	if e.Type != TokenType {
		return nil, fail(CodeUnsupported, "", "an entry of type %s has no claim, wanted %s", quote(e.Type), TokenType)
	}
	text := encode(struct {
		List reference `json:"status_list"`
	}{reference{e.Index, e.List}})
	v, err := tree.Parse(text)
	if err != nil {
		return nil, err
	}
	if _, err := ParseClaim(v); err != nil {
		return nil, err
	}
	return text, nil
}
