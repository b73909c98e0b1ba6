package edubadges

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// Deployment is one installation of edubadges.
type Deployment struct {
	Name string
	API  string   // where ids live, such as "https://api.edubadges.nl"
	UI   []string // where people look at badges, the one for sharing first
}

// Deployments returns the public installations that SURF runs. Others, such as
// forks of other countries or one on the own machine, are for the caller to add.
func Deployments() []Deployment {
	return []Deployment{
		{"production", "https://api.edubadges.nl", []string{"https://www.edubadges.nl", "https://edubadges.nl"}},
		{"demo", "https://api-demo.edubadges.nl", []string{"https://demo.edubadges.nl"}},
		{"acceptance", "https://api-acc.edubadges.nl", []string{"https://acc.edubadges.nl"}},
		{"test", "https://api-test.edubadges.nl", nil},
	}
}

// objectKinds are what the public addresses of a deployment are about.
var objectKinds = []string{"assertions", "badges", "issuers", "institutions"}

// Object is a published object of a deployment.
type Object struct {
	Deployment Deployment
	Kind       string // "assertions", "badges", "issuers" or "institutions"
	EntityID   string // 22 characters; see UUIDOf
}

// URL is the id of the object, where its JSON is.
func (o Object) URL() string { return o.Deployment.API + "/public/" + o.Kind + "/" + o.EntityID }

// ShareURL is the page of the object for people, or "" where there is none.
func (o Object) ShareURL() string {
	if len(o.Deployment.UI) == 0 {
		return ""
	}
	return o.Deployment.UI[0] + "/public/" + o.Kind + "/" + o.EntityID
}

// Locate says what an address is about: one that people share, or one of the
// API, with or without .json and with any query. Scheme and host are compared
// exactly with those of the deployments. The error is a *badge.ParseError.
func Locate(address string, in []Deployment) (Object, error) {
	none := func(why string) (Object, error) {
		return Object{}, &badge.ParseError{Code: codeAddress, Message: fmt.Sprintf("the address %s %s", quoted(address), why)}
	}
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.RawPath != "" {
		return none("is no plain web address")
	}
	host := u.Scheme + "://" + strings.ToLower(u.Host)
	at := slices.IndexFunc(in, func(d Deployment) bool { return d.API == host || slices.Contains(d.UI, host) })
	if at < 0 {
		return none("is at the host of no known deployment")
	}
	kind, id, _ := strings.Cut(strings.TrimPrefix(u.Path, "/public/"), "/")
	if !strings.HasPrefix(u.Path, "/public/") || !slices.Contains(objectKinds, kind) {
		return none("is not that of a published object")
	}
	id = strings.TrimSuffix(strings.TrimSuffix(id, "/"), ".json")
	if _, err := UUIDOf(id); err != nil {
		return Object{}, err
	}
	return Object{in[at], kind, id}, nil
}

// UUIDOf returns the UUID that an entity id stands for, in lower case. The
// error is a *badge.ParseError.
func UUIDOf(entityID string) (string, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(entityID)
	if err != nil || len(b) != 16 || strings.ContainsAny(entityID, "\r\n") {
		return "", &badge.ParseError{Code: codeEntityID, Message: fmt.Sprintf("%s is no entity id, wanted 16 bytes in base64url without padding", quoted(entityID))}
	}
	x := hex.EncodeToString(b)
	return x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:], nil
}

// EntityIDOf returns the entity id that stands for a UUID. The error is a
// *badge.ParseError.
func EntityIDOf(uuid string) (string, error) {
	x, err := hex.DecodeString(strings.ReplaceAll(uuid, "-", ""))
	id := base64.RawURLEncoding.EncodeToString(x)
	if back, wrong := UUIDOf(id); err != nil || wrong != nil || back != strings.ToLower(uuid) {
		return "", &badge.ParseError{Code: codeEntityID, Message: fmt.Sprintf("%s is no UUID", quoted(uuid))}
	}
	return id, nil
}

// NameLookupURL is where a deployment tells the name of the holder of a public
// badge to anyone who has its hash and salt, as they stand in its JSON. Asking
// reveals who the badge is about: ask only where the holder agreed.
func (d Deployment) NameLookupURL(o badge.IdentityObject) string {
	escape := func(s string) string { return strings.ReplaceAll(url.PathEscape(s), "$", "%24") }
	return d.API + "/public/assertions/identity/" + escape(o.IdentityHash) + "/" + escape(o.Salt)
}
