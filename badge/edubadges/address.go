package edubadges

import (
	"encoding/hex"
	"net/url"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
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
		{"production", rootProduction, []string{"https://www.edubadges.nl", "https://edubadges.nl"}},
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

// Views returns the URLs of all JSON views of an assertion, a class or an issuer,
// the bare one first. Only the others have the properties about a
// micro-credential, the institution and the endorsements.
func (o Object) Views() []string {
	views := []string{o.URL()}
	if query := expansions[o.Kind]; query != "" {
		views = append(views, o.URL()+"?"+query)
	}
	return views
}

// Views returns the URLs of the full views of an assertion or a class of one of
// Deployments, without the bare one. Pass it as verify.Config.Views. The view of a
// class includes its issuer.
func Views(id string) []string {
	o, err := Locate(id, Deployments())
	if err != nil || o.URL() != id || o.Kind == "issuers" {
		return nil
	}
	return o.Views()[1:]
}

// expansions are the queries for the full view of an object.
var expansions = map[string]string{
	"assertions": "expand=badge&expand=badge.issuer",
	"badges":     "expand=issuer&expand=awards&expand=endorsements&expand=micro",
	"issuers":    "expand=institution",
}

// Locate returns the object that a URL is about. It accepts the URLs of pages
// and of the API, with or without .json or /image, with any query, with http or
// https, and the LinkedIn URL that adds a badge to a profile. The host must be
// that of a deployment.
func Locate(address string, in []Deployment) (Object, error) {
	none := func(why string) (Object, error) {
		return Object{}, fail(codeAddress, "", "the URL %s %s", quoted(address), why)
	}
	u, err := url.Parse(address)
	if err == nil && u.Scheme == "https" && u.Host == "www.linkedin.com" && u.Path == "/profile/add" {
		u, err = url.Parse(u.Query().Get("certUrl"))
	}
	if err != nil || u.User != nil || u.RawPath != "" {
		return none("is not a plain web URL")
	}
	at := slices.IndexFunc(in, func(d Deployment) bool {
		return slices.ContainsFunc(append([]string{d.API}, d.UI...), func(origin string) bool { return sameHost(u, origin) })
	})
	if at < 0 {
		return none("does not belong to a known deployment")
	}
	kind, id := objectIn(strings.TrimSuffix(u.Path, "/"))
	if kind == "" {
		return none("is not the URL of a published object")
	}
	if _, err := UUIDOf(id); err != nil {
		return Object{}, err
	}
	return Object{in[at], kind, id}, nil
}

// sameHost reports whether a URL has the origin of a deployment. People also
// type http and the default port.
func sameHost(u *url.URL, origin string) bool {
	host := strings.ToLower(u.Host)
	switch u.Scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		if u.Scheme+"://"+host == origin {
			return true
		}
		host = strings.TrimSuffix(host, ":80")
	default:
		return false
	}
	return "https://"+host == origin
}

// objectIn returns the kind and the entity id in the path of a URL.
func objectIn(path string) (kind, id string) {
	path = strings.TrimSuffix(strings.TrimSuffix(path, "/image"), ".json")
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	switch {
	case len(parts) == 2 && parts[0] == "details":
		return "assertions", parts[1] // the page of the holder
	case len(parts) == 2 && parts[0] == "public" || len(parts) == 3 && parts[0] == "public" && parts[1] == "catalog":
		return "badges", parts[len(parts)-1]
	case len(parts) == 3 && parts[0] == "public" && parts[1] == "institution":
		return "institutions", parts[2] // in the URLs of pictures
	case len(parts) == 3 && parts[0] == "public" && slices.Contains(objectKinds, parts[1]):
		return parts[1], parts[2]
	}
	return "", ""
}

// UUIDOf returns the UUID of an entity id, in lower case.
func UUIDOf(entityID string) (string, error) {
	b, err := multiformat.DecodeBase64URL(entityID)
	if err != nil || len(b) != 16 {
		return "", fail(codeEntityID, "", "the entity id is %s, wanted 16 bytes in base64url without padding", quoted(entityID))
	}
	x := hex.EncodeToString(b)
	return x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:], nil
}

// EntityIDOf returns the entity id of a UUID.
func EntityIDOf(uuid string) (string, error) {
	x, err := hex.DecodeString(strings.ReplaceAll(uuid, "-", ""))
	id := multiformat.EncodeBase64URL(x)
	if back, wrong := UUIDOf(id); err != nil || wrong != nil || back != strings.ToLower(uuid) {
		return "", fail(codeEntityID, "", "%s is not a UUID", quoted(uuid))
	}
	return id, nil
}

// NameLookupURL returns the URL at which a deployment gives the name of the
// holder of a public badge to anyone who has its hash and salt, which are in its
// JSON. The answer reveals the holder: use it only with the holder's consent.
// ParseHolderName says whether the name is validated.
func (d Deployment) NameLookupURL(o badge.IdentityObject) string {
	escape := func(s string) string { return strings.ReplaceAll(url.PathEscape(s), "$", "%24") }
	return d.API + "/public/assertions/identity/" + escape(o.IdentityHash) + "/" + escape(o.Salt)
}
