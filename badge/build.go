package badge

// Build returns an unsigned document of a credential in version v, OB3 or OB2,
// as compact JSON. [PathOf] of the error is the property at fault.
//
// Build adds the values that the standard prescribes: the contexts of the
// credential's class in front of Context, and the name of the class in every
// Type. If Type does not name a class of credential, the credential is an
// AchievementCredential or Assertion. A Context that lists the base context is
// written unchanged. In Open Badges 3.0, an issuer with only an ID becomes an
// object.
//
// Empty fields are left out and, in Open Badges 3.0, members of Extra that are
// null or an empty array (OB 3.0 App. A.1). Numbers keep their spelling.
//
// A property that version v does not have is an error; Convert leaves it out and
// lists it. Build does not validate: see package rules.
func Build(v Version, c Credential) (*Document, error) {
	if len(c.Proof) > 0 {
		return nil, fail(codeBuildSigned, "/proof", "the credential has a proof, wanted an unsigned credential")
	}
	return build(v, standards[v].build, c)
}

// BuildAchievement returns the document of an achievement, which its issuer
// publishes. It follows the rules of Build. A context belongs in Extra; in Open
// Badges 2.0, BuildAchievement adds the required one if it is missing.
func BuildAchievement(v Version, a Achievement) (*Document, error) {
	return build(v, standards[v].buildAchievement, a)
}

// BuildProfile returns the document of a profile, which its issuer publishes. It
// follows the rules of BuildAchievement.
func BuildProfile(v Version, p Profile) (*Document, error) {
	return build(v, standards[v].buildProfile, p)
}

func build[T any](v Version, write func(T) (*Document, error), view T) (*Document, error) {
	if write == nil {
		return nil, fail(codeVersionRead, "", "the version is %s, wanted %q or %q; other versions are only read", Quote(string(v)), OB3, OB2)
	}
	return write(view)
}

// parseBuilt parses the text that a codec wrote.
func parseBuilt(text []byte, err error) (*Document, error) {
	if err != nil {
		return nil, err
	}
	return Parse(text)
}
