package host_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

const serverFlag = "OPENBADGES_TEST_SERVER"

// student is the eduID to whom everything here is awarded.
const student = "6f1c2a34-9d0e-4b57-8a21-3c5d7e9f0b12"

// announced is what the issuing process tells: whom to trust, and badges.
type announced struct {
	Issuer      string // of Open Badges 2.0
	School      string // of 3.0
	Keys        []byte // of the school, for no host can be a name here
	Certificate []byte
	Badges      map[string]string
}

// config2 is that of a school of Open Badges 2.0 under a base URL.
func config2(h *host.Host, signed bool) issuer.Config {
	cfg := issuer.Config{
		Version: badge.OB2,
		Profile: badge.Profile{ID: h.URL("issuer"), Name: "The School", URL: "https://school.example", Email: "badges@school.example"},
	}
	if signed {
		signer, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			panic(err)
		}
		cfg.Proofs = []issuer.Securing{{Scheme: proof.ES256, Signer: key.Signer{Key: signer, Method: h.URL("keys/1")}}}
		cfg.RevocationList = h.URL("revoked")
	}
	return cfg
}

func school2(h *host.Host, signed bool) (*issuer.Issuer, error) {
	return issuer.New(config2(h, signed))
}

func workshop2(h *host.Host, by *issuer.Issuer, id string) badge.Credential {
	class := workshop().Subject.Achievement
	class.ID, class.Image = h.URL("classes/prototyping"), &badge.Image{ID: h.URL("classes/prototyping.png")}
	return badge.Credential{ID: id, Subject: badge.Subject{
		Identifier: []badge.IdentityObject{by.HashedIdentity("id", student)}, Achievement: class}}
}

// A badge that one process publishes is verified by another over the network,
// and is revoked there.
func TestAnotherProcess(t *testing.T) {
	if os.Getenv(serverFlag) != "" {
		require.NoError(t, serve(t))
		return
	}
	child := exec.Command(os.Args[0], "-test.run=^TestAnotherProcess$")
	child.Env = append(os.Environ(), serverFlag+"=1")
	child.Stderr = os.Stderr
	commands, err := child.StdinPipe()
	require.NoError(t, err)
	answers, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	t.Cleanup(func() {
		commands.Close() // upon which it ends
		child.Wait()
	})
	lines := bufio.NewReader(answers)
	line, err := lines.ReadBytes('\n')
	require.NoError(t, err)
	var reported announced
	require.NoError(t, json.Unmarshal(line, &reported), "%s", line)

	judge := func(name, data string) (string, string) {
		as := badge.IdentifierType("id")
		if name == "3.0" {
			as = "identifier"
		}
		item := verify.Item{Data: []byte(data), Recipient: &badge.Recipient{Type: as, Value: student}}
		if strings.HasPrefix(data, "https://") {
			item.Address = data
		}
		for _, r := range elsewhere(t, reported).VerifyAll(t.Context(), slices.Values([]verify.Item{item})) {
			return string(r.Verdict()), r.Decisive().Code
		}
		return "", ""
	}
	require.Len(t, reported.Badges, 5)
	for name, data := range reported.Badges {
		want := map[string]string{"hosted": "origin.hosted", "address": "origin.hosted", "signed": "signature.valid", "token": "signature.valid", "3.0": "signature.valid"}[name]
		verdict, code := judge(name, data)
		require.Equal(t, []string{string(verify.Accepted), want}, []string{verdict, code}, "C-138, C-141: %s", name)
	}
	_, err = io.WriteString(commands, "revoke\n")
	require.NoError(t, err)
	_, err = lines.ReadBytes('\n')
	require.NoError(t, err)
	for name, data := range reported.Badges {
		verdict, code := judge(name, data)
		require.Equal(t, []string{string(verify.Rejected), "status.revoked"}, []string{verdict, code}, "C-139, C-142: %s", name)
	}
}

