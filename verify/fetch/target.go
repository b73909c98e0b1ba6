package fetch

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/openbadges-go/openbadges/verify"
)

const httpsPort = 443

// target is a URL that may be requested.
type target struct {
	url  *url.URL // without fragment
	host string   // a domain name in lower case, or an IP address without brackets
	port uint16
}

func fail(code, format string, args ...any) error {
	return verify.NewFetchError(code, fmt.Sprintf(format, args...))
}

// parseTarget parses an https URL that all programs read alike. The IP address
// is checked when connecting, see [Client.mayConnect].
func parseTarget(address string) (target, error) {
	bad := func(why string) (target, error) { return target{}, fail(codeURL, "the URL %s", why) }
	if len(address) > maxURL {
		return bad(fmt.Sprintf("is longer than %d bytes", maxURL))
	}
	notURL := func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '\\' }
	if at := strings.IndexFunc(address, notURL); at >= 0 {
		r, _ := utf8.DecodeRuneInString(address[at:])
		return bad(fmt.Sprintf("contains %+q (U+%04X)", r, r))
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return bad("is not well-formed")
	case u.Scheme != "https":
		return bad("does not start with https://")
	case u.User != nil:
		return bad("contains a user name or password")
	case u.Opaque != "" || u.Hostname() == "":
		return bad("has no host")
	}
	t := target{url: u, host: strings.ToLower(u.Hostname()), port: httpsPort}
	u.Fragment, u.RawFragment = "", ""
	if why := hostFault(t.host); why != "" {
		return bad("has a host that " + why)
	}
	if port := u.Port(); port != "" || strings.HasSuffix(u.Host, ":") {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 || strconv.FormatUint(n, 10) != port {
			return bad("has a port that is not a number from 1 to 65535")
		}
		t.port = uint16(n)
	}
	return t, nil
}

// hostFault returns what is wrong with a host, "" if it is valid: an IP
// address, or a domain name that does not resemble one.
func hostFault(host string) string {
	if addr, err := netip.ParseAddr(host); err == nil {
		if addr.Zone() != "" {
			return "is an IP address with a zone"
		}
		return ""
	}
	if len(host) > maxHost {
		return "is too long"
	}
	labels := strings.Split(host, ".")
	for _, label := range labels {
		switch {
		case label == "" || len(label) > maxLabel:
			return "has an empty or overlong label"
		case strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
			return "has characters other than letters, digits and hyphens"
		case label[0] == '-' || label[len(label)-1] == '-':
			return "has a label that starts or ends with a hyphen"
		}
	}
	if last := labels[len(labels)-1]; last[0] >= '0' && last[0] <= '9' {
		return "some programs read as an IP address"
	}
	return ""
}

// origin returns the host and the port.
func (t target) origin() string { return net.JoinHostPort(t.host, strconv.Itoa(int(t.port))) }

func (t target) sameOrigin(other target) bool { return t.origin() == other.origin() }

// follow returns the target of a Location header.
func (t target) follow(locations []string) (target, error) {
	if len(locations) != 1 || len(locations[0]) > maxURL {
		return target{}, fail(codeRedirect, "%s sent a redirect without a usable Location", t)
	}
	to, err := t.url.Parse(locations[0])
	if err != nil {
		return target{}, fail(codeRedirect, "%s redirects to something that is not a URL", t)
	}
	next, err := parseTarget(to.String())
	if err != nil || !t.sameOrigin(next) {
		return target{}, fail(codeRedirect, "%s redirects to another origin; only redirects within one origin are followed", t)
	}
	return next, nil
}

// String returns the URL for a message, without its query.
func (t target) String() string {
	shown := "https://" + t.url.Host + t.url.EscapedPath()
	if len(shown) > maxShown {
		shown = shown[:maxShown] + "…"
	}
	return strconv.Quote(shown)
}

// admit checks a URL against Config, before each request.
func (c *Client) admit(kind verify.FetchKind, t target) error {
	if t.port != httpsPort && !slices.Contains(c.cfg.OtherPorts, t.port) {
		return fail(codePort, "%s has port %d; only port %d is allowed unless Config.OtherPorts names it", t, t.port, httpsPort)
	}
	if c.cfg.Allow != nil && !c.cfg.Allow(verify.Request{Kind: kind, URL: t.url.String()}) {
		return fail(codeRefused, "Config.Allow refuses requests to %s", t)
	}
	return nil
}
