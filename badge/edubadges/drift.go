package edubadges

import (
	"fmt"
	"path"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// On 4 June 2026 edubadges replaced the quality assurance of its HBO and WO
// micro-credentials, also of those that had been awarded.
const (
	qualityBefore = "https://www.versnellingsplan.nl/en/Kennisbank/pilot-microcredentials-2/"
	qualityAfter  = "https://npuls.nl/doorbouwen-aan-microcredentials"
)

// qualityMembers are the members that were replaced, with the member that has the
// URL: in the documents of the host and in awards of the API.
var qualityMembers = map[string]string{
	"qualityAssuranceUrl": "qualityAssuranceUrl", "qualityAssuranceDescription": "qualityAssuranceUrl",
	"quality_assurance_url": "quality_assurance_url", "quality_assurance_description": "quality_assurance_url",
}

// Drift compares a document of a deployment as it was kept with what its host
// publishes today. Classes can change after an award. Each difference is one
// Remark: with the code edubadges.migrated if the platform is known to have
// replaced the value in many classes, which does not hint at tampering, and with
// edubadges.changed otherwise. Document is 0 for a path in then, and 1 for a path
// that only now has.
func Drift(then, now *badge.Document) (found []Remark) {
	for d := range badge.Diff(then, now) {
		if len(found) == maxRemarks {
			break
		}
		object, name := path.Split(d.Path)
		if name == "id" && identifier(decoded(d.One)) == identifier(decoded(d.Two)) {
			continue // of another view
		}
		r := Remark{Problem: badge.Problem{Code: codeChanged, Path: d.Path, Severity: badge.SeverityWarning}}
		if d.One == nil {
			r.Document = 1
		}
		switch address := qualityMembers[name]; {
		case address != "" && d.One != nil && d.Two != nil && textAt(then, object+address) == qualityBefore && textAt(now, object+address) == qualityAfter:
			r.Code = codeMigrated
			r.Message, r.Dutch = name+" was replaced by the platform in all micro-credentials in June 2026", name+" is in juni 2026 door het platform in alle microcredentials vervangen"
		case d.One == nil:
			r.Message, r.Dutch = fmt.Sprintf("%s is new: %s", quoted(name), quoted(decoded(d.Two))), fmt.Sprintf("%s is nieuw: %s", quoted(name), quoted(decoded(d.Two)))
		case d.Two == nil:
			r.Message, r.Dutch = fmt.Sprintf("%s was %s and is gone", quoted(name), quoted(decoded(d.One))), fmt.Sprintf("%s was %s en is weg", quoted(name), quoted(decoded(d.One)))
		default:
			r.Message = fmt.Sprintf("%s was %s and is %s", quoted(name), quoted(decoded(d.One)), quoted(decoded(d.Two)))
			r.Dutch = fmt.Sprintf("%s was %s en is nu %s", quoted(name), quoted(decoded(d.One)), quoted(decoded(d.Two)))
		}
		found = append(found, r)
	}
	return found
}

// textAt returns the text at a pointer of a document.
func textAt(d *badge.Document, pointer string) string {
	raw, _ := d.At(pointer)
	return strings.TrimSpace(decoded(raw))
}
