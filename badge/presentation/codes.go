package presentation

import "github.com/openbadges-go/openbadges/badge/internal/jsontext"

// The codes of this package.
const (
	codeSigner    = "presentation.signer"    // The method of the signer is not the name of a key of a DID.
	codeChallenge = "presentation.challenge" // A challenge and a domain are required. Use those that the verifier sent.
	codeChannel   = "presentation.channel"   // The answer goes to another party than the one that asked. Do not present anything there.
	codeSubject   = "presentation.subject"   // The badge was awarded to another DID than that of the holder. Leave it out.
	codeRequest   = "presentation.request"   // The request for a presentation is not in the form of the VC API.
	codeUnmet     = "presentation.unmet"     // The badges do not meet the request. Show others, or nothing.
	codeUnfit     = "presentation.unfit"     // The document does not fit into such a presentation. Leave it out, or choose another scheme.
)

func fail(code, format string, args ...any) error {
	return jsontext.NewError(code, "", format, args...)
}
