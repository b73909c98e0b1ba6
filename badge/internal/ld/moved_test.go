package ld

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
	"github.com/stretchr/testify/require"
)

// ownNames are the members that decide and are read from the credential itself.
// The proof is not part of the signed form, and verifiableCredential belongs to
// presentations.
func ownNames() (names []string) {
	for iri := range vocabulary.EachDecisiveIRI {
		if d := vocabulary.DecisiveProperty(iri); d != nil && d.Own() && d.Names[0] != "proof" && d.Names[0] != "verifiableCredential" {
			names = append(names, d.Names...)
		}
	}
	slices.Sort(names)
	return names
}

// placeOf returns the object of a badge that has the id of the root.
func placeOf(t testing.TB, root object) object {
	t.Helper()
	for _, o := range identifiedIn(root, "") {
		if o.path != "" && o.object["id"] == badgeID {
			return o.object
		}
	}
	require.Fail(t, "no object has the id of the badge")
	return nil
}

// failsElsewhere moves members of a badge and asks that a move that leaves the
// signed form as it is fails. It reports whether there was such a move.
func failsElsewhere(t *testing.T, p *Processor, form string, genuine object, way int, names ...string) bool {
	t.Helper()
	moved := cloned(t, genuine)
	if !move(moved, placeOf(t, moved), moved["@context"], way, names...) {
		return false
	}
	v := judged(t, p, form, moved)
	if v.same {
		require.Error(t, v.err, "%v", names)
		require.Equal(t, codeElsewhere, v.err.(*Error).Code, "%v: %s", names, v.err)
	}
	return v.same
}

// TestOwnMembersFail has S-4, S-5, S-7 and S-15: every member that decides, alone
// and with each other one, in every place, under every pair of contexts.
func TestOwnMembersFail(t *testing.T) {
	p := New()
	names, found := ownNames(), map[string]bool{}
	for i, model := range models {
		for _, place := range places {
			genuine := full(shared(place), model.contexts...)
			if model.more(genuine, shared(place)); !slices.ContainsFunc(identifiedIn(genuine, ""), func(o identified) bool { return o.path != "" && o.object["id"] == badgeID }) {
				continue // a place of another data model
			}
			form, err := genuineForm(t, p, genuine)
			require.NoError(t, err)
			for j, name := range names {
				if genuine[name] == nil || holds(genuine[name]) {
					continue
				}
				same := 0
				for way := range ways {
					if failsElsewhere(t, p, form, genuine, way, name) {
						same++
					}
				}
				require.Positive(t, same, "%s to %s under %s", name, place, model.name)
				found[name] = true
				for _, other := range names[j+1:] {
					if (i == 0 || i == len(models)-1) && genuine[other] != nil && !holds(genuine[other]) {
						require.True(t, failsElsewhere(t, p, form, genuine, withTypes, name, other), "%s and %s to %s", name, other, place)
					}
				}
			}
		}
	}
	record := sharingRecord()
	form, err := genuineForm(t, p, record)
	require.NoError(t, err)
	for _, name := range names {
		if record[name] != nil && name != "refreshService" {
			require.True(t, failsElsewhere(t, p, form, record, withTypes, name), name)
			found[name] = true
		}
	}
	require.Equal(t, names, slices.Sorted(maps.Keys(found)))
}

// sharingRecord is a record of two badges, by its issuer and by another one,
// with the id of the record for its refresh service.
func sharingRecord() object {
	record := learnerRecord(rand.New(rand.NewPCG(1, 1)))
	record["refreshService"] = nodeOf(badgeID, "1EdTechCredentialRefresh")
	for i, issuer := range []string{"urn:school", "urn:other"} {
		at(record, "credentialSubject", "verifiableCredential", i)["issuer"] = nodeOf(issuer, "Profile")
	}
	return record
}

// holds reports whether an object with the id of the badge is in a value.
func holds(v any) bool {
	return slices.ContainsFunc(identifiedIn(v, ""), func(o identified) bool { return o.object["id"] == badgeID })
}

