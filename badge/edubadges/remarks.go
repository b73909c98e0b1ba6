package edubadges

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// codeZone is the code of package badge for a time without a zone.
const codeZone = "date.zone"

// identityEduID is the recipient type that edubadges gives an eduID.
const identityEduID = "id"

// agentNever is the exp claim of early agents, in the year 2286.
const agentNever = "9999999999"

// remarks adds the remarks about one document.
func (r *reader) remarks(d *badge.Document, n int) {
	if d == nil {
		return
	}
	eachString(d.Root(), func(text string, v tree.Value) {
		for _, m := range misspellings {
			if strings.Contains(text, m.wrong) {
				r.warn(codeMisspelt, source{v, n}, "the URL contains %s, wanted %s", quoted(m.wrong), quoted(m.right))
			}
		}
	})
	if exp := (source{d.Root().Member("exp"), n}); exp.raw() == agentNever {
		r.warn(codeNever, exp, "exp is %s, which means that the badge does not expire", agentNever)
	}
	for _, p := range slices.Concat(r.assertion, r.class, r.issuer) {
		if p.doc == n {
			r.olderTerms(p)
			r.moment(p.member("updatedAt").value())
		}
	}
	for _, p := range r.assertion {
		if p.doc == n {
			r.identity(p)
		}
	}
	if r.agent() && n == 0 {
		r.agentRemarks(r.assertion[0])
	}
}

// olderTerms reports extensions that have their value under a former term.
func (r *reader) olderTerms(p source) {
	for _, e := range definitions {
		value, found := extensionIn(p, e.name)
		if !found || !value.Exists() {
			continue
		}
		pointer := value.Pointer()
		if term := pointer[strings.LastIndexByte(pointer, '/')+1:]; term != e.term {
			r.warn(codeTerm, value, "the extension uses the former term %s, wanted %s", quoted(term), quoted(e.term))
		}
	}
}

// identity reports recipients with a misleading or unsafe identity type.
func (r *reader) identity(p source) {
	list, member := p.member("recipient"), "type"
	if r.ob3 {
		list, member = p.at("/credentialSubject/identifier"), "identityType"
	}
	agent := r.agent()
	for o := range list.Each() {
		typ := source{o.Member(member), p.doc}
		kind := typ.String()
		switch hashed, _ := o.Member("hashed").Bool(); {
		case !hashed:
		case agent && kind == string(badge.IdentifierEmailAddress):
			r.warn(codeIdentity, typ, "the identity type is %s, although edubadges hashes an eduID", quoted(kind))
		case slices.Contains(guessableTypes, kind):
			r.warn(codeGuessable, typ, "the hash of an identifier of type %s can be reversed by guessing", quoted(kind))
		}
	}
}

// agentRemarks reports how a badge of an agent deviates.
func (r *reader) agentRemarks(p source) {
	achievement := p.at("/credentialSubject/achievement/id")
	if id := achievement.String(); id != "" && id == p.member("id").String() {
		r.warn(codeAssertionID, achievement, "the achievement has the id of the award, so other holders have another achievement")
	}
	issuer := p.member("issuer")
	if id := issuer.reference(); isAgentIssuer(id) || isEntityID(id) {
		r.warn(codeIssuerID, issuer, "nothing is published at the issuer id %s", quoted(issuer.reference()))
	}
	name, title := issuer.member("name"), p.at("/credentialSubject/achievement/name")
	_, signed := r.docs[p.doc].JWS()
	if name.String() != "" && (signed || name.String() == title.String()) {
		r.warn(codeAgentName, name, "the issuer name %s is that of the agent or the badge; the institution is not named", quoted(name.String()))
	}
}

// moment reports a malformed time.
func (r *reader) moment(f Value) {
	if !f.Given() {
		return
	}
	_, err := badge.DateTime(f.Text).Time()
	if wrong, ok := errors.AsType[*jsontext.Error](err); ok {
		r.warnValue(wrong.Code(), f, "%s", wrong.Message())
	}
}

