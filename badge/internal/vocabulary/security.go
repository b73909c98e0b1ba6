package vocabulary

// StatusEntries are the supported classes of credentialStatus, by their type.
// No JSON Schema of the standards has them.
func StatusEntries() []Class { return statusEntries }

var statusEntries = []Class{
	{Name: "BitstringStatusListEntry", Properties: listEntry()},
	{Name: "StatusList2021Entry", Properties: listEntry()},
	{Name: "1EdTechRevocationList", Properties: []Property{
		p("id", "URL", Required).in(StatusList),
		p("type", "IRI", Required).in(StatusList),
	}},
	{Name: "StatusMessage", Properties: []Property{
		p("status", "StatusValue", Required).in(StatusList),
		p("message", "String", Required).in(StatusList),
	}},
}

// listEntry is an entry in a list of bits (Bitstring Status List §2.1).
func listEntry() []Property {
	return []Property{
		p("id", "URI", Optional).in(StatusList),
		p("type", "IRI", Required).in(StatusList),
		p("statusPurpose", "String", Required).in(StatusList),
		p("statusListIndex", "StatusIndex", Required).in(StatusList),
		p("statusListCredential", "URL", Required).in(StatusList),
		p("statusSize", "StatusSize", Optional).in(StatusList),
		p("statusMessage", "StatusMessage", Array).in(StatusList),
		p("statusReference", "URL", Array|Compact).in(StatusList),
	}
}
