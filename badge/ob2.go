package badge

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// issuer2 returns the issuer of a document of Open Badges 2.0. That of an
// Assertion is the issuer of its BadgeClass, whatever else it says.
func issuer2(d *Document) jsontext.Value {
	if d.kind == KindCredential {
		return d.body.Member("badge").Member("issuer")
	}
	return d.body.Member("issuer")
}

// subject2 returns what an Endorsement is about. The recipient of an
// Assertion has no id.
func subject2(d *Document) jsontext.Value { return d.body.Member("claim") }

// class2 returns the class of the table that a credential is.
func class2(k Kind) string {
	if k == KindEndorsement {
		return "Endorsement"
	}
	return "Assertion"
}

// credential2 shows the issuer where Open Badges 3.0 has it: beside the
// achievement, not in it.
func credential2(d *Document) Credential {
	var c Credential
	views2().Decode(class2(d.kind), d.body, &c)
	liftIssuer(&c)
	return c
}

func liftIssuer(c *Credential) {
	if issuer := c.Subject.Achievement.Creator; issuer != nil && !reflect.ValueOf(*issuer).IsZero() {
		c.Issuer, c.Subject.Achievement.Creator = *issuer, nil
	}
}

func achievement2(d *Document) Achievement {
	var a Achievement
	views2().Decode("BadgeClass", d.body, &a)
	return a
}

func profile2(d *Document) Profile {
	var p Profile
	views2().Decode("Profile", d.body, &p)
	return p
}

// Documents older than Open Badges 2.0 are shown as they are upgraded.
func credential1(d *Document) Credential   { return credential2(d.upgraded()) }
func achievement1(d *Document) Achievement { return achievement2(d.upgraded()) }
func profile1(d *Document) Profile         { return profile2(d.upgraded()) }

// readEmbedded2 takes an endorsement that is in the same words.
func readEmbedded2(v jsontext.Value) (*Document, bool) {
	d, ok := readEmbedded(v)
	return d, ok && d.version == OB2
}

func writeEmbedded2(d *Document) ([]byte, error) {
	if d != nil && d.version != OB2 {
		return nil, errors.New("an endorsement in the words of another version")
	}
	return writeEmbedded(d)
}

func build2(c Credential) (*Document, error) {
	name := "Assertion"
	if slices.Contains(c.Type, "Endorsement") || slices.Contains(c.Type, "EndorsementCredential") {
		name = "Endorsement"
	} else if err := c.sinkIssuer(); err != nil {
		return nil, err
	}
	if _, odd := c.Extra["@context"]; !odd && !slices.ContainsFunc(c.Context, isContext2) {
		c.Context = slices.Concat([]Context{{URL: ContextOB2}}, c.Context)
	}
	d, err := compose2(name, c)
	if e := (*jsontext.Error)(nil); errors.As(err, &e) && name == "Assertion" {
		if rest, sunk := strings.CutPrefix(e.Path(), sunkIssuer); sunk {
			return nil, e.At("/issuer" + rest) // where the caller has it
		}
	}
	return d, err
}

// sunkIssuer is where the view has the issuer once it is there.
const sunkIssuer = "/credentialSubject/achievement/creator"

// sinkIssuer puts the issuer where Open Badges 2.0 has it: in the BadgeClass,
// unless another creator is there.
func (c *Credential) sinkIssuer() error {
	creator, issuer := c.Subject.Achievement.Creator, c.Issuer
	switch {
	case reflect.ValueOf(issuer).IsZero():
		return nil
	case creator != nil && !reflect.DeepEqual(*creator, Profile{ID: issuer.ID}) && !reflect.DeepEqual(*creator, issuer):
		return fail(codeBuildWords, sunkIssuer, "the creator of the achievement is not its issuer; Open Badges 2.0 has one of them")
	}
	c.Subject.Achievement.Creator, c.Issuer = &issuer, Profile{}
	return nil
}

func isContext2(x Context) bool {
	written, err := jsontext.Parse(x.Map)
	return x.URL == ContextOB2 || err == nil && written.Member("obi").String() == vocabulary.NamespaceOB2
}

func buildAchievement2(a Achievement) (*Document, error) {
	a.Extra = withContext2(a.Extra)
	return compose2("BadgeClass", a)
}

func buildProfile2(p Profile) (*Document, error) {
	p.Extra = withContext2(p.Extra)
	return compose2("Profile", p)
}

// withContext2 returns extra with a context.
func withContext2(extra map[string]json.RawMessage) map[string]json.RawMessage {
	all := map[string]json.RawMessage{"@context": json.RawMessage(`"` + ContextOB2 + `"`)}
	maps.Copy(all, extra)
	return all
}

// compose2 writes a view as a document of Open Badges 2.0, if it has a word for
// everything.
func compose2(class string, view any) (*Document, error) {
	if unsaid := views2().Unsaid(class, view); len(unsaid) > 0 {
		return nil, fail(codeBuildWords, unsaid[0], "Open Badges 2.0 has no word for it")
	}
	return encode2(class, view)
}

func encode2(class string, view any) (*Document, error) {
	d, err := parseBuilt(views2().Encode(class, view))
	if err == nil && (d.version != OB2 || mixed(d.body)) {
		return nil, fail(codeBuildWords, "/@context", "the contexts are not those of Open Badges 2.0 alone, wanted %s", quoted(ContextOB2))
	}
	return d, err
}

// mixed reports whether a document also has the context of Open Badges 3.0.
func mixed(body jsontext.Value) bool {
	for c := range body.Member("@context").Each() {
		if _, base := baseContexts[c.String()]; base {
			return true
		}
	}
	return false
}
