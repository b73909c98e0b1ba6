package vocabulary

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Folded returns a name as careless readers take it: in lower case, without
// white space around it and without invisible characters.
func Folded(name string) string {
	name = strings.TrimSpace(name)
	if isASCII(name) {
		return strings.ToLower(name)
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) {
			return -1
		}
		least := unicode.ToLower(r)
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			if unicode.IsLower(other) {
				least = min(least, other)
			}
		}
		return least
	}, name))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Joined is Folded without the characters that join words.
func Joined(name string) string { return string(AppendJoined(nil, name)) }

// AppendJoined appends what Joined returns.
func AppendJoined(out []byte, name string) []byte {
	name = strings.TrimSpace(name)
	if !isASCII(name) {
		name = Folded(name)
	}
	for i := range len(name) {
		switch c := name[i]; {
		case c == '_', c == '-', c == ' ':
		case c >= 'A' && c <= 'Z':
			out = append(out, c|0x20)
		default:
			out = append(out, c)
		}
	}
	return out
}

// Decides reports whether a property of this name decides what a credential
// says, in the classes that have it.
func Decides(name string) bool { return decidingNames()[name] }

var decidingNames = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{"id": true, "type": true}
	for _, row := range decisiveProperties {
		for _, name := range row.Names {
			names[name] = names[name] || row.Home != 0
		}
	}
	return names
})
