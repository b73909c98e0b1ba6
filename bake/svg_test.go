package bake

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
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

// plainURL needs no escapes in XML.
const plainURL = "https://badges.example/assertions/1"

// entities is n declarations.
func entities(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<!ENTITY e%d 'x'>", i)
	}
	return b.String()
}

// laughs is the classic bomb of entities.
var laughs = `<!DOCTYPE svg [<!ENTITY a "ha">` + strings.Repeat(`<!ENTITY b "&a;&a;">`, 10) + `]>`

var hostileSVG = []hostile{
	{id: "V01/laughs", picture: laughs + inSVG("&b;")},
	{id: "V01/empty subset", picture: "<!DOCTYPE svg []>" + inSVG(credBody)},
	{id: "V01/subset of space and comments", picture: "<!DOCTYPE svg [ <!-- ]> -->\n]>" + inSVG(credBody)},
	{id: "V01/namespace by entity", picture: `<!DOCTYPE svg [<!ENTITY ns "https://purl.imsglobal.org/ob/v3p0">]>` + strings.Replace(inSVG(credBody), "https://purl.imsglobal.org/ob/v3p0", "&ns;", 1)},
	{id: "V01/entity in an attribute", picture: `<!DOCTYPE svg [<!ENTITY c 'red'><!ENTITY d "x&#38;y">]>` + inSVG(credBody)},
	{id: "V01/entity of plain text", picture: `<!DOCTYPE svg [<!ENTITY c 'red'>]>` + inSVG(credBody+`<g fill="&c;"/>`)},
	{id: "V01/entity in text", picture: `<!DOCTYPE svg [<!ENTITY c 'red'>]>` + inSVG(credBody+`&c;`)},
	{id: "V01/credential by entity", picture: `<!DOCTYPE svg [<!ENTITY c '` + testJWS + `'>]>` + inSVG(`<o:credential verify="&c;"/>`)},
	{id: "V01/part of a credential by entity", picture: `<!DOCTYPE svg [<!ENTITY c 'A'>]>` + inSVG(`<o:credential verify="&c;`+testJWS+`"/>`)},
	{id: "V01/entity with markup", picture: `<!DOCTYPE svg [<!ENTITY c '<g/>'>]>` + inSVG(credBody)},
	{id: "V01/entity twice", picture: `<!DOCTYPE svg [<!ENTITY c 'a'><!ENTITY c 'b'>]>` + inSVG(credBody)},
	{id: "V01/predefined entity", picture: `<!DOCTYPE svg [<!ENTITY amp 'a'>]>` + inSVG(credBody)},
	{id: "V01/entity without space", picture: `<!DOCTYPE svg [<!ENTITY c'a'>]>` + inSVG(credBody)},
	{id: "V01/entity without name", picture: `<!DOCTYPE svg [<!ENTITY 'a'>]>` + inSVG(credBody)},
	{id: "V01/entity with more", picture: `<!DOCTYPE svg [<!ENTITY c 'a' NDATA x>]>` + inSVG(credBody)},
	{id: "V01/entity of 1025 bytes", picture: `<!DOCTYPE svg [<!ENTITY c '` + strings.Repeat("a", maxEntity+1) + `'>]>` + inSVG(credBody)},
	{id: "V01/65 entities", picture: `<!DOCTYPE svg [` + entities(65) + `]>` + inSVG(credBody)},
	{id: "V01/64 entities", picture: `<!DOCTYPE svg [` + entities(64) + `]>` + inSVG(credBody)},
	{id: "V01/attribute list", picture: `<!DOCTYPE svg [<!ATTLIST o:credential verify CDATA "` + testJWS + `">]>` + inSVG(`<o:credential/>`)},
	{id: "V01/element declaration", picture: `<!DOCTYPE svg [<!ELEMENT svg ANY>]>` + inSVG(credBody)},
	{id: "V01/notation", picture: `<!DOCTYPE svg [<!NOTATION x SYSTEM "y">]>` + inSVG(credBody)},
	{id: "V01/instruction in the subset", picture: `<!DOCTYPE svg [<?x?>]>` + inSVG(credBody)},
	{id: "V01/subset without end", picture: `<!DOCTYPE svg [<!ENTITY c 'a'>`},
	{id: "V01/undeclared entity", picture: inSVG("&b;")},
	{id: "V01/HTML entity", picture: inSVG("&nbsp;")},
	{id: "V02/general", picture: `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + inSVG("&x;")},
	{id: "V02/public", picture: `<!DOCTYPE svg [<!ENTITY x PUBLIC "p" "file:///etc/passwd">]>` + inSVG(credBody)},
	{id: "V02/parameter entity of text", picture: `<!DOCTYPE svg [<!ENTITY % p "a">]>` + inSVG(credBody)},
	{id: "V02/parameter reference", picture: `<!DOCTYPE svg [%p;]>` + inSVG(credBody)},
	{id: "V02/parameter", picture: `<!DOCTYPE svg SYSTEM "a" [<!ENTITY % p SYSTEM "http://evil"> %p;]>` + inSVG("")},
	{id: "V02/entity with external DTD", picture: `<!DOCTYPE svg SYSTEM "file:///etc/passwd">` + inSVG("&x;")},
	{id: "V03/no declaration", picture: `<svg xmlns="http://www.w3.org/2000/svg"><openbadges:assertion verify="` + testJWS + `"/></svg>`},
	{id: "V03/attribute prefix", picture: inSVG(`<g x:y="1"/>`)},
	{id: "V03/out of scope", picture: inSVG(`<g xmlns:x="u"/><x:g/>`)},
	{id: "V03/other namespace", picture: strings.ReplaceAll(inSVG(credBody), "purl.imsglobal.org", "evil.example")},
	{id: "V03/near namespace", picture: strings.ReplaceAll(inSVG(credBody), "ob/v3p0", "ob/v3p0/")},
	{id: "V03/wrong element", picture: inSVG(`<o:assertion verify="` + testJWS + `"/>`)},
	{id: "V03/prefix unbound", picture: inSVG(`<g xmlns:x=""/>`)},
	{id: "V03/xmlns declared", picture: inSVG(`<g xmlns:xmlns="u"/>`)},
	{id: "V03/xml to other", picture: inSVG(`<g xmlns:xml="u"/>`)},
	{id: "V03/other to xml", picture: inSVG(`<g xmlns:x="http://www.w3.org/XML/1998/namespace"/>`)},
	{id: "V03/xmlns as default", picture: inSVG(`<g xmlns="http://www.w3.org/2000/xmlns/"/>`)},
	{id: "V03/xmlns element", picture: inSVG(`<xmlns:g/>`)},
	{id: "V03/two colons", picture: inSVG(`<o:a:b/>`)},
	{id: "V03/empty prefix", picture: inSVG(`<:x/>`)},
	{id: "V03/empty local", picture: inSVG(`<o:/>`)},
	{id: "V03/digit local", picture: inSVG(`<o:1/>`)},
	{id: "V05/verify", picture: inSVG(`<o:credential verify="` + testJWS + `" verify="x"/>`)},
	{id: "V05/two prefixes", picture: inSVG(`<g xmlns:x="u" xmlns:y="u" x:a="1" y:a="2"/>`)},
	{id: "V05/xmlns", picture: inSVG(`<g xmlns:x="u" xmlns:x="u"/>`)},
	{id: "V05/among many", picture: inSVG(`<g` + attrs(40, "d") + attrs(1, "d") + `/>`)},
	{id: "V06/the same twice", picture: inSVG(credBody + credBody)},
	{id: "V06/the same by other markup", picture: inSVG(credBody + `<o:credential>{&quot;a&quot;:1}</o:credential>`)},
	{id: "V06/two that differ", picture: inSVG(credBody + strings.Replace(credBody, "1", "2", 1))},
	{id: "V06/URL beside its badge", picture: inSVG(`<a:assertion verify="` + plainURL + `"/><a:assertion>{"id":"` + plainURL + `"}</a:assertion>`)},
	{id: "V06/URL beside another badge", picture: inSVG(`<a:assertion verify="` + plainURL + `"/><a:assertion>{"id":"https://other.example/1"}</a:assertion>`)},
	{id: "V06/siblings", picture: inSVG(credBody + credJWS)},
	{id: "V06/nested", picture: inSVG(`<o:credential>` + credBody + `</o:credential>`)},
	{id: "V06/in defs", picture: inSVG(credBody + `<defs>` + credBody + `</defs>`)},
	{id: "V06/two slots", picture: inSVG(credBody + `<a:assertion verify="` + testJWS + `"/>`)},
	{id: "V06/one broken", picture: inSVG(credBody + `<o:credential/>`)},
	{id: "V06/many", picture: inSVG(strings.Repeat(credBody, 50))},
	{id: "V07/metadata", picture: inSVG(`<metadata>` + credBody + `</metadata>`)},
	{id: "V07/foreignObject", picture: inSVG(`<foreignObject>` + credBody + `</foreignObject>`)},
	{id: "V07/nested svg", picture: inSVG(inSVG(credBody))},
	{id: "V08/HTML", picture: `<html xmlns="http://www.w3.org/1999/xhtml">` + inSVG(credBody) + `</html>`},
	{id: "V08/no namespace", picture: `<svg xmlns:o="https://purl.imsglobal.org/ob/v3p0">` + credBody + `</svg>`},
	{id: "V08/other namespace", picture: strings.Replace(inSVG(credBody), "2000/svg", "2001/svg", 1)},
	{id: "V08/case", picture: `<SVG xmlns="http://www.w3.org/2000/svg"/>`},
	{id: "V08/credential as root", picture: `<o:credential xmlns:o="https://purl.imsglobal.org/ob/v3p0" verify="` + testJWS + `"/>`},
	{id: "V09/two roots", picture: inSVG(credBody) + inSVG("")},
	{id: "V09/text after", picture: inSVG(credBody) + "x"},
	{id: "V09/reference after", picture: inSVG(credBody) + "&#32;"},
	{id: "V09/CDATA after", picture: inSVG(credBody) + "<![CDATA[]]>"},
	{id: "V09/CDATA before", picture: "<![CDATA[]]>" + inSVG(credBody)},
	{id: "V09/end tag after", picture: inSVG(credBody) + "</svg>"},
	{id: "V09/DOCTYPE after", picture: inSVG(credBody) + "<!DOCTYPE svg>"},
	{id: "V09/two DOCTYPEs", picture: "<!DOCTYPE svg><!DOCTYPE svg>" + inSVG(credBody)},
	{id: "V09/declaration late", picture: " <?xml version='1.0'?>" + inSVG(credBody)},
	{id: "V09/declaration twice", picture: "<?xml version='1.0'?><?xml version='1.0'?>" + inSVG(credBody)},
	{id: "V09/comment hyphens", picture: "<!-- a -- b -->" + inSVG(credBody)},
	{id: "V09/comment end", picture: "<!-- a --->" + inSVG(credBody)},
	{id: "V09/PI without target", picture: "<? x?>" + inSVG(credBody)},
	{id: "V09/PI XML", picture: "<?XML x?>" + inSVG(credBody)},
	{id: "V09/PI colon", picture: "<?a:b x?>" + inSVG(credBody)},
	{id: "V09/end mismatch", picture: inSVG("<g></h>")},
	{id: "V09/end case", picture: inSVG("<g></G>")},
	{id: "V09/end with attribute", picture: inSVG("<g></g a='1'>")},
	{id: "V09/overlap", picture: inSVG("<g><h></g></h>")},
	{id: "V09/end of CDATA in text", picture: inSVG("a]]>b")},
	{id: "V09/no space", picture: inSVG(`<g a="1"b="2"/>`)},
	{id: "V09/no value", picture: inSVG(`<g a/>`)},
	{id: "V09/no quotes", picture: inSVG(`<g a=1/>`)},
	{id: "V09/less-than in a value", picture: inSVG(`<g a="<"/>`)},
	{id: "V09/ampersand in a value", picture: inSVG(`<g a="x & y"/>`)},
	{id: "V09/space before name", picture: inSVG(`< g/>`)},
	{id: "V09/space in slash", picture: inSVG(`<g / >`)},
	{id: "V09/lower doctype", picture: "<!doctype svg>" + inSVG("")},
	{id: "V09/doctype literal", picture: "<!DOCTYPE svg PUBLIC \"{\" \"x\">" + inSVG("")},
	{id: "V09/doctype no system", picture: "<!DOCTYPE svg PUBLIC \"x\">" + inSVG("")},
	{id: "V09/only doctype", picture: "<!DOCTYPE svg>"},
	{id: "V10/child element", picture: inSVG(`<o:credential><g/>{"a":1}</o:credential>`)},
	{id: "V10/two JSON texts", picture: inSVG(`<o:credential><![CDATA[{"a":1}]]>x<![CDATA[]]></o:credential>`)},
	{id: "V11/both", picture: inSVG(`<o:credential verify="` + testJWS + `">{"a":1}</o:credential>`)},
	{id: "V11/empty verify", picture: inSVG(`<o:credential verify="">{"a":1}</o:credential>`)},
	{id: "V11/OB2 both", picture: inSVG(`<a:assertion verify="` + testJWS + `">{"a":1}</a:assertion>`)},
	{id: "V11/OB2 the JWS in both", picture: inSVG(`<a:assertion verify="` + testJWS + `"><![CDATA[` + testJWS + `]]></a:assertion>`)},
	{id: "V11/OB2 the JWS in both with white space", picture: inSVG(`<a:assertion verify=" ` + testJWS + `">` + "\n" + testJWS + "\n" + `</a:assertion>`)},
	{id: "V11/the JWS in both", picture: inSVG(`<o:credential verify="` + testJWS + `">` + testJWS + `</o:credential>`)},
	{id: "V11/another JWS in the text", picture: inSVG(`<a:assertion verify="` + testJWS + `">` + testJWS + `A</a:assertion>`)},
	{id: "V11/OB2 JSON in verify and text", picture: inSVG(`<a:assertion verify="{&quot;a&quot;:2}">{"a":1}</a:assertion>`)},
	{id: "V11/OB2 URL in verify and text", picture: inSVG(`<a:assertion verify="` + plainURL + `">` + plainURL + `</a:assertion>`)},
	{id: "V11/OB2 two URLs", picture: inSVG(`<a:assertion verify="` + plainURL + `">https://other.example/1</a:assertion>`)},
	{id: "V11/OB2 URL in the text alone", picture: inSVG(`<a:assertion>` + plainURL + `</a:assertion>`)},
	{id: "V11/OB2 URL in the text, relative verify", picture: inSVG(`<a:assertion verify="/1">` + plainURL + `</a:assertion>`)},
	{id: "V11/OB2 URL of the badge", picture: inSVG(`<a:assertion verify=" ` + plainURL + ` ">{"id":"` + plainURL + `"}</a:assertion>`)},
	{id: "V11/OB2 URL of the badge under http", picture: inSVG(`<a:assertion verify="` + strings.Replace(plainURL, "https", "http", 1) + `">{"id":"` + plainURL + `"}</a:assertion>`)},
	{id: "V11/OB2 URL of the verification", picture: inSVG(`<a:assertion verify="` + plainURL + `">{"id":"urn:uuid:1","verification":{"url":"` + plainURL + `"}}</a:assertion>`)},
	{id: "V11/OB2 URL of another badge", picture: inSVG(`<a:assertion verify="` + plainURL + `">{"id":"https://other.example/1"}</a:assertion>`)},
	{id: "V11/OB2 URL beside a badge that is a URN", picture: inSVG(`<a:assertion verify="` + plainURL + `">{"id":"urn:uuid:1"}</a:assertion>`)},
	{id: "V11/OB2 URL beside a badge with two ids", picture: inSVG(`<a:assertion verify="` + plainURL + `">{"id":"` + plainURL + `","id":"urn:x"}</a:assertion>`)},
	{id: "V11/OB2 URL beside a credential with a proof", picture: inSVG(`<a:assertion verify="` + plainURL + `">{"id":"` + plainURL + `","proof":{}}</a:assertion>`)},
	{id: "V11/OB2 relative verify", picture: inSVG(`<a:assertion verify="/1.json">{"id":"` + plainURL + `"}</a:assertion>`)},
	{id: "V11/OB2 empty verify", picture: inSVG(`<a:assertion verify="">{"a":1}</a:assertion>`)},
	{id: "V11/OB2 data URL", picture: inSVG(`<a:assertion verify="data:application/json,{}">{"a":1}</a:assertion>`)},
	{id: "V11/relative URL alone", picture: inSVG(`<a:assertion verify="/1.json"/>`)},
	{id: "V11/URL alone in another slot", picture: inSVG(`<o:credential verify="` + plainURL + `"/>`)},
	{id: "V11/neither", picture: inSVG(`<o:credential/>`)},
	{id: "V11/OB2 URL alone", picture: inSVG(`<a:assertion verify="https://a.example"/>`)},
	{id: "V11/OB2 no URL", picture: inSVG(`<a:assertion>{"a":1}</a:assertion>`)},
	{id: "V11/OB2 script URL", picture: inSVG(`<a:assertion verify="javascript:x">{"a":1}</a:assertion>`)},
	{id: "V11/JSON in verify", picture: inSVG(`<o:credential verify="{&quot;a&quot;:1}"/>`)},
	{id: "V11/JWS in body", picture: inSVG(`<o:credential>` + testJWS + `</o:credential>`)},
	{id: "V12/not the alphabet", picture: inSVG(`<o:credential verify="` + testJWS + `&#x2b;"/>`)},
	{id: "V13/0", picture: inSVG("&#0;")},
	{id: "V13/surrogate", picture: inSVG("&#xD800;")},
	{id: "V13/beyond", picture: inSVG("&#x110000;")},
	{id: "V13/FFFE", picture: inSVG("&#xFFFE;")},
	{id: "V13/overflow", picture: inSVG("&#4294967361;")},
	{id: "V13/huge", picture: inSVG("&#99999999999999999999999;")},
	{id: "V13/capital X", picture: inSVG("&#X41;")},
	{id: "V13/empty", picture: inSVG("&#;")},
	{id: "V13/sign", picture: inSVG("&#+65;")},
	{id: "V13/unended", picture: inSVG("&#65 ;")},
	{id: "V13/in attribute", picture: inSVG(`<g a="&#1;"/>`)},
	{id: "V13/raw control", picture: inSVG("\x01")},
	{id: "V13/raw FFFF", picture: inSVG("\uffff")},
	{id: "V13/NUL", picture: inSVG("\x00")},
	{id: "V14/UTF-16 LE", picture: "\xff\xfe<\x00s\x00"},
	{id: "V14/UTF-16BE", picture: "\xfe\xff\x00<\x00s"},
	{id: "V14/UTF-16 without mark", picture: "<\x00s\x00v\x00g\x00"},
	{id: "V14/Latin-1 declared", picture: "<?xml version='1.0' encoding='ISO-8859-1'?>" + inSVG(credBody)},
	{id: "V14/US-ASCII declared", picture: "<?xml version='1.0' encoding='us-ascii'?>" + inSVG(credBody)},
	{id: "V14/Windows-1251 declared", picture: "<?xml version='1.0' encoding='windows-1251'?>" + inSVG(credBody)},
	{id: "V14/utf8 declared", picture: "<?xml version='1.0' encoding='utf8'?>" + inSVG(credBody+"é")},
	{id: "V14/Latin-1 in text, value and comment", picture: "<?xml version='1.0' encoding='ISO-8859-1'?>" + inSVG(credBody+"<!-- \xe9 --><g a='\xe9'>\xe9\x85</g>")},
	{id: "V14/Windows-1252 in text", picture: "<?xml version='1.0' encoding='windows-1252'?>" + inSVG(credBody+"\x80")},
	{id: "V14/Windows-1252 undefined byte", picture: "<?xml version='1.0' encoding='windows-1252'?>" + inSVG(credBody+"\x81")},
	{id: "V14/Latin-1 in a name", picture: "<?xml version='1.0' encoding='ISO-8859-1'?>" + inSVG(credBody+"<\xc3\xa9/>")},
	{id: "V14/Latin-1 letters in names", picture: "<?xml version='1.0' encoding='ISO-8859-1'?>" + inSVG(credBody+"<\xe9 \xfc\xb7='1' \xfb='1' xmlns:\xe0='urn:x'><\xe0:\xc3\xb7/><?\xff?></\xe9>")},
	{id: "V14/Latin-1 letters of two elements", picture: "<?xml version='1.0' encoding='ISO-8859-1'?>" + inSVG(credBody+"<\xe9></\xea>")},
	{id: "V14/Latin-1 attribute twice", picture: "<?xml version='1.0' encoding='ISO-8859-1'?>" + inSVG(credBody+"<a \xe9='1' \xe9='2'/>")},
	{id: "V14/Latin-1 prefix that is not declared", picture: "<?xml version='1.0' encoding='ISO-8859-1'?>" + inSVG(credBody+"<\xe9:a/>")},
	{id: "V14/Latin-1 sign in a name", picture: "<?xml version='1.0' encoding='ISO-8859-1'?>" + inSVG(credBody+"<a\xd7/>")},
	{id: "V14/Windows-1252 letters in names", picture: "<?xml version='1.0' encoding='windows-1252'?>" + inSVG(credBody+"<\x8a\x83 \x9f='1'/>")},
	{id: "V14/Windows-1252 sign in a name", picture: "<?xml version='1.0' encoding='windows-1252'?>" + inSVG(credBody+"<a\x96/>")},
	{id: "V14/Latin-1 prefix of an empty root", picture: "<?xml version='1.0' encoding='ISO-8859-1'?><\xe9:svg xmlns:\xe9='" + svgSpace + "'/>"},
	{id: "V14/Latin-1 in the credential", picture: "<?xml version='1.0' encoding='ISO-8859-1'?>" + inSVG("<o:credential>{\"a\":\"\xe9\"}</o:credential>")},
	{id: "V14/Latin-1 in a comment in the credential", picture: "<?xml version='1.0' encoding='ISO-8859-1'?>" + inSVG("<o:credential>{\"a\":1}<!-- \xe9 --></o:credential>")},
	{id: "V14/UTF-8 declared as Latin-1 in the credential", picture: "<?xml version='1.0' encoding='ISO-8859-1'?>" + inSVG("<o:credential>{\"a\":\"é\"}</o:credential>")},
	{id: "V14/Latin-2 bytes", picture: "<?xml version='1.0' encoding='ISO-8859-2'?>" + inSVG(credBody+"\xe9")},
	{id: "V14/ASCII with other bytes", picture: "<?xml version='1.0' encoding='us-ascii'?>" + inSVG(credBody+"é")},
	{id: "V14/ISO-8859-12 declared", picture: "<?xml version='1.0' encoding='iso-8859-12'?>" + inSVG(credBody)},
	{id: "V14/Windows-1259 declared", picture: "<?xml version='1.0' encoding='windows-1259'?>" + inSVG(credBody)},
	{id: "V14/ISO-2022-JP declared", picture: "<?xml version='1.0' encoding='iso-2022-jp'?>" + inSVG(credBody)},
	{id: "V14/Shift_JIS declared", picture: "<?xml version='1.0' encoding='shift_jis'?>" + inSVG(credBody)},
	{id: "V14/mark of UTF-8 and Latin-1 declared", picture: byteOrderMark + "<?xml version='1.0' encoding='iso-8859-1'?>" + inSVG(credBody)},
	{id: "V14/UTF-16 declared", picture: "<?xml version='1.0' encoding='UTF-16'?>" + inSVG(credBody)},
	{id: "V14/UTF-7 declared", picture: "<?xml version='1.0' encoding='UTF-7'?>" + inSVG(credBody)},
	{id: "V14/Latin-1 bytes", picture: inSVG("\xe9")},
	{id: "V14/overlong", picture: inSVG("\xc0\xbc")},
	{id: "V14/surrogate bytes", picture: inSVG("\xed\xa0\x80")},
	{id: "V14/two marks", picture: byteOrderMark + byteOrderMark + inSVG(credBody)},
	{id: "V14/mark inside", picture: " " + byteOrderMark + inSVG(credBody)},
	{id: "V14/EBCDIC", picture: "\x4c\x6f\xa7\x94\x93"},
	{id: "V14/XML 1.1", picture: "<?xml version='1.1'?>" + inSVG(credBody)},
	{id: "V14/no version", picture: "<?xml encoding='UTF-8'?>" + inSVG(credBody)},
	{id: "V14/order", picture: "<?xml encoding='UTF-8' version='1.0'?>" + inSVG(credBody)},
	{id: "V14/standalone", picture: "<?xml version='1.0' standalone='maybe'?>" + inSVG(credBody)},
	{id: "V15/256", picture: inSVG(credBody + strings.Repeat("<g>", 255) + strings.Repeat("</g>", 255))},
	{id: "V15/257", picture: inSVG(credBody + strings.Repeat("<g>", 256) + strings.Repeat("</g>", 256))},
	{id: "V16/257", picture: inSVG("<g" + attrs(257, "w") + "/>")},
	{id: "V17/65", picture: inSVG("<g" + attrs(65, "xmlns:n") + "/>")},
	{id: "V25", picture: "\x1f\x8b\x08\x00"},
	{id: "V26/other namespace", picture: inSVG(`<o:credential xmlns:e="http://evil" e:verify="` + testJWS + `"/>`)},
	{id: "V26/own namespace", picture: inSVG(`<o:credential o:verify="` + testJWS + `"/>`)},
}

// largeSVG are rows of pictures that are too large for a file.
var largeSVG = []hostile{
	{"V01/expansion", `<!DOCTYPE svg [<!ENTITY c '` + strings.Repeat("a", maxEntity) + `'>]>` + inSVG(credBody+`<g a="`+strings.Repeat("&c;", maxExpansion/maxEntity)+`"/>`), ""},
	{"V01/expansion over the limit", `<!DOCTYPE svg [<!ENTITY c '` + strings.Repeat("a", maxEntity) + `'>]>` + inSVG(credBody+strings.Repeat(`<g a="&c;"/>`, maxExpansion/maxEntity+1)), codeSVGEntity},
	{"V15/million", svgOpen + strings.Repeat("<g>", 1_000_000), codeSVGDepth},
	{"V15/elements", inSVG(strings.Repeat("<g/>", maxElements)), codeSVGElements},
	{"V16/value", inSVG(`<g a="` + strings.Repeat("x", maxValue+1) + `"/>`), codeSVGValue},
}

// TestLargeSVG tries the limits. Smaller rows are vectors (C-132).
func TestLargeSVG(t *testing.T) {
	for _, tt := range largeSVG {
		t.Run(tt.id, func(t *testing.T) { require.Equal(t, tt.code, outlineOf(t, tt.picture).Code) })
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
	"<?xml version='1.0' encoding='utf8'?>" + testSVG,
	"<?xml version='1.0' encoding='us-ascii'?>" + testSVG,
	"<?xml version='1.0' encoding='Windows-1251' standalone='yes'?>\r\n" + testSVG,
	"<?xml version='1.0' encoding='iso-8859-1'?><!-- f\xfcr --><svg xmlns='http://www.w3.org/2000/svg' a='\xe9'>\xe9</svg>",
	"<!DOCTYPE svg [ ]>" + testSVG,
	`<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd" [<!ENTITY ns_svg "http://www.w3.org/2000/svg"><!ENTITY ob "http://openbadges.org">]><svg xmlns="&ns_svg;" xmlns:o="&ob;" o:a="&ob;"><g/></svg>`,
	`<!DOCTYPE svg [<!ENTITY ob "https://purl.imsglobal.org/ob/v3p0">]><svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="&ob;"><g/></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg">` + strings.Repeat("<g>", 255) + strings.Repeat("</g>", 255) + `</svg>`,
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
	d.Entity = map[string]string{} // package xml does not read the DOCTYPE
	for _, e := range regexp.MustCompile(`<!ENTITY\s+(\S+)\s+["']([^"']*)`).FindAllStringSubmatch(src, -1) {
		d.Entity[e[1]] = e[2]
	}
	d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		text, err := io.ReadAll(in)
		runes := make([]rune, len(text)) // as Latin-1 has them
		for i, c := range text {
			runes[i] = rune(c)
			if strings.EqualFold(charset, "windows-1252") && c >= 0x80 && c < 0xa0 {
				runes[i] = windows1252[c-0x80]
			}
		}
		return strings.NewReader(string(runes)), err
	}
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
	}
}

// TestV24 puts the credential first into the root of every drawing.
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
