package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// checker verifies badges as the flags ask.
type checker struct {
	config    verify.Config
	pages     verify.Pages     // of -web; nil without it
	issuers   []string         // whose badges are accepted; none: anybody's
	pinned    []key.Key        // of the issuers, or of whoever a badge names
	recipient *badge.Recipient // nil: not asked
	json      bool
	explain   bool
	help      string
	names     []string // of the badges
}

const usage = "usage: check [flags] BADGE ...   (check -h says more)"

const help = `usage: check [flags] BADGE ...

Says of each badge whether it is genuine, whether it counts today, who awarded
it to whom, and how sure all that is. A BADGE is

  a file    a picture that carries a badge (PNG, SVG), JSON, or a token (JWT)
  -         the same on standard input
  https://… the address of a badge, such as the one for sharing an edubadge

Many badges can be judged only with what their issuer publishes: its keys, or
the badge itself. Nothing is asked on the web unless you say -net.

  check -net badge.png
  check -net https://www.edubadges.nl/public/assertions/…
  check -net -issuer did:web:school.example -recipient email=me@example.org badge.png

Without -issuer a badge of any issuer is accepted: the report says who it was,
and whether that is the school you mean is for you to see. Without -recipient
nobody asks whether the badge belongs to the one who shows it.

The exit status is 0 if every badge is accepted, and otherwise the first that
applies: 1 if a badge is rejected, 66 if a file cannot be read, 65 if a file
holds no badge, 2 if something could not be found out. Wrong usage is 64.

flags:
`

// parse reads the command line.
func parse(args []string, web fetch.Config) (*checker, error) {
	c := &checker{config: verify.Config{Trust: verify.AnyIssuer(), Extensions: slices.Concat(edubadges.Extensions(), edubadges.Educredentials()), Views: edubadges.Views, LocalTime: edubadges.LocalTime}}
	var online bool
	var out strings.Builder
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	flags.SetOutput(&out)
	flags.Usage = func() {}
	flags.BoolVar(&online, "net", false, "ask the web for what is missing; with -web, only for what the map does not have")
	flags.Func("web", "`MAP.json`: an object from URL to file path (relative to the map), used in place of the network", c.web)
	flags.Func("at", "`TIME` (RFC 3339) to verify for, instead of now", c.at)
	flags.Func("issuer", "`ID` of an accepted issuer, a DID or a URL; may be repeated; without it, any issuer is accepted", c.issuer)
	flags.Func("recipient", "`TYPE=VALUE` of the one who presents the badge: email=me@example.org, id=did:key:…, eduid=…", c.presenter)
	flags.Func("keys", "`FILE` with the issuer's keys (JWK, JWK set or PEM), pinned: no other keys are accepted", c.keys)
	flags.Func("conformance", "`POLICY` for badges that break a rule of their standard: reported (default) or required", c.conformance)
	flags.Func("compat", "`PROFILE` of accepted deviations: 1edtech", c.compat)
	flags.BoolVar(&c.json, "json", false, "print one JSON object per badge")
	flags.BoolVar(&c.explain, "explain", false, "show what each proof signs; of two badges, also where they first differ")
	err := flags.Parse(args)
	c.names = flags.Args()
	out.Reset()
	out.WriteString(help)
	flags.PrintDefaults()
	c.help = out.String()
	if err == nil {
		err = c.settle()
	}
	if err != nil {
		return c, err
	}
	return c, c.connect(online, web)
}

// settle refuses flags that contradict each other, and pins the keys to the issuers.
func (c *checker) settle() error {
	inputs := 0
	for _, name := range c.names {
		if name == "-" {
			inputs++
		}
		if strings.Contains(name, "://") && !isAddress([]byte(name)) {
			return fmt.Errorf("%q is not the URL of a badge, wanted one that starts with https://", name)
		}
	}
	switch {
	case len(c.names) == 0:
		return errors.New("no badge is named")
	case inputs > 1:
		return errors.New("standard input can be read once, and - is named more often")
	case c.json && c.explain:
		return errors.New("-explain is for people, -json for programs")
	}
	if len(c.issuers) > 0 {
		c.config.Trust = verify.Issuers(c.issuers...)
		c.config.Keys = pin(c.pinned, c.issuers...)
	}
	return nil
}

