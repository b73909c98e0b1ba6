package host

// failure is an error with a code for programs (badge.Failure).
type failure struct{ code, message string }

func (f *failure) Error() string { return f.message }
func (f *failure) Code() string  { return f.code }
func (f *failure) Path() string  { return "" }

// ErrElsewhere is the error of an address that is not below the base of the Host.
var ErrElsewhere error = &failure{codeElsewhere, "host: the address is not below the base URL"}

// ErrNotFound is the error of a change that needs a page which is not published.
var ErrNotFound error = &failure{codeNotFound, "host: the page is not published"}

// ErrWithdrawn is the error of publishing at the address of a revoked badge.
var ErrWithdrawn error = &failure{codeWithdrawn, "host: the badge at the address is revoked"}

// ErrBusy is the error of a change that another process kept from happening:
// it held the lock of the folder for too long.
var ErrBusy error = &failure{codeBusy, "host: another process is changing the folder"}

// ErrOtherReason is the error of revoking a badge again for another reason.
// The first reason stays.
var ErrOtherReason error = &failure{codeOtherReason, "host: the badge is revoked already, for another reason"}

// ErrNotABadge is the error of revoking a page that is not a badge of the
// issuer. The page stays as it is.
var ErrNotABadge error = &failure{codeNotABadge, "host: the page is not a badge of the issuer"}

// ErrNotRevocable is the error of revoking or suspending a signed badge that
// names no list of this host for it. Nobody who has a copy of the badge would
// learn of it.
var ErrNotRevocable error = &failure{codeNotRevocable, "host: the badge names no list in which it could be revoked"}

// ErrListFull is the error of a revocation list that is too long for verifiers.
// Name another list in the profile.
var ErrListFull error = &failure{codeListFull, "host: the list is full"}

// ErrPermanent is the error of taking back a revocation. Only a suspension ends.
var ErrPermanent error = &failure{codePermanent, "host: a revocation cannot be taken back"}

// ErrNotAllocated is the error of a status entry that no call of AllocateStatus
// returned.
var ErrNotAllocated error = &failure{codeNotAllocated, "host: the place in the status list is not allocated"}
