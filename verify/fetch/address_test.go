package fetch_test

import (
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify/fetch"
)

// lastOf returns the last address of a network.
func lastOf(network netip.Prefix) netip.Addr {
	bytes := network.Addr().AsSlice()
	for bit := network.Bits(); bit < len(bytes)*8; bit++ {
		bytes[bit/8] |= 0x80 >> (bit % 8)
	}
	last, _ := netip.AddrFromSlice(bytes)
	return last
}

// S-54: every network is refused from its first address to its last, and its
// neighbours only if they are in another one.
func TestNetworkEdges(t *testing.T) {
	client, err := fetch.New(fetch.Config{})
	require.NoError(t, err)
	for _, network := range fetch.NotPublic() {
		first, last := network.Masked().Addr(), lastOf(network)
		require.Equal(t, network.Addr(), first, "%s is not written by its first address", network)
		require.False(t, client.MayConnect(first), first)
		require.False(t, client.MayConnect(last), last)
		for _, outside := range []netip.Addr{first.Prev(), last.Next()} {
			if outside.IsValid() {
				require.Equal(t, secondJudgement(outside), client.MayConnect(outside), outside)
			}
		}
	}
	for address, public := range map[string]bool{
		"2000::": true, "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff": false, "3fff:1000::": true, "4000::": false,
		"2606:4700::5efe:a01:203": false, "2606:4700::5eff:a01:203": true, "2606:4700::5ffe:a01:203": true, "2606:4700:0:0:100:5efe:a01:203": true,
		"3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff": false, "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff": true,
	} {
		require.Equal(t, public, client.MayConnect(netip.MustParseAddr(address)), address)
	}
}

// secondJudgement says in numbers what the registries of special-purpose
// addresses say in prose.
func secondJudgement(addr netip.Addr) bool {
	addr = addr.Unmap()
	if addr.Is4() {
		b := addr.As4()
		n := binary.BigEndian.Uint32(b[:])
		between := func(a, b, c, d byte, count uint32) bool {
			start := binary.BigEndian.Uint32([]byte{a, b, c, d})
			return n-start < count
		}
		return b[0] != 0 && b[0] != 10 && b[0] != 127 && b[0] < 224 &&
			!between(100, 64, 0, 0, 1<<22) && n != 0xa83f8110 && !between(169, 254, 0, 0, 1<<16) && !between(172, 16, 0, 0, 1<<20) &&
			!between(192, 0, 0, 0, 256) && !between(192, 0, 2, 0, 256) && !between(192, 31, 196, 0, 256) && !between(192, 52, 193, 0, 256) &&
			!between(192, 88, 99, 0, 256) && !between(192, 168, 0, 0, 1<<16) && !between(192, 175, 48, 0, 256) &&
			!between(198, 18, 0, 0, 1<<17) && !between(198, 51, 100, 0, 256) && !between(203, 0, 113, 0, 256)
	}
	b := addr.As16()
	word := func(i int) uint16 { return binary.BigEndian.Uint16(b[2*i:]) }
	allocated := word(0) >= 0x2000 && word(0) <= 0x3fff
	special := word(0) == 0x2001 && (word(1) <= 0x01ff || word(1) == 0x0db8) || word(0) == 0x2002 ||
		word(0) == 0x3fff && word(1) <= 0x0fff || word(0) == 0x2620 && word(1) == 0x004f && word(2) == 0x8000
	isatap := (word(4) == 0 || word(4) == 0x0200) && word(5) == 0x5efe
	return allocated && !special && !isatap
}

// S-54: the table agrees with the prose of the registries.
func TestRandomAddresses(t *testing.T) {
	client, err := fetch.New(fetch.Config{})
	require.NoError(t, err)
	source := rand.New(rand.NewPCG(1, 2))
	starts := fetch.NotPublic()
	public := 0
	for range 100_000 {
		var b [16]byte
		binary.BigEndian.PutUint64(b[:], source.Uint64())
		binary.BigEndian.PutUint64(b[8:], source.Uint64())
		addr := netip.AddrFrom16(b)
		switch source.IntN(6) {
		case 0:
			addr = netip.AddrFrom4([4]byte(b[:4]))
		case 1: // in IPv6, mapped
			addr = netip.AddrFrom16([16]byte{10: 0xff, 11: 0xff, 12: b[0], 13: b[1], 14: b[2], 15: b[3]})
		case 2: // where hosts are
			b[0] = 0x20 | b[0]&0x1f
			addr = netip.AddrFrom16(b)
		case 3: // ISATAP
			b[0], b[8], b[9], b[10], b[11] = 0x26, b[8]&2, 0, 0x5e, 0xfe
			addr = netip.AddrFrom16(b)
		case 4: // near a network
			near := starts[source.IntN(len(starts))].Addr().AsSlice()
			near[len(near)-1-source.IntN(len(near)-1)] ^= b[0]
			addr, _ = netip.AddrFromSlice(near)
		}
		want := secondJudgement(addr)
		require.Equal(t, want, client.MayConnect(addr), addr)
		if want {
			public++
		}
	}
	require.Greater(t, public, 20_000)
}

// A private network allows its own addresses, but not addresses that contain one of them.
func TestPrivateNetworks(t *testing.T) {
	client, err := fetch.New(fetch.Config{PrivateNetworks: []netip.Prefix{
		netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd00::/8"), netip.MustParsePrefix("fe80::/10"),
	}})
	require.NoError(t, err)
	for address, allowed := range map[string]bool{
		"10.1.2.3": true, "::ffff:10.1.2.3": true, "fd00::1": true, "fe80::1": true, "8.8.8.8": true,
		"10.2.0.0": false, "10.0.255.255": false, "fe80::1%eth0": false, "64:ff9b::a01:203": false, "2002:a01:203::": false,
		"::10.1.2.3": false, "::ffff:0:10.1.2.3": false, "2606:4700::5efe:a01:203": false, "fc00::1": false, "127.0.0.1": false,
	} {
		require.Equal(t, allowed, client.MayConnect(netip.MustParseAddr(address)), address)
	}
	require.False(t, client.MayConnect(netip.Addr{}))
}
