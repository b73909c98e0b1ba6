package fetch_test

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// badAddresses are refused under every configuration: H04, H18, I03.
var badAddresses = []string{
	"", "x", "http://school.example/", "file:///etc/passwd", "gopher://school.example/", "data:application/json,{}", "ftp://school.example/",
	"https:school.example", "https:/school.example", "https:///school.example", "https://", "https://:443/", "//school.example/",
	"https://user@school.example/", "https://user:secret@school.example/", "https://@school.example/", "https://school.example@evil.example/",
	"https://school.example\\@evil.example/", "https:\\\\school.example/", "https://school.example/\t", "https://school.example/\n", " https://school.example/",
	"https://school.example/ x", "https://school.example/\x00", "https://school.example/é", "https://schöol.example/", "https://school。example/",
	"https://school.example:/", "https://school.example:0/", "https://school.example:080/", "https://school.example:65536/", "https://school.example:99999/",
	"https://school.example:x/", "https://school.example:+443/", "https://school.example:443:443/",
	"https://school.example./", "https://.school.example/", "https://school..example/", "https://-school.example/", "https://school-.example/",
	"https://sch_ool.example/", "https://school.example%2f@evil.example/", "https://school.example%00/", "https://sch%6Fol.example/", "https://*.example/",
	"https://0177.0.0.1/", "https://2130706433/", "https://0x7f.1/", "https://127.1/", "https://0x7f000001/", "https://1.2.3.4.5/", "https://256.1.1.1/", "https://127.0.0.1./",
	"https://[::1/", "https://::1/", "https://[fe80::1%25eth0]/", "https://[::1]x/", "https://[school.example]/",
	"https://school.example/%zz", "https://" + strings.Repeat("a", 64) + ".example/", "https://" + strings.Repeat("a.", 127) + "example/",
	"https://school.example/" + strings.Repeat("x", 2048),
}

func TestBadAddresses(t *testing.T) {
	w := newWeb(t)
	client := w.client(func(c *fetch.Config) {
		c.PrivateNetworks = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}
	})
	for _, address := range badAddresses {
		_, err := client.Fetch(t.Context(), assertion(address))
		requireCode(t, "fetch.url", err)
		require.NotContains(t, err.Error(), "secret", address)
	}
	require.Empty(t, w.wanted())
}

func TestGoodAddresses(t *testing.T) {
	for address, want := range map[string]struct {
		host string
		port uint16
	}{
		"https://school.example":                 {"school.example", 443},
		"HTTPS://School.Example:443/a?b#c":       {"school.example", 443},
		"https://school.example:8443/?token=%20": {"school.example", 8443},
		"https://xn--bcher-kva.example/":         {"xn--bcher-kva.example", 443},
		"https://[2606:4700::1]/":                {"2606:4700::1", 443},
		"https://93.184.215.14/":                 {"93.184.215.14", 443},
	} {
		host, port, err := fetch.Origin(address)
		require.NoError(t, err, address)
		require.Equal(t, want.host, host)
		require.Equal(t, want.port, port)
	}
}

