package main

import (
	"bytes"
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
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive/timeproof"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// options are the flags that decide what a Verifier accepts.
type options struct {
	config        verify.Config
	online        bool
	local         local             // of -web; nil without it
	issuers       []string          // whose badges are accepted; none: anybody's
	names         map[string]string // of issuers, by id, as -issuers has them
	statusIssuers []string          // whose status lists count for issuers
	pinned        []key.Key         // of the issuers, or of whoever a badge names
	histories     [][]byte          // of the issuers' keys, signed
	keepers       []key.Key         // whose word about archives counts
	proofs        timeproof.Policy  // whose proofs of time count for archives
}

func newOptions() *options {
	return &options{config: verify.Config{Trust: verify.AnyIssuer(), Extensions: slices.Concat(edubadges.Extensions(), edubadges.Educredentials()), Views: edubadges.Views, LocalTime: edubadges.LocalTime}}
}

// register defines the flags.
func (o *options) register(f *flag.FlagSet) {
	f.BoolVar(&o.online, "net", false, "ask the web for what is missing; with -web, only for what the map does not have")
	f.Func("web", "`MAP.json`: an object from URL to file path (relative to the map), or a folder of issue, used in place of the network", o.web)
	f.Func("at", "`TIME` (RFC 3339) to verify for, instead of now", o.at)
	f.Func("issuer", "`ID` of an accepted issuer, a DID or a URL; may be repeated; without it, any issuer is accepted", o.issuer)
	f.Func("issuers", "`FILE` with the ID of an accepted issuer on each line, and after a space a name for it; lines that begin with # do not count", o.registry)
	f.Func("status-issuer", "`ID` of another issuer whose status lists count for those of -issuer; may be repeated", o.statusIssuer)
	f.Func("keys", "`FILE` with the issuer's keys (JWK, JWK set or PEM), pinned: no other keys are accepted", o.keys)
	f.Func("history", "`FILE` with a signed history of the issuer's keys (jwk-set+jwt), signed with a key of -keys: former keys are accepted for badges that are proved to be older; may be repeated", o.history)
	f.Func("keeper", "`FILE` with the keys of a keeper of archives (JWK, JWK set or PEM), who is trusted to have seen what is in them; may be repeated", o.keeper)
	f.Func("tsa", "`FILE` with root certificates of time stamping authorities, and their revocation lists (PEM), whose stamps of archives count; may be repeated", o.stamper)
	f.Func("context", "`URL=FILE` of a further JSON-LD context that badges may use; may be repeated", o.context)
	f.Func("conformance", "`POLICY` for badges that break a rule of their standard: reported (default) or required", o.conformance)
	f.Func("compat", "`PROFILE` of accepted deviations: 1edtech", o.compat)
	f.IntVar(&o.config.Workers, "workers", 0, "number of badges verified at a time; 0 means one per processor")
}

// verifier returns the Verifier that the flags ask for. web is how -net reaches
// the web.
func (o *options) verifier(web fetch.Config) (*verify.Verifier, error) {
	if len(o.issuers) > 0 {
		o.config.Trust = verify.Issuers(o.issuers...)
		o.config.Keys = pin(o.pinned, o.issuers...)
	}
	for _, token := range o.histories {
		h, err := proof.VerifyHistory(context.Background(), token, o.pinned...)
		if err != nil {
			return nil, misuse("-history: %v; it must be signed with a key of -keys", err)
		}
		o.config.Histories = append(o.config.Histories, h)
	}
	switch {
	case o.config.Workers < 0:
		return nil, misuse("-workers is %d, wanted a whole number from 0", o.config.Workers)
	case len(o.statusIssuers) > 0 && len(o.issuers) == 0:
		return nil, misuse("-status-issuer needs -issuer, the issuer of the badges")
	case len(o.statusIssuers) > 0:
		o.config.StatusIssuers = map[string][]string{}
		for _, id := range o.issuers {
			o.config.StatusIssuers[id] = o.statusIssuers
		}
	}
	if o.local != nil {
		o.config.Fetcher = o.local
	}
	if o.online {
		client, err := fetch.New(web)
		if err != nil {
			return nil, err
		}
		o.config.Fetcher = mapped{o.local, client}
	}
	return verify.New(o.config)
}

// local is what stands in for the web.
type local interface {
	verify.Fetcher
	has(address string) bool
}

// pages are the pages that a map names.
type pages struct{ verify.Pages }

func (p pages) has(address string) bool { _, ok := p.Pages[address]; return ok }

// mapped requests pages that -web does not have.
type mapped struct {
	local local
	web   verify.Fetcher
}

func (m mapped) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	if m.local != nil && m.local.has(req.URL) {
		return m.local.Fetch(ctx, req)
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

func (o *options) issuer(id string) error {
	if u, err := url.Parse(id); err != nil || !u.IsAbs() {
		return errors.New("wanted the DID or URL of an issuer")
	}
	o.issuers = append(o.issuers, id)
	return nil
}

// registry reads a file of accepted issuers.
func (o *options) registry(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return reason(err)
	}
	if o.names == nil {
		o.names = map[string]string{}
	}
	before := len(o.issuers)
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		id, name, _ := strings.Cut(line, " ")
		if err := o.issuer(id); err != nil {
			return fmt.Errorf("%w: %s", err, quoted(line))
		}
		o.names[id] = strings.TrimSpace(name)
	}
	if len(o.issuers) == before { // would accept every issuer
		return errors.New("it names no issuer")
	}
	return nil
}

