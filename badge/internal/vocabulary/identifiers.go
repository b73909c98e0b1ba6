package vocabulary

const (
	baseOB  = "https://purl.imsglobal.org/spec/ob/v3p0/"
	baseCLR = "https://purl.imsglobal.org/spec/clr/v2p0/"
)

// Base contexts of the two data models. One of them comes first in a credential.
const (
	ContextVC1 = "https://www.w3.org/2018/credentials/v1"
	ContextVC2 = "https://www.w3.org/ns/credentials/v2"
)

// Contexts of Open Badges and CLR. Others of Open Badges 3.0 start with
// ContextsOB3.
const (
	ContextOB1          = "https://w3id.org/openbadges/v1"
	ContextOB1Home      = "https://openbadgespec.org/v1"               // where the one above leads to
	ContextOB1Draft     = "http://standard.openbadges.org/1.1/context" // of the drafts of 2014
	ContextOB2          = "https://w3id.org/openbadges/v2"
	ContextsOB3         = baseOB + "context"
	ContextOB30         = ContextsOB3 + ".json"
	ContextOB301        = ContextsOB3 + "-3.0.1.json"
	ContextOB302        = ContextsOB3 + "-3.0.2.json"
	ContextOB303        = ContextsOB3 + "-3.0.3.json"
	ContextOBExtensions = baseOB + "extensions.json"
	ContextCLR20        = baseCLR + "context.json"
	ContextCLR201       = baseCLR + "context-2.0.1.json"

	NewestOB3 = ContextOB303
	NewestCLR = ContextCLR201

	// Earlier URLs of ContextOB30 and ContextCLR20. The reference validator of
	// 1EdTech accepts them; the standards do not list them.
	AliasOB30  = ContextsOB3 + "/ob_v3p0.jsonld"
	AliasCLR20 = baseCLR + "context/clr_v2p0.jsonld"
)

// Contexts of proofs, keys, identifiers and status lists.
const (
	ContextDataIntegrity1   = "https://w3id.org/security/data-integrity/v1"
	ContextDataIntegrity2   = "https://w3id.org/security/data-integrity/v2"
	ContextMultikey         = "https://w3id.org/security/multikey/v1"
	ContextJWK              = "https://w3id.org/security/jwk/v1"
	ContextEd25519Suite2018 = "https://w3id.org/security/suites/ed25519-2018/v1"
	ContextEd25519Suite2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
	ContextJWSSuite2020     = "https://w3id.org/security/suites/jws-2020/v1"
	ContextDID              = "https://www.w3.org/ns/did/v1"
	ContextCID              = "https://www.w3.org/ns/cid/v1"
	ContextStatusList2021   = "https://w3id.org/vc/status-list/2021/v1"
	ContextBitstringStatus  = "https://www.w3.org/ns/credentials/status/v1"
)

// Namespaces.
const (
	NamespaceOB2        = "https://w3id.org/openbadges#"
	NamespaceExtensions = "https://w3id.org/openbadges/extensions#" // of Open Badges 2.0
	NamespaceOB3        = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
	NamespaceCLR        = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#"
	NamespaceVC         = "https://www.w3.org/2018/credentials#"
	NamespaceSecurity   = "https://w3id.org/security#"
	NamespaceStatus     = "https://www.w3.org/ns/credentials/status#"
	NamespaceList2021   = "https://w3id.org/vc/status-list#"
	NamespaceSchemaOrg  = "https://schema.org/"
	NamespaceSchemas    = "https://purl.imsglobal.org/spec/vccs/v1p0/context.json#" // the 1EdTech types of schema,
	NamespaceLists      = "https://purl.imsglobal.org/spec/vcrl/v1p0/context.json#" // of status list
	NamespaceRefresh    = "https://purl.imsglobal.org/spec/vccr/v1p0/context.json#" // and of refresh service
	NamespaceXSD        = "http://www.w3.org/2001/XMLSchema#"
)

// PublishedSchemas is the start of the URLs of the JSON Schemas of Open Badges
// 3.0, and PublishedSchemasCLR of those of CLR 2.0. The name of the set
// follows.
const (
	PublishedSchemas    = baseOB + "schema/"
	PublishedSchemasCLR = baseCLR + "schema/"
)

// SchemaValidator is the type of the credentialSchema entries that are
// processed (OB 3.0 §9.1).
const SchemaValidator = "1EdTechJsonSchemaValidator2019"

// SchemaDialect is the JSON Schema dialect of Open Badges 3.0.
const SchemaDialect = "https://json-schema.org/draft/2019-09/schema"
