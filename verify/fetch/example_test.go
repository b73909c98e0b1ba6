package fetch_test

import (
	"context"
	"crypto/x509"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"net/netip"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// A client reaches a host on this machine only if its Config allows the network
// and the port and trusts the certificate.
func Example() {
	host := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/ld+json")
		fmt.Fprint(w, `{"type":"Assertion"}`)
	}))
	defer host.Close()
	port := netip.MustParseAddrPort(host.Listener.Addr().String()).Port()
	roots := x509.NewCertPool()
	roots.AddCert(host.Certificate())
	request := verify.Request{Kind: verify.FetchAssertion, URL: host.URL + "/assertions/1"}

	careful, err := fetch.New(fetch.Config{OtherPorts: []uint16{port}, Roots: roots})
	if err != nil {
		log.Fatal(err)
	}
	_, err = careful.Fetch(context.Background(), request)
	fmt.Println(badge.CodeOf(err))

	local, err := fetch.New(fetch.Config{OtherPorts: []uint16{port}, Roots: roots,
		PrivateNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	if err != nil {
		log.Fatal(err)
	}
	answer, err := local.Fetch(context.Background(), request)
	fmt.Println(answer.Status, string(answer.Body), err)
	// Output:
	// fetch.address_not_public
	// 200 {"type":"Assertion"} <nil>
}
