package verify_test

import (
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

func october() time.Time { return time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC) }

// schoolAt is the office of a school that publishes its key under its id.
func schoolAt(id string) *issuer.Issuer {
	secret := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)) // an example: real keys are secret
	office, err := issuer.New(issuer.Config{
		Profile: badge.Profile{ID: id, Type: []string{"Profile"}, Name: "The School"},
		Proofs:  []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: id + "#key-1"}}},
		Now:     october,
		NewID:   func() string { return "urn:uuid:0f0e0d0c-0b0a-4908-8706-050403020100" },
	})
	if err != nil {
		log.Fatal(err)
	}
	return office
}

// welding is a badge for noor, without an issuer.
func welding() badge.Credential {
	return badge.Credential{Name: "Welding", Subject: badge.Subject{ID: "did:example:noor", Achievement: badge.Achievement{
		ID: "https://school.example/badges/welding", Name: "Welding", Description: "Joins metal safely.",
		Criteria: badge.Criteria{Narrative: "Weld a steel frame."},
	}}}
}

// loopback says that every host is this machine.
type loopback struct{}

func (loopback) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
}

// serve serves pages over https on this machine and returns the URL, and a
// Fetcher that may reach it. Without these settings a Fetcher reaches public
// hosts on port 443; the zero fetch.Config suits most programs.
func serve(pages map[string]string) (base string, fetcher verify.Fetcher, end func()) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, found := pages[r.URL.Path]
		if !found {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/ld+json")
		fmt.Fprint(w, strings.ReplaceAll(page, "BASE", "https://"+r.Host))
	}))
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	port := netip.MustParseAddrPort(server.Listener.Addr().String()).Port()
	client, err := fetch.New(fetch.Config{
		Roots:           roots,
		Resolver:        loopback{},
		OtherPorts:      []uint16{port},
		PrivateNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
	})
	if err != nil {
		log.Fatal(err)
	}
	return fmt.Sprintf("https://example.com:%d", port), client, server.Close
}

// A signed badge names its issuer, and a Fetcher gets the issuer's key from the
// issuer's own URL.
func ExampleVerifier_Verify() {
	ctx := context.Background()
	pages := map[string]string{}
	base, fetcher, end := serve(pages)
	defer end()

	school := schoolAt(base + "/issuer")
	awarded, err := school.Issue(ctx, welding())
	if err != nil {
		log.Fatal(err)
	}
	published, err := school.ControllerDocument()
	if err != nil {
		log.Fatal(err)
	}
	pages["/issuer"] = string(published)

	verifier, err := verify.New(verify.Config{Trust: verify.Issuers(school.ID()), Fetcher: fetcher, Now: october})
	if err != nil {
		log.Fatal(err)
	}
	report, err := verifier.Verify(ctx, awarded.Bytes())
	fmt.Println(report.Verdict(), err, report.Binding())
	// Output:
	// accepted <nil> hosted
}

// A hosted badge of Open Badges 2.0 is what its issuer's host publishes at the
// URL of the badge.
func ExampleVerifier_VerifyAt() {
	base, fetcher, end := serve(map[string]string{
		"/issuer": `{"@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": "BASE/issuer",
			"name": "The School", "url": "BASE", "email": "badges@school.example"}`,
		"/welding": `{"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": "BASE/welding", "name": "Welding",
			"description": "Joins metal safely.", "image": "BASE/welding.png", "criteria": {"narrative": "Weld a steel frame."}, "issuer": "BASE/issuer"}`,
		"/badges/7": `{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "BASE/badges/7", "badge": "BASE/welding",
			"recipient": {"type": "email", "hashed": false, "identity": "noor@student.example"},
			"issuedOn": "2026-09-01T10:00:00Z", "verification": {"type": "HostedBadge"}}`,
	})
	defer end()

	verifier, err := verify.New(verify.Config{Trust: verify.Issuers(base + "/issuer"), Fetcher: fetcher, Now: october})
	if err != nil {
		log.Fatal(err)
	}
	report, err := verifier.VerifyAt(context.Background(), base+"/badges/7")
	fmt.Println(report.Verdict(), err)
	if credential, ok := report.Verified(); ok {
		fmt.Println(credential.Subject.Achievement.Name, "from", credential.Issuer.Name)
	}
	report, err = verifier.VerifyAt(context.Background(), base+"/badges/8")
	fmt.Println(report.Verdict(), badge.CodeOf(err))
	// Output:
	// accepted <nil>
	// Welding from The School
	// inconclusive fetch.not_found
}

// Keys that you got by another way than the badge, such as a JWK Set in your
// configuration, replace those that the issuer publishes. Nothing is fetched.
func ExampleVerifier_Verify_pinnedKeys() {
	school := schoolAt("https://school.example/issuer")
	awarded, err := school.Issue(context.Background(), welding())
	if err != nil {
		log.Fatal(err)
	}
	keys, err := key.Parse([]byte(`{"keys": [
		{"kid": "2026", "kty": "OKP", "crv": "Ed25519", "x": "O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik"}]}`))
	if err != nil {
		log.Fatal(err)
	}

	verifier, err := verify.New(verify.Config{
		Trust: verify.Issuers(school.ID()),
		Keys:  map[string][]key.Key{school.ID(): keys},
		Now:   october,
	})
	if err != nil {
		log.Fatal(err)
	}
	report, err := verifier.Verify(context.Background(), awarded.Bytes())
	fmt.Println(report.Verdict(), err, report.Binding())
	// Output:
	// accepted <nil> pinned
}

// A handler takes a badge, in a picture or as text, and answers with the
// report: status 200 if the badge is accepted, and 422 otherwise.
func Example_upload() {
	const maxUpload = 5 << 20
	school := schoolAt("did:web:school.example")
	published, err := school.ControllerDocument()
	if err != nil {
		log.Fatal(err)
	}
	web := verify.Pages{"https://school.example/.well-known/did.json": {Body: published}} // use fetch.New for the real one
	verifier, err := verify.New(verify.Config{Trust: verify.Issuers(school.ID()), Fetcher: web, Now: october})
	if err != nil {
		log.Fatal(err)
	}

	handler := func(w http.ResponseWriter, r *http.Request) {
		data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpload))
		if err != nil {
			http.Error(w, "the file is too large or incomplete", http.StatusBadRequest)
			return
		}
		report, err := verifier.Verify(r.Context(), data)
		w.Header().Set("Content-Type", "application/json")
		if err != nil {
			w.WriteHeader(http.StatusUnprocessableEntity)
		}
		_ = json.NewEncoder(w).Encode(report) // a client that went away is not our concern
	}

	awarded, err := school.Issue(context.Background(), welding())
	if err != nil {
		log.Fatal(err)
	}
	for _, upload := range []string{string(awarded.Bytes()), "no badge"} {
		answer := httptest.NewRecorder()
		handler(answer, httptest.NewRequest("POST", "/badges", strings.NewReader(upload)))
		var report struct{ Verdict verify.Verdict }
		if err := json.Unmarshal(answer.Body.Bytes(), &report); err != nil {
			log.Fatal(err)
		}
		fmt.Println(answer.Code, report.Verdict)
	}
	// Output:
	// 200 accepted
	// 422 rejected
}
