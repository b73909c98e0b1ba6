package did

// The codes of this package, as found in [Error.Code].
const (
	codeSyntax      = "did.syntax"              // The identifier or key name does not follow the syntax of its standard.
	codeBadHost     = "did.bad_host"            // The host is not a public domain name in lower case.
	codeUnsupported = "did.method_unsupported"  // The URL scheme or DID method is not supported, so the key cannot be checked.
	codeOffline     = "did.offline"             // A document is needed and the resolver is offline. Configure a Fetcher or pin the key.
	codeDocumentID  = "did.document_id"         // The id of the document is not the requested URL or DID.
	codeDeactivated = "did.deactivated"         // The DID document says that the DID is deactivated.
	codeMoved       = "did.moved"               // The did:webvh has moved to another host, where its keys have other names. Ask the issuer for its new identifier.
	codeController  = "did.controller_mismatch" // The controller of the key is not the issuer.
	codeIssuer      = "did.keys_issuer"         // The key set names another issuer.
	codeMetadata    = "did.metadata"            // The metadata of an SD-JWT VC issuer does not name the issuer and its keys, in one place.
	codeFragment    = "did.fragment"            // The fragment does not name the key of the DID.
	codeNotBound    = "did.key_not_bound"       // The issuer does not publish the key, or the key name belongs to another identifier.
	codeNoKey       = "did.no_key"              // The key name does not contain a key.
)
