package did

import (
	"net/netip"
	"strconv"
	"strings"
	"unicode"

	"github.com/openbadges-go/openbadges/badge"
)

// checkHost accepts domain names in the spelling that all programs read alike:
// lower-case letters, digits and inner hyphens, at least two labels, no final
// dot, and not similar to an IP address.
func checkHost(host string) error {
	bad := func(why string) error { return fail(codeBadHost, "host %s %s", badge.Quote(host), why) }
	if len(host) > maxHost {
		return bad("is too long")
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	digit := last != "" && last[0] >= '0' && last[0] <= '9'
	if digit || strings.Contains(host, ":") { // as each IP address
		if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
			return bad("is an IP address, wanted a domain name")
		}
	}
	for label := range strings.SplitSeq(host, ".") {
		if why := labelFault(label); why != "" {
			return bad(why)
		}
	}
	switch {
	case last == host:
		return bad("has one label, wanted a domain name with at least two")
	case digit:
		return bad("ends in a label that starts with a digit, like an IP address")
	}
	return nil
}

// labelFault returns what is wrong with a label, "" if it is valid.
func labelFault(label string) string {
	switch {
	case label == "":
		return "has an empty label"
	case len(label) > maxLabel:
		return "has a label that is too long"
	case strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		return "has characters other than lower-case letters, digits and hyphens"
	case label[0] == '-' || label[len(label)-1] == '-':
		return "has a label that starts or ends with a hyphen"
	case len(label) < 4 || label[2:4] != "--":
		return ""
	}
	encoded, international := strings.CutPrefix(label, "xn--")
	decoded, ok := decodePunycode(encoded)
	if !international || !ok || !isWord(decoded) {
		return "has a label with hyphens in places 3 and 4 that is not a valid international label"
	}
	return ""
}

// isWord reports whether a decoded label consists of letters, marks and digits
// and is not plain ASCII, which would be a second spelling of another host.
func isWord(label []rune) bool {
	plain := true
	for _, r := range label {
		fullWidth := r >= 0xff00 && r <= 0xffef
		if fullWidth || unicode.IsUpper(r) || r != '-' && !unicode.In(r, unicode.L, unicode.M, unicode.Nd) {
			return false
		}
		plain = plain && r < 0x80
	}
	return !plain
}

// The parameters of Punycode (RFC 3492 §5).
const (
	punyBase    = 36
	punyTMin    = 1
	punyTMax    = 26
	punySkew    = 38
	punyDamp    = 700
	punyBias    = 72
	punyInitial = 0x80
)

// decodePunycode decodes the text after "xn--" (RFC 3492 §6.2). In lower case
// each text has one encoding. A label has at most 63 bytes, which bounds the
// insertions.
func decodePunycode(encoded string) ([]rune, bool) {
	var out []rune
	if hyphen := strings.LastIndexByte(encoded, '-'); hyphen >= 0 {
		if hyphen == 0 {
			return nil, false
		}
		out, encoded = []rune(encoded[:hyphen]), encoded[hyphen+1:]
	}
	code, at, bias := punyInitial, 0, punyBias
	for first := true; encoded != ""; first = false {
		delta, rest, ok := punyNumber(encoded, bias)
		if !ok {
			return nil, false
		}
		encoded = rest
		length := len(out) + 1
		bias = punyAdapt(delta, length, first)
		at += delta
		code += at / length
		at %= length
		if code > unicode.MaxRune || code >= 0xd800 && code < 0xe000 {
			return nil, false
		}
		out = append(out[:at], append([]rune{rune(code)}, out[at:]...)...)
		at++
	}
	return out, true
}

// punyNumber reads one number of variable length.
func punyNumber(encoded string, bias int) (n int, rest string, ok bool) {
	weight := 1
	for k := punyBase; encoded != ""; k += punyBase {
		digit := strings.IndexByte("abcdefghijklmnopqrstuvwxyz0123456789", encoded[0])
		encoded = encoded[1:]
		if n += digit * weight; digit < 0 || n > unicode.MaxRune*(maxLabel+1) {
			return 0, "", false
		}
		threshold := min(max(k-bias, punyTMin), punyTMax)
		if digit < threshold {
			return n, encoded, true
		}
		if weight *= punyBase - threshold; weight > unicode.MaxRune*(maxLabel+1) {
			return 0, "", false
		}
	}
	return 0, "", false
}

// punyAdapt returns the next bias (RFC 3492 §6.1).
func punyAdapt(delta, length int, first bool) int {
	delta /= 2
	if first {
		delta = delta * 2 / punyDamp
	}
	delta += delta / length
	k := 0
	for ; delta > (punyBase-punyTMin)*punyTMax/2; k += punyBase {
		delta /= punyBase - punyTMin
	}
	return k + (punyBase-punyTMin+1)*delta/(delta+punySkew)
}

// checkPort accepts a port in its shortest decimal form.
func checkPort(port string) error {
	if n, _ := strconv.Atoi(port); n < 1 || n > maxPort || strconv.Itoa(n) != port {
		return fail(codeSyntax, "%s is not a port number", badge.Quote(port))
	}
	return nil
}
