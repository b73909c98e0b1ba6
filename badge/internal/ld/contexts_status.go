package ld

// The contexts of status lists.

func statusWord(name string) term { return word(status, name) }

// bitstringTerms are the classes of Bitstring Status List v1.0, which version 2
// of the credentials context repeats.
func bitstringTerms() []term {
	return []term{
		statusWord("BitstringStatusListCredential"),
		statusWord("BitstringStatusList").in(protect(
			statusWord("encodedList").as(multibase),
			statusWord("statusPurpose"),
			statusWord("ttl"),
		)),
		statusWord("BitstringStatusListEntry").in(protect(
			statusWord("statusListCredential").ref(),
			statusWord("statusListIndex"),
			statusWord("statusPurpose"),
			statusWord("statusMessage").in(protect(statusWord("message"), statusWord("status"))),
			statusWord("statusReference").ref(),
			statusWord("statusSize").as(xsds+"integer"),
		)),
	}
}

func bitstringV1() *table { return protect(bitstringTerms()...) }

// statusList2021 defines id and type only in the classes, and takes name and
// description of a list from the former http namespace of schema.org.
func statusList2021() *table {
	c := newContext(
		word(list21, "StatusList2021Credential").in(protect(
			named("description", "http://schema.org/description"),
			named("name", "http://schema.org/name"),
		)),
		word(list21, "StatusList2021").in(protect(
			word(list21, "statusPurpose"),
			word(list21, "encodedList"),
		)),
		word(list21, "StatusList2021Entry").in(protect(
			word(list21, "statusPurpose"),
			word(list21, "statusListIndex"),
			word(list21, "statusListCredential").ref(),
		)),
	)
	c.protected = true
	return c
}
