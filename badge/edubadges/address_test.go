package edubadges_test

import (
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/stretchr/testify/require"
)

func TestLocate(t *testing.T) {
	const id = "a41jSgmsSh6Sa1xcVUku5Q"
	deployments := append(edubadges.Deployments(), edubadges.Deployment{Name: "own", API: "http://127.0.0.1:8000"})
	for _, row := range []struct{ name, address, url, share string }{
		{"share URL", "https://www.edubadges.nl/public/assertions/" + id, "https://api.edubadges.nl/public/assertions/" + id, "https://www.edubadges.nl/public/assertions/" + id},
		{"the other host of people", "https://edubadges.nl/public/assertions/" + id + "/", "https://api.edubadges.nl/public/assertions/" + id, "https://www.edubadges.nl/public/assertions/" + id},
		{"API URL", "https://api.edubadges.nl/public/badges/" + id, "https://api.edubadges.nl/public/badges/" + id, "https://www.edubadges.nl/public/badges/" + id},
		{"suffix", "https://API.edubadges.nl/public/issuers/" + id + ".json", "https://api.edubadges.nl/public/issuers/" + id, "https://www.edubadges.nl/public/issuers/" + id},
		{"gotcha 26: version in the query", "https://api.edubadges.nl/public/assertions/" + id + "?v=1_1", "https://api.edubadges.nl/public/assertions/" + id, "https://www.edubadges.nl/public/assertions/" + id},
		{"demo", "https://demo.edubadges.nl/public/institutions/" + id + "#top", "https://api-demo.edubadges.nl/public/institutions/" + id, "https://demo.edubadges.nl/public/institutions/" + id},
		{"no pages", "https://api-test.edubadges.nl/public/assertions/" + id, "https://api-test.edubadges.nl/public/assertions/" + id, ""},
		{"page in the catalogue", "https://www.edubadges.nl/public/catalog/" + id, "https://api.edubadges.nl/public/badges/" + id, "https://www.edubadges.nl/public/badges/" + id},
		{"short page of a class", "https://www.edubadges.nl/public/" + id, "https://api.edubadges.nl/public/badges/" + id, "https://www.edubadges.nl/public/badges/" + id},
		{"page of the holder", "https://edubadges.nl/details/" + id, "https://api.edubadges.nl/public/assertions/" + id, "https://www.edubadges.nl/public/assertions/" + id},
		{"default port", "https://www.edubadges.nl:443/public/assertions/" + id, "https://api.edubadges.nl/public/assertions/" + id, "https://www.edubadges.nl/public/assertions/" + id},
		{"http", "http://www.edubadges.nl/public/assertions/" + id, "https://api.edubadges.nl/public/assertions/" + id, "https://www.edubadges.nl/public/assertions/" + id},
		{"picture", "https://api.edubadges.nl/public/assertions/" + id + "/image", "https://api.edubadges.nl/public/assertions/" + id, "https://www.edubadges.nl/public/assertions/" + id},
		{"picture of an institution", "https://api.edubadges.nl/public/institution/" + id + "/image?lang=nl", "https://api.edubadges.nl/public/institutions/" + id, "https://www.edubadges.nl/public/institutions/" + id},
		{"LinkedIn", "https://www.linkedin.com/profile/add?name=n&certUrl=https%3A%2F%2Fdemo.edubadges.nl%2Fpublic%2Fassertions%2F" + id + "&certId=" + id, "https://api-demo.edubadges.nl/public/assertions/" + id, "https://demo.edubadges.nl/public/assertions/" + id},
		{"added by the caller", "http://127.0.0.1:8000/public/assertions/" + id, "http://127.0.0.1:8000/public/assertions/" + id, ""},
	} {
		t.Run("ED-12: "+row.name, func(t *testing.T) {
			o, err := edubadges.Locate(row.address, deployments)
			require.NoError(t, err)
			require.Equal(t, row.url, o.URL())
			require.Equal(t, row.share, o.ShareURL())
		})
	}
	for name, address := range map[string]string{
		"gotcha 27: database key":   "https://www.edubadges.nl/ob3/issuers/17",
		"another scheme":            "ftp://www.edubadges.nl/public/assertions/" + id,
		"LinkedIn elsewhere":        "https://www.linkedin.com/profile/add?certUrl=https%3A%2F%2Fschool.example%2Fpublic%2Fassertions%2F" + id,
		"LinkedIn without":          "https://www.linkedin.com/profile/add?name=n",
		"LinkedIn look-alike":       "https://linkedin.example/profile/add?certUrl=https%3A%2F%2Fdemo.edubadges.nl%2Fpublic%2Fassertions%2F" + id,
		"another port":              "https://www.edubadges.nl:8443/public/assertions/" + id,
		"user and password":         "https://api.edubadges.nl:x@evil.example/public/assertions/" + id,
		"host in front":             "https://evil.example/https://api.edubadges.nl/public/assertions/" + id,
		"host behind":               "https://api.edubadges.nl.evil.example/public/assertions/" + id,
		"another kind":              "https://api.edubadges.nl/public/faculties/" + id,
		"path that climbs":          "https://api.edubadges.nl/public/assertions/../badges/" + id,
		"escaped slash":             "https://api.edubadges.nl/public/assertions%2f" + id,
		"short id":                  "https://api.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5",
		"id that is not canonical":  "https://api.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5R",
		"nothing":                   "",
		"control character":         "https://api.edubadges.nl/public/assertions/\n" + id,
		"own machine, if not asked": "http://localhost:8000/public/assertions/" + id,
	} {
		t.Run("ED-12: "+name, func(t *testing.T) {
			_, err := edubadges.Locate(address, deployments)
			wrong := badge.Failure(nil)
			require.ErrorAs(t, err, &wrong)
			require.Contains(t, []string{"edubadges.address", "edubadges.entity_id"}, wrong.Code())
		})
	}
}

