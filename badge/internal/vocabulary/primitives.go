package vocabulary

import (
	"maps"
	"slices"
)

// A Primitive is a value without properties. A number or boolean has no
// further constraint; a string may have a format or a pattern.
type Primitive struct {
	Name    string
	JSON    string // its JSON type
	Format  string
	Pattern string
	Exact   string // or the only value
	Want    string // its name in a message
}

// Formats of this module. All are stricter than RFC 3339; see ParseDateTime.
const (
	FormatDate     = "date"
	FormatDateTime = "date-time"
	FormatLocal    = "date-time-or-local" // the zone may be missing
	FormatMinutes  = "date-time-minutes"  // the seconds may be missing
)

// ExtensionTerm is the published pattern of the terms that extend an enumeration
// (OB 3.0 §C.2). It is not anchored and matches the prefix in any place.
const ExtensionTerm = `(ext:)[a-z|A-Z|0-9|.|-|_]+`

// text is a string without further constraint.
func text(name string) Primitive { return Primitive{Name: name, JSON: "string", Want: "a string"} }

// securityPrimitives are the types of values in status entries (Bitstring
// Status List §2.1).
var securityPrimitives = []Primitive{
	{Name: "StatusIndex", JSON: "string", Pattern: `^(0|[1-9][0-9]*)$`, Want: "a whole number from 0, as a string without leading zeros"},
	{Name: "StatusSize", JSON: "number", Pattern: `^[1-8]$`, Want: "a whole number from 1 to 8"},
	{Name: "StatusValue", JSON: "string", Pattern: `^0x[0-9a-fA-F]+$`, Want: "a hexadecimal number such as 0x1"},
}

// primitives are the primitive and derived types of OB 3.0 §B.7 and §B.8.
var primitives = []Primitive{
	text("String"), text("Markdown"), text("URI"), text("URL"), text("IRI"), text("Identifier"),
	text("IdentityHash"), text("EmailAddress"), text("PhoneNumber"), text("CountryCode"),
	{Name: "Boolean", JSON: "boolean", Want: "true or false"},
	{Name: "Float", JSON: "number", Want: "a number"},
	{Name: "OB2.Version", JSON: "string or number", Want: "a text or a number"},
	{Name: "Date", JSON: "string", Format: FormatDate, Want: "a date such as 2006-01-02"},
	{Name: "DateTimeZ", JSON: "string", Format: FormatDateTime, Want: "a date and time with its zone, such as 2006-01-02T15:04:05Z"},
	{Name: "DateTime", JSON: "string", Format: FormatDateTime, Want: "a date and time such as 2006-01-02T15:04:05Z"},
	{Name: "LanguageCode", JSON: "string", Pattern: `^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`, Want: "a language code such as nl or nl-NL"},
	{Name: "CompactJws", JSON: "string", Pattern: `^[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+$`, Want: "a compact JWS"},
	{Name: "ContextVC", JSON: "string", Exact: ContextVC2, Want: "the base context " + ContextVC2},
	{Name: "ContextVCv1p1", JSON: "string", Exact: ContextVC1, Want: "the base context " + ContextVC1},
	{Name: "ContextOB", JSON: "string", Pattern: `^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json$`,
		Want: "an Open Badges 3.0 context such as " + NewestOB3},
	{Name: "ContextCLR", JSON: "string", Pattern: `^https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.\d\.\d)*\.json$`,
		Want: "a CLR 2.0 context such as " + NewestCLR},
}

// primitives2 are further types of Open Badges 2.0.
var primitives2 = []Primitive{
	text("OB2.ID"), text("OB2.IRI"), text("OB2.EmailAddress"), text("OB2.PhoneNumber"),
	{Name: "DateTimeMinutes", JSON: "string", Format: FormatMinutes, Want: "a date and time with its zone, such as 2006-01-02T15:04:05Z or 2006-01-02T15:04Z"},
}

// Primitives returns the primitive types of all standards.
func Primitives() []Primitive { return slices.Concat(primitives, primitives2, securityPrimitives) }

// unions3 are the values that are a URI or an object of a class.
var unions3 = map[string]string{"ProfileRef": "Profile", "IssuerRef": "Issuer"}

// unions2 are the same in Open Badges 2.0.
var unions2 = map[string]string{
	"OB2.BadgeRef": "OB2.BadgeClass", "OB2.ProfileRef": "OB2.Profile", "OB2.EndorsementRef": "OB2.Endorsement",
	"OB2.ImageRef": "OB2.Image", "OB2.EvidenceRef": "OB2.Evidence", "OB2.CriteriaRef": "OB2.Criteria",
	"OB2.KeyRef": "OB2.CryptographicKey", "OB2.RelatedRef": "OB2.related", "OB2.RevokedRef": "OB2.RevokedEntry",
}

// Unions returns the class of the objects in each union of a URI and an object.
func Unions() map[string]string {
	all := maps.Clone(unions3)
	maps.Copy(all, unions2)
	return all
}