// connect decides where documents come from.
func (c *checker) connect(online bool, web fetch.Config) error {
	if c.pages != nil {
		c.config.Fetcher = c.pages
	}
	if !online {
		return nil
	}
	client, err := fetch.New(web)
	if err != nil {
		return err
	}
	c.config.Fetcher = mapped{c.pages, client}
	return nil
}

// mapped requests pages that a map does not have.
type mapped struct {
	pages verify.Pages
	web   verify.Fetcher
}

func (m mapped) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	if _, ok := m.pages[req.URL]; ok {
		return m.pages.Fetch(ctx, req)
	}
	return m.web.Fetch(ctx, req)
}

// pin pins keys to the issuers.
func pin(keys []key.Key, issuers ...string) map[string][]key.Key {
	if keys == nil {
		return nil
	}
	pinned := map[string][]key.Key{}
	for _, id := range issuers {
		pinned[id] = keys
	}
	return pinned
}

func (c *checker) issuer(id string) error {
	if u, err := url.Parse(id); err != nil || !u.IsAbs() {
		return errors.New("wanted the DID or URL of an issuer")
	}
	c.issuers = append(c.issuers, id)
	return nil
}

func (c *checker) at(text string) error {
	at, err := badge.DateTime(text).Time()
	if err != nil {
		return errors.New("wanted a time such as 2026-10-01T12:00:00Z")
	}
	c.config.Now = func() time.Time { return at }
	return nil
}

func (c *checker) presenter(text string) error {
	typ, value, _ := strings.Cut(text, "=")
	switch {
	case typ == "" || value == "":
		return errors.New("wanted a type and a value, such as email=me@example.org")
	case typ == "id":
		c.recipient = &badge.Recipient{ID: value}
	case typ == "email":
		c.recipient = &badge.Recipient{Type: badge.IdentifierEmailAddress, Value: value}
	case typ == "eduid":
		c.recipient = &badge.Recipient{Type: typeEduID, Value: value}
	default:
		c.recipient = &badge.Recipient{Type: badge.IdentifierType(typ), Value: value}
	}
	return nil
}

// typeEduID is the type of an eduID in Open Badges 2.0.
const typeEduID badge.IdentifierType = "id"

func (c *checker) conformance(policy string) error {
	switch policy {
	case "reported":
		c.config.Conformance = verify.ConformanceReported
	case "required":
		c.config.Conformance = verify.ConformanceRequired
	default:
		return fmt.Errorf("found %q, wanted reported or required", policy)
	}
	return nil
}

func (c *checker) compat(profile string) error {
	if profile != "1edtech" {
		return errors.New("the only profile is 1edtech")
	}
	c.config.Compat = verify.Compat1EdTech
	return nil
}

func (c *checker) keys(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return reason(err)
	}
	c.pinned, err = key.Parse(text)
	return err
}

// web reads the map of pages that stand in for the network.
func (c *checker) web(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return reason(err)
	}
	var paths map[string]string
	if err := json.Unmarshal(text, &paths); err != nil || paths == nil {
		return errors.New("it holds no JSON object from URL to file path")
	}
	c.pages = verify.Pages{}
	for address, path := range paths {
		if !filepath.IsAbs(path) {
			path = filepath.Join(filepath.Dir(file), path)
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("the page %q cannot be read: %w", address, reason(err))
		}
		c.pages[address] = verify.Response{Body: body}
	}
	return nil
}

// reason is an error of a file without the name of the file, which may hold
// anything.
func reason(err error) error {
	if at := (*fs.PathError)(nil); errors.As(err, &at) {
		return at.Err
	}
	return err
}
