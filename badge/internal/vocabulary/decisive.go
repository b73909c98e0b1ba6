package vocabulary

// Part is the role of an object in its credential. Parts are bits, so that a
// row can name several.
type Part uint16

const (
	PartCredential Part = 1 << iota
	PartIssuer
	PartSubject
	PartStatus
	PartRefresh
	PartSchema
	PartTerms
	PartEvidence
	PartAchievement
	PartIdentity
	PartResult
	PartAssociation
	PartEntry // an IdentifierEntry
	PartCriteria
	PartOther
)

// OfKind limits statements about a subject to credentials of some kinds, since
// an endorsement and a badge, or a record and a badge in it, can have the same
// subject.
type OfKind uint8

const (
	AnyKind        OfKind = iota
	OnlyRecord            // a ClrCredential
	OnlyBadge             // an OpenBadgeCredential, or neither a ClrCredential nor an EndorsementCredential
	NotEndorsement        // not an EndorsementCredential, or an OpenBadgeCredential as well
	OnlyList              // a status list credential, or not one of the others
)

// Decisive is a property or class that decides the meaning of a credential: its
// issuer, recipient and achievement, its validity, and its status. A
// linked-data signature protects statements about an object, but not their
// place in the text. So each row names the places where the readers of this
// module look for it.
type Decisive struct {
	IRI   string
	Home  Part     // the parts with the property; 0 for a link that decides nothing
	Of    OfKind   // the credentials to which a row about the subject applies
	Names []string // of the member or, for a class, of the type by which it is found

	One    bool // it has one value
	Object bool // its values are objects
	Text   Part // the parts of Home in which its values are texts; in the others they are objects
	Free   bool // it decides only for credentials, not for other nodes

	// Leads is the part of the value of a link that starts at From. From 0 is
	// any part.
	Leads, From Part
}

// Own reports whether d is read from the credential itself.
func (d *Decisive) Own() bool { return d.Home == PartCredential }

// DecisiveProperty returns the row of a property, or nil.
func DecisiveProperty(iri string) *Decisive { return decisiveProperties[iri] }

// DecisiveClass returns the row of a class, or nil.
func DecisiveClass(iri string) *Decisive { return decisiveClasses[iri] }

// EachDecisiveIRI calls do for the IRI of every row until it returns false.
func EachDecisiveIRI(do func(iri string) bool) {
	for _, rows := range []map[string]*Decisive{decisiveProperties, decisiveClasses} {
		for iri := range rows {
			if !do(iri) {
				return
			}
		}
	}
}

var (
	decisiveProperties = byIRI(ownProperties(), subjectProperties(), achievementProperties(), partProperties(), links())
	decisiveClasses    = byIRI(classes())
)

func byIRI(lists ...[]Decisive) map[string]*Decisive {
	all := map[string]*Decisive{}
	for _, list := range lists {
		for i := range list {
			all[list[i].IRI] = &list[i]
		}
	}
	return all
}

// said returns the row of a property that readers find under its own name.
func said(namespace, name string, home Part) Decisive {
	return Decisive{IRI: namespace + name, Home: home, Names: []string{name}}
}

func (d Decisive) under(names ...string) Decisive { d.Names = names; return d }
func (d Decisive) one() Decisive                  { d.One = true; return d }
func (d Decisive) object() Decisive               { d.Object = true; return d }
func (d Decisive) text(in Part) Decisive          { d.Text = in; return d }
func (d Decisive) free() Decisive                 { d.Free = true; return d }
func (d Decisive) only(kind OfKind) Decisive      { d.Of = kind; return d }
func (d Decisive) leads(to, from Part) Decisive   { d.Leads, d.From = to, from; return d }

// ownProperties are properties of the credential itself. The rows without a
// reader here (issued, confidenceMethod, relatedResource, renderMethod)
// change the meaning of the credential for other readers.
func ownProperties() []Decisive {
	own := func(name string) Decisive { return said(NamespaceVC, name, PartCredential) }
	return []Decisive{
		own("issuer").one().leads(PartIssuer, PartCredential),
		own("holder"),
		own("validFrom"),
		own("validUntil"),
		own("issuanceDate"),
		own("expirationDate"),
		own("issued"),
		own("credentialStatus").object().leads(PartStatus, PartCredential),
		own("credentialSubject").object().leads(PartSubject, PartCredential),
		own("credentialSchema").object().leads(PartSchema, PartCredential),
		own("refreshService").object().leads(PartRefresh, PartCredential),
		own("termsOfUse").leads(PartTerms, PartCredential),
		own("evidence").leads(PartEvidence, PartCredential),
		own("confidenceMethod"),
		own("relatedResource"),
		own("renderMethod"),
		own("verifiableCredential").leads(PartCredential, 0),
		said(NamespaceOB3, "awardedDate", PartCredential).one(),
		said(NamespaceCLR, "partial", PartCredential).one(),
		said(NamespaceSecurity, "proof", PartCredential).free(),
	}
}

