package verify_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/verify"
)

// vectorCases20 plays the rows of badges of Open Badges 2.0.
func vectorCases20(t *testing.T) (cases []vectorCase) {
	add := func(group, name string, presented []byte, pages verify.Pages, trust verify.Trust) {
		c := vectorCase{name: namedRow(name, group), standard: "ob2", input: presented, pages: pages, config: verify.Config{Trust: trust, Now: day20}}
		if address := string(presented); strings.HasPrefix(address, "https://") {
			c.input, c.address = nil, address
		}
		cases = append(cases, c)
	}
	for _, row := range hostedRows() {
		s := newSite(t)
		row.edit(s)
		add("C-138", row.name, s.text(t, assertion1), s.pages(t), trust20)
	}
	for _, row := range scopeRows() {
		s := row.site(t)
		add("C-140", row.name, s.text(t, row.assertion), s.pages(t), verify.Issuers(issuer1))
	}
	for _, row := range hostileOlderRows(t) {
		s := newSite(t)
		presented, web := row.edit(s, func() verify.Pages { return s.pages(t) })
		add("C-138", row.name, []byte(presented), web, verify.Issuers(issuer1))
	}
	for _, row := range signed20Rows(t) {
		presented, s := row.play(t)
		add("C-141", row.name, presented, s.pages(t), verify.Issuers(issuer1, "urn:uuid:cccccccc-2222-4333-8444-555555555555"))
	}
	for _, row := range hostileSigned20Rows() {
		s := newSignedSite(t).set(issuer1, "revocationList", revoked1)
		s[revoked1] = list20(map[string]any{"id": revoked1})
		row.edit(s)
		presented := sign20(t, rsaKey20(), `{"alg":"RS256"}`, s.text(t, "badge"))
		delete(s, "badge")
		add("C-142", row.name, presented, s.pages(t), verify.Issuers(issuer1))
	}
	return cases
}

var leadingIDs = regexp.MustCompile(`^((?:C-\d{3}|[HJ]\d{2}) )+`)

// namedRow turns "H02 C-140 what was changed" into "H02/what was changed";
// a name without an id belongs to the group.
func namedRow(name, group string) string {
	ids := strings.Fields(leadingIDs.FindString(name))
	if len(ids) == 0 {
		return group + "/" + name
	}
	return ids[0] + "/" + leadingIDs.ReplaceAllString(name, "")
}
