package edubadges

// profileSchema is one schema of the eduCredentials profile.
type profileSchema struct {
	name       string
	repaired   string
	required   []string          // members of the achievement
	properties map[string]object // of the achievement, besides the choices
	load       bool              // constrains only the study load
	oneLoad    bool              // requires either ECTS or SBU
}

func (s profileSchema) url() string { return baseEducredentials + "schemas/" + s.name + ".json" }

// always are the members that every achievement of the profile needs.
var always = []string{"name", "description", "image", "resultDescription", "inLanguage", "criteria"}

// misspeltExtracurricular is the name in the $id of the published schemas. Its
// URL serves nothing.
const misspeltExtracurricular = "extracurruricular"

var profileSchemas = []profileSchema{
	{
		name:       "microcredential",
		repaired:   repairID,
		required:   append([]string{"alignment", "assessmentType", "identityChecked", "participationType", "supervisionType"}, always...),
		oneLoad:    true,
		properties: map[string]object{"timeInvestment": {"type": "integer", "minimum": 1}},
	},
	{
		name:       "regular",
		repaired:   repairID,
		required:   append([]string{"alignment", "educationProgramIdentifier"}, always...),
		oneLoad:    true,
		properties: map[string]object{"alignment": {"minItems": 1}, "educationProgramIdentifier": {"type": "number"}},
	},
	{name: "extracurricular", repaired: repairID, required: always},
	{name: misspeltExtracurricular, repaired: repairName, required: always},
	{name: "microcredential_ects", repaired: repairID, load: true, required: []string{"ECTS"}, properties: map[string]object{"ECTS": credits(3, 30)}},
	{name: "microcredential_sbu", repaired: repairID, load: true, required: []string{"SBU"}, properties: map[string]object{"SBU": {"type": "integer", "minimum": 240}}},
	{name: "regular_ects", repaired: repairID, load: true, required: []string{"ECTS"}, properties: map[string]object{"ECTS": credits(0.5, 240)}},
	{name: "regular_sbu", load: true, required: []string{"SBU"}, properties: map[string]object{"SBU": {"type": "integer", "minimum": 1}}},
}

// credits is the schema of credits in steps of a half, within bounds.
func credits(least, most float64) object {
	return object{"type": "number", "minimum": least, "maximum": most, "multipleOf": 0.5}
}

func (s profileSchema) text() []byte {
	properties := object{}
	for term, rule := range s.properties {
		properties[term] = rule
	}
	achievement := object{"type": "object", "properties": properties, "required": s.required}
	subject := object{"type": "object", "properties": object{"achievement": achievement}}
	if !s.load {
		s.whole(achievement, properties)
		subject["properties"].(object)["result"] = object{"minItems": 1}
		subject["required"] = []string{"result"}
	}
	return encoded(object{"$schema": dialect, "type": "object", "properties": object{"credentialSubject": subject}})
}

// whole adds what all schemas except those of the study load require.
func (s profileSchema) whole(achievement, properties object) {
	for _, c := range choices {
		var texts []string
		for _, v := range c.words {
			texts = append(texts, v.text)
		}
		properties[c.term] = object{"type": "string", "enum": texts}
	}
	properties["identityChecked"] = object{"type": "boolean"}
	properties["resultDescription"] = object{"minItems": 1}
	if s.oneLoad {
		achievement["oneOf"] = []object{{"required": []string{"ECTS"}}, {"required": []string{"SBU"}}}
	}
}
