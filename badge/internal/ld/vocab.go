package ld

// Namespaces of the words in the tables.
const (
	cred    = "https://www.w3.org/2018/credentials#"
	jose    = "https://www.iana.org/assignments/jose#"
	jwt     = "https://www.iana.org/assignments/jwt#"
	sdo     = "https://schema.org/"
	sec     = "https://w3id.org/security#"
	status  = "https://www.w3.org/ns/credentials/status#"
	list21  = "https://w3id.org/vc/status-list#"
	didNS   = "https://www.w3.org/ns/did#"
	ob      = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
	clr     = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#"
	rdfNS   = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xsd     = "http://www.w3.org/2001/XMLSchema#"
	xsds    = "https://www.w3.org/2001/XMLSchema#" // as the 1EdTech contexts spell it; a different namespace to RDF
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
