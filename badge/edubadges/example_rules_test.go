package edubadges_test

import (
	"encoding/json"
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
)

// microClass is the expanded view of the class of a micro-credential.
const microClass = `{
  "@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass",
  "id": "https://api.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g",
  "name": "Data Ethics", "description": "Weighs the use of data", "image": "https://api.edubadges.nl/1.png",
  "criteria": {"narrative": "Write three reports"}, "typeBadgeClass": "micro_credential",
  "participation": "blended", "assessmentType": "report_paper", "stackable": true, "eqfNlqfLevelVerified": true,
  "qualityAssuranceName": "NVAO", "qualityAssuranceUrl": "https://nvao.example", "qualityAssuranceDescription": "Accredited",
  "extensions:LanguageExtension": {"type": ["Extension", "extensions:LanguageExtension"], "Language": "en_EN"},
  "extensions:LearningOutcomeExtension": {"type": ["Extension", "extensions:LearningOutcomeExtension"], "LearningOutcome": "Judges the use of data"},
  "extensions:EQFExtension": {"type": ["Extension", "extensions:EQFExtension"], "EQF": 6},
  "extensions:ECTSExtension": {"type": ["Extension", "extensions:ECTSExtension"], "ECTS": 2}
}`

// The bounds of study load depend on the kind of institution.
func ExampleCheck() {
	class, err := badge.Parse([]byte(microClass))
	if err != nil {
		fmt.Println(err)
		return
	}
	e := edubadges.Read(class)
	for _, kind := range []edubadges.Institution{edubadges.WO, edubadges.HBO} {
		remarks := edubadges.Check(e, kind)
		fmt.Println(kind, len(remarks))
		for _, r := range remarks {
			fmt.Println(r.Code, r.Path, r.Message)
		}
	}
	// Output:
	// WO 0
	// HBO 1
	// edubadges.range /extensions:ECTSExtension/ECTS ECTS is "2", wanted a number from 3 to 30 in steps of 0.5
}

// AnnexI lists the elements of a micro-credential. The class alone has neither
// the learner nor the issuer.
func ExampleAnnexI() {
	class, err := badge.Parse([]byte(microClass))
	if err != nil {
		fmt.Println(err)
		return
	}
	elements := edubadges.AnnexI(edubadges.Read(class), true)
	for _, x := range elements[:8] {
		fmt.Println(x)
	}
	fmt.Println(edubadges.Complete(elements))
	// Output:
	// M1 identification of the learner: not looked at, because the view that has it was not read
	// M2 title: "Data Ethics"
	// M3 country or region of the issuer: not looked at, because the view that has it was not read
	// M4 awarding body: not looked at, because the view that has it was not read
	// M5 date of issuing: not looked at, because the view that has it was not read
	// M6 learning outcomes: "Judges the use of data"
	// M7 notional workload: "2"
	// M8 level: "6"
	// false
}

// The view of a class has its extensions in Extra. An extension of the pilot
// becomes one of today.
func ExampleParseExtension() {
	pilot := json.RawMessage(`{"@context": "https://w3id.org/openbadges/extensions/EQFExtension/context.json", "EQF": "6"}`)
	x, err := edubadges.ParseExtension("NiveauExtension", pilot)
	if err != nil {
		fmt.Println(err)
		return
	}
	level, ok := x.Read().Number()
	fmt.Println(x.Name, level, ok)
	x.Context, x.Value = "", json.RawMessage("6")
	name, member, err := x.Member()
	fmt.Println(name, string(member), err)
	// Output:
	// EQFExtension 6 true
	// extensions:EQFExtension {"@context":"https://api.edubadges.nl/extensions/EQFExtension/context.json","type":["Extension","extensions:EQFExtension"],"EQF":6} <nil>
}

// A badge names its holder by the salted hash of an eduID.
func ExampleMatch() {
	const eduID = "5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d"
	salt := [16]byte{1} // random, and new for each award
	subject := badge.Subject{Identifier: []badge.IdentityObject{badge.HashIdentity("id", eduID, salt)}}

	m, err := edubadges.Match(subject, eduID)
	fmt.Println(m.Algorithm, err)
	_, err = edubadges.Match(subject, "0b9d7c1e-44f2-4a0c-9e35-d2a81f6c7b03")
	fmt.Println(err != nil)
	// Output:
	// sha256 <nil>
	// true
}