func (o *options) statusIssuer(id string) error {
	if u, err := url.Parse(id); err != nil || !u.IsAbs() {
		return errors.New("wanted the DID or URL of an issuer")
	}
	o.statusIssuers = append(o.statusIssuers, id)
	return nil
}

func (o *options) context(pair string) error {
	address, file, _ := strings.Cut(pair, "=")
	if u, err := url.Parse(address); err != nil || !u.IsAbs() || file == "" {
		return errors.New("wanted URL=FILE, such as https://school.example/context.json=context.json")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return reason(err)
	}
	o.config.Extensions = append(o.config.Extensions, badge.Extension{URL: address, Context: text})
	return nil
}

func (o *options) at(text string) error {
	at, err := badge.DateTime(text).Time()
	if err != nil {
		return errors.New("wanted a time such as 2026-10-01T12:00:00Z")
	}
	o.config.Now = func() time.Time { return at }
	return nil
}

func (o *options) conformance(policy string) error {
	switch policy {
	case "reported":
		o.config.Conformance = verify.ConformanceReported
	case "required":
		o.config.Conformance = verify.ConformanceRequired
	default:
		return fmt.Errorf("found %q, wanted reported or required", policy)
	}
	return nil
}

func (o *options) compat(profile string) error {
	if profile != "1edtech" {
		return errors.New("the only profile is 1edtech")
	}
	o.config.Compat = verify.Compat1EdTech
	return nil
}

func (o *options) keys(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return reason(err)
	}
	o.pinned, err = key.Parse(text)
	return err
}

// history reads a signed history of keys; verifier verifies it.
func (o *options) history(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return reason(err)
	}
	o.histories = append(o.histories, bytes.TrimSpace(text))
	return nil
}

// web reads the map of pages that stand in for the network.
func (o *options) web(file string) error {
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return o.webFolder(file)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return reason(err)
	}
	var paths map[string]string
	if err := json.Unmarshal(text, &paths); err != nil || paths == nil {
		return errors.New("it holds no JSON object from URL to file path")
	}
	found := verify.Pages{}
	for address, path := range paths {
		if !filepath.IsAbs(path) {
			path = filepath.Join(filepath.Dir(file), path)
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("the page %q cannot be read: %w", address, reason(err))
		}
		found[address] = verify.Response{Body: body}
	}
	o.local = pages{found}
	return nil
}

// webFolder opens the pages that issue published in a folder, for as long as the
// program runs.
func (o *options) webFolder(folder string) error {
	made, err := openOffice(context.Background(), folder)
	if err == nil {
		o.local = made
	}
	return err
}

// reason is an error of a file without the name of the file, which may hold
// anything.
func reason(err error) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return at.Err
	}
	return err
}
