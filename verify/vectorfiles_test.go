package verify_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/vectortest"
)

// vectorConfig is config.json. A missing property has its strict default.
type vectorConfig struct {
	Time          time.Time                    `json:"time"`
	Trust         []string                     `json:"trust,omitempty"`
	TrustAnyone   bool                         `json:"trustAnyone,omitempty"`
	Keys          map[string][]json.RawMessage `json:"keys,omitempty"`
	Histories     []json.RawMessage            `json:"histories,omitempty"`
	SeenAt        time.Time                    `json:"seenAt,omitzero"`
	ClaimedTime   bool                         `json:"claimedTime,omitempty"`
	Schemes       []proof.Scheme               `json:"schemes,omitempty"`
	EveryProof    bool                         `json:"everyProof,omitempty"`
	Allow         []string                     `json:"allow,omitempty"`
	Status        string                       `json:"status,omitempty"`
	StatusIssuers map[string][]string          `json:"statusIssuers,omitempty"`
	Refresh       bool                         `json:"refresh,omitempty"`
	Conformance   verify.Conformance           `json:"conformance,omitempty"` // 1: required
	Extensions    []vectorExtension            `json:"extensions,omitempty"`
	Recipient     *vectorRecipient             `json:"recipient,omitempty"`
	Address       string                       `json:"address,omitempty"`
}

type vectorExtension struct {
	Type    string          `json:"type,omitempty"`
	URL     string          `json:"url,omitempty"`
	Context json.RawMessage `json:"context,omitempty"`
	Schema  json.RawMessage `json:"schema,omitempty"`
}

type vectorRecipient struct {
	ID    string               `json:"id,omitempty"`
	Type  badge.IdentifierType `json:"type,omitempty"`
	Value string               `json:"value,omitempty"`
}

// vectorPage is one entry of web/index.json.
type vectorPage struct {
	URL         string `json:"url"`
	Status      int    `json:"status"`
	AnsweredBy  string `json:"answeredBy,omitempty"`
	ContentType string `json:"type,omitempty"`
	File        string `json:"file"`
}

// vectorAllowances are the names of the deviations to accept.
var vectorAllowances = map[string]verify.CompatFlags{
	"contextAliases":   verify.AllowContextAliases,
	"looseClaims":      verify.AllowLooseClaims,
	"otherHeaders":     verify.AllowOtherHeaders,
	"http":             verify.AllowHTTP,
	"pageId":           verify.AllowPageID,
	"issuerWithoutUrl": verify.AllowIssuerWithoutURL,
	"partsAlone":       verify.AllowPartsAlone,
	"fragmentKey":      verify.AllowFragmentKey,
	"headerKey":        verify.AllowHeaderKey,
	"didKeyMethod":     verify.AllowDIDKeyMethod,
}

// vectorStatus are the names of the status policies.
var vectorStatus = []string{"", "ifReachable", "ignored"}

// files returns what the generator writes for a case.
func (c vectorCase) files(t *testing.T, titles map[string]string) vectortest.Files {
	files := vectortest.Files{"config.json": c.configText(t), "README": c.readme(t, titles)}
	if c.address == "" {
		files["input"+ending(c.input)] = string(c.input)
	}
	if c.offline {
		return files
	}
	index := []vectorPage{}
	for i, url := range slices.Sorted(maps.Keys(c.pages)) {
		page := c.pages[url]
		if page.Status == 0 {
			page.Status = 200
		}
		file := fmt.Sprint(i+1, ending(page.Body))
		files["web/"+file] = string(page.Body)
		index = append(index, vectorPage{url, page.Status, page.URL, page.ContentType, file})
	}
	files["web/index.json"] = indented(t, index)
	return files
}

// ending returns the ending of a file name, by the content of the file.
func ending(data []byte) string {
	text := bytes.TrimSpace(data)
	switch {
	case bytes.HasPrefix(text, []byte("\x89PNG")):
		return ".png"
	case bytes.HasPrefix(text, []byte("<svg")):
		return ".svg"
	case bytes.HasPrefix(text, []byte("eyJ")):
		return ".jws"
	}
	return ".json"
}

func (c vectorCase) configText(t *testing.T) string {
	anyone, ids := c.config.Trust.Parts()
	o := vectorConfig{Time: c.config.Now(), Trust: ids, TrustAnyone: anyone, Schemes: c.config.Schemes, EveryProof: c.config.EveryProof,
		Status: vectorStatus[c.config.StatusPolicy], StatusIssuers: c.config.StatusIssuers, Refresh: c.config.Refresh,
		Conformance: c.config.Conformance, Address: c.address, SeenAt: c.config.SeenAt, ClaimedTime: c.config.ClaimedTime, Histories: c.histories, Keys: map[string][]json.RawMessage{}}
	for id, keys := range c.config.Keys {
		for _, k := range keys {
			o.Keys[id] = append(o.Keys[id], k.JWK())
		}
	}
	for _, name := range slices.Sorted(maps.Keys(vectorAllowances)) {
		if c.config.Compat&vectorAllowances[name] != 0 {
			o.Allow = append(o.Allow, name)
		}
	}
	for _, e := range c.config.Extensions {
		o.Extensions = append(o.Extensions, vectorExtension{e.Type, e.URL, e.Context, e.Schema})
	}
	if c.recipient != nil {
		o.Recipient = &vectorRecipient{c.recipient.ID, c.recipient.Type, c.recipient.Value}
	}
	text := indented(t, o)
	// The files must contain the whole configuration.
	back := readConfig(t, text, &vectorCase{})
	require.True(t, back.Now().Equal(c.config.Now()))
	require.Len(t, back.Histories, len(c.config.Histories))
	back.Now, c.config.Now = nil, nil
	for _, cfg := range []*verify.Config{&back, &c.config} {
		cfg.Keys, cfg.Histories = nil, nil
		for i := range cfg.Extensions {
			cfg.Extensions[i].Context, cfg.Extensions[i].Schema = nil, nil
		}
	}
	require.True(t, reflect.DeepEqual(c.config, back), "%s: config.json does not hold all of the configuration", c.name)
	return text
}

