package edubadges_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/rules"
)

// endorsed returns a class with endorsements, each of which has a status.
func endorsed(statuses ...string) string {
	var list []string
	for _, status := range statuses {
		list = append(list, `{"claim":"Past bij onze eisen","description":"d","status":`+status+`,"endorser":{"name":"Veilig werken","entityId":"x","issuer":{"name":"Afdeling","faculty":{"name":"Brancheraad","on_behalf_of":true,"institution":{"name":"Hogeschool"}}}}}`)
	}
	return strings.Replace(expandedClass, `"stackable"`, `"endorsed":[{"status":"Accepted"}],"endorsements":[`+strings.Join(list, ",")+`],"stackable"`, 1)
}

// Endorsements are read with their status, and only accepted ones count.
func TestEndorsements(t *testing.T) {
	for _, row := range []struct {
		status   string
		accepted bool
		remark   bool
	}{
		{`"Accepted"`, true, false}, {`"Unaccepted"`, false, false}, {`"Revoked"`, false, false}, {`"Rejected"`, false, false},
		{`"accepted"`, false, true}, {`null`, false, true}, {`["Accepted"]`, false, true},
	} {
		t.Run("ED-24: "+row.status, func(t *testing.T) {
			e := edubadges.Read(parse(t, lean), parse(t, badgeClass), parse(t, endorsed(row.status)), parse(t, endorsed(row.status)))
			all := e.Endorsements()
			require.Len(t, all, 1, "two views repeat one endorsement")
			require.Equal(t, row.accepted, all[0].Accepted)
			require.Equal(t, "Past bij onze eisen d Veilig werken Brancheraad", strings.Join([]string{all[0].Claim, all[0].Description, all[0].Endorser, all[0].Body}, " "))
			require.Equal(t, "2 /endorsements/0", string(rune('0'+all[0].Document))+" "+all[0].Path)
			require.Equal(t, row.remark, slices.Contains(remarks(e), "2 edubadges.alias /endorsements/0/status"))
		})
	}
	t.Run("ED-24: several", func(t *testing.T) {
		all := edubadges.Read(parse(t, endorsed(`"Revoked"`, `"Accepted"`))).Endorsements()
		require.Equal(t, []bool{false, true}, []bool{all[0].Accepted, all[1].Accepted})
	})
	t.Run("ED-24: by an institution", func(t *testing.T) {
		text := strings.Replace(endorsed(`"Accepted"`), `"on_behalf_of":true`, `"on_behalf_of":false`, 1)
		require.Equal(t, "Hogeschool", edubadges.Read(parse(t, text)).Endorsements()[0].Body)
	})
	t.Run("ED-24: none", func(t *testing.T) {
		for _, list := range []string{`null`, `[]`, `"x"`, `["x",null]`} {
			require.Empty(t, classWith(t, `"endorsements":`+list).Endorsements())
		}
		require.Empty(t, edubadges.Read(parse(t, lean)).Endorsements())
	})
}

