package bake

// Slot is a place in a picture that can hold a credential. Its text is the PNG
// keyword of that place. The zero Slot is not a place.
type Slot string

const (
	// OB2 holds an Open Badges 2.0 (or older) assertion.
	OB2 Slot = "openbadges"
	// OB3 holds an Open Badges 3.0 credential.
	OB3 Slot = "openbadgecredential"
	// CLR holds a Comprehensive Learner Record 2.0 credential.
	CLR Slot = "clrcredential"
)

// svgName is the place of a slot in an SVG (OB 2.0 Baking, OB 3.0 §5.3.2).
type svgName struct {
	slot           Slot
	space, element string
	prefix         string // the prefix that Embed writes; any prefix is read
}

var svgNames = [...]svgName{
	{OB2, "http://openbadges.org", "assertion", "openbadges"},
	{OB3, "https://purl.imsglobal.org/ob/v3p0", "credential", "openbadges"},
	{CLR, "https://purl.imsglobal.org/clr/v2p0", "credential", "clr"},
}

// slotOf returns the slot with this PNG keyword, "" if there is none. Keywords
// match by exact bytes: "OpenBadges" is another keyword.
func slotOf(keyword []byte) Slot {
	for _, n := range svgNames {
		if string(keyword) == string(n.slot) {
			return n.slot
		}
	}
	return ""
}

// svgNameOf returns the place of the slot in an SVG.
func svgNameOf(slot Slot) svgName {
	for _, n := range svgNames {
		if slot == n.slot {
			return n
		}
	}
	return svgName{}
}

// slotOfElement returns the slot of an SVG element, "" if it has none.
func slotOfElement(space, local string) Slot {
	for _, n := range svgNames {
		if space == n.space && local == n.element {
			return n.slot
		}
	}
	return ""
}