func indented(t *testing.T, v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "\t")
	require.NoError(t, e.Encode(v))
	return b.String()
}

// readCase reads a case from the files of its folder.
func readCase(t *testing.T, files vectortest.Files) (c vectorCase) {
	c.config = readConfig(t, files["config.json"], &c)
	inputs := 0
	for name, content := range files {
		if strings.HasPrefix(name, "input.") {
			c.input = []byte(content)
			inputs++
		}
	}
	require.Equal(t, c.address == "", inputs == 1, "a folder has one input, or an address")
	index, online := files["web/index.json"]
	if c.offline = !online; c.offline {
		return c
	}
	var pages []vectorPage
	decodeStrictly(t, index, &pages)
	c.pages = verify.Pages{}
	for _, p := range pages {
		body, ok := files[path.Join("web", p.File)]
		require.True(t, ok, p.File)
		c.pages[p.URL] = verify.Response{Status: p.Status, URL: p.AnsweredBy, ContentType: p.ContentType, Body: []byte(body)}
	}
	return c
}

func decodeStrictly(t *testing.T, text string, v any) {
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(v))
}

// readConfig reads config.json; what is not part of a verify.Config it sets
// in the case.
func readConfig(t *testing.T, text string, c *vectorCase) (cfg verify.Config) {
	var o vectorConfig
	decodeStrictly(t, text, &o)
	cfg = verify.Config{Now: func() time.Time { return o.Time }, Trust: verify.Issuers(o.Trust...), Schemes: o.Schemes, EveryProof: o.EveryProof,
		StatusIssuers: o.StatusIssuers, Refresh: o.Refresh, Conformance: o.Conformance, SeenAt: o.SeenAt, ClaimedTime: o.ClaimedTime}
	if o.TrustAnyone {
		cfg.Trust = verify.AnyIssuer()
	}
	for id, list := range o.Keys {
		if cfg.Keys == nil {
			cfg.Keys = map[string][]key.Key{}
		}
		for _, jwk := range list {
			k, err := key.ParseJWK(jwk)
			require.NoError(t, err)
			cfg.Keys[id] = append(cfg.Keys[id], k)
		}
	}
	for _, claims := range o.Histories {
		h, err := key.ParseHistory(claims)
		require.NoError(t, err)
		cfg.Histories = append(cfg.Histories, h)
	}
	for _, name := range o.Allow {
		flag, known := vectorAllowances[name]
		require.True(t, known, name)
		cfg.Compat |= flag
	}
	policy := slices.Index(vectorStatus, o.Status)
	require.NotEqual(t, -1, policy, o.Status)
	cfg.StatusPolicy = verify.StatusPolicy(policy)
	for _, e := range o.Extensions {
		cfg.Extensions = append(cfg.Extensions, badge.Extension{Type: e.Type, URL: e.URL, Context: e.Context, Schema: e.Schema})
	}
	if o.Recipient != nil {
		c.recipient = &badge.Recipient{ID: o.Recipient.ID, Type: o.Recipient.Type, Value: o.Recipient.Value}
	}
	c.address = o.Address
	return cfg
}

// Every allowance has a name in config.json.
func TestVectorAllowances(t *testing.T) {
	all := verify.Strict
	for _, flag := range vectorAllowances {
		all |= flag
	}
	require.Equal(t, verify.Compat1EdTech, all)
}

var catalogueLine = regexp.MustCompile(`(?m)^\| ([A-Z]{1,2}-?\d+) \| (.+) \|$`)

// vectorTitles are the titles of the groups, from the catalogue of test ids.
func vectorTitles(t *testing.T) map[string]string {
	text, err := os.ReadFile(catalogue)
	require.NoError(t, err)
	titles := map[string]string{}
	for _, m := range catalogueLine.FindAllStringSubmatch(string(text), -1) {
		titles[m[1]] = m[2]
	}
	return titles
}

// readme is the one line of README: the id of the group, the section of the
// standard, the title of the group, what was changed.
func (c vectorCase) readme(t *testing.T, titles map[string]string) string {
	id, change, _ := strings.Cut(c.name, "/")
	require.NotEmpty(t, titles[id], "%s has no line in %s", id, catalogue)
	require.NotEmpty(t, vectorSections[id], "%s has no section", id)
	return fmt.Sprintf("%s, %s, %s: %s\n", id, vectorSections[id], titles[id], change)
}
