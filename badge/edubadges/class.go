package edubadges

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// Class is a badge class to be made. Type and Of decide which fields it needs;
// the others are optional.
type Class struct {
	ID     string // URL
	Issuer string // URL; "" if the publisher adds it
	Type   BadgeType
	Of     Institution

	Language        string // "nl_NL" or "en_EN", as edubadges writes it
	Name            string
	Description     string // Markdown, and so are Criteria and LearningOutcome
	Criteria        string
	LearningOutcome string
	Image           string // URL
	Tags            []string
	Alignment       []badge.Alignment

	ECTS, StudyLoad, TimeInvestment json.Number // "" for none; one of them is usual
	Level                           int         // EQF level, 0 for none
	LevelVerified                   bool
	Programs                        []json.Number // identifiers of education programs

	Participation                        []string // such as "online", "onsite", "blended", "work_experience"
	Assessment                           []string // such as "written_exam", "portfolio_assessment"
	Supervised, IdentityVerified         bool
	QualityName, QualityURL, QualityText string
	Stackable, GradeRequired             bool
}

// Build makes the documents of a class as edubadges publishes them: the bare one
// and the full view. The remarks are those of Check, one per field, in English and
// Dutch. If one of them is an error, there are no documents.
func (c Class) Build() (bare, full *badge.Document, found []Remark) {
	members := object{
		"@context": badge.ContextOB2, "type": "BadgeClass", "id": c.ID, "name": c.Name, "description": c.Description,
		"image": c.Image, "criteria": object{}, "alignment": c.alignments(), "tags": append([]string{}, c.Tags...),
	}
	if c.Criteria != "" {
		members["criteria"] = object{"narrative": c.Criteria}
	}
	if c.Issuer != "" {
		members["issuer"] = c.Issuer
	}
	bare, err := built(members, c.ID, c.extensions())
	if err != nil {
		return nil, nil, unbuilt(err)
	}
	maps.Copy(members, object{
		"typeBadgeClass": c.Type, "participation": list(c.Participation), "assessmentType": list(c.Assessment),
		"assessmentSupervised": c.Supervised, "assessmentIdVerified": c.IdentityVerified,
		"qualityAssuranceName": optional(c.QualityName), "qualityAssuranceUrl": optional(c.QualityURL), "qualityAssuranceDescription": optional(c.QualityText),
		"stackable": c.Stackable, "gradeAchievedRequired": c.GradeRequired, "eqfNlqfLevelVerified": c.LevelVerified,
	})
	full, err = built(members, c.ID, c.extensions())
	if err != nil {
		return nil, nil, unbuilt(err)
	}
	return refused(bare, full, Check(Read(full), c.Of))
}

// refused returns no documents if a finding is an error.
func refused(bare, full *badge.Document, found []Remark) (*badge.Document, *badge.Document, []Remark) {
	if slices.ContainsFunc(found, func(r Remark) bool { return r.Severity == badge.SeverityError }) {
		return nil, nil, found
	}
	return bare, full, found
}

// unbuilt returns the finding for values that are not JSON.
func unbuilt(err error) []Remark {
	return []Remark{{Problem: badge.Problem{Code: badge.CodeOf(err), Message: err.Error(), Severity: badge.SeverityError}, Dutch: "een waarde is ongeldig: " + err.Error()}}
}

// extensions returns the extensions that a class has.
func (c Class) extensions() (all []Extension) {
	for _, x := range []struct {
		name Name
		text string
	}{{Language, c.Language}, {LearningOutcome, c.LearningOutcome}} {
		if x.text != "" {
			all = append(all, TextExtension(x.name, x.text))
		}
	}
	if c.Level != 0 {
		all = append(all, NumberExtension(EQF, json.Number(strconv.Itoa(c.Level))))
	}
	for _, x := range []struct {
		name Name
		n    json.Number
	}{{ECTS, c.ECTS}, {StudyLoad, c.StudyLoad}, {TimeInvestment, c.TimeInvestment}} {
		if x.n != "" {
			all = append(all, NumberExtension(x.name, x.n))
		}
	}
	if len(c.Programs) > 0 {
		x := NumberExtension(EducationProgramIdentifier, c.Programs...)
		if len(c.Programs) == 1 {
			x.Value = json.RawMessage("[" + string(x.Value) + "]") // the platform always writes a list
		}
		all = append(all, x)
	}
	return all
}

// alignments returns the alignments as edubadges writes them.
func (c Class) alignments() []object {
	all := []object{}
	for _, x := range c.Alignment {
		one := object{"targetName": x.TargetName, "targetUrl": optional(x.TargetURL)}
		for name, text := range map[string]string{"targetDescription": x.TargetDescription, "targetFramework": x.TargetFramework, "targetCode": x.TargetCode} {
			if text != "" {
				one[name] = text
			}
		}
		all = append(all, one)
	}
	return all
}

// built returns a document with extensions, whose contexts are those of the
// deployment of the id.
func built(members object, id string, extensions []Extension) (*badge.Document, error) {
	root := rootProduction
	if o, err := Locate(id, Deployments()); err == nil {
		root = o.Deployment.API
	}
	members = maps.Clone(members)
	for _, x := range extensions {
		def, _ := x.Name.row()
		x.Context = def.contextURL(root)
		name, raw, err := x.Member()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", x.Name, err)
		}
		members[name] = raw
	}
	return badge.Parse(encoded(members))
}

// optional returns nil, which is null in JSON, for "".
func optional(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// list returns sorted values with commas, as edubadges writes them, or nil.
func list(values []string) any {
	return optional(strings.Join(slices.Sorted(slices.Values(values)), ","))
}
