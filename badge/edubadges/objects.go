package edubadges

import (
	"net/url"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// objects are the objects that describe one badge, in order of precedence.
type objects struct {
	docs                     []*badge.Document // as given to Read; nil for those that it ignores
	ob3                      bool
	request                  bool // the badge is part of a request to an agent
	award                    bool // the document is an award of the API
	assertion, class, issuer []source
}

// objectsOf returns the objects of one document.
func objectsOf(d *badge.Document) objects {
	var o objects
	o.add(d)
	return o
}

// add adds the objects of a document.
func (o *objects) add(d *badge.Document) {
	o.docs = append(o.docs, d)
	if d == nil {
		return
	}
	p := source{d.Body(), len(o.docs) - 1}
	if !p.member("credentialSubject").Exists() && p.member("offerId").Kind() == tree.String && p.member("credential").isObject() {
		p, o.request = p.member("credential"), true
	}
	switch {
	case p.member("badgeclass").isObject() && p.member("entity_id").Kind() == tree.String:
		o.award = true
		o.assertion = append(o.assertion, p)
		o.class = append(o.class, p.member("badgeclass"))
		addObject(&o.issuer, p.at("/badgeclass/issuer"))
	case p.member("credentialSubject").isObject():
		o.ob3 = true
		o.assertion = append(o.assertion, p)
		addObject(&o.class, p.at("/credentialSubject/achievement"))
		addObject(&o.issuer, p.member("issuer"))
	case d.Kind() == badge.KindAchievement:
		addObject(&o.class, p)
		addObject(&o.issuer, p.member("issuer"))
	case d.Kind() == badge.KindProfile:
		addObject(&o.issuer, p)
	default:
		o.assertion = append(o.assertion, p)
		addObject(&o.class, p.member("badge"))
		addObject(&o.issuer, p.at("/badge/issuer"))
	}
}

func addObject(list *[]source, p source) {
	if p.isObject() {
		*list = append(*list, p)
	}
}

// refersTo reports whether the documents so far refer to a further document.
func (o objects) refersTo(d *badge.Document) bool {
	var names []string
	switch d.Kind() {
	case badge.KindAchievement:
		for _, a := range o.assertion {
			names = append(names, a.member("badge").reference(), a.at("/credentialSubject/achievement").reference())
		}
		names = append(names, ids(o.class)...)
	case badge.KindProfile:
		for _, c := range o.class {
			names = append(names, c.member("issuer").reference())
		}
		for _, a := range o.assertion {
			names = append(names, a.member("issuer").reference())
		}
		names = append(names, ids(o.issuer)...)
	default:
		names = ids(o.assertion)
	}
	own := identifier(d.Body().Member("id").String())
	for _, name := range names {
		if own != "" && identifier(name) == own {
			return true
		}
	}
	return false
}

func ids(list []source) (ids []string) {
	for _, p := range list {
		ids = append(ids, p.Member("id").String())
	}
	return ids
}

// identifier returns an id without the query that asks for another version or
// for more properties. The host repeats that query in the id of its answer.
func identifier(id string) string {
	u, err := url.Parse(id)
	if err != nil || u.RawQuery == "" {
		return id
	}
	query := u.Query()
	query.Del("v")
	query.Del("expand")
	u.RawQuery = query.Encode()
	return u.String()
}