// Drift knows the texts that the platform rewrote in June 2026, and no others.
func TestDrift(t *testing.T) {
	const before, after = "https://www.versnellingsplan.nl/en/Kennisbank/pilot-microcredentials-2/", "https://npuls.nl/doorbouwen-aan-microcredentials"
	class := func(url, text string) string {
		return strings.NewReplacer(`"https://npuls.nl/k"`, `"`+url+`"`, `"qualityAssuranceDescription":"d"`, `"qualityAssuranceDescription":"`+text+`"`).Replace(expandedClass)
	}
	inAward := func(text string) string {
		return strings.Replace(strings.Replace(lean, `"https://api.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g"`, text, 1), "a41jSgmsSh6Sa1xcVUku5Q", "a41jSgmsSh6Sa1xcVUku5Q", 1)
	}
	for _, row := range []struct {
		name, then, now string
		want            []string
	}{
		{"the migration", class(before, "old"), class(after, "new"), []string{"0 edubadges.migrated /qualityAssuranceUrl", "0 edubadges.migrated /qualityAssuranceDescription"}},
		{"in an award", inAward(class(before, "old")), inAward(class(after, "new")), []string{"0 edubadges.migrated /badge/qualityAssuranceUrl", "0 edubadges.migrated /badge/qualityAssuranceDescription"}},
		{"of the API", strings.Replace(award, "https://npuls.nl/k", before, 1), strings.Replace(award, "https://npuls.nl/k", after, 1), []string{"0 edubadges.migrated /badgeclass/quality_assurance_url"}},
		{"with another change", class(before, "old"), strings.Replace(class(after, "new"), `"Kader"`, `"Ander"`, 1), []string{"0 edubadges.changed /qualityAssuranceName", "0 edubadges.migrated /qualityAssuranceUrl", "0 edubadges.migrated /qualityAssuranceDescription"}},
		{"the text alone", class(after, "old"), class(after, "new"), []string{"0 edubadges.changed /qualityAssuranceDescription"}},
		{"from another URL", class("https://x.example", "old"), class(after, "new"), []string{"0 edubadges.changed /qualityAssuranceUrl", "0 edubadges.changed /qualityAssuranceDescription"}},
		{"to another URL", class(before, "old"), class("https://x.example", "new"), []string{"0 edubadges.changed /qualityAssuranceUrl", "0 edubadges.changed /qualityAssuranceDescription"}},
		{"back", class(after, "new"), class(before, "old"), []string{"0 edubadges.changed /qualityAssuranceUrl", "0 edubadges.changed /qualityAssuranceDescription"}},
		{"removed", class(before, "old"), strings.Replace(class(after, "new"), `,"qualityAssuranceDescription":"new"`, ``, 1), []string{"0 edubadges.migrated /qualityAssuranceUrl", "0 edubadges.changed /qualityAssuranceDescription"}},
		{"new member", expandedClass, strings.Replace(expandedClass, `"stackable"`, `"formal":true,"stackable"`, 1), []string{"1 edubadges.changed /formal"}},
		{"another view", expandedClass, strings.Replace(expandedClass, "EqLuTedxSEaQneSmWWlF4g", "EqLuTedxSEaQneSmWWlF4g?expand=micro", 1), nil},
		{"another class", expandedClass, strings.Replace(expandedClass, "EqLuTedxSEaQneSmWWlF4g", "lQ67BQQQS-eBx5syJGpazg", 1), []string{"0 edubadges.changed /id"}},
		{"the same", expandedClass, expandedClass, nil},
	} {
		t.Run("ED-25: "+row.name, func(t *testing.T) {
			found := edubadges.Drift(parse(t, row.then), parse(t, row.now))
			require.Equal(t, row.want, lostOf(found))
			for _, r := range found {
				require.NotEqual(t, r.Message, r.Dutch)
				require.NotEmpty(t, r.Dutch)
			}
		})
	}
	require.Empty(t, edubadges.Drift(nil, nil))
	require.NotEmpty(t, edubadges.Drift(nil, parse(t, lean)))
}

// A converted document follows the schema of Open Badges 3.0 if the source lacks a
// member or has null for it, or Convert refuses with a code.
func TestConvertWhatLacks(t *testing.T) {
	whole := strings.Replace(complete, `"x":"unknown"`, `"tags":["a"],"alignment":[{"targetName":"n","targetUrl":"https://x.example/a","targetDescription":null,"targetCode":"c"}],"stackable":true`, 1)
	always := []string{" id", " badge", " issuedOn", " recipient", "badge id", "badge name", "badge issuer", "issuer id"} // written by the platform for each badge
	for _, place := range []string{"", "badge", "issuer"} {
		for _, name := range membersOf(t, whole, place) {
			if slices.Contains(always, place+" "+name) {
				continue
			}
			for _, value := range []any{nil, "absent", "", []any{}} {
				t.Run("ED-8: "+place+" "+name, func(t *testing.T) {
					made, lost, err := edubadges.Convert(parse(t, edited(t, whole, place, name, value)), edubadges.Conversion{NewID: renewed})
					if err != nil {
						require.NotEmpty(t, badge.CodeOf(err))
						return
					}
					for _, p := range rules.Validate(made, edubadges.Educredentials()...) {
						require.NotEqual(t, badge.SeverityError, p.Severity, "%v: %s at %s: %s", value, p.Code, p.Path, p.Message)
					}
					require.NotEmpty(t, lost)
				})
			}
		}
	}
	t.Run("ED-8: neither criteria nor description", func(t *testing.T) {
		text := strings.Replace(whole, `"description":"d","criteria":{"narrative":"c"}`, `"description":"","criteria":{}`, 1)
		made, lost, err := edubadges.Convert(parse(t, text), edubadges.Conversion{NewID: renewed})
		require.NoError(t, err)
		a := made.Credential().Subject.Achievement
		require.Equal(t, badge.Criteria{ID: "https://api.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g"}, a.Criteria)
		require.Equal(t, "n", a.Description)
		var fields []edubadges.Field
		for _, r := range lost {
			if r.Code == "edubadges.missing" {
				fields = append(fields, r.Field)
			}
		}
		require.Equal(t, []edubadges.Field{edubadges.FieldDescription, edubadges.FieldCriteria}, fields)
	})
	t.Run("ED-8: an alignment without target", func(t *testing.T) {
		text := strings.Replace(whole, `"https://x.example/a"`, `null`, 1)
		made, lost, err := edubadges.Convert(parse(t, text), edubadges.Conversion{NewID: renewed})
		require.NoError(t, err)
		for _, a := range made.Credential().Subject.Achievement.Alignment {
			require.NotEmpty(t, a.TargetURL)
		}
		at := slices.IndexFunc(lost, func(r edubadges.Remark) bool { return r.Path == "/badge/alignment/0" })
		require.Equal(t, "edubadges.lost", lost[at].Code)
		require.Contains(t, lost[at].Message, `"n"`)
	})
}

