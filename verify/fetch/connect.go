package fetch

import (
	"context"
	"net"
	"net/netip"
	"time"
)

// notPublic lists what is not an address of a host on the public internet:
// the special-purpose registries of IANA, and every IPv6 form that carries an
// IPv4 address and could smuggle one past this table. The helpers of package
// netip call several of these global.
var notPublic = [...]netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network
	netip.MustParsePrefix("10.0.0.0/8"),      // private
	netip.MustParsePrefix("100.64.0.0/10"),   // shared by customers of a provider
	netip.MustParsePrefix("127.0.0.0/8"),     // loopback
	netip.MustParsePrefix("169.254.0.0/16"),  // link-local; metadata of cloud machines
	netip.MustParsePrefix("172.16.0.0/12"),   // private
	netip.MustParsePrefix("192.0.0.0/24"),    // protocol assignments
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("192.88.99.0/24"),  // 6to4 relays
	netip.MustParsePrefix("192.168.0.0/16"),  // private
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("224.0.0.0/4"),     // multicast
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, broadcast
	netip.MustParsePrefix("::/96"),           // unspecified, loopback, and IPv4 inside
	netip.MustParsePrefix("64:ff9b::/96"),    // IPv4 inside, translated
	netip.MustParsePrefix("64:ff9b:1::/48"),  // the same, locally
	netip.MustParsePrefix("100::/64"),        // discarded
	netip.MustParsePrefix("2001::/23"),       // protocol assignments, Teredo
	netip.MustParsePrefix("2001:db8::/32"),   // documentation
	netip.MustParsePrefix("2002::/16"),       // 6to4: IPv4 inside
	netip.MustParsePrefix("3fff::/20"),       // documentation
	netip.MustParsePrefix("5f00::/16"),       // segment routing
	netip.MustParsePrefix("fc00::/7"),        // private
	netip.MustParsePrefix("fe80::/10"),       // link-local
	netip.MustParsePrefix("fec0::/10"),       // site-local
	netip.MustParsePrefix("ff00::/8"),        // multicast
}

// mayConnect reports whether a connection to addr is allowed. The address was
// unmapped, so ::ffff:127.0.0.1 is judged as 127.0.0.1.
func (c *Client) mayConnect(addr netip.Addr) bool {
	for _, network := range c.cfg.PrivateNetworks {
		if network.Contains(addr) {
			return true
		}
	}
	for _, network := range notPublic {
		if network.Contains(addr) {
			return false
		}
	}
	return addr.IsValid() && addr.Zone() == ""
}

// connect opens a connection to a host. It looks the name up once, and judges
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
