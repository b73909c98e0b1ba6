package bake

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	svgOpen  = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0" xmlns:a="http://openbadges.org">`
	svgClose = `</svg>`
	credBody = `<o:credential><![CDATA[` + `{"a":1}` + `]]></o:credential>`
	credJWS  = `<o:credential verify="` + testJWS + `"/>`
)

// inSVG is an SVG with this inside its root.
func inSVG(s string) string { return svgOpen + s + svgClose }

// attrs is n attributes.
func attrs(n int, name string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(" " + name + strings.Repeat("i", i%7) + string(rune('a'+i%26)) + strings.Repeat("j", i/26) + `="u"`)
	}
	return b.String()
}

// laughs is the classic bomb of entities.
var laughs = `<!DOCTYPE svg [<!ENTITY a "ha">` + strings.Repeat(`<!ENTITY b "&a;&a;">`, 10) + `]>`

var hostileSVG = []hostile{
	{"V01/laughs", laughs + inSVG("&b;"), codeSVGDTD},
	{"V01/empty subset", "<!DOCTYPE svg []>" + inSVG(credBody), codeSVGDTD},
	{"V01/undeclared entity", inSVG("&b;"), codeSVGEntity},
	{"V01/HTML entity", inSVG("&nbsp;"), codeSVGEntity},
	{"V02/general", `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + inSVG("&x;"), codeSVGDTD},
	{"V02/parameter", `<!DOCTYPE svg SYSTEM "a" [<!ENTITY % p SYSTEM "http://evil"> %p;]>` + inSVG(""), codeSVGDTD},
	{"V02/entity with external DTD", `<!DOCTYPE svg SYSTEM "file:///etc/passwd">` + inSVG("&x;"), codeSVGEntity},
	{"V03/no declaration", `<svg xmlns="http://www.w3.org/2000/svg"><openbadges:assertion verify="` + testJWS + `"/></svg>`, codeSVGPrefix},
	{"V03/attribute prefix", inSVG(`<g x:y="1"/>`), codeSVGPrefix},
	{"V03/out of scope", inSVG(`<g xmlns:x="u"/><x:g/>`), codeSVGPrefix},
	{"V03/other namespace", strings.ReplaceAll(inSVG(credBody), "purl.imsglobal.org", "evil.example"), codeNotBaked},
	{"V03/near namespace", strings.ReplaceAll(inSVG(credBody), "ob/v3p0", "ob/v3p0/"), codeNotBaked},
	{"V03/wrong element", inSVG(`<o:assertion verify="` + testJWS + `"/>`), codeNotBaked},
	{"V03/prefix unbound", inSVG(`<g xmlns:x=""/>`), codeSVGNamespace},
	{"V03/xmlns declared", inSVG(`<g xmlns:xmlns="u"/>`), codeSVGNamespace},
	{"V03/xml to other", inSVG(`<g xmlns:xml="u"/>`), codeSVGNamespace},
	{"V03/other to xml", inSVG(`<g xmlns:x="http://www.w3.org/XML/1998/namespace"/>`), codeSVGNamespace},
	{"V03/xmlns as default", inSVG(`<g xmlns="http://www.w3.org/2000/xmlns/"/>`), codeSVGNamespace},
	{"V03/xmlns element", inSVG(`<xmlns:g/>`), codeSVGSyntax},
	{"V03/two colons", inSVG(`<o:a:b/>`), codeSVGSyntax},
	{"V03/empty prefix", inSVG(`<:x/>`), codeSVGSyntax},
	{"V03/empty local", inSVG(`<o:/>`), codeSVGSyntax},
	{"V03/digit local", inSVG(`<o:1/>`), codeSVGSyntax},
	{"V05/verify", inSVG(`<o:credential verify="` + testJWS + `" verify="x"/>`), codeSVGDuplicate},
	{"V05/two prefixes", inSVG(`<g xmlns:x="u" xmlns:y="u" x:a="1" y:a="2"/>`), codeSVGDuplicate},
	{"V05/xmlns", inSVG(`<g xmlns:x="u" xmlns:x="u"/>`), codeSVGDuplicate},
	{"V05/among many", inSVG(`<g` + attrs(40, "d") + attrs(1, "d") + `/>`), codeSVGDuplicate},
	{"V06/siblings", inSVG(credBody + credJWS), codeMultiple},
	{"V06/nested", inSVG(`<o:credential>` + credBody + `</o:credential>`), codeMultiple},
	{"V06/in defs", inSVG(credBody + `<defs>` + credBody + `</defs>`), codeMultiple},
	{"V06/two slots", inSVG(credBody + `<a:assertion verify="` + testJWS + `"/>`), codeMultiple},
	{"V06/one broken", inSVG(credBody + `<o:credential/>`), codeMultiple},
	{"V06/many", inSVG(strings.Repeat(credBody, 50)), codeMultiple},
	{"V07/metadata", inSVG(`<metadata>` + credBody + `</metadata>`), codeSVGMisplaced},
	{"V07/foreignObject", inSVG(`<foreignObject>` + credBody + `</foreignObject>`), codeSVGMisplaced},
	{"V07/nested svg", inSVG(inSVG(credBody)), codeSVGMisplaced},
	{"V08/HTML", `<html xmlns="http://www.w3.org/1999/xhtml">` + inSVG(credBody) + `</html>`, codeSVGRoot},
	{"V08/no namespace", `<svg xmlns:o="https://purl.imsglobal.org/ob/v3p0">` + credBody + `</svg>`, codeSVGRoot},
	{"V08/other namespace", strings.Replace(inSVG(credBody), "2000/svg", "2001/svg", 1), codeSVGRoot},
	{"V08/case", `<SVG xmlns="http://www.w3.org/2000/svg"/>`, codeSVGRoot},
	{"V08/credential as root", `<o:credential xmlns:o="https://purl.imsglobal.org/ob/v3p0" verify="` + testJWS + `"/>`, codeSVGRoot},
	{"V09/two roots", inSVG(credBody) + inSVG(""), codeSVGOutsideRoot},
	{"V09/text after", inSVG(credBody) + "x", codeSVGOutsideRoot},
	{"V09/reference after", inSVG(credBody) + "&#32;", codeSVGOutsideRoot},
	{"V09/CDATA after", inSVG(credBody) + "<![CDATA[]]>", codeSVGOutsideRoot},
	{"V09/CDATA before", "<![CDATA[]]>" + inSVG(credBody), codeSVGOutsideRoot},
	{"V09/end tag after", inSVG(credBody) + "</svg>", codeSVGOutsideRoot},
	{"V09/DOCTYPE after", inSVG(credBody) + "<!DOCTYPE svg>", codeSVGSyntax},
	{"V09/two DOCTYPEs", "<!DOCTYPE svg><!DOCTYPE svg>" + inSVG(credBody), codeSVGSyntax},
	{"V09/declaration late", " <?xml version='1.0'?>" + inSVG(credBody), codeSVGSyntax},
	{"V09/declaration twice", "<?xml version='1.0'?><?xml version='1.0'?>" + inSVG(credBody), codeSVGSyntax},
	{"V09/comment hyphens", "<!-- a -- b -->" + inSVG(credBody), codeSVGSyntax},
	{"V09/comment end", "<!-- a --->" + inSVG(credBody), codeSVGSyntax},
	{"V09/PI without target", "<? x?>" + inSVG(credBody), codeSVGSyntax},
	{"V09/PI XML", "<?XML x?>" + inSVG(credBody), codeSVGSyntax},
	{"V09/PI colon", "<?a:b x?>" + inSVG(credBody), codeSVGSyntax},
	{"V09/end mismatch", inSVG("<g></h>"), codeSVGSyntax},
	{"V09/end case", inSVG("<g></G>"), codeSVGSyntax},
	{"V09/end with attribute", inSVG("<g></g a='1'>"), codeSVGSyntax},
	{"V09/overlap", inSVG("<g><h></g></h>"), codeSVGSyntax},
	{"V09/]]> in text", inSVG("a]]>b"), codeSVGSyntax},
	{"V09/no space", inSVG(`<g a="1"b="2"/>`), codeSVGSyntax},
	{"V09/no value", inSVG(`<g a/>`), codeSVGSyntax},
	{"V09/no quotes", inSVG(`<g a=1/>`), codeSVGSyntax},
	{"V09/< in value", inSVG(`<g a="<"/>`), codeSVGSyntax},
	{"V09/& in value", inSVG(`<g a="x & y"/>`), codeSVGSyntax},
	{"V09/space before name", inSVG(`< g/>`), codeSVGSyntax},
	{"V09/space in slash", inSVG(`<g / >`), codeSVGSyntax},
	{"V09/lower doctype", "<!doctype svg>" + inSVG(""), codeSVGSyntax},
	{"V09/doctype literal", "<!DOCTYPE svg PUBLIC \"{\" \"x\">" + inSVG(""), codeSVGSyntax},
	{"V09/doctype no system", "<!DOCTYPE svg PUBLIC \"x\">" + inSVG(""), codeSVGSyntax},
	{"V09/only doctype", "<!DOCTYPE svg>", codeSVGTruncated},
	{"V10/child element", inSVG(`<o:credential><g/>{"a":1}</o:credential>`), codeSVGChild},
	{"V10/two JSON texts", inSVG(`<o:credential><![CDATA[{"a":1}]]>x<![CDATA[]]></o:credential>`), codePayloadForm},
	{"V11/both", inSVG(`<o:credential verify="` + testJWS + `">{"a":1}</o:credential>`), codeSVGAmbiguous},
	{"V11/empty verify", inSVG(`<o:credential verify="">{"a":1}</o:credential>`), codeSVGAmbiguous},
	{"V11/OB2 both", inSVG(`<a:assertion verify="` + testJWS + `">{"a":1}</a:assertion>`), codeSVGAmbiguous},
	{"V11/neither", inSVG(`<o:credential/>`), codePayloadForm},
	{"V11/OB2 URL alone", inSVG(`<a:assertion verify="https://a.example"/>`), codePayloadForm},
	{"V11/OB2 no URL", inSVG(`<a:assertion>{"a":1}</a:assertion>`), codeSVGVerify},
	{"V11/OB2 script URL", inSVG(`<a:assertion verify="javascript:x">{"a":1}</a:assertion>`), codeSVGVerify},
	{"V11/JSON in verify", inSVG(`<o:credential verify="{&quot;a&quot;:1}"/>`), codePayloadForm},
	{"V11/JWS in body", inSVG(`<o:credential>` + testJWS + `</o:credential>`), codePayloadForm},
	{"V12/not the alphabet", inSVG(`<o:credential verify="` + testJWS + `&#x2b;"/>`), codePayloadForm},
	{"V13/0", inSVG("&#0;"), codeSVGCharacter},
	{"V13/surrogate", inSVG("&#xD800;"), codeSVGCharacter},
	{"V13/beyond", inSVG("&#x110000;"), codeSVGCharacter},
	{"V13/FFFE", inSVG("&#xFFFE;"), codeSVGCharacter},
	{"V13/overflow", inSVG("&#4294967361;"), codeSVGCharacter},
	{"V13/huge", inSVG("&#99999999999999999999999;"), codeSVGCharacter},
	{"V13/X", inSVG("&#X41;"), codeSVGSyntax},
	{"V13/empty", inSVG("&#;"), codeSVGSyntax},
	{"V13/sign", inSVG("&#+65;"), codeSVGSyntax},
	{"V13/unended", inSVG("&#65 ;"), codeSVGSyntax},
	{"V13/in attribute", inSVG(`<g a="&#1;"/>`), codeSVGCharacter},
	{"V13/raw control", inSVG("\x01"), codeSVGCharacter},
	{"V13/raw FFFF", inSVG("\uffff"), codeSVGCharacter},
	{"V13/NUL", inSVG("\x00"), codeSVGCharacter},
	{"V14/UTF-16LE", "\xff\xfe<\x00s\x00", codeSVGEncoding},
	{"V14/UTF-16BE", "\xfe\xff\x00<\x00s", codeSVGEncoding},
	{"V14/UTF-16 without mark", "<\x00s\x00v\x00g\x00", codeSVGCharacter},
	{"V14/Latin-1 declared", "<?xml version='1.0' encoding='ISO-8859-1'?>" + inSVG(credBody), codeSVGEncoding},
	{"V14/UTF-16 declared", "<?xml version='1.0' encoding='UTF-16'?>" + inSVG(credBody), codeSVGEncoding},
	{"V14/UTF-7 declared", "<?xml version='1.0' encoding='UTF-7'?>" + inSVG(credBody), codeSVGEncoding},
	{"V14/Latin-1 bytes", inSVG("\xe9"), codeSVGEncoding},
	{"V14/overlong", inSVG("\xc0\xbc"), codeSVGEncoding},
	{"V14/surrogate bytes", inSVG("\xed\xa0\x80"), codeSVGEncoding},
	{"V14/two marks", byteOrderMark + byteOrderMark + inSVG(credBody), codeUnsupportedFormat},
	{"V14/mark inside", " " + byteOrderMark + inSVG(credBody), codeUnsupportedFormat},
	{"V14/EBCDIC", "\x4c\x6f\xa7\x94\x93", codeUnsupportedFormat},
	{"V14/XML 1.1", "<?xml version='1.1'?>" + inSVG(credBody), codeSVGEncoding},
	{"V14/no version", "<?xml encoding='UTF-8'?>" + inSVG(credBody), codeSVGSyntax},
	{"V14/order", "<?xml encoding='UTF-8' version='1.0'?>" + inSVG(credBody), codeSVGSyntax},
	{"V14/standalone", "<?xml version='1.0' standalone='maybe'?>" + inSVG(credBody), codeSVGSyntax},
	{"V15/129", inSVG(strings.Repeat("<g>", 128) + strings.Repeat("</g>", 128)), codeSVGDepth},
	{"V15/million", svgOpen + strings.Repeat("<g>", 1_000_000), codeSVGDepth},
	{"V15/elements", inSVG(strings.Repeat("<g/>", maxElements)), codeSVGElements},
	{"V16/257", inSVG("<g" + attrs(257, "w") + "/>"), codeSVGAttributes},
	{"V16/value", inSVG(`<g a="` + strings.Repeat("x", maxValue+1) + `"/>`), codeSVGValue},
	{"V17/65", inSVG("<g" + attrs(65, "xmlns:n") + "/>"), codeSVGNamespaces},
	{"V25", "\x1f\x8b\x08\x00", codeUnsupportedFormat},
	{"V26/other namespace", inSVG(`<o:credential xmlns:e="http://evil" e:verify="` + testJWS + `"/>`), codePayloadForm},
	{"V26/own namespace", inSVG(`<o:credential o:verify="` + testJWS + `"/>`), codePayloadForm},
}

// TestHostileSVG refuses what is not well-formed, or has an entity of its own
// (C-132).
func TestHostileSVG(t *testing.T) {
	for _, tt := range hostileSVG {
		t.Run(tt.id, func(t *testing.T) {
			p, err := extract(tt.picture)
			require.Equal(t, tt.code, codeOf(err))
			require.Zero(t, p)
			if out, err := embed(tt.picture, ob3JWS); err != nil {
				require.Empty(t, out)
			} else {
				require.Equal(t, codeNotBaked, tt.code)
			}
			if strings.HasPrefix(tt.code, "svg.") {
				list, err := InspectSVG(strings.NewReader(tt.picture), Options{})
				require.True(t, err == nil || list == nil)
			}
		})
	}
}

// TestSVGForms reads what is legitimate, however it is written (C-130,
// C-136).
func TestSVGForms(t *testing.T) {
	json := []byte(`{"a":1}`)
	ob3, ob2 := Payload{Slot: OB3, Data: json}, Payload{Slot: OB2, Data: json, URL: testURL}
	tests := []struct {
		id, picture string
		want        Payload
	}{
		{"V04/default namespace", `<s:svg xmlns:s="http://www.w3.org/2000/svg" xmlns="https://purl.imsglobal.org/ob/v3p0"><credential>{"a":1}</credential></s:svg>`, ob3},
		{"V04/declared on the element", `<svg xmlns="http://www.w3.org/2000/svg"><z:credential xmlns:z="https://purl.imsglobal.org/ob/v3p0">{"a":1}</z:credential></svg>`, ob3},
		{"V04/prefix rebound", inSVG(`<g xmlns:o="http://evil"><o:credential/></g>` + credBody), ob3},
		{"V04/namespace with reference", strings.Replace(inSVG(credBody), "purl", "&#112;url", 1), ob3},
		{"V10/split CDATA", inSVG(`<o:credential><![CDATA[{"a]]]]><![CDATA[>":1}]]></o:credential>`), Payload{Slot: OB3, Data: []byte(`{"a]]>":1}`)}},
		{"V10/mixed", inSVG(`<o:credential>{<![CDATA["a"]]><!-- c -->:&#49;<?p i?>}</o:credential>`), ob3},
		{"V12", inSVG(`<o:credential verify="` + strings.Replace(testJWS, ".", "&#x2e;", 1) + `"/>`), ob3JWS},
		{"empty body in two tags", inSVG("<o:credential verify='" + testJWS + "'>\n<!-- none -->\n</o:credential >"), ob3JWS},
		{"whitespace is kept", inSVG("<o:credential>\r\n {\"a\":1}\r</o:credential>"), Payload{Slot: OB3, Data: []byte("\n {\"a\":1}\n")}},
		{"OB2", inSVG(`<a:assertion verify="` + attributeEscaper.Replace(testURL) + `">{"a":1}</a:assertion>`), ob2},
		{"OB2 signed", inSVG(`<a:assertion verify="` + testJWS + `"/>`), ob2JWS},
		{"CLR", strings.Replace(inSVG(credBody), "ob/v3p0", "clr/v2p0", 1), Payload{Slot: CLR, Data: json}},
		{"V24/all before the root", byteOrderMark + "<?xml version = \"1.0\" encoding='utf-8' standalone=\"no\" ?>\n<!-- c --><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" 'http://www.w3.org/'><?p?>" + inSVG(credBody) + "\n<!-- c --><?p i?>\n", ob3},
		{"V27", strings.Replace(inSVG(credBody), "<svg ", `<svg xml:base="http://evil/" xml:space="preserve" `, 1), ob3},
	}
	for _, tt := range tests {
		t.Run(tt.id, func(t *testing.T) {
			p, err := extract(tt.picture)
			require.NoError(t, err)
			require.Equal(t, tt.want, p)
			_, err = embed(tt.picture, ob3JWS)
			require.ErrorIs(t, err, ErrBaked)
		})
	}
	_, err := extract(inSVG(credBody+`<a:assertion verify="`+testJWS+`"/>`), Options{Slot: OB2})
	require.NoError(t, err, "a named slot is not ambiguous")
}

// svgShapes are drawings to bake into (V22, V23, V24, V28).
var svgShapes = []string{
	testSVG,
	`<svg xmlns="http://www.w3.org/2000/svg"></svg>`,
	"<?xml version=\"1.0\"?>\r\n<svg xmlns='http://www.w3.org/2000/svg'\r\n\t>\r\n</svg >\r\n",
	byteOrderMark + testSVG,
	"\n <!-- <svg> -->" + testSVG + "<!-- x --><?y?>\n",
	`<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">` + testSVG,
	"<!DOCTYPE svg SYSTEM 'a>b'>" + testSVG,
	`<?xml-stylesheet href="x>y.css"?>` + testSVG,
	`<s:svg xmlns:s="http://www.w3.org/2000/svg" a=">"><s:g/></s:svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://other.example"><openbadges:x/></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg"><g xmlns:openbadges="http://other.example"><openbadges:x/></g></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><g/></svg>`,
	`<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" xmlns="http://www.w3.org/2000/svg"><g/></svg>`,
	`<svg xmlns:openbadges="http://openbadges.org" xmlns="http://www.w3.org/2000/svg"><g/></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org" openbadges:k="v"/>`,
	`<svg xmlns="http://www.w3.org/2000/svg" openbadges="x" clr='y'><![CDATA[</svg>]]>&lt;&#x3c;</svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="u" x:y="1"><a xmlns:_xmlns="xmlns"/><x:svg xmlns:x="v"/></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg"/>`,
	"<svg xmlns=\"http://www.w3.org/2000/svg\" a='/'\n/>\n",
	`<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>`,
}

// svgPayloads are credentials in all ways an SVG can hold them (V10, V21, W08).
var svgPayloads = []Payload{
	ob3JSON, ob3JWS, ob2JSON, ob2JWS, clrJSON, {Slot: CLR, Data: []byte(testJWS)},
	{Slot: OB3, Data: []byte("\r\n{\"name\":\"]]>]]><script>alert(1)</script>&amp;\"}\r \t")},
	{Slot: OB3, Data: []byte(`{"]]":"]]]>]]]]>","x":"<![CDATA["}`)},
	{Slot: OB2, Data: []byte("{}"), URL: `https://a.example/"><script>&amp;'`},
}

// TestSVGRoundTrip gets out what went in, and leaves the drawing as it was
// (C-130, C-131, C-133).
func TestSVGRoundTrip(t *testing.T) {
	for _, shape := range svgShapes {
		t.Run(shape, func(t *testing.T) {
			for _, p := range svgPayloads {
				baked, err := embed(shape, p)
				require.NoError(t, err)
				got, err := extract(baked)
				require.NoError(t, err)
				require.Equal(t, p, got)
				requireXML(t, baked)

				again, err := embed(baked, p, Options{Replace: true})
				require.NoError(t, err)
				require.Equal(t, baked, again)
				clean, err := unbake(baked)
				require.NoError(t, err)
				if !strings.HasSuffix(strings.TrimSpace(shape), "/>") {
					require.Equal(t, shape, clean, "Remove undoes Embed")
				}
			}
		})
	}
}

// requireXML shows the text to the standard library's reader.
func requireXML(t *testing.T, src string) {
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(src, byteOrderMark)))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
	}
}

