package host

// Codes of this package.
const (
	codeElsewhere    = "host.elsewhere"     // The address is not below the base URL of the host.
	codeNotFound     = "host.not_found"     // Nothing is published at the address. Publish it first.
	codeWithdrawn    = "host.withdrawn"     // The badge at the address is revoked, so nothing is published there any more.
	codeBusy         = "host.busy"          // Another process is changing the folder. Try again.
	codeOtherReason  = "host.other_reason"  // The badge is revoked already, for another reason, which stays.
	codeNotABadge    = "host.not_a_badge"   // The page at the address is not a badge of the issuer.
	codeNotRevocable = "host.not_revocable" // The badge names no list of this host in which it could be revoked. Nobody who has a copy would learn of it.
	codeListFull     = "host.list_full"     // The revocation list is too long for verifiers. Name another list in the profile.
	codePermanent    = "host.permanent"     // A revocation cannot be taken back. Only a suspension ends.
	codeNotAllocated = "host.not_allocated" // No call has returned the place in the status list. Use AllocateStatus.
)
