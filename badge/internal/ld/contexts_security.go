package ld

// The contexts of Data Integrity, of the signature suites before it, and of
// keys and DID documents.

const (
	multibase   = sec + "multibase"
	dateTime    = xsd + "dateTime"
	dataProof   = "DataIntegrityProof"
	cryptosuite = "cryptosuite"
)

// proofTerm links a document to its proofs. Each proof is a separate graph.
func proofTerm() term { return word(sec, "proof").ref().graph() }

// relation is a verification relationship of a DID document (DID Core §5.3),
// also used as the value of proofPurpose.
func relation(name, iri string) term { return named(name, sec+iri).ref().set() }

func relations() []term {
	return []term{
		relation("assertionMethod", "assertionMethod"),
		relation("authentication", "authenticationMethod"),
		relation("capabilityDelegation", "capabilityDelegationMethod"),
		relation("capabilityInvocation", "capabilityInvocationMethod"),
		relation("keyAgreement", "keyAgreementMethod"),
	}
}

// proofOptions are the terms that every kind of proof has.
func proofOptions(purpose *table) []term {
	return []term{
		word(sec, "challenge"),
		named("created", created).as(dateTime),
		word(sec, "domain"),
		named("expires", sec+"expiration").as(dateTime),
		word(sec, "nonce"),
		word(sec, "proofPurpose").byName().in(purpose),
		word(sec, "verificationMethod").ref(),
	}
}

// proofClass is a kind of proof: the common terms and its own.
func proofClass(name string, own ...term) term {
	return word(sec, name).in(protect(append(proofOptions(protect(relations()...)), own...)...))
}

func proofValue() term { return word(sec, "proofValue").as(multibase) }

func jws() term { return word(sec, "jws") }

func dataIntegrityV1() *table {
	return protect(proofTerm(), proofClass(dataProof, word(sec, cryptosuite), proofValue()))
}

// dataIntegrityProof is the class as of version 2, which version 2 of the
// credentials context repeats.
func dataIntegrityProof() term {
	return proofClass(dataProof,
		word(sec, cryptosuite).as(sec+"cryptosuiteString"),
		word(sec, "previousProof").ref(),
		proofValue(),
	)
}

func dataIntegrityV2() *table { return protect(proofTerm(), dataIntegrityProof()) }

// keyClass is a kind of public key: its controller, the dates of its end, and
// its own terms.
func keyClass(name string, own ...term) term {
	return word(sec, name).in(protect(append(own,
		word(sec, "controller").ref(),
		word(sec, "revoked").as(dateTime),
	)...))
}

func keyExpires() term { return named("expires", sec+"expiration").as(dateTime) }

func multikey() term {
	return keyClass("Multikey", keyExpires(),
		word(sec, "publicKeyMultibase").as(multibase),
		word(sec, "secretKeyMultibase").as(multibase),
	)
}

func jsonWebKey() term {
	return keyClass("JsonWebKey", keyExpires(),
		word(sec, "publicKeyJwk").json(),
		word(sec, "secretKeyJwk").json(),
	)
}

func multikeyV1() *table { return protect(multikey()) }

func jwkV1() *table { return protect(jsonWebKey()) }

func ed25519Suite2020() *table {
	return protect(proofTerm(),
		keyClass("Ed25519VerificationKey2020", word(sec, "publicKeyMultibase").as(multibase)),
		proofClass("Ed25519Signature2020", proofValue()),
	)
}

func ed25519Suite2018() *table {
	return protect(proofTerm(),
		keyClass("Ed25519VerificationKey2018", word(sec, "publicKeyBase58")),
		proofClass("Ed25519Signature2018", jws()),
	)
}

// jwsSuite2020 does not protect its own three terms, and defines id and type
// only in the classes.
func jwsSuite2020() *table {
	return newContext(
		word(sec, "privateKeyJwk").json(),
		word(sec, "JsonWebKey2020").in(protect(word(sec, "publicKeyJwk").json())),
		proofClass("JsonWebSignature2020", jws()),
	)
}

func didV1() *table { return protect(controllerTerms()...) }

// cidV1 is that of Controlled Identifiers 1.0: the terms of DID documents, and the
// keys in them.
func cidV1() *table { return protect(append(controllerTerms(), multikey(), jsonWebKey())...) }

// controllerTerms are the terms of a document that lists keys.
func controllerTerms() []term {
	return append(relations(),
		named("alsoKnownAs", "https://www.w3.org/ns/activitystreams#alsoKnownAs").ref(),
		word(sec, "controller").ref(),
		word(didNS, "service").ref().in(protect(word(didNS, "serviceEndpoint").ref())),
		word(sec, "verificationMethod").ref(),
	)
}