// TestMembersInTwoPlaces has S-7: the end in one object and the status in another.
func TestMembersInTwoPlaces(t *testing.T) {
	p := New()
	for _, one := range places {
		for _, other := range places {
			if one == other || one == "status" || other == "status" {
				continue
			}
			genuine := full(shared(one, other), models[0].contexts...)
			second(genuine, shared(one, other))
			form, err := genuineForm(t, p, genuine)
			require.NoError(t, err)
			moved := cloned(t, genuine)
			var to []object
			for _, o := range identifiedIn(moved, "") {
				if o.path != "" && o.object["id"] == badgeID {
					to = append(to, o.object)
				}
			}
			require.Len(t, to, 2)
			require.True(t, move(moved, to[0], moved["@context"], withTypes, "validUntil"))
			require.True(t, move(moved, to[1], moved["@context"], withTypes, "credentialStatus"))
			v := judged(t, p, form, moved)
			require.True(t, v.same, "%s, %s: %v", one, other, v.err)
			require.Equal(t, codeElsewhere, v.err.(*Error).Code)
		}
	}
}

// TestMovedUnderAHandedInContext has S-22: JSON-LD expansion makes the statements
// of the direct way, and a moved member fails.
func TestMovedUnderAHandedInContext(t *testing.T) {
	const url = "https://extra.example/c"
	p := New()
	extra := []Context{{url, []byte(`{"@context":{"rank":"https://extra.example/#rank"}}`)}}
	form := func(root object, o Options) (form string) {
		_, err := p.Canonicalize(t.Context(), parse(t, textOf(root)), o, rdf.Options{}, func(text []byte) { form = string(text) })
		require.NoError(t, err)
		return form
	}
	for _, model := range models {
		for _, place := range []string{"refresh", "evidence", "endorsed"} {
			genuine := full(shared(place), model.contexts...)
			model.more(genuine, shared(place))
			direct := form(genuine, Options{})
			genuine["@context"] = append(slices.Clone(genuine["@context"].([]any)), url)
			require.Equal(t, direct, form(genuine, Options{Extra: extra}))
			for _, name := range ownNames() {
				if genuine[name] == nil || holds(genuine[name]) {
					continue
				}
				moved := cloned(t, genuine)
				require.True(t, move(moved, placeOf(t, moved), moved["@context"], withTypes, name))
				require.Equal(t, direct, form(moved, Options{Extra: extra, Part: true}), name)
				_, err := p.ToRDF(t.Context(), parse(t, textOf(moved)), Options{Extra: extra})
				require.Equal(t, codeElsewhere, err.(*Error).Code, name)
			}
		}
	}
}

// TestRerooted has S-11: an object inside becomes the root, and the root an
// object in it.
func TestRerooted(t *testing.T) {
	p := New()
	r := rand.New(rand.NewPCG(11, 1))
	endorsed := full(shared("endorsed"), models[0].contexts...)
	second(endorsed, shared("endorsed"))
	self := cloned(t, endorsed)
	inner(self)["issuer"] = self["issuer"].(object)["id"]
	record := sharingRecord()
	for i := range 2 {
		at(record, "credentialSubject", "verifiableCredential", i)["evidence"] = []any{nodeOf(badgeID, "Evidence")}
	}
	for name, genuine := range map[string]object{"endorsement": endorsed, "endorsement by the issuer": self, "record": record} {
		form, err := genuineForm(t, p, genuine)
		require.NoError(t, err)
		turned := map[any]bool{}
		for range 20 {
			moved := cloned(t, genuine)
			require.True(t, mover{r}.reroot(moved), name)
			v := judged(t, p, form, moved)
			require.True(t, v.same, "%s: %v", name, v.err)
			require.Equal(t, codeSameID, v.err.(*Error).Code, name)
			turned[moved["id"]] = true
		}
		require.Len(t, turned, map[string]int{"record": 2}[name]+map[bool]int{true: 1}[name != "record"])
	}
}