// TestV24 puts the credential first into the root, whatever is around it.
func TestV24(t *testing.T) {
	el := `<openbadges:credential verify="` + testJWS + `"/>`
	decl := ` xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"`
	tests := map[string]string{
		`<svg xmlns="http://www.w3.org/2000/svg"/>`:           `<svg` + decl + ` xmlns="http://www.w3.org/2000/svg">` + el + `</svg>`,
		`<s:svg xmlns:s="http://www.w3.org/2000/svg" />`:      `<s:svg` + decl + ` xmlns:s="http://www.w3.org/2000/svg" >` + el + `</s:svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg"> <g/></svg>`: `<svg` + decl + ` xmlns="http://www.w3.org/2000/svg">` + el + ` <g/></svg>`,
	}
	for in, want := range tests {
		got, err := embed(in, ob3JWS)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

// TestV22 takes a fresh prefix where ours is taken.
func TestV22(t *testing.T) {
	out, err := embed(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="u"><openbadges2:g xmlns:openbadges2="v"/></svg>`, ob3JWS)
	require.NoError(t, err)
	require.Contains(t, out, `<openbadges3:credential verify=`)
}

// TestSVGReplace clears credentials wherever they hide.
func TestSVGReplace(t *testing.T) {
	crowded := inSVG(credBody + `<g>` + credJWS + `</g>` + `<a:assertion>` + credBody + `</a:assertion><rect/>`)
	_, err := embed(crowded, ob3JSON)
	require.ErrorIs(t, err, ErrBaked)
	out, err := embed(crowded, ob3JSON, Options{Replace: true})
	require.NoError(t, err)
	p, err := extract(out)
	require.NoError(t, err)
	require.Equal(t, ob3JSON, p)
	clean, err := unbake(crowded)
	require.NoError(t, err)
	require.Equal(t, inSVG(`<g></g><rect/>`), clean)
}

// TestSVGPrefixes cuts a baked SVG at every byte before the end of its root.
func TestSVGPrefixes(t *testing.T) {
	for _, p := range svgPayloads {
		baked, err := embed("<?xml version='1.0'?><!-- c --><!DOCTYPE svg SYSTEM 'x'>"+inSVG("<g a='&lt;'>&#65;</g>"), p)
		require.NoError(t, err)
		for n := range len(baked) {
			_, err := extract(baked[:n])
			require.ErrorIs(t, err, ErrPicture, n)
			out, err := embed(baked[:n], ob3JWS, Options{Replace: true})
			require.ErrorIs(t, err, ErrPicture, n)
			require.Empty(t, out)
		}
	}
}
