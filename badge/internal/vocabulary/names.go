package vocabulary

// Period names the members that limit the validity of a credential.
type Period struct{ From, Until string }

// The members by data model.
var (
	PeriodVC2  = Period{"validFrom", "validUntil"}
	PeriodVC1  = Period{"issuanceDate", "expirationDate"}
	PeriodOB2  = Period{"issuedOn", "expires"}
	PeriodOB05 = Period{"issued_on", "expires"}
)

// RegisteredClaims are the claims that a token adds to the credential in its
// payload (RFC 7519 §4.1). They must not be changed.
func RegisteredClaims() []string { return registeredClaims }

// The claim of a token that names its place in a Token Status List, and the member
// that tells it from a member of the credential with the same name (Token Status
// List §6.1).
const (
	StatusClaim     = "status"
	StatusClaimList = "status_list"
)

var registeredClaims = []string{"iss", "sub", "aud", "exp", "nbf", "iat", "jti"}
