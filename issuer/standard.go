package issuer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// A standard is a version of Open Badges as an Issuer writes it.
type standard struct {
	version badge.Version
	// check refuses a Config that the version has no use for.
	check func(Config) error
	// describe completes the profile and judges it.
	describe func(*Issuer, Config) error
	// build writes a badge.
	build func(*Issuer, badge.Credential) (*badge.Document, error)
	// achievement writes an achievement to be published.
	achievement func(*Issuer, badge.Achievement) (*badge.Document, error)
	// verifiable refuses a document that no verifier could judge once it is
	// signed or published.
	verifiable func(context.Context, *Issuer, *badge.Document) error
	// listsStatus says that badges can have an entry in a status list.
	listsStatus bool
}

// standardOf returns the row of a version. The zero Version is Open Badges 3.0.
func standardOf(v badge.Version) (standard, bool) {
	switch v {
	case "", badge.OB3:
		return standard{version: badge.OB3, check: check30, describe: describe30, build: build30Credential, achievement: build30Achievement,
			verifiable: meaningful, listsStatus: true}, true
	case badge.OB2:
		return standard{version: badge.OB2, check: check20, describe: describe20, build: build20Credential, achievement: build20Achievement,
			verifiable: findable}, true
	}
	return standard{}, false
}

func check30(cfg Config) error {
	if len(cfg.Proofs) == 0 {
		return errors.New("issuer: Config.Proofs is empty; a badge of Open Badges 3.0 needs a proof")
	}
	if cfg.RevocationList != "" {
		return errors.New("issuer: Config.RevocationList is for Open Badges 2.0; badges of 3.0 name status lists")
	}
	return nil
}

func describe30(*Issuer, Config) error { return nil }

// build30Credential writes a badge of Open Badges 3.0.
func build30Credential(i *Issuer, c badge.Credential) (*badge.Document, error) {
	if i.ofClaims {
		return nil, fmt.Errorf("issuer: a badge is no %s; IssueClaims makes these", typeClaims)
	}
	if c.Issuer.ID == "" {
		c.Issuer = i.profile
	}
	doc, err := badge.Build(badge.OB3, c)
	if err == nil {
		if missing := i.missingContexts(doc); len(missing) > 0 {
			c.Context = append(slices.Clone(c.Context), missing...)
			doc, err = badge.Build(badge.OB3, c)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	if id := doc.IssuerID(); id != i.profile.ID {
		return nil, i.foreign(id)
	}
	return doc, nil
}

// missingContexts returns the contexts that define the proofs of the issuer and
// the types of a document, and that the document does not name.
func (i *Issuer) missingContexts(doc *badge.Document) (missing []badge.Context) {
	named := doc.Body().Member("@context")
	add := func(url string) {
		if url != "" && !named.Holds(url) && !slices.ContainsFunc(missing, func(c badge.Context) bool { return c.URL == url }) {
			missing = append(missing, badge.Context{URL: url})
		}
	}
	for _, url := range i.contexts {
		add(url)
	}
	var visit func(v tree.Value)
	visit = func(v tree.Value) {
		if v != doc.Body() && v.Member("@context").Exists() {
			return // an embedded credential, which has contexts already
		}
		for t := range v.Member("type").Each() {
			add(proof.ContextFor(t.String()))
			for _, url := range i.typeContexts[t.String()] {
				add(url)
			}
		}
		for _, member := range v.Members() {
			visit(member)
		}
		for _, element := range v.Elements() {
			visit(element)
		}
	}
	visit(doc.Body())
	return missing
}

// build30Achievement writes an Achievement as a separate document.
func build30Achievement(_ *Issuer, a badge.Achievement) (*badge.Document, error) {
	contexts, err := encode([]string{badge.ContextVC2, badge.ContextOB3}, "")
	if err != nil {
		return nil, err
	}
	a.Extra = maps.Clone(a.Extra)
	if a.Extra == nil {
		a.Extra = map[string]json.RawMessage{}
	}
	if _, own := a.Extra["@context"]; !own {
		a.Extra["@context"] = contexts
	}
	return badge.BuildAchievement(badge.OB3, a)
}

// meaningful refuses a document with a member that its contexts do not define.
// A linked-data proof is refused for the same reason when it is made; a token
// signs any text.
func meaningful(ctx context.Context, i *Issuer, doc *badge.Document) error {
	if i.embeds {
		return nil
	}
	if err := proof.ValidateContexts(ctx, doc, proof.CheckOptions{Contexts: i.read}); err != nil {
		return fmt.Errorf("issuer: %w", err)
	}
	return nil
}
