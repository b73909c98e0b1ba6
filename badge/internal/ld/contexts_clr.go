package ld

// The contexts of Comprehensive Learner Record 2.0. They protect no terms, and
// their datatypes xsd:anyURI and xsd:boolean use a prefix that they do not
// define: if no other context defines it, the datatype is that literal text.

const clrOB = "https://purl.imsglobal.org/spec/ob/v3p0/vocab.html#" // meant by CLR 2.0 for obi:, corrected in 2.0.1

func clrV2() *table { return clrContext(clrOB) }

func clrV201() *table {
	c := clrContext(ob)
	c.put("ClrCredential", word(clr, "partial").as("xsd:boolean"))
	c.put("ClrSubject", named("identifier", clr+"identifier-1").as("obi:Identifier").set())
	return c
}

func clrContext(obi string) *table {
	plain := func(rows ...term) *table { return newContext(append(ids(), rows...)...) }
	return plain(
		word(clr, "ClrCredential").in(plain()),
		word(clr, "ClrSubject").in(plain(
			prefix("cred", cred),
			prefix("obi", obi),
			word(clr, "achievement").as("obi:Achievement").set(),
			word(clr, "association").as(clr+"Association").set(),
			word(clr, "verifiableCredential").as("cred:verifiableCredential").set(),
		)),
		word(clr, "Association").in(newContext(
			named("associationType", clr+"AssociationType"),
			word(clr, "sourceId").as("xsd:anyURI"),
			word(clr, "targetId").as("xsd:anyURI"),
		)),
	)
}
