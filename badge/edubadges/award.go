package edubadges

import (
	"path"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// award makes the credential of an award of the API, as badge.Convert does of an
// assertion. The award has no recipient. Its ids are those of the deployment
// that the award names in its LinkedIn address, or else as in the award.
func (w *conversion) award() error {
	p := w.e.objects.assertion[0]
	if revoked, _ := p.member("revoked").Bool(); revoked {
		return fail(codeRevoked, "/revoked", "the award has been revoked")
	}
	page, err := Locate(p.member("linkedin_url").String(), Deployments())
	base := ""
	if err == nil {
		base = page.Deployment.API
	}
	id := func(kind, entityID string) string {
		if base == "" || entityID == "" {
			return entityID
		}
		return Object{page.Deployment, kind, entityID}.URL()
	}
	old := id("assertions", p.member("entity_id").String())
	class := id("badges", p.at("/badgeclass/entity_id").String())
	w.c = badge.Credential{
		ID: w.newID(old), ValidFrom: badge.DateTime(w.e.Value(FieldIssuedOn).Text), ValidUntil: badge.DateTime(w.e.Value(FieldExpires).Text),
		Issuer: badge.Profile{ID: w.newID(w.awardIssuer(id)), Name: w.e.Value(FieldIssuer).Text},
		Subject: badge.Subject{Achievement: badge.Achievement{
			Name: w.e.Value(FieldName).Text, Description: w.e.Value(FieldDescription).Text,
			Criteria: badge.Criteria{Narrative: w.e.Value(FieldCriteria).Text},
		}},
	}
	w.c.AwardedDate = w.c.ValidFrom
	a := &w.c.Subject.Achievement
	if class != "" {
		a.ID = w.newID(class)
	}
	if base != "" {
		w.c.Evidence = []badge.Evidence{{ID: old, Type: []string{"Evidence", namespaceOB2 + "Assertion"}}}
		a.Related = []badge.Related{{ID: class, Type: []string{"Related", namespaceOB2 + "BadgeClass"}}}
	}
	w.zones()
	w.picture(base)
	w.awardLists(p)
	return nil
}

const codeRevoked = "convert.revoked"

// awardIssuer returns what identifies the issuer of an award: its id, or the
// domain of its institution.
func (w *conversion) awardIssuer(id func(kind, entityID string) string) string {
	for _, p := range w.e.objects.issuer {
		if entityID := p.member("entity_id").String(); entityID != "" {
			return id("issuers", entityID)
		}
	}
	return w.e.Value(FieldInstitutionDomain).Text
}

// picture adds the picture of the class. In an award it may be a path.
func (w *conversion) picture(base string) {
	v := w.e.Value(FieldImage)
	address := v.Text
	if strings.HasPrefix(address, "/") && base != "" {
		address = base + path.Clean(address)
	}
	if strings.Contains(address, "://") {
		w.c.Subject.Achievement.Image = &badge.Image{ID: address}
		w.say(v)
		return
	}
	w.lose(v, "the picture is a path of an unknown deployment")
}

// awardLists adds the evidence and the alignments of an award.
func (w *conversion) awardLists(p source) {
	if w.e.Value(FieldEvidence).Given() {
		for e := range p.member("evidences").Each() {
			w.c.Evidence = append(w.c.Evidence, badge.Evidence{ID: e.Member("evidence_url").String(), Type: []string{"Evidence"},
				Name: e.Member("name").String(), Narrative: e.Member("narrative").String(), Description: e.Member("description").String()})
		}
	}
	for e := range p.at("/badgeclass/alignments").Each() {
		target, name := e.Member("target_url").String(), e.Member("target_name").String()
		if target == "" {
			w.lose(source{e, p.doc}.value(), "the alignment %s has no target_url, which Open Badges 3.0 requires", quoted(name))
			continue
		}
		w.c.Subject.Achievement.Alignment = append(w.c.Subject.Achievement.Alignment, badge.Alignment{TargetName: name, TargetURL: target,
			TargetDescription: e.Member("target_description").String(), TargetFramework: e.Member("target_framework").String(), TargetCode: e.Member("target_code").String()})
	}
}