func TestViews(t *testing.T) {
	const id = "a41jSgmsSh6Sa1xcVUku5Q"
	for kind, query := range map[string]string{"assertions": "?expand=badge&expand=badge.issuer", "badges": "?expand=issuer&expand=awards&expand=endorsements&expand=micro", "issuers": "?expand=institution"} {
		o, err := edubadges.Locate("https://www.edubadges.nl/public/"+kind+"/"+id, edubadges.Deployments())
		require.NoError(t, err)
		t.Run("ED-13: "+kind, func(t *testing.T) { require.Equal(t, []string{o.URL(), o.URL() + query}, o.Views()) })
	}
	require.Len(t, edubadges.Object{Kind: "institutions", EntityID: id}.Views(), 1)
}

func TestEntityID(t *testing.T) {
	uuid, err := edubadges.UUIDOf("a41jSgmsSh6Sa1xcVUku5Q")
	require.NoError(t, err)
	require.Equal(t, "6b8d634a-09ac-4a1e-926b-5c5c55492ee5", uuid)
	id, err := edubadges.EntityIDOf("6B8D634A-09ac-4a1e-926b-5c5c55492ee5")
	require.NoError(t, err)
	require.Equal(t, "a41jSgmsSh6Sa1xcVUku5Q", id)
	for _, wrong := range []string{"", "6b8d634a09ac4a1e926b5c5c55492ee5", "6b8d634a-09ac-4a1e-926b-5c5c55492ee", "6b8d634a-09ac-4a1e-926b5c5c-55492ee5", "zb8d634a-09ac-4a1e-926b-5c5c55492ee5"} {
		_, err := edubadges.EntityIDOf(wrong)
		require.Error(t, err, wrong)
	}
}

// gotcha 30: anyone who has the JSON of a public badge can look up a name. The
// package builds the URL and never requests it.
func TestNameLookupURL(t *testing.T) {
	t.Run("gotcha 30", func(t *testing.T) {
		got := edubadges.Deployments()[0].NameLookupURL(badge.IdentityObject{IdentityHash: "sha256$00ff", Salt: "a/../b?c"})
		require.Equal(t, "https://api.edubadges.nl/public/assertions/identity/sha256%2400ff/a%2F..%2Fb%3Fc", got)
	})
}
