package edubadges

import (
	"cmp"

	"github.com/openbadges-go/openbadges/badge"
)

// HolderName is the name of the holder of a badge, as the host answers at
// Deployment.NameLookupURL. An institution may have typed it: since 2026 a badge
// awarded by e-mail needs no validated name.
type HolderName struct {
	Name      string // that of the award; typed unless Validated
	Validated bool   // the eduID of the holder has this name, validated
	Account   string // the validated name of the eduID, "" if there is none
}

// ParseHolderName parses the answer of a name look-up. The code of the error is
// edubadges.holder or one of badge.Parse.
func ParseHolderName(answer []byte) (HolderName, error) {
	d, err := badge.Parse(answer)
	if err != nil {
		return HolderName{}, err
	}
	text := func(name string) string { return d.Body().Member(name).String() }
	h := HolderName{Name: cmp.Or(text("recipient_name"), text("name")), Account: text("validated_name")}
	if h.Name == "" {
		return HolderName{}, fail(codeHolder, "/recipient_name", "the answer has no name, wanted recipient_name or name")
	}
	h.Validated = h.Name == h.Account
	return h, nil
}
