package fetch

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
)

// A page of a quarter of the cache is kept, and a larger one is not. An expired
// page stays for its ETag as long as there is room.
func TestRoomOfOnePage(t *testing.T) {
	c := newCache(400, 400)
	now := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	put := func(name string, size int, at time.Time) bool {
		k := key{verify.FetchAssertion, "https://" + name + ".example/"}
		c.put(k, entry{response: verify.Response{Status: 200, Body: make([]byte, size)}, until: at.Add(time.Second)}, at)
		return c.entries[k] != nil
	}
	require.True(t, put("a", 100, now))
	require.False(t, put("b", 101, now))
	require.True(t, put("c", 1, now.Add(time.Hour)))
	require.Len(t, c.entries, 2)
	require.Equal(t, 101, c.bytes)
}

// A text that is not a URL with a host counts as a host.
func TestHostOf(t *testing.T) {
	for address, want := range map[string]string{"https://a.example/b": "a.example", "https://[bad": "https://[bad", "no URL": "no URL", "": ""} {
		require.Equal(t, want, hostOf(address))
	}
}

// found has the addresses of every name.
type found []netip.Addr

func (f found) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) { return f, nil }

// Of many addresses of one host four are tried, and none is an error that names the
// host. A failure is not asked for twice.
func TestAddressesOfOneHost(t *testing.T) {
	var addresses found
	for i := range 6 {
		require.Equal(t, map[bool]string{true: codeName, false: codeConnect}[i == 0], dialled(t, addresses, min(i, 4)), i)
		addresses = append(addresses, netip.AddrFrom4([4]byte{8, 8, 8, byte(i)}))
	}
}

// dialled returns the code with which two requests to a host fail, and requires so
// many connections to be tried.
func dialled(t *testing.T, addresses found, want int) string {
	t.Helper()
	client, err := New(Config{Resolver: addresses})
	require.NoError(t, err)
	n := 0
	client.dial = func(context.Context, netip.AddrPort) (net.Conn, error) {
		n++
		return nil, net.ErrClosed
	}
	request := verify.Request{Kind: verify.FetchAssertion, URL: "https://school.example/"}
	_, err = client.Fetch(t.Context(), request)
	_, again := client.Fetch(t.Context(), request)
	require.Equal(t, badge.CodeOf(err), badge.CodeOf(again))
	require.Equal(t, want, n)
	return badge.CodeOf(err)
}

// A URL has ASCII characters that are seen.
func TestCharactersOfURLs(t *testing.T) {
	for _, r := range []string{" ", "\x00", "\x1f", "\x7f", "\u0080", "é", `\`} {
		_, err := parseTarget("https://school.example/a" + r)
		require.Equal(t, codeURL, badge.CodeOf(err), "%q", r)
	}
	_, err := parseTarget("https://school.example/" + strings.Repeat("~", 3) + "!")
	require.NoError(t, err)
}