// elsewhere is a verifier with only a list of trusted issuers, which reaches only this machine.
func elsewhere(t *testing.T, reported announced) *verify.Verifier {
	certificate, err := x509.ParseCertificate(reported.Certificate)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(certificate)
	at, err := url.Parse(reported.Issuer)
	require.NoError(t, err)
	port, err := strconv.ParseUint(at.Port(), 10, 16)
	require.NoError(t, err)
	client, err := fetch.New(fetch.Config{Roots: roots, OtherPorts: []uint16{uint16(port)}, PrivateNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	require.NoError(t, err)
	keys, err := key.Parse(reported.Keys)
	require.NoError(t, err)
	v, err := verify.New(verify.Config{Trust: verify.Issuers(reported.Issuer, reported.School), Keys: map[string][]key.Key{reported.School: keys}, Fetcher: client})
	require.NoError(t, err)
	return v
}

// serve publishes badges until its input ends. A line of input has it revoke
// them all.
func serve(t *testing.T) error {
	server := httptest.NewUnstartedServer(nil)
	h, err := host.New(host.Config{Base: "https://" + server.Listener.Addr().String(), Store: host.NewMemory()})
	if err != nil {
		return err
	}
	server.Config.Handler = h
	server.StartTLS()
	defer server.Close()
	hosting, err := school2(h, false)
	if err != nil {
		return err
	}
	signing, err := school2(h, true)
	if err != nil {
		return err
	}
	ctx := t.Context()
	hosted, err := hosting.Issue(ctx, workshop2(h, hosting, h.URL("assertions/1")))
	if err != nil {
		return err
	}
	signed, err := signing.Issue(ctx, workshop2(h, signing, "urn:uuid:7d5c4c4e-0b51-4d2e-9f6b-0d6a0c8a1b33"))
	if err != nil {
		return err
	}
	token, err := signing.Issue(ctx, workshop2(h, signing, h.URL("assertions/2")))
	if err != nil {
		return err
	}
	class, err := signing.BadgeClass(workshop2(h, signing, "").Subject.Achievement)
	if err != nil {
		return err
	}
	school, of30, err := awarded30(ctx, h)
	if err != nil {
		return err
	}
	keys, err := school.KeySet()
	if err != nil {
		return err
	}
	reported, err := json.Marshal(announced{signing.ID(), school.ID(), keys, server.Certificate().Raw,
		map[string]string{"hosted": string(hosted.Bytes()), "address": hosted.ID(), "signed": string(signed.Bytes()), "token": token.ID(), "3.0": string(of30.Bytes())}})
	if err != nil {
		return err
	}
	if err := errors.Join(h.PublishIssuer(ctx, signing), h.Publish(ctx, class), h.Publish(ctx, hosted), h.Publish(ctx, token)); err != nil {
		return err
	}
	fmt.Println(string(reported))
	for commands := bufio.NewScanner(os.Stdin); commands.Scan(); {
		fmt.Println(errors.Join(h.Revoke(ctx, hosting, hosted.ID(), "a mistake"),
			h.RevokeSigned(ctx, h.URL("revoked"), signed.ID(), "a mistake"), h.Revoke(ctx, signing, token.ID(), "a mistake"), h.Revoke(ctx, school, of30.ID(), "a mistake")))
	}
	return nil
}

// awarded30 publishes a school of Open Badges 3.0 and a badge with an entry in its
// status list.
func awarded30(ctx context.Context, h *host.Host) (*issuer.Issuer, *badge.Document, error) {
	cfg := schoolConfig(h.URL("school"))
	cfg.Now, cfg.Status = nil, h.StatusFrom(h.URL("lists/1"))
	school, err := issuer.New(cfg)
	if err != nil {
		return nil, nil, err
	}
	if err := errors.Join(h.PublishIssuer(ctx, school), h.PublishStatusList(ctx, school, h.URL("lists/1"), status.Revocation)); err != nil {
		return nil, nil, err
	}
	c := workshop()
	c.ID, c.Subject.Identifier = h.URL("badges/1"), []badge.IdentityObject{school.HashedIdentity("identifier", student)}
	d, err := school.Issue(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	return school, d, h.Publish(ctx, d)
}
