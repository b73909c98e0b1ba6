package badge

import (
	"errors"
	"fmt"
	"slices"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Build makes an unsigned document that says what c says, in the words of
// version v, as compact JSON. Only OB3 is written. The error is a *ParseError
// whose Path leads to the member at fault.
//
// Build writes what the standard fixes, and c may leave it out: the contexts of
// the credential's class in front of Context, and the name of its class in
// every Type. Where Type names no class of credential, the credential is an
// AchievementCredential. A Context that lists the base context is taken as it
// is. An issuer that has but an ID becomes an object.
//
// Nothing is written that says nothing: neither empty fields nor members of
// Extra that are null or an empty array (OB 3.0 App. A.1). Numbers are written
// as they are.
//
// Build does not judge: Validate finds what is missing or wrong.
func Build(v Version, c Credential) (*Document, error) {
	if len(c.Proof) > 0 {
		return nil, &ParseError{Code: CodeBuildSigned, Path: "/proof", Message: "the credential has a proof, wanted one that is not signed yet"}
	}
	if slices.ContainsFunc(c.Context, func(x Context) bool { return x.URL == ContextVC1 }) {
		return nil, &ParseError{Code: CodeVersionRead, Path: "/@context", Message: "VC Data Model 1.1 is read, never written"}
	}
	cl := classOf(c.Type)
	c.Type = withFirst(c.Type, classCredential, cl.name)
	c.Subject.Type = withFirst(c.Subject.Type, cl.subject)
	if !slices.ContainsFunc(c.Context, func(x Context) bool { return x.URL == ContextVC2 }) {
		c.Context = withContexts(c.Context, cl.contexts)
	}
	return build(v, c)
}

// BuildAchievement makes a document of an achievement, for its issuer to
// publish, by the rules of Build. A context, where wanted, stands in Extra.
func BuildAchievement(v Version, a Achievement) (*Document, error) { return build(v, a) }

// BuildProfile makes a document of a profile, for the issuer that it describes
// to publish, by the rules of Build. A context, where wanted, stands in Extra.
func BuildProfile(v Version, p Profile) (*Document, error) { return build(v, p) }

func build(v Version, view any) (*Document, error) {
	if v != OB3 {
		return nil, &ParseError{Code: CodeVersionRead, Message: fmt.Sprintf("documents of version %s are never written, only of version %q", quoted(string(v)), OB3)}
	}
	text, err := views().Compose(view)
	if e := (*jsontext.Error)(nil); errors.As(err, &e) {
		return nil, &ParseError{Code: e.Code, Path: e.Path, Message: e.Message}
	}
	return Parse(text)
}

func classOf(types []string) class {
	for _, cl := range classes {
		if slices.Contains(types, cl.name) {
			return cl
		}
	}
	return classes[0]
}

// withFirst returns names with those of first that it lacks, put in front.
func withFirst(names []string, first ...string) []string {
	missing := slices.DeleteFunc(first, func(name string) bool { return slices.Contains(names, name) })
	return slices.Concat(missing, names)
}

// withContexts returns list with the contexts of a class, put in front.
func withContexts(list []Context, urls []string) []Context {
	var all []Context
	for _, url := range urls {
		all = append(all, Context{URL: url})
	}
	own := slices.DeleteFunc(slices.Clone(list), func(x Context) bool { return slices.Contains(urls, x.URL) && x.Map == nil })
	return append(all, own...)
}
