package edubadges

import (
	"net/url"

	"github.com/openbadges-go/openbadges/badge"
)

// objects are the objects that describe one badge, in order of precedence.
type objects struct {
	ob3                      bool
	assertion, class, issuer []source
}

// objectsOf returns the objects of one document.
func objectsOf(d *badge.Document) objects {
	var s objects
	if d != nil {
		s.add(source{d, 0, d.Body().Pointer()})
	}
	return s
}

// add adds the objects of a document.
func (s *objects) add(p source) {
	if p.member("credentialSubject").is("absent") && p.member("offerId").is("string") && p.member("credential").is("object") {
		p = p.member("credential") // the request to an agent
	}
	switch {
	case p.member("credentialSubject").is("object"):
		s.ob3 = true
		s.assertion = append(s.assertion, p)
		s.addObject(&s.class, p.down("/credentialSubject/achievement"))
		s.addObject(&s.issuer, p.member("issuer"))
	case p.doc.Kind() == badge.KindAchievement:
		s.addObject(&s.class, p)
		s.addObject(&s.issuer, p.member("issuer"))
	case p.doc.Kind() == badge.KindProfile:
		s.addObject(&s.issuer, p)
	default:
		s.assertion = append(s.assertion, p)
		s.addObject(&s.class, p.member("badge"))
		s.addObject(&s.issuer, p.down("/badge/issuer"))
	}
}

func (s *objects) addObject(list *[]source, p source) {
	if p.is("object") {
		*list = append(*list, p)
	}
}

// belongs reports whether the documents before it refer to a further document.
func (s objects) belongs(p source) bool {
	var names []string
	switch p.doc.Kind() {
	case badge.KindAchievement:
		for _, a := range s.assertion {
			names = append(names, a.member("badge").reference(), a.down("/credentialSubject/achievement").reference())
		}
		names = append(names, ids(s.class)...)
	case badge.KindProfile:
		for _, c := range s.class {
			names = append(names, c.member("issuer").reference())
		}
		for _, a := range s.assertion {
			names = append(names, a.member("issuer").reference())
		}
		names = append(names, ids(s.issuer)...)
	default:
		names = ids(s.assertion)
	}
	own := identifier(p.member("id").text())
	for _, name := range names {
		if own != "" && identifier(name) == own {
			return true
		}
	}
	return false
}

func ids(places []source) (ids []string) {
	for _, p := range places {
		ids = append(ids, p.member("id").text())
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
