package bake

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// variant writes a well-formed SVG as some program might.
type variant struct {
	*rand.Rand
	ascii    bool // what the declaration leaves of the alphabet
	entities bool
}

func (v variant) one(of ...string) string { return of[v.IntN(len(of))] }

// drawing returns the whole file.
func (v variant) drawing() string {
	var b strings.Builder
	switch v.IntN(8) {
	case 0:
		b.WriteString(byteOrderMark)
	case 1:
		v.ascii = true
		b.WriteString("<?xml version='1.0' encoding='" + v.one("us-ascii", "ISO-8859-1", "iso-8859-15", "windows-1252", "Windows-1250") + "'" + v.one("", " standalone='no'") + "?>")
	case 2, 3:
		b.WriteString(`<?xml version="1.0"` + v.one("", ` encoding="UTF-8"`, ` encoding = 'utf8'`) + v.one("", ` standalone="yes"`) + v.one("?>", " ?>"))
	}
	b.WriteString(v.misc())
	root := v.one("svg", "svg", "s:svg", "_x.1-y:svg")
	space := `"` + svgSpace + `"`
	switch v.IntN(6) {
	case 0:
		b.WriteString("<!DOCTYPE " + root + v.one("", " ", ` PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd"`, " SYSTEM 'a>b'", " []", " [\n]", " [<!-- ]> -->]") + ">" + v.misc())
	case 1:
		v.entities = true
		b.WriteString("<!DOCTYPE " + root + " [\n\t<!ENTITY ns '" + svgSpace + "'>\n\t<!ENTITY  other \"urn:x\" >\n]>" + v.misc())
		space = v.one(space, "'&ns;'")
	}
	prefix, _, prefixed := strings.Cut(root, ":")
	if prefixed {
		b.WriteString("<" + root + " xmlns:" + prefix + "=" + space)
	} else {
		b.WriteString("<" + root + v.one(" ", "\n", "\t") + "xmlns=" + space)
	}
	b.WriteString(v.one("", ` xmlns:openbadges="urn:mine"`, ` xmlns:openbadges="http://openbadges.org"`, ` xmlns:o="https://purl.imsglobal.org/ob/v3p0"`, ` xmlns:clr='urn:x' clr:a="1"`))
	if v.IntN(12) == 0 {
		return b.String() + v.one("/>", " />") + v.misc()
	}
	b.WriteString(">")
	v.children(&b, 0)
	b.WriteString("</" + root + v.one("", " ", "\n") + ">" + v.misc())
	return b.String()
}

// misc is what may stand around the root element.
func (v variant) misc() string {
	return v.one("", "", "\n", "\r\n", " \t", "<!-- <svg> & ]]> -->", "<?p i > ?>", "<!---->")
}

func (v variant) children(b *strings.Builder, depth int) {
	for range v.IntN(5) {
		switch v.IntN(6) {
		case 0:
			b.WriteString(v.text())
		case 1:
			b.WriteString("<![CDATA[" + v.one("", "]]", "<&>", "</svg>", "]>") + "]]>")
		case 2:
			b.WriteString(v.misc())
		default:
			v.element(b, depth)
		}
	}
}

func (v variant) element(b *strings.Builder, depth int) {
	name, declared := v.one("g", "path", "_", "a.b-c"), ""
	switch v.IntN(5) {
	case 0:
		declared = v.one(` xmlns="urn:x"`, ` xmlns=""`, ` xmlns:openbadges="urn:y"`)
	case 1:
		name, declared = "x:"+name, v.one(` xmlns:x="urn:x"`, " xmlns:x='http://openbadges.org/'")
	case 2:
		if !v.ascii {
			name = "é·" + name
		}
	}
	b.WriteString("<" + name + declared)
	for i := range v.IntN(4) {
		quote := v.one(`"`, "'")
		value := strings.ReplaceAll(v.text(), quote, "&#"+map[string]string{`"`: "34", "'": "39"}[quote]+";")
		if v.entities && v.IntN(3) == 0 {
			value += "&other;"
		}
		b.WriteString(v.one(" ", "\n ", "\t") + v.one("a", "xml:b", "c") + string(rune('a'+i)) + v.one("=", " = ") + quote + value + quote)
	}
	if depth > 6 || v.IntN(3) == 0 {
		b.WriteString(v.one("/>", " />"))
		return
	}
	b.WriteString(">")
	v.children(b, depth+1)
	b.WriteString("</" + name + v.one("", " ") + ">")
}

func (v variant) text() string {
	s := v.one("", " ", "M0 0", "]] ", ">", "&lt;&amp;&gt;", "&#65;&#x41;", "\"'", "\r\n\t", "url(#a)")
	if !v.ascii {
		s += v.one("", "", "é", "\u00a0", "\U0001f393", "\u2028")
	}
	return s
}

// TestVariants bakes a thousand drawings and gets each back as it was. That all
// are XML is said by a second reader, package xml.
func TestVariants(t *testing.T) {
	for i := range 1000 {
		src := variant{Rand: rand.New(rand.NewPCG(7, uint64(i)))}.drawing()
		p := svgPayloads[i%len(svgPayloads)]
		requireXML(t, src)
		baked, err := embed(src, p)
		require.NoError(t, err, "%q", src)
		requireXML(t, baked)
		got, err := extract(baked)
		require.NoError(t, err, "%q", baked)
		require.Equal(t, p, got, "%q", baked)
		clean, err := unbake(baked)
		require.NoError(t, err)
		if d, err := readSVG(src); err == nil && !d.emptyRoot {
			require.Equal(t, src, clean)
		}
	}
}

// RE-39, RE-40, RE-41: every form that is read can be baked again, and without
// its badges it has the same bytes before and after.
func TestReadFormsKeepTheirBytes(t *testing.T) {
	read := 0
	for _, row := range vectorRows() {
		if _, err := extract(row.picture); err != nil {
			continue
		}
		baked, err := embed(row.picture, ob3JWS, Options{Replace: true})
		if err != nil {
			require.Equal(t, "P25/first "+codePNGChunkOrder, row.id+" "+codeOf(err))
			continue
		}
		read++
		want, err := unbake(row.picture)
		require.NoError(t, err, row.id)
		clean, err := unbake(baked)
		require.NoError(t, err, row.id)
		require.Equal(t, want, clean, row.id)
	}
	require.Greater(t, read, 40)
}
