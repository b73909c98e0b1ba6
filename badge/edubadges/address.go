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
	API  string   // the origin of ids, such as "https://api.edubadges.nl"
	UI   []string // the origins of the pages for people, that of share links first
}

// Deployments returns the public installations of SURF. Add your own, such as
// one on your machine.
func Deployments() []Deployment {
	return []Deployment{
		{"production", "https://api.edubadges.nl", []string{"https://www.edubadges.nl", "https://edubadges.nl"}},
		{"demo", "https://api-demo.edubadges.nl", []string{"https://demo.edubadges.nl"}},
		{"acceptance", "https://api-acc.edubadges.nl", []string{"https://acc.edubadges.nl"}},
		{"test", "https://api-test.edubadges.nl", nil},
	}
}

// objectKinds are the kinds of objects in the public URLs of a deployment.
var objectKinds = []string{"assertions", "badges", "issuers", "institutions"}

// Object is an object that a deployment publishes.
type Object struct {
	Deployment Deployment
	Kind       string // "assertions", "badges", "issuers" or "institutions"
	EntityID   string // 22 characters; see UUIDOf
}

// URL returns the id of the object, which is the URL of its JSON.
func (o Object) URL() string { return o.Deployment.API + "/public/" + o.Kind + "/" + o.EntityID }

// ShareURL returns the URL of the page for people, or "" if there is no page.
func (o Object) ShareURL() string {
	if len(o.Deployment.UI) == 0 {
		return ""
	}
	return o.Deployment.UI[0] + "/public/" + o.Kind + "/" + o.EntityID
}

// Locate returns the object that a URL is about. It accepts the URLs of pages
// and of the API, with or without .json, and with any query. The origin must be
// that of a deployment.
func Locate(address string, in []Deployment) (Object, error) {
	none := func(why string) (Object, error) {
		return Object{}, &badge.ParseError{Code: codeAddress, Message: fmt.Sprintf("the URL %s %s", quoted(address), why)}
	}
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.RawPath != "" {
		return none("is not a plain web URL")
	}
	host := u.Scheme + "://" + strings.ToLower(u.Host)
	at := slices.IndexFunc(in, func(d Deployment) bool { return d.API == host || slices.Contains(d.UI, host) })
	if at < 0 {
		return none("does not belong to a known deployment")
	}
	kind, id, _ := strings.Cut(strings.TrimPrefix(u.Path, "/public/"), "/")
	if !strings.HasPrefix(u.Path, "/public/") || !slices.Contains(objectKinds, kind) {
		return none("is not the URL of a published object")
	}
	id = strings.TrimSuffix(strings.TrimSuffix(id, "/"), ".json")
	if _, err := UUIDOf(id); err != nil {
		return Object{}, err
	}
	return Object{in[at], kind, id}, nil
}

// UUIDOf returns the UUID of an entity id, in lower case.
func UUIDOf(entityID string) (string, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(entityID)
	if err != nil || len(b) != 16 || strings.ContainsAny(entityID, "\r\n") {
		return "", &badge.ParseError{Code: codeEntityID, Message: fmt.Sprintf("the entity id is %s, wanted 16 bytes in base64url without padding", quoted(entityID))}
	}
	x := hex.EncodeToString(b)
	return x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:], nil
}

// EntityIDOf returns the entity id of a UUID.
func EntityIDOf(uuid string) (string, error) {
	x, err := hex.DecodeString(strings.ReplaceAll(uuid, "-", ""))
	id := base64.RawURLEncoding.EncodeToString(x)
	if back, wrong := UUIDOf(id); err != nil || wrong != nil || back != strings.ToLower(uuid) {
		return "", &badge.ParseError{Code: codeEntityID, Message: fmt.Sprintf("%s is not a UUID", quoted(uuid))}
	}
	return id, nil
}

// NameLookupURL returns the URL at which a deployment gives the name of the
// holder of a public badge to anyone who has its hash and salt, which are in its
// JSON. The answer reveals the holder: use it only with the holder's consent.
func (d Deployment) NameLookupURL(o badge.IdentityObject) string {
	escape := func(s string) string { return strings.ReplaceAll(url.PathEscape(s), "$", "%24") }
	return d.API + "/public/assertions/identity/" + escape(o.IdentityHash) + "/" + escape(o.Salt)
}