// derive adds the aliases of values, with a remark about each.
func (r *reader) derive() {
	r.moment(r.e.Value(FieldIssuedOn))
	r.moment(r.e.Value(FieldExpires))
	r.language()
	if country := r.e.Value(FieldInstitutionCountry); country.Text == "EN" {
		r.warnValue(codeCountry, country, "%q is not a country code of ISO 3166", "EN")
	}
	if !r.e.Value(FieldType).Given() {
		r.set(FieldType, r.profileType())
	}
	r.awarder()
	r.credits()
	for _, x := range (Edubadge{objects: r.objects}).Endorsements() {
		if !slices.Contains(endorsementStatuses, x.Status) {
			r.warnValue(codeAlias, Value{Document: x.Document, Path: x.Path + "/status"}, "the status of an endorsement is %s, wanted one of %q", quoted(x.Status), endorsementStatuses)
		}
	}
	r.alias(FieldType)
	r.alias(FieldAssessment)
	for _, f := range []Field{FieldECTS, FieldStudyLoad, FieldTimeInvestment, FieldProgramIdentifier, FieldEQF} {
		if v := r.e.Value(f); v.Given() && v.Raw[0] == '"' && !strings.HasSuffix(v.Path, "/targetCode") {
			r.warnValue(codeNumber, v, "%s is a string, wanted a number or an array of numbers", quoted(v.Text))
		}
	}
}

// awarder adds who awards the badge.
func (r *reader) awarder() {
	if r.e.Dialect == DialectProfile && !r.e.Value(FieldInstitutionName).Given() && len(r.issuer) > 0 {
		r.set(FieldInstitutionName, r.issuer[0].member("name").value()) // only institutions issue in eduCredentials
	}
	for _, f := range []Field{FieldOnBehalfOf, FieldInstitutionName, FieldIssuer} {
		if v := r.e.Value(f); v.Given() {
			r.set(FieldAwardedBy, v)
			return
		}
	}
}

// credits reports credits that differ from the ECTS of a badge.
func (r *reader) credits() {
	n, known := r.e.Value(FieldECTS).Number()
	for _, p := range r.class {
		credits := p.member("creditsAvailable").value()
		if m, ok := credits.Number(); ok && known && m != n {
			r.warnValue(codeCredits, credits, "creditsAvailable is %s, and ECTS is %s", credits.Text, r.e.Value(FieldECTS).Text)
		}
	}
}

// tag is a language as edubadges writes it.
var tag = regexp.MustCompile(`^([a-z]{2})[_-]([A-Z]{2})$`)

// language adds the tag of BCP 47. EN is not a country; the other codes are.
func (r *reader) language() {
	v := r.e.Value(FieldLanguage)
	parts := tag.FindStringSubmatch(v.Text)
	if parts == nil {
		return
	}
	meant := parts[1] + "-" + parts[2]
	if parts[2] == "EN" {
		meant = parts[1]
	}
	if meant != v.Text {
		v.Alias = meant
		r.set(FieldLanguage, v)
		r.warnValue(codeLanguage, v, "the language is %s, wanted %s", quoted(v.Text), quoted(meant))
	}
}

// alias replaces the parts of a list that are aliases.
func (r *reader) alias(f Field) {
	v := r.e.Value(f)
	parts := v.List()
	found := false
	for i, part := range parts {
		if meant, known := aliases[part]; known {
			parts[i], found = meant, true
			r.warnValue(codeAlias, v, "the value is %s, wanted %s", quoted(part), quoted(meant))
		}
	}
	if found {
		v.Alias = strings.Join(parts, ",")
		r.set(f, v)
	}
}

// schemaTypes are the schemas of eduCredentials with the badge type of each.
var schemaTypes = []struct {
	name string
	typ  BadgeType
}{
	{"microcredential", MicroCredential},
	{"regular", Regular},
	{"extracurricular", ExtraCurricular},
	{misspeltExtracurricular, ExtraCurricular},
}

// profileType returns the badge type of an eduCredentials badge, which only the
// ids of its schemas show.
func (r *reader) profileType() Value {
	for _, p := range r.assertion {
		for _, s := range schemaTypes {
			if entry, ok := p.member("credentialSchema").element("id", profileSchema{name: s.name}.url()); ok {
				f := entry.member("id").value()
				f.Alias = string(s.typ)
				return f
			}
		}
	}
	return Value{}
}
