package ld

import "github.com/openbadges-go/openbadges/badge/internal/vocabulary"

// Namespaces of the words in the tables.
const (
	cred    = vocabulary.NamespaceVC
	jose    = "https://www.iana.org/assignments/jose#"
	jwt     = "https://www.iana.org/assignments/jwt#"
	sdo     = vocabulary.NamespaceSchemaOrg
	sec     = vocabulary.NamespaceSecurity
	status  = vocabulary.NamespaceStatus
	list21  = vocabulary.NamespaceList2021
	didNS   = "https://www.w3.org/ns/did#"
	ob      = vocabulary.NamespaceOB3
	clr     = vocabulary.NamespaceCLR
	rdfNS   = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xsd     = vocabulary.NamespaceXSD
	xsds    = "https://www.w3.org/2001/XMLSchema#" // as the 1EdTech contexts spell it; a different namespace in RDF
	created = "http://purl.org/dc/terms/created"
)

// Terms of RDF that the conversion adds.
const (
	rdfType  = rdfNS + "type"
	rdfFirst = rdfNS + "first"
	rdfRest  = rdfNS + "rest"
	rdfNil   = rdfNS + "nil"

	xsdBoolean = xsd + "boolean"
	xsdDouble  = xsd + "double"
	xsdInteger = xsd + "integer"
	xsdString  = xsd + "string"
)
