package badge

import "encoding/json"

// Profile is a person or an organisation: an issuer, a creator, a source. In
// Open Badges 2.0 it is an Issuer.
type Profile struct {
	ID               string                     `json:"id"`
	Type             []string                   `json:"type" list:"many" class:"Profile"`
	Name             string                     `json:"name"`
	URL              string                     `json:"url"`
	Phone            string                     `json:"phone"`
	Description      string                     `json:"description"`
	Image            *Image                     `json:"image" as:"id"`
	Email            string                     `json:"email"`
	Address          *Address                   `json:"address"`
	OtherIdentifier  []IdentifierEntry          `json:"otherIdentifier"`
	Official         string                     `json:"official"`
	ParentOrg        *Profile                   `json:"parentOrg"`
	FamilyName       string                     `json:"familyName"`
	GivenName        string                     `json:"givenName"`
	AdditionalName   string                     `json:"additionalName"`
	PatronymicName   string                     `json:"patronymicName"`
	HonorificPrefix  string                     `json:"honorificPrefix"`
	HonorificSuffix  string                     `json:"honorificSuffix"`
	FamilyNamePrefix string                     `json:"familyNamePrefix"`
	DateOfBirth      string                     `json:"dateOfBirth"` // calendar date: 2006-01-02
	Endorsement      []*Document                `json:"endorsement"`
	EndorsementJWT   []string                   `json:"endorsementJwt"`
	Extra            map[string]json.RawMessage `json:"-"`
}

// Address is a postal address.
type Address struct {
	Type                []string                   `json:"type" list:"many" class:"Address"`
	StreetAddress       string                     `json:"streetAddress"`
	PostOfficeBoxNumber string                     `json:"postOfficeBoxNumber"`
	PostalCode          string                     `json:"postalCode"`
	AddressLocality     string                     `json:"addressLocality"`
	AddressRegion       string                     `json:"addressRegion"`
	AddressCountry      string                     `json:"addressCountry"`
	AddressCountryCode  string                     `json:"addressCountryCode"` // ISO 3166-1 alpha-2
	Geo                 *GeoCoordinates            `json:"geo"`
	Extra               map[string]json.RawMessage `json:"-"`
}

// GeoCoordinates is a place on Earth, in degrees of WGS 84.
type GeoCoordinates struct {
	Type      string                     `json:"type" class:"GeoCoordinates"`
	Latitude  json.Number                `json:"latitude"`
	Longitude json.Number                `json:"longitude"`
	Extra     map[string]json.RawMessage `json:"-"`
}
