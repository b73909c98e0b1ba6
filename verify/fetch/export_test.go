package fetch

import (
	"context"
	"net"
	"net/netip"
	"time"
)

// Origin reads an address as a Client does, and returns its host and port.
func Origin(address string) (host string, port uint16, err error) {
	t, err := parseTarget(address)
	return t.host, t.port, err
}

// SetDial has the client connect by another way than TCP.
func (c *Client) SetDial(dial func(context.Context, netip.AddrPort) (net.Conn, error)) { c.dial = dial }

// SetLinkLife changes how long connections are kept.
func (c *Client) SetLinkLife(life time.Duration) { c.links.life = life }

// LinkLife is how long a connection serves requests.
const LinkLife = linkLife

// MayConnect judges an address that was looked up.
func (c *Client) MayConnect(addr netip.Addr) bool { return c.mayConnect(addr.Unmap()) }

// NotPublic lists the networks that are refused.
func NotPublic() []netip.Prefix { return append(notPublic[:], notPublic6[:]...) }

// Remembered counts the answers that the client remembers, failures apart, and
// the bytes of them. Answers that callers share until one has judged them do not
// count.
func (c *Client) Remembered() (answers, failures, size int) {
	c.cache.mu.Lock()
	defer c.cache.mu.Unlock()
	for _, e := range c.cache.entries {
		if e.entry.unjudged {
			continue
		}
		size += len(e.entry.response.Body)
		if e.entry.good() {
			answers++
		} else {
			failures++
		}
	}
	return answers, failures, size
}
