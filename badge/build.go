package badge

import ()

// Build makes an unsigned document that says what c says, in the words of
// version v, as compact JSON. OB3 and OB2 are written. [PathOf]
// the error is the member at fault.
//
// Build writes what the standard fixes, and c may leave it out: the contexts of
// the credential's class in front of Context, and the name of its class in
// every Type. Where Type names no class of credential, the credential is an
// AchievementCredential or Assertion. A Context that lists the base context is
// taken as it is. In Open Badges 3.0, an issuer that has only an ID becomes an
// object.
//
// Nothing is written that says nothing: neither empty fields nor, in Open
// Badges 3.0, members of Extra that are null or an empty array (OB 3.0 App.
// A.1). Numbers are written as they are.
//
// What version v has no word for is an error. Convert leaves it out and tells.
//
// Build does not judge: rules.Validate finds what is missing or wrong.
func Build(v Version, c Credential) (*Document, error) {
	if len(c.Proof) > 0 {
		return nil, fail(codeBuildSigned, "/proof", "the credential has a proof, wanted one that is not signed yet")
	}
	return build(v, standards[v].build, c)
}

// BuildAchievement makes a document of an achievement, for its issuer to
// publish, by the rules of Build. A context stands in Extra; in Open Badges
// 2.0, which demands one, it may be left out.
func BuildAchievement(v Version, a Achievement) (*Document, error) {
	return build(v, standards[v].buildAchievement, a)
}

// BuildProfile makes a document of a profile, for the issuer that it describes
// to publish, by the rules of BuildAchievement.
func BuildProfile(v Version, p Profile) (*Document, error) {
	return build(v, standards[v].buildProfile, p)
}

func build[T any](v Version, write func(T) (*Document, error), view T) (*Document, error) {
	if write == nil {
		return nil, fail(codeVersionRead, "", "documents of version %s are never written, only of version %q and %q", quoted(string(v)), OB3, OB2)
	}
	return write(view)
}

// parseBuilt reads what a codec has written.
func parseBuilt(text []byte, err error) (*Document, error) {
	if err != nil {
		return nil, err
	}
	return Parse(text)
}