// membersOf lists the members of an assertion, of its class or of its issuer.
func membersOf(t *testing.T, text, place string) []string {
	return slices.Sorted(maps.Keys(placeIn(t, text, place)[0]))
}

// placeIn returns an object of an assertion, and the whole assertion.
func placeIn(t *testing.T, text, place string) [2]map[string]any {
	var o map[string]any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	require.NoError(t, d.Decode(&o))
	class := o["badge"].(map[string]any)
	return [2]map[string]any{map[string]map[string]any{"": o, "badge": class, "issuer": class["issuer"].(map[string]any)}[place], o}
}

// edited returns an assertion with another value of a member, or without it.
func edited(t *testing.T, text, place, name string, value any) string {
	found := placeIn(t, text, place)
	found[0][name] = value
	if value == "absent" {
		delete(found[0], name)
	}
	out, err := json.Marshal(found[1])
	require.NoError(t, err)
	return string(out)
}

// The institution issues; what describes its department stays with the department.
func TestConvertIssuer(t *testing.T) {
	t.Run("ED-9", func(t *testing.T) {
		i := department()
		i.Image, i.Country = i.ID+"/image", "NL"
		bare, full, found := i.Build()
		require.Empty(t, found)
		class, view, _ := micro().Build()
		text := strings.NewReplacer("https://api.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g", class.ID(), "https://api.", "https://api-demo.").Replace(lean)
		made, lost, err := edubadges.Convert(parse(t, text), edubadges.Conversion{NewID: renewed}, class, bare, view, full)
		require.NoError(t, err)
		c := made.Credential()
		require.Equal(t, "Hogeschool", c.Issuer.Name)
		require.Equal(t, "99ZZ", c.Issuer.OtherIdentifier[len(c.Issuer.OtherIdentifier)-1].Identifier)
		require.Equal(t, "NL", c.Issuer.Address.AddressCountryCode)
		require.True(t, c.Issuer.Description == "" && c.Issuer.Image == nil && c.Issuer.Email == "" && c.Issuer.URL == "")
		by := c.Subject.Achievement.Creator
		require.Equal(t, []string{"Faculteit", "De faculteit.", "https://hogeschool.example", "badges@hogeschool.example", i.ID + "/image", i.ID},
			[]string{by.Name, by.Description, by.URL, by.Email, by.Image.ID, by.ID})
		require.Equal(t, c.Issuer.ID, by.ParentOrg.ID)
		for _, r := range lost {
			for _, kept := range []string{"/name", "/description", "/url", "/email", "/image"} {
				require.False(t, r.Document == 2 && r.Path == kept, "%s is not lost", r.Path)
			}
		}
	})
}

// The picture of an edubadge is that of its class. That of the award is empty.
func TestConvertPicture(t *testing.T) {
	t.Run("ED-10", func(t *testing.T) {
		text := strings.Replace(complete, `"issuedOn"`, `"image":"https://api.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q/image","issuedOn"`, 1)
		require.Equal(t, "https://api.edubadges.nl/i", edubadges.Read(parse(t, text)).Value(edubadges.FieldImage).Text)
		made, lost, err := edubadges.Convert(parse(t, text), edubadges.Conversion{NewID: renewed})
		require.NoError(t, err)
		require.Nil(t, made.Credential().Image)
		require.Equal(t, "https://api.edubadges.nl/i", made.Credential().Subject.Achievement.Image.ID)
		require.NotContains(t, lostOf(lost), "0 convert.lost /image")
	})
}
