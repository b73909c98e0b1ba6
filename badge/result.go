package badge

import "encoding/json"

// ResultDescription describes a result that an achievement can have. All
// values are strings, numeric ones too.
type ResultDescription struct {
	ID                   string                     `json:"id"`
	Type                 []string                   `json:"type" list:"many" class:"ResultDescription"`
	Name                 string                     `json:"name"`
	ResultType           ResultType                 `json:"resultType"`
	Alignment            []Alignment                `json:"alignment"`
	AllowedValue         []string                   `json:"allowedValue"`  // from low to high
	RequiredLevel        string                     `json:"requiredLevel"` // id of a RubricCriterionLevel
	RequiredValue        string                     `json:"requiredValue"`
	RubricCriterionLevel []RubricCriterionLevel     `json:"rubricCriterionLevel"` // from low to high
	ValueMin             string                     `json:"valueMin"`
	ValueMax             string                     `json:"valueMax"`
	Extra                map[string]json.RawMessage `json:"-"`
}

// RubricCriterionLevel is one level of a rubric.
type RubricCriterionLevel struct {
	ID          string                     `json:"id"`
	Type        []string                   `json:"type" list:"many" class:"RubricCriterionLevel"`
	Name        string                     `json:"name"`
	Description string                     `json:"description"`
	Level       string                     `json:"level"`
	Points      string                     `json:"points"`
	Alignment   []Alignment                `json:"alignment"`
	Extra       map[string]json.RawMessage `json:"-"`
}

// Result is a result that a recipient achieved.
type Result struct {
	Type              []string                   `json:"type" list:"many" class:"Result"`
	ResultDescription string                     `json:"resultDescription"` // id of a ResultDescription
	Value             string                     `json:"value"`
	AchievedLevel     string                     `json:"achievedLevel"` // id of a RubricCriterionLevel
	Status            ResultStatusType           `json:"status"`
	Alignment         []Alignment                `json:"alignment"`
	Extra             map[string]json.RawMessage `json:"-"`
}
