package fetch

import (
	"bufio"
	"net"
	"slices"
	"sync"
	"time"
)

// link is a secured connection to a host. One request at a time uses it.
type link struct {
	to     string // host and port
	raw    net.Conn
	conn   net.Conn // TLS over raw
	in     *meter
	reader *bufio.Reader
	opened time.Time
	again  bool        // it has served a request before
	end    *time.Timer // closes it while no request uses it
}

func newLink(t target, raw, conn net.Conn, now time.Time) *link {
	l := &link{to: t.origin(), raw: raw, conn: conn, in: &meter{from: conn}, opened: now}
	l.reader = bufio.NewReader(l.in)
	return l
}

// links keeps connections for the next requests to the same hosts, at most
// linkLife after they were opened: a name may lead elsewhere by then.
type links struct {
	life   time.Duration // linkLife
	mu     sync.Mutex
	idle   []*link
	closed bool
}

// take returns a connection to a host that no request uses, or nil.
func (k *links) take(t target, now time.Time) *link {
	k.mu.Lock()
	defer k.mu.Unlock()
	for n := len(k.idle) - 1; n >= 0; n-- {
		l := k.idle[n]
		if age := now.Sub(l.opened); l.to != t.origin() || age < 0 || age >= k.life {
			continue
		}
		k.idle = slices.Delete(k.idle, n, n+1)
		l.end.Stop()
		l.again = true
		return l
	}
	return nil
}

// put keeps a connection after a request, or closes it if there is no room.
func (k *links) put(l *link) {
	k.mu.Lock()
	defer k.mu.Unlock()
	alike := 0
	for _, other := range k.idle {
		if other.to == l.to {
			alike++
		}
	}
	if k.closed || alike >= linksOfHost || len(k.idle) >= maxLinks {
		l.raw.Close()
		return
	}
	k.idle = append(k.idle, l)
	l.end = time.AfterFunc(k.life, func() { k.drop(l) })
}

// drop closes a connection if no request uses it.
func (k *links) drop(l *link) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if n := slices.Index(k.idle, l); n >= 0 {
		k.idle = slices.Delete(k.idle, n, n+1)
		l.raw.Close()
	}
}

// close closes all connections that no request uses, now and from now on.
func (k *links) close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.closed = true
	for _, l := range k.idle {
		l.end.Stop()
		l.raw.Close()
	}
	k.idle = nil
}
