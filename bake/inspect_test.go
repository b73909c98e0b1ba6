package bake

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestInspectSVG(t *testing.T) {
	const h = ` xmlns:x="http://www.w3.org/1999/xlink" xmlns:h="http://www.w3.org/1999/xhtml"`
	tests := []struct {
		id, inside string
		codes      []string
	}{
		{"plain", `<g fill="url(#a)" x="1"/><use href="#b"/><use href="#b:c"/><a href=""/><!-- <script/> -->`, nil},
		{"bitmap", `<image x:href=" data:image/png;base64,AAAA"/>`, nil},
		{"credential", credBody + `<a:assertion verify="https://a.example">{"a":1}</a:assertion>`, []string{}},
		{"V18", `<?xml-stylesheet href="https://canary"?><?php x?>`, []string{codeActiveInstruction, codeActiveInstruction}},
		{"V19/script", `<script>x</script><h:script/><SCRIPT/>`, []string{codeActiveScript, codeActiveScript, codeActiveScript}},
		{"V19/event", `<g onload="x" ONCLICK="y"/>`, []string{codeActiveEvent, codeActiveEvent}},
		{"V19/javascript", `<a x:href="java&#10;script:x"/><a href=" JavaScript:x"/>`, []string{codeActiveScript, codeActiveScript}},
		{"V19/javascript with a control character", `<a href="java&#127;script:x"/>`, []string{codeActiveScript}},
		{"V19/style sheet as a text", `<text>@import "https://canary"; a{b:url(https://canary)}</text>`, nil},
		{"V19/animate", `<set attributeName="href" to="javascript:x"/>`, []string{codeActiveAnimation, codeActiveAnimation}},
		{"V19/animate handler", `<animate attributeName="onclick" values="x"/>`, []string{codeActiveAnimation}},
		{"V19/foreignObject", `<foreignObject><h:body/></foreignObject>`, []string{codeActiveEmbedded, codeActiveEmbedded}},
		{"V19/use", `<use href="other.svg#a"/>`, []string{codeActiveReference}},
		{"V19/data SVG", `<image href="data:image/svg+xml;base64,AAAA"/>`, []string{codeActiveReference}},
		{"V19/import", `<style>@im<![CDATA[port "https://canary";]]></style>`, []string{codeActiveReference}},
		{"V19/escaped import", `<style>@\69mport "https://canary"</style>`, []string{codeActiveReference}},
		{"V19/style url", `<g style="fill:URL( 'https://canary')"/><style>a{b:url(#c)}</style>`, []string{codeActiveReference}},
		{"V19/handler", `<handler/><listener/>`, []string{codeActiveScript, codeActiveScript}},
		{"V20", `<image href="https://canary"/><image href="//canary"/>`, []string{codeActiveReference, codeActiveReference}},
		{"V27", `<g xml:base="https://canary/"/>`, []string{codeActiveReference}},
	}
	for _, tt := range tests {
		t.Run(tt.id, func(t *testing.T) {
			list, err := InspectSVG(strings.NewReader(strings.Replace(inSVG(tt.inside), "<svg", "<svg"+h, 1)), Options{})
			require.NoError(t, err)
			var codes []string
			for _, f := range list {
				codes = append(codes, f.Code)
			}
			if len(tt.codes) == 0 {
				require.Empty(t, codes)
				return
			}
			require.Equal(t, tt.codes, codes)
		})
	}
	list, err := InspectSVG(strings.NewReader(`<!DOCTYPE svg SYSTEM "https://canary">`+testSVG), Options{})
	require.NoError(t, err)
	require.Len(t, list, 1)
	list, err = InspectSVG(strings.NewReader(inSVG(strings.Repeat("<script/>", 2*maxActiveContents))), Options{})
	require.NoError(t, err)
	require.Len(t, list, maxActiveContents)
	_, err = InspectSVG(strings.NewReader(pngWith()), Options{})
	require.Equal(t, codeUnsupportedFormat, codeOf(err))
}
