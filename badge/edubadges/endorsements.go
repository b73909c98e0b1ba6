package edubadges

// Endorsement is the endorsement of a class by another class, in the form of
// edubadges. It is not an endorsement of Open Badges and has no signature.
type Endorsement struct {
	Claim, Description string
	Status             string // "Accepted", "Unaccepted", "Revoked" or "Rejected"
	Accepted           bool   // only then the class counts as endorsed
	Endorser           string // the name of the class that endorses
	Body               string // who awards that class, by the rules of FieldAwardedBy

	Document int    // index of the document given to Read, from 0
	Path     string // JSON Pointer into that document
}

// endorsementStatuses are what edubadges writes as Status.
var endorsementStatuses = []string{endorsementAccepted, "Unaccepted", "Revoked", "Rejected"}

const endorsementAccepted = "Accepted"

// Endorsements returns the endorsements of the class, which only its full view
// has. All are returned, so check Accepted before you show one as an endorsement.
func (e Edubadge) Endorsements() (all []Endorsement) {
	for _, class := range e.objects.class {
		list := class.member("endorsements")
		for v := range list.Each() {
			p := source{v, class.doc}
			if !p.isObject() {
				continue
			}
			all = append(all, Endorsement{
				Claim: p.member("claim").String(), Description: p.member("description").String(),
				Status: p.member("status").String(), Accepted: p.member("status").String() == endorsementAccepted,
				Endorser: p.at("/endorser/name").String(), Body: e.objects.bodyOf(p.member("endorser")),
				Document: p.doc, Path: p.Pointer(),
			})
		}
		if list.Exists() {
			return all // views of one class repeat them
		}
	}
	return nil
}

// bodyOf returns who awards another class.
func (o objects) bodyOf(class source) string {
	r := reader{objects: objects{docs: o.docs, class: []source{class}}}
	addObject(&r.issuer, class.member("issuer"))
	r.e.values = map[Field]Value{}
	for _, row := range rows {
		if row.field == FieldOnBehalfOf || row.field == FieldInstitutionName || row.field == FieldIssuer {
			r.set(row.field, r.first(row))
		}
	}
	r.awarder()
	return r.e.Value(FieldAwardedBy).Text
}