func subjectProperties() []Decisive {
	badge := func(name string) Decisive { return said(NamespaceOB3, name, PartSubject).only(OnlyBadge) }
	record := func(name string) Decisive { return said(NamespaceCLR, name, PartSubject).only(OnlyRecord) }
	return []Decisive{
		record("achievement").leads(PartAchievement, PartSubject),
		record("association").leads(PartAssociation, PartSubject),
		record("verifiableCredential").leads(PartCredential, 0),
		record("identifier").leads(PartIdentity, PartSubject),
		record("identifier-1").under("identifier").leads(PartIdentity, PartSubject), // CLR 2.0.1
		badge("achievement").leads(PartAchievement, PartSubject),
		badge("achievement-0").under("achievement").leads(PartAchievement, PartSubject), // OB 3.0.1, 3.0.2
		badge("Achievement").under("achievement").leads(PartAchievement, PartSubject),   // OB 3.0: the IRI of the class
		badge("result").leads(PartResult, PartSubject),
		badge("creditsEarned"),
		badge("source"),
		badge("role"),
		badge("licenseNumber"),
		badge("term"),
		badge("activityStartDate"),
		badge("activityEndDate"),
		// Of the subject and of an IdentifierEntry.
		said(NamespaceOB3, "identifier", PartSubject|PartIdentity|PartEntry).text(PartIdentity|PartEntry).only(NotEndorsement).leads(PartIdentity, PartSubject),
	}
}

func achievementProperties() []Decisive {
	of := func(name string) Decisive { return said(NamespaceOB3, name, PartAchievement) }
	return []Decisive{
		of("creator"),
		of("Profile").under("creator"), // OB 3.0: the IRI of the class
		of("Criteria").under("criteria"),
		of("related"),
		of("achievementType"),
		of("creditsAvailable"),
		of("fieldOfStudy"),
		of("humanCode"),
		of("specialization"),
		said(NamespaceSchemaOrg, "keywords", PartAchievement).under("tag"),
		// A link of a result, and the list of an achievement.
		said(NamespaceOB3, "resultDescription", PartResult|PartAchievement).text(PartResult),
	}
}

func partProperties() []Decisive {
	list := []Decisive{
		said(NamespaceOB3, "identityHash", PartIdentity),
		said(NamespaceOB3, "identityType", PartIdentity),
		said(NamespaceOB3, "hashed", PartIdentity),
		said(NamespaceOB3, "salt", PartIdentity),
		said(NamespaceOB3, "identifierType", PartIdentity|PartEntry),
		said(NamespaceOB3, "status", PartResult),
		said(NamespaceOB3, "achievedLevel", PartResult),
		said(NamespaceSchemaOrg, "value", PartResult),
		said(NamespaceCLR, "sourceId", PartAssociation),
		said(NamespaceCLR, "targetId", PartAssociation),
		said(NamespaceCLR, "AssociationType", PartAssociation).under("associationType"),
	}
	for _, namespace := range []string{NamespaceStatus, NamespaceList2021} {
		list = append(list,
			said(namespace, "statusListIndex", PartStatus),
			said(namespace, "statusListCredential", PartStatus),
			said(namespace, "statusSize", PartStatus),
			said(namespace, "statusMessage", PartStatus),
			said(namespace, "statusReference", PartStatus),
			said(namespace, "statusPurpose", PartStatus|PartSubject).only(OnlyList),
			said(namespace, "encodedList", PartSubject).only(OnlyList),
			said(namespace, "ttl", PartSubject).only(OnlyList),
		)
	}
	return list
}

// links decide nothing by their place: readers find an endorsement in any place.
func links() []Decisive {
	return []Decisive{
		said(NamespaceOB3, "endorsement", 0).leads(PartCredential, 0),
		said(NamespaceOB3, "otherIdentifier", 0).leads(PartEntry, 0),
	}
}

func classes() []Decisive {
	return []Decisive{
		said(NamespaceVC, "VerifiableCredential", PartCredential),
		said(NamespaceVC, "EnvelopedVerifiableCredential", PartCredential),
		said(NamespaceVC, "JsonSchemaCredential", PartCredential),
		said(NamespaceOB3, "OpenBadgeCredential", PartCredential).under("OpenBadgeCredential", "AchievementCredential"),
		said(NamespaceOB3, "EndorsementCredential", PartCredential),
		said(NamespaceCLR, "ClrCredential", PartCredential),
		said(NamespaceStatus, "BitstringStatusListCredential", PartCredential),
		said(NamespaceList2021, "StatusList2021Credential", PartCredential),

		said(NamespaceStatus, "BitstringStatusListEntry", PartStatus),
		said(NamespaceList2021, "StatusList2021Entry", PartStatus),
		said(NamespaceLists, "1EdTechRevocationList", PartStatus),
		said(NamespaceRefresh, "1EdTechCredentialRefresh", PartRefresh),
		said(NamespaceVC, "ManualRefreshService2018", PartRefresh),
		said(NamespaceSchemas, SchemaValidator, PartSchema),
		said(NamespaceVC, "JsonSchemaValidator2018", PartSchema),
		said(NamespaceVC, "JsonSchema", PartSchema),
	}
}