// TestDropped: of what a document says twice, one place loses a member or all.
func TestDropped(t *testing.T) {
	p := New()
	for name, row := range map[string]struct {
		twice, drop func(root object)
	}{
		"endorsement": {
			func(root object) { at(root, "issuer")["endorsement"] = []any{cloned(t, inner(root))} },
			func(root object) { delete(inner(root), "validFrom") },
		},
		"subject of an endorsement": {
			func(root object) { at(root, "issuer")["endorsement"] = []any{cloned(t, inner(root))} },
			func(root object) { at(inner(root), "credentialSubject")["endorsementComment"] = nil },
		},
		"status entry": {
			func(root object) { inner(root)["credentialStatus"] = cloned(t, at(root, "credentialStatus")) },
			func(root object) { delete(at(root, "credentialStatus"), "statusListIndex") },
		},
		"status entry of the endorsement": {
			func(root object) { inner(root)["credentialStatus"] = cloned(t, at(root, "credentialStatus")) },
			func(root object) { inner(root)["credentialStatus"] = nodeOf("urn:place:status") },
		},
		"type of a refresh service": {
			func(root object) { inner(root)["refreshService"] = cloned(t, at(root, "refreshService")) },
			func(root object) { delete(at(root, "refreshService"), "type") },
		},
	} {
		t.Run(name, func(t *testing.T) {
			genuine := full(shared(), models[0].contexts...)
			second(genuine, shared())
			row.twice(genuine)
			form, err := genuineForm(t, p, genuine)
			require.NoError(t, err)
			require.NoError(t, judged(t, p, form, genuine).err)
			row.drop(genuine)
			v := judged(t, p, form, genuine)
			require.True(t, v.same, "%v", v.err)
			require.Equal(t, codeSameID, v.err.(*Error).Code)
		})
	}
}

// TestPartsFail has S-16: what the subject and the achievement say, in every other
// object of their id.
func TestPartsFail(t *testing.T) {
	p := New()
	own := map[string][]string{
		"subject": {"achievement", "identifier", "result", "creditsEarned", "role", "licenseNumber", "term", "activityStartDate", "source"},
		"achievement": {"criteria", "related", "achievementType", "creditsAvailable", "fieldOfStudy", "humanCode", "specialization", "tag",
			"resultDescription", "creator"},
	}
	for _, part := range []string{"subject", "achievement"} {
		for _, place := range places {
			id := func(at string) string {
				if at == part || at == place {
					return "urn:part"
				}
				return "urn:place:" + at
			}
			genuine := full(id, models[0].contexts...)
			second(genuine, id)
			twins := slices.DeleteFunc(identifiedIn(genuine, ""), func(o identified) bool { return o.object["id"] != "urn:part" })
			if len(twins) != 2 {
				continue
			}
			form, err := genuineForm(t, p, genuine)
			require.NoError(t, err)
			from := slices.IndexFunc(twins, func(o identified) bool { return o.object[own[part][0]] != nil })
			for _, name := range own[part] {
				if slices.ContainsFunc(identifiedIn(twins[from].object[name], ""), func(o identified) bool { return o.object["id"] == "urn:part" }) {
					continue // it cannot go into itself
				}
				same := 0
				for way := range ways {
					moved := cloned(t, genuine)
					both := slices.DeleteFunc(identifiedIn(moved, ""), func(o identified) bool { return o.object["id"] != "urn:part" })
					require.True(t, move(both[from].object, both[1-from].object, moved["@context"], way, name))
					v := judged(t, p, form, moved)
					require.Error(t, v.err, "%s to %s", name, place)
					if v.same {
						same++
						require.Equal(t, codeElsewhere, v.err.(*Error).Code, "%s to %s", name, place)
					} else {
						require.Contains(t, []string{codeProtectedTerm, codeUndefinedTerm, codeUndefinedType}, v.err.(*Error).Code)
					}
				}
				require.True(t, same > 0 || part == "achievement" && place == "result", "%s to %s", name, place)
			}
		}
	}
}

// TestRecordPartsFail has S-16: what the record says of its learner, in a badge
// inside it.
func TestRecordPartsFail(t *testing.T) {
	p := New()
	genuine := sharingRecord()
	form, err := genuineForm(t, p, genuine)
	require.NoError(t, err)
	require.NoError(t, judged(t, p, form, genuine).err)
	for i := range 2 {
		for _, name := range []string{"association", "achievement"} {
			for way := range ways {
				moved := cloned(t, genuine)
				from, to := at(moved, "credentialSubject"), at(moved, "credentialSubject", "verifiableCredential", i, "credentialSubject")
				require.True(t, move(from, to, moved["@context"], way, name))
				v := judged(t, p, form, moved)
				require.Error(t, v.err, name)
				switch code := v.err.(*Error).Code; {
				case v.same:
					require.Equal(t, codeElsewhere, code, name)
				case way == withTypes:
					require.Equal(t, codeProtectedTerm, code, name)
				}
			}
		}
	}
}

