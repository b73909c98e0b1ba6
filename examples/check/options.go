package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
)

// checker judges files as the flags ask for.
type checker struct {
	config    verify.Config
	issuers   []string         // whose badges are accepted; none: anybody's
	pinned    []proof.Key      // of the issuers, or of whoever a badge names
	recipient *badge.Recipient // nil: not asked
	json      bool
	explain   bool
}

var errHelp = flag.ErrHelp

// parse reads the command line. Usage goes to stderr.
func parse(args []string, stderr io.Writer) (*checker, []string, error) {
	c := &checker{config: verify.Config{Trust: verify.AnyIssuer()}}
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Func("web", "`MAP.json`: an object from URL to file path (relative to the map), used in place of the network; without it, offline", c.web)
	flags.Func("at", "`TIME` (RFC 3339) to judge for, in place of now", c.at)
	flags.Func("issuer", "`ID` of an accepted issuer; may be repeated; without it, any issuer is accepted", c.issuer)
	flags.Func("recipient", "`TYPE=VALUE` of the one who presents the badge: emailAddress=me@example.org, id=did:key:…", c.presenter)
	flags.Func("keys", "`FILE` with the issuer's keys (JWK, JWK set or PEM), pinned: no others are looked for", c.keys)
	flags.Func("compat", "`PROFILE` of deviations to live with: 1edtech", c.compat)
	flags.BoolVar(&c.json, "json", false, "print one JSON object per file")
	flags.BoolVar(&c.explain, "explain", false, "show what each proof signs; of two files, also where they first differ")
	usage := func() {
		fmt.Fprintln(stderr, "usage: check [flags] FILE ...   (- is standard input)")
		flags.SetOutput(stderr)
		flags.PrintDefaults()
	}
	flags.Usage = func() {}
	err := flags.Parse(args)
	if err == nil && flags.NArg() == 0 {
		err = errors.New("no file is named")
	}
	if err == nil && c.json && c.explain {
		err = errors.New("-explain is for people, -json for programs")
	}
	if err != nil {
		usage()
		return nil, nil, err
	}
	if len(c.issuers) > 0 {
		c.config.Trust = verify.Issuers(c.issuers...)
		c.config.Keys = pin(c.pinned, c.issuers...)
	}
	return c, flags.Args(), nil
}

// pin says that keys are those of the issuers.
func pin(keys []proof.Key, issuers ...string) map[string][]proof.Key {
	if keys == nil {
		return nil
	}
	pinned := map[string][]proof.Key{}
	for _, id := range issuers {
		pinned[id] = keys
	}
	return pinned
}

func (c *checker) issuer(id string) error {
	if id == "" {
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
		return errors.New("wanted a type and a value, such as emailAddress=me@example.org")
	case typ == "id":
		c.recipient = &badge.Recipient{ID: value}
	default:
		c.recipient = &badge.Recipient{Type: badge.IdentifierType(typ), Value: value}
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
	c.pinned, err = proof.ParseKeys(text)
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
	pages := verify.Pages{}
	for url, path := range paths {
		if !filepath.IsAbs(path) {
			path = filepath.Join(filepath.Dir(file), path)
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("the page %q cannot be read: %w", url, reason(err))
		}
		pages[url] = verify.Response{Body: body}
	}
	c.config.Fetcher = pages
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
