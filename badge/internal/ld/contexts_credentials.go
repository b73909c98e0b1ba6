package ld

import "strings"

// The base contexts of the Verifiable Credentials Data Model, versions 1.1 and
// 2.0.

func credRef(name string) term { return word(cred, name).ref() }

func credDate(name string) term { return word(cred, name).as(dateTime) }

// Version 1.1 defines its prefixes inside its classes, which makes them terms
// that documents can use.
func credPrefix() term { return prefix("cred", cred) }
func secPrefix() term  { return prefix("sec", sec) }
func xsdPrefix() term  { return prefix("xsd", xsd) }

func credentialsV1() *table {
	return protect(
		word(cred, "VerifiableCredential").in(protect(
			credPrefix(), secPrefix(), xsdPrefix(),
			credRef("credentialSchema").in(protect(credPrefix(), word(cred, "JsonSchemaValidator2018"))),
			credRef("credentialStatus"),
			credRef("credentialSubject"),
			credRef("evidence"),
			credDate("expirationDate"),
			credRef("holder"),
			credDate("issued"),
			credRef("issuer"),
			credDate("issuanceDate"),
			proofTerm(),
			credRef("refreshService").in(protect(credPrefix(), word(cred, "ManualRefreshService2018"))),
			credRef("termsOfUse"),
			credDate("validFrom"),
			credDate("validUntil"),
		)),
		word(cred, "VerifiablePresentation").in(protect(
			credPrefix(), secPrefix(),
			credRef("holder"),
			proofTerm(),
			credRef("verifiableCredential").graph(),
		)),
		earlySignature("EcdsaSecp256k1Signature2019"),
		earlySignature("EcdsaSecp256r1Signature2019"),
		earlySignature("Ed25519Signature2018"),
		rsaSignature2018(),
		proofTerm(),
	)
}

// earlyProof holds the terms of a proof in version 1.1 of the data model: two
// purposes, and a proof value that is plain text.
func earlyProof() []term {
	purposes := protect(secPrefix(),
		relation("assertionMethod", "assertionMethod"),
		relation("authentication", "authenticationMethod"),
	)
	return append(proofOptions(purposes), jws(), word(sec, "proofValue"))
}

func earlySignature(name string) term {
	return word(sec, name).in(protect(append(earlyProof(), secPrefix(), xsdPrefix())...))
}

// rsaSignature2018 uses prefixes that the standard's file does not define
// there, so its terms mean IRIs such as sec:challenge.
func rsaSignature2018() term {
	short := strings.NewReplacer(sec, "sec:", xsd, "xsd:")
	rows := earlyProof()
	for i := range rows {
		rows[i].iri, rows[i].typ = short.Replace(rows[i].iri), short.Replace(rows[i].typ)
	}
	scope := newContext(rows...)
	scope.protected = true
	return word(sec, "RsaSignature2018").in(scope)
}

func credentialsV2() *table {
	rows := []term{
		word(sdo, "description"),
		word(sec, "digestMultibase").as(multibase),
		word(cred, "digestSRI").as(cred + "sriString"),
		named("mediaType", sdo+"encodingFormat"),
		word(sdo, "name"),
		word(cred, "VerifiableCredential").in(protect(
			credRef("confidenceMethod"),
			credRef("credentialSchema"),
			credRef("credentialStatus"),
			credRef("credentialSubject"),
			word(sdo, "description"),
			credRef("evidence"),
			credRef("issuer"),
			word(sdo, "name"),
			proofTerm(),
			credRef("refreshService"),
			credRef("relatedResource"),
			credRef("renderMethod"),
			credRef("termsOfUse"),
			credDate("validFrom"),
			credDate("validUntil"),
		)),
		word(cred, "EnvelopedVerifiableCredential"),
		word(cred, "VerifiablePresentation").in(protect(
			credRef("holder"),
			proofTerm(),
			credRef("termsOfUse"),
			credRef("verifiableCredential").graph().in(nil),
		)),
		word(cred, "EnvelopedVerifiablePresentation"),
		word(cred, "JsonSchemaCredential"),
		word(cred, "JsonSchema").in(protect(word(cred, "jsonSchema").json())),
		dataIntegrityProof(),
	}
	return protect(append(append(rows, bitstringTerms()...), tokenTerms()...)...)
}

// tokenTerms are the JOSE and JWT claims that version 2.0 defines, each with
// the registry that the standard's file names.
func tokenTerms() []term {
	const count = xsds + "nonNegativeInteger"
	return []term{
		word(jwt, "..."),
		word(jwt, "_sd").json(),
		word(jwt, "_sd_alg"),
		word(jwt, "aud").ref(),
		word(jwt, "cnf").in(confirmation()),
		word(jwt, "exp").as(count),
		word(jwt, "iat").as(count),
		word(jose, "iss").ref(),
		word(jose, "jku").ref(),
		word(jose, "kid").ref(),
		word(jwt, "nbf").as(count),
		word(jose, "sub").ref(),
		word(jose, "x5u").ref(),
	}
}

// confirmation is the scope of cnf, where kid comes from the other registry.
func confirmation() *table {
	c := newContext(word(jwt, "kid").ref(), word(jwt, "jwk").json())
	c.protected = true
	return c
}
