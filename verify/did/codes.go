package did

// The codes of this package, as found in [Error.Code].
const (
	codeSyntax      = "did.syntax"              // the identifier or key name is not written as its standard demands
	codeBadHost     = "did.bad_host"            // the host is no public lower-case domain name
	codeUnsupported = "did.method_unsupported"  // the scheme or DID method is not known here; unknown, not wrong
	codeOffline     = "did.offline"             // a document would have to be fetched, and nothing may be
	codeDocumentID  = "did.document_id"         // the document is about another identifier
	codeDeactivated = "did.deactivated"         // the identifier is out of use, says its document
	codeController  = "did.controller_mismatch" // the key is controlled by somebody other than the issuer
	codeIssuer      = "did.keys_issuer"         // the key set says it belongs to another issuer
	codeFragment    = "did.fragment"            // the fragment does not name the one key that the DID is
	codeNotBound    = "did.key_not_bound"       // the issuer publishes no such key, or the key name belongs to somebody else
	codeNoKey       = "did.no_key"              // the key name holds no key in itself
)
