package verify

import "github.com/openbadges-go/openbadges/badge/proof"

// CompatFlags is a set of deviations from the standards to accept, one bit
// each. Every flag accepts one thing; none makes a check stricter.
type CompatFlags = proof.CompatFlags

// The deviations.
const (
	// Strict follows the standards.
	Strict CompatFlags = 0

	AllowContextAliases = proof.AllowContextAliases
	AllowLooseClaims    = proof.AllowLooseClaims
	AllowOtherHeaders   = proof.AllowOtherHeaders

	// AllowHTTP fetches plain http URLs whose https URL does not return the
	// document. Risk: anyone on the network path can answer in the issuer's name.
	AllowHTTP CompatFlags = 1 << (iota - 1)
	// AllowPageID accepts a page of Open Badges 2.0 whose id is another URL of
	// its host, or not a URL. Risk: where several issuers share a host, each
	// can publish a page in the name of another.
	AllowPageID
	// AllowIssuerWithoutURL accepts a hosted badge whose issuer has no https
	// id. Only AnyIssuer trusts such an issuer. Risk: anybody can write such a
	// profile.
	AllowIssuerWithoutURL
	// AllowPartsAlone verifies an Achievement, a BadgeClass or a Profile alone.
	// Risk: an accepted one awards nothing to anyone.
	AllowPartsAlone
	// AllowFragmentKey accepts the key in the fragment of an https issuer's URL
	// if the issuer cannot be asked for its keys. Risk, also of the next two
	// flags: anyone can make such a badge in any issuer's name. The report
	// states that the key is not bound to the issuer.
	AllowFragmentKey
	// AllowHeaderKey accepts the key in the header of a token if the issuer
	// cannot be asked for its keys.
	AllowHeaderKey
	// AllowDIDKeyMethod accepts a did:key or did:jwk as verification method if
	// the issuer cannot be asked for its keys.
	AllowDIDKeyMethod

	// Compat1EdTech accepts what the public 1EdTech validator accepts: all of
	// the above.
	Compat1EdTech = AllowContextAliases | AllowLooseClaims | AllowOtherHeaders | AllowHTTP | AllowPageID |
		AllowIssuerWithoutURL | AllowPartsAlone | AllowFragmentKey | AllowHeaderKey | AllowDIDKeyMethod
)

// allows reports whether the caller accepts a deviation.
func (q *inquiry) allows(f CompatFlags) bool { return q.v.cfg.Compat&f != 0 }