// I01, I02, I03, S-54: what counts is the address that is connected to, and an
// address inside another one is judged like it.
func TestPublicAddresses(t *testing.T) {
	for network, addrs := range map[string]string{
		"fetch.address_not_public": "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1 " +
			"172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 " +
			"255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 " +
			"2001:1ff::1 2001:db8::1 2002:7f00:1:: 2002:808:808:: 3fff::1 5f00::1 fc00::1 fd12::1 fe80::1 fe80::1%eth0 fec0::1 feff::1 ff02::1 " +
			"::ffff:0:127.0.0.1 2606:4700::5efe:7f00:1 2606:4700::200:5efe:808:808 4000::1 1fff:ffff::1 100:0:0:1::1 8000::1 168.63.129.16 " +
			"192.31.196.1 192.52.193.1 192.175.48.1 2620:4f:8000::1 2606:4700::1%eth0 ::ffff:168.63.129.16",
		"": "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 172.15.255.255 172.32.0.0 192.0.1.0 198.17.255.255 198.20.0.0 223.255.255.255 " +
			"::ffff:8.8.8.8 2001:200::1 2606:4700::1 2a00:1450::1 2003::1",
	} {
		for text := range strings.FieldsSeq(addrs) {
			t.Run(text, func(t *testing.T) {
				w := newWeb(t)
				w.pages["/assertions/1"] = page{body: "{}"}
				addr := netip.MustParseAddr(text)
				w.names["school.example"] = []netip.Addr{addr}
				_, err := w.client(nil).Fetch(t.Context(), assertion(assertionURL))
				if network != "" {
					requireCode(t, network, err)
					require.Empty(t, w.wanted())
					return
				}
				require.NoError(t, err)
				require.Equal(t, []string{netip.AddrPortFrom(addr.Unmap(), 443).String()}, w.wanted())
			})
		}
	}
}

// I02: a name with mixed or changing answers never leads to a private address.
func TestRebinding(t *testing.T) {
	public, inside := netip.MustParseAddr(schoolAddr), netip.MustParseAddr("127.0.0.1")
	w := newWeb(t)
	w.pages["/assertions/1"] = page{body: "{}"}
	w.names["school.example"] = []netip.Addr{inside, public, netip.MustParseAddr("::ffff:7f00:1")}
	client := w.client(nil)
	answer, err := client.Fetch(t.Context(), assertion(assertionURL))
	require.NoError(t, err)
	answer.Drop()
	require.Equal(t, []string{schoolAddr + ":443"}, w.wanted())

	w.names["school.example"] = []netip.Addr{inside} // H21: between two requests
	_, err = client.Fetch(t.Context(), assertion(assertionURL))
	requireCode(t, "fetch.address_not_public", err)
	require.Len(t, w.wanted(), 1)

	_, err = client.Fetch(t.Context(), assertion("https://nowhere.example/"))
	requireCode(t, "fetch.name", err)
	_, err = client.Fetch(t.Context(), assertion("https://[::ffff:127.0.0.1]/"))
	requireCode(t, "fetch.address_not_public", err)
}

// Every address that is accepted reads the same to a second reader, and has
// no part that hides another host.
func FuzzURLPolicy(f *testing.F) {
	for _, address := range badAddresses {
		f.Add(address)
	}
	f.Add("https://school.example:8443/a?b#c")
	f.Add("https://[2606:4700::1]/")
	f.Fuzz(func(t *testing.T, address string) {
		host, port, err := fetch.Origin(address)
		if err != nil {
			requireCode(t, "fetch.url", err)
			return
		}
		require.NotZero(t, port)
		require.NotEmpty(t, host)
		require.Empty(t, strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789-.:"))
		u, err := url.Parse(address)
		require.NoError(t, err)
		require.Equal(t, "https", u.Scheme)
		require.Nil(t, u.User)
		authority, _, _ := strings.Cut(address[len("https://"):], "/")
		authority, _, _ = strings.Cut(authority, "?")
		authority, _, _ = strings.Cut(authority, "#")
		require.True(t, strings.HasPrefix(strings.ToLower(strings.Trim(authority, "[")), host), address)
		require.NotContains(t, authority, "@")
		again, samePort, err := fetch.Origin(u.String())
		require.NoError(t, err)
		require.Equal(t, host, again)
		require.Equal(t, port, samePort)
	})
}

// H24: only kinds of documents that verification needs are fetched.
func TestKinds(t *testing.T) {
	w := newWeb(t)
	for _, kind := range []verify.FetchKind{"", "image", "evidence", "context", "schema", "Assertion"} {
		_, err := w.client(nil).Fetch(t.Context(), verify.Request{Kind: kind, URL: assertionURL})
		requireCode(t, "fetch.kind", err)
	}
	require.Empty(t, w.wanted())
}
