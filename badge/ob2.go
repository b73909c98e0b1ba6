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

// read20Issuer returns the issuer of a document of Open Badges 2.0. The issuer
// of an Assertion is always that of its BadgeClass.
func read20Issuer(d *Document) jsontext.Value {
	if d.kind == KindCredential {
		return d.body.Member("badge").Member("issuer")
	}
	return d.body.Member("issuer")
}

// read20Subject returns the claim of an Endorsement. An Assertion has no object
// with the id of its recipient.
func read20Subject(d *Document) jsontext.Value { return d.body.Member("claim") }

// class20 returns the class of a credential.
func class20(k Kind) string {
	if k == KindEndorsement {
		return "Endorsement"
	}
	return "Assertion"
}

// read20Credential returns the view of a credential, with the issuer in its
// place in Open Badges 3.0: in the credential, not in the achievement.
func read20Credential(d *Document) Credential {
	var c Credential
	views20().Decode(class20(d.kind), d.body, &c)
	liftIssuer(&c)
	return c
}

func liftIssuer(c *Credential) {
	if issuer := c.Subject.Achievement.Creator; issuer != nil && !reflect.ValueOf(*issuer).IsZero() {
		c.Issuer, c.Subject.Achievement.Creator = *issuer, nil
	}
}

func read20Achievement(d *Document) Achievement {
	var a Achievement
	views20().Decode("BadgeClass", d.body, &a)
	return a
}

func read20Profile(d *Document) Profile {
	var p Profile
	views20().Decode("Profile", d.body, &p)
	return p
}

// The views of documents older than Open Badges 2.0 are those of the upgraded
// documents.
func read10Credential(d *Document) Credential   { return read20Credential(d.upgraded()) }
func read10Achievement(d *Document) Achievement { return read20Achievement(d.upgraded()) }
func read10Profile(d *Document) Profile         { return read20Profile(d.upgraded()) }

// read20Embedded reads an endorsement of the same version.
func read20Embedded(v jsontext.Value) (*Document, bool) {
	d, ok := readEmbedded(v)
	return d, ok && d.version == OB2
}

func write20Embedded(d *Document) ([]byte, error) {
	if d != nil && d.version != OB2 {
		return nil, errors.New("the endorsement is of another version, wanted Open Badges 2.0")
	}
	return writeEmbedded(d)
}

func build20(c Credential) (*Document, error) {
	name := "Assertion"
	if slices.Contains(c.Type, "Endorsement") || slices.Contains(c.Type, "EndorsementCredential") {
		name = "Endorsement"
	} else if err := c.sinkIssuer(); err != nil {
		return nil, err
	}
	if _, odd := c.Extra["@context"]; !odd && !slices.ContainsFunc(c.Context, is20Context) {
		c.Context = slices.Concat([]Context{{URL: ContextOB2}}, c.Context)
	}
	d, err := compose20(name, c)
	if e := (*jsontext.Error)(nil); errors.As(err, &e) && name == "Assertion" {
		if rest, sunk := strings.CutPrefix(e.Path(), sunkIssuer); sunk {
			return nil, e.At("/issuer" + rest) // the path in the view of the caller
		}
	}
	return d, err
}

// sunkIssuer is the path of the issuer after sinkIssuer.
const sunkIssuer = "/credentialSubject/achievement/creator"

// sinkIssuer moves the issuer to its place in Open Badges 2.0, the BadgeClass.
// It fails if there is another creator.
func (c *Credential) sinkIssuer() error {
	creator, issuer := c.Subject.Achievement.Creator, c.Issuer
	switch {
	case reflect.ValueOf(issuer).IsZero():
		return nil
	case creator != nil && !reflect.DeepEqual(*creator, Profile{ID: issuer.ID}) && !reflect.DeepEqual(*creator, issuer):
		return fail(codeBuildWords, sunkIssuer, "the creator of the achievement is not the issuer, and Open Badges 2.0 has only the issuer")
	}
	c.Subject.Achievement.Creator, c.Issuer = &issuer, Profile{}
	return nil
}

func is20Context(x Context) bool {
	written, err := jsontext.Parse(x.Map)
	return x.URL == ContextOB2 || err == nil && written.Member("obi").String() == vocabulary.NamespaceOB2
}

func build20Achievement(a Achievement) (*Document, error) {
	a.Extra = with20Context(a.Extra)
	return compose20("BadgeClass", a)
}

func build20Profile(p Profile) (*Document, error) {
	p.Extra = with20Context(p.Extra)
	return compose20("Profile", p)
}

// with20Context returns extra with the context of Open Badges 2.0, unless it has
// another.
func with20Context(extra map[string]json.RawMessage) map[string]json.RawMessage {
	all := map[string]json.RawMessage{"@context": json.RawMessage(`"` + ContextOB2 + `"`)}
	maps.Copy(all, extra)
	return all
}

// compose20 writes a view as a document of Open Badges 2.0. It fails if a value
// has no property there.
func compose20(class string, view any) (*Document, error) {
	if unsaid := views20().Unsaid(class, view); len(unsaid) > 0 {
		return nil, fail(codeBuildWords, unsaid[0], "Open Badges 2.0 has no such property")
	}
	return encode20(class, view)
}

func encode20(class string, view any) (*Document, error) {
	d, err := parseBuilt(views20().Encode(class, view))
	if err == nil && (d.version != OB2 || mixed(d.body)) {
		return nil, fail(codeBuildWords, "/@context", "the contexts are not only those of Open Badges 2.0, wanted %s", Quote(ContextOB2))
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
