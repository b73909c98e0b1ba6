package fetch

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"time"
)

// notPublic lists the IPv4 networks that are not on the public internet: the
// special-purpose registry of IANA, and the addresses at which cloud machines
// reach their host. The methods of package netip call several of them global.
var notPublic = [...]netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),        // this network
	netip.MustParsePrefix("10.0.0.0/8"),       // private
	netip.MustParsePrefix("100.64.0.0/10"),    // shared by customers of a provider
	netip.MustParsePrefix("127.0.0.0/8"),      // loopback
	netip.MustParsePrefix("168.63.129.16/32"), // host agent of a cloud
	netip.MustParsePrefix("169.254.0.0/16"),   // link-local; metadata of cloud machines
	netip.MustParsePrefix("172.16.0.0/12"),    // private
	netip.MustParsePrefix("192.0.0.0/24"),     // protocol assignments
	netip.MustParsePrefix("192.0.2.0/24"),     // documentation
	netip.MustParsePrefix("192.31.196.0/24"),  // AS112
	netip.MustParsePrefix("192.52.193.0/24"),  // automatic multicast tunneling
	netip.MustParsePrefix("192.88.99.0/24"),   // 6to4 relays
	netip.MustParsePrefix("192.168.0.0/16"),   // private
	netip.MustParsePrefix("192.175.48.0/24"),  // AS112
	netip.MustParsePrefix("198.18.0.0/15"),    // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"),  // documentation
	netip.MustParsePrefix("203.0.113.0/24"),   // documentation
	netip.MustParsePrefix("224.0.0.0/4"),      // multicast
	netip.MustParsePrefix("240.0.0.0/4"),      // reserved, broadcast
}

// globalUnicast is the only part of IPv6 that is allocated to hosts on the
// public internet.
var globalUnicast = netip.MustParsePrefix("2000::/3")

// notPublic6 lists the networks of globalUnicast that are not public, or whose
// addresses carry an IPv4 address.
var notPublic6 = [...]netip.Prefix{
	netip.MustParsePrefix("2001::/23"),         // protocol assignments; Teredo carries IPv4
	netip.MustParsePrefix("2001:db8::/32"),     // documentation
	netip.MustParsePrefix("2002::/16"),         // 6to4 carries IPv4
	netip.MustParsePrefix("2620:4f:8000::/48"), // AS112
	netip.MustParsePrefix("3fff::/20"),         // documentation
}

// mayConnect reports whether a connection to addr is allowed. The address was
// unmapped, so ::ffff:127.0.0.1 counts as 127.0.0.1.
func (c *Client) mayConnect(addr netip.Addr) bool {
	contains := func(network netip.Prefix) bool { return network.Contains(addr) }
	switch {
	case !addr.IsValid() || addr.Zone() != "":
		return false
	case slices.ContainsFunc(c.cfg.PrivateNetworks, contains):
		return true
	case addr.Is4():
		return !slices.ContainsFunc(notPublic[:], contains)
	}
	return contains(globalUnicast) && !slices.ContainsFunc(notPublic6[:], contains) && !isISATAP(addr)
}

// isISATAP reports whether the interface identifier of an IPv6 address carries
// an IPv4 address (RFC 5214 §6.1).
func isISATAP(addr netip.Addr) bool {
	id := addr.As16()
	return id[8]&^2 == 0 && id[9] == 0 && id[10] == 0x5e && id[11] == 0xfe
}

// connect opens a connection to a host. It looks the name up once, and checks
// and dials the addresses that it found, so a later change of the name has no
// effect.
func (c *Client) connect(ctx context.Context, t target) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, c.phase())
	defer cancel()
	found, err := c.addresses(ctx, t.host)
	if ctx.Err() != nil {
		return nil, fail(codeTimeout, "the host name of %s did not resolve in time", t)
	}
	if err != nil || len(found) == 0 {
		return nil, fail(codeName, "the host name of %s does not resolve", t)
	}
	var public []netip.Addr
	for _, addr := range found {
		if addr = addr.Unmap(); c.mayConnect(addr) {
			public = append(public, addr)
		}
	}
	if len(public) == 0 {
		return nil, fail(codeNotPublic, "the host of %s has no public IP address", t)
	}
	public = public[:min(len(public), maxAddresses)]
	for _, addr := range public {
		conn, err := c.dialWithin(ctx, c.phase()/time.Duration(len(public)), netip.AddrPortFrom(addr, t.port))
		if err == nil {
			return conn, nil
		}
	}
	if ctx.Err() != nil {
		return nil, fail(codeTimeout, "the host of %s did not accept a connection in time", t)
	}
	return nil, fail(codeConnect, "the host of %s does not accept a connection", t)
}

// addresses looks a name up, or parses an IP address.
func (c *Client) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if addr, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{addr}, nil
	}
	return c.cfg.Resolver.LookupNetIP(ctx, "ip", host)
}

func (c *Client) dialWithin(ctx context.Context, limit time.Duration, addr netip.AddrPort) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return c.dial(ctx, addr)
}

// dialTCP connects to an IP address.
func dialTCP(ctx context.Context, addr netip.AddrPort) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, "tcp", addr.String())
}
