package host

import (
	"bytes"
	"context"
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/webvh"
	"github.com/openbadges-go/openbadges/issuer"
)

// typeLog is the media type of the log of a did:webvh.
const typeLog = "text/jsonl"

// PublishLog adds the documents of an issuer with a did:webvh to its log, as the
// next version, and returns its id. Call it again after every change of keys, such
// as [issuer.Rotate] and [issuer.Revoke] make: old keys stay in old versions. An
// issuer whose documents have not changed adds nothing.
//
// The first version gives the DID its identifier: pass an issuer with the id
// "did:webvh:{SCID}:" and the host, and make the issuer anew with the id that is
// returned. It needs c.UpdateKeys. Document of c is not used.
//
// by is an Ed25519 key that may change the DID, one of the update keys; keep it apart
// from the keys that sign badges. If the log asks for witnesses, c.Approvals returns
// their file, which is published before the log. A log that another process changed
// meanwhile is ErrBusy.
func (h *Host) PublishLog(ctx context.Context, i *issuer.Issuer, c webvh.Change, by crypto.Signer) (id string, err error) {
	if h == nil || h.base == nil {
		return "", errNotNew
	}
	if i == nil {
		return "", errNoIssuer
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	address := webvhAddress(i.ID())
	if address == "" {
		return "", fmt.Errorf("host: Config.Profile.ID of the issuer is %.64q, wanted a did:webvh", i.ID())
	}
	log, err := h.nameOf(address)
	if err != nil {
		return "", err
	}
	if c.Document, err = i.ControllerDocument(); err != nil {
		return "", err
	}
	sign, err := logSigner(ctx, by)
	if err != nil {
		return "", err
	}
	p := logChange{host: h, did: i.ID(), log: log, witnesses: strings.TrimSuffix(log, "did.jsonl") + "did-witness.json", change: c, sign: sign}
	publish := p.alone
	if c.Approvals != nil {
		publish = p.witnessed
	}
	if id, err = publish(ctx); err != nil {
		return "", err
	}
	return id, nil
}

// logChange is one call of PublishLog.
type logChange struct {
	host           *Host
	did            string
	log, witnesses string // names of pages
	change         webvh.Change
	sign           webvh.Sign
	wrote          []byte // the file of witnesses that goes with the log
}

// alone changes the log under the lock of the Store.
func (p *logChange) alone(ctx context.Context) (id string, err error) {
	file, _, err := p.host.store.Load(ctx, p.witnesses)
	if err != nil {
		return "", err
	}
	err = p.host.store.Change(ctx, p.log, func(old Page, _ bool) (page Page, err error) {
		page.Type = typeLog
		page.Body, id, err = p.next(ctx, old.Body, file.Body)
		return page, err
	})
	return id, err
}

// witnessed changes the log after the file in which witnesses approve it. Nobody may
// have changed either meanwhile.
func (p *logChange) witnessed(ctx context.Context) (id string, err error) {
	old, _, err := p.host.store.Load(ctx, p.log)
	if err != nil {
		return "", err
	}
	file, _, err := p.host.store.Load(ctx, p.witnesses)
	if err != nil {
		return "", err
	}
	made, id, err := p.next(ctx, old.Body, file.Body)
	if err == nil && p.wrote != nil {
		err = p.replace(ctx, p.witnesses, file.Body, Page{Type: typeJSON, Body: p.wrote})
	}
	if err != nil {
		return "", err
	}
	return id, p.replace(ctx, p.log, old.Body, Page{Type: typeLog, Body: made})
}

// replace replaces a page that is still as it was.
func (p *logChange) replace(ctx context.Context, name string, before []byte, page Page) error {
	if err := checkPage(page); err != nil {
		return err
	}
	return p.host.store.Change(ctx, name, func(old Page, _ bool) (Page, error) {
		if !bytes.Equal(old.Body, before) {
			return Page{}, fmt.Errorf("%w: %.64q was changed meanwhile", ErrBusy, name)
		}
		return page, nil
	})
}

// next returns the log with one more entry, and the id of its document.
func (p *logChange) next(ctx context.Context, log, witnesses []byte) ([]byte, string, error) {
	s := webvh.Source{DID: p.did, Log: log, Now: p.host.now(), Check: func(document []byte, by key.Key) error {
		return proof.VerifyObject(ctx, document, by, proof.CheckOptions{})
	}, Witnesses: func() ([]byte, error) { return witnesses, nil }}
	if len(log) > 0 {
		last, err := webvh.Read(s)
		if err != nil {
			return nil, "", err
		}
		latest, err := last.Latest()
		if err != nil {
			return nil, "", err
		}
		if p.unchanged(log) {
			return log, latest.DID, nil
		}
		if earliest := latest.Time.Add(time.Second); s.Now.Before(earliest) {
			s.Now = earliest // times have seconds, and must rise
		}
	}
	c := p.change
	if approve := c.Approvals; approve != nil {
		c.Approvals = func(s webvh.Source) ([]byte, error) {
			file, err := approve(s)
			p.wrote = slices.Clone(file)
			return file, err
		}
	}
	return webvh.Append(s, c, p.sign)
}

// unchanged reports whether the last entry of a log has the document already, and
// nothing else is to change.
func (p *logChange) unchanged(log []byte) bool {
	c := p.change
	if c.UpdateKeys != nil || c.NextKeys != nil || c.Witnesses != nil || c.Deactivated || c.TTL != 0 {
		return false
	}
	lines := bytes.Split(bytes.TrimSpace(log), []byte("\n"))
	var last struct{ State json.RawMessage }
	var state, document bytes.Buffer
	return json.Unmarshal(lines[len(lines)-1], &last) == nil && json.Compact(&state, last.State) == nil &&
		json.Compact(&document, c.Document) == nil && bytes.Equal(state.Bytes(), document.Bytes())
}

// logSigner returns the function that signs the entries of a log with a key.
func logSigner(ctx context.Context, by crypto.Signer) (webvh.Sign, error) {
	if by == nil {
		return nil, errors.New("host: the key that changes the did:webvh is nil")
	}
	public, err := key.FromPublic(by.Public())
	if err != nil {
		return nil, err
	}
	name := public.DIDKey() + "#" + public.Multikey()
	return func(document []byte) ([]byte, error) {
		d, err := badge.Parse(document)
		if err != nil {
			return nil, err
		}
		signed, err := proof.Sign(ctx, d, proof.EdDSAJCS2022, key.Signer{Key: by, Method: name}, proof.Options{})
		if err != nil {
			return nil, err
		}
		return signed.Bytes(), nil
	}, nil
}

// webvhAddress returns the address of the log of a did:webvh, "" for another id
// (did:webvh method v1.0, "The DID to HTTPS Transformation").
func webvhAddress(id string) string {
	rest, ok := strings.CutPrefix(id, "did:webvh:")
	_, location, found := strings.Cut(rest, ":")
	if !ok || !found {
		return ""
	}
	return didAddress(location, "did.jsonl")
}