// TestSharedNodes has the moves that take more than one member.
func TestSharedNodes(t *testing.T) {
	p := New()
	contexts := models[0].contexts
	root := func(places ...string) object {
		genuine := full(shared(places...), contexts...)
		second(genuine, shared(places...))
		return genuine
	}
	for _, row := range []struct {
		name    string
		genuine object
		change  func(root object)
		same    bool // the signed form stays
		code    string
	}{
		{"S-17 type of the refresh service at the root", root("refresh"), func(root object) {
			root["type"] = append(root["type"].([]any), "1EdTechCredentialRefresh")
			service := at(root, "refreshService")
			service["@context"], service["type"] = contexts, "VerifiableCredential"
		}, true, codeElsewhere},
		{"S-17 the same, and the service without a type", root("refresh"), func(root object) {
			root["type"] = append(root["type"].([]any), "1EdTechCredentialRefresh")
			delete(at(root, "refreshService"), "type")
		}, true, codeElsewhere},
		{"S-16 subject as its id alone", root("endorsed"), func(root object) {
			root["credentialSubject"], at(root, "issuer")["parentOrg"] = "urn:place:subject", join(cloned(t, at(root, "credentialSubject")), object{"name": "x"})
		}, false, codeNotObject},
		{"S-16 subject described in the source", func() object {
			genuine := root()
			at(genuine, "credentialSubject", "source")["id"] = "urn:place:subject"
			return genuine
		}(), func(root object) {
			subject := at(root, "credentialSubject")
			source := subject["source"].(object)
			delete(subject, "source")
			move(subject, source, contexts, withTypes, "achievement", "result", "identifier", "role")
			subject["source"] = source
		}, true, codeElsewhere},
		{"S-24 end in the proof of an embedded credential", root(), func(root object) {
			inner(root)["proof"] = object{"id": badgeID, "type": []any{"DataIntegrityProof", "VerifiableCredential"}, "@context": contexts, "validUntil": root["validUntil"]}
			delete(root, "validUntil")
		}, false, codeElsewhere},
	} {
		t.Run(row.name, func(t *testing.T) {
			form, err := genuineForm(t, p, row.genuine)
			require.NoError(t, err)
			moved := cloned(t, row.genuine)
			row.change(moved)
			got, err := genuineForm(t, p, moved)
			if row.same {
				require.NoError(t, err)
			}
			require.Equal(t, row.same, got == form)
			_, err = p.ToRDF(t.Context(), parse(t, textOf(moved)), Options{Omit: []string{"proof"}})
			require.Error(t, err)
			require.Equal(t, row.code, err.(*Error).Code, err)
		})
	}
}

// TestCredentialWithoutAName has S-21: a blank node label or a relative reference
// cannot name a credential.
func TestCredentialWithoutAName(t *testing.T) {
	for id, code := range map[string]string{"_:b": codeBlankNode, "_:": codeBlankNode, "": codeRelativeIRI, "#": codeRelativeIRI, "#badge": codeRelativeIRI, "badge/1": codeRelativeIRI, "//x/y": codeRelativeIRI} {
		for _, change := range []func(root object){
			func(root object) { root["id"] = id },
			func(root object) { delete(root, "id"); at(root, "refreshService")["id"] = id },
			func(root object) { delete(root, "id"); inner(root)["id"] = id },
			func(root object) { delete(root, "id"); root["termsOfUse"] = id },
		} {
			root := full(shared(), models[0].contexts...)
			second(root, shared())
			change(root)
			_, err := New().ToRDF(t.Context(), parse(t, textOf(root)), Options{})
			require.Error(t, err, id)
			require.Equal(t, code, err.(*Error).Code, "%q: %v", id, err)
		}
	}
	root := full(shared(), models[0].contexts...)
	second(root, shared())
	delete(root, "id")
	_, err := New().ToRDF(t.Context(), parse(t, textOf(root)), Options{})
	require.NoError(t, err, "a credential without an id is a separate node")
}
