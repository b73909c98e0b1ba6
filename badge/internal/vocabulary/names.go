package vocabulary

// Period names the members that bound the validity of a credential.
type Period struct{ From, Until string }

// The members by data model.
var (
	PeriodVC2  = Period{"validFrom", "validUntil"}
	PeriodVC1  = Period{"issuanceDate", "expirationDate"}
	PeriodOB2  = Period{"issuedOn", "expires"}
	PeriodOB05 = Period{"issued_on", "expires"}
)
