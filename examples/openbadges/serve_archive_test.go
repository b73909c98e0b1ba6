package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify/archive"
)

// The page offers an archive of a good badge alone, and reads it again.
func TestServeArchive(t *testing.T) {
	s := newServed(t)
	link := regexp.MustCompile(`class="archive" download="badge-1.zip" href="data:application/zip;base64,([^"]*)"`)
	body, mediaType := s.formOf("file", "@badge.png")
	answer, text := s.post("/", mediaType, body)
	require.Equal(t, http.StatusOK, answer.StatusCode)
	offered := link.FindStringSubmatch(text)
	require.NotNil(t, offered)
	data, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(offered[1], "&#43;", "+"))
	require.NoError(t, err)
	kept, err := archive.Open(data)
	require.NoError(t, err)
	require.Equal(t, s.file("badge.png"), kept.Badges()[0].Data)
	require.Len(t, kept.Badges()[0].Answers, 1)

	body, mediaType = s.formOf("file", "@forged.json")
	_, text = s.post("/", mediaType, body)
	require.NotContains(t, text, "badge-1.zip")

	s.write("kept.zip", data)
	for lang, says := range map[string][]string{
		"en": {"This badge is valid", "Level B", "Laser cutting", "is what the badge says", "what the badge says"},
		"nl": {"Deze badge is geldig", "Niveau B", "Laser cutting", "wat de badge zegt"},
	} {
		body, mediaType = s.formOf("file", "@kept.zip")
		answer, text = s.post("/?lang="+lang, mediaType, body)
		require.Equal(t, http.StatusOK, answer.StatusCode)
		for _, part := range says {
			require.Contains(t, text, strings.TrimPrefix(part, "is "))
		}
		require.Contains(t, text, `class="verdict accepted"`)
		require.NotContains(t, text, "badge-1.zip", "it is an archive already")
	}
	answer, text = s.post("/verify", "application/zip", bytes.NewReader(data))
	require.Equal(t, http.StatusOK, answer.StatusCode)
	requireLine(t, text)
	require.Contains(t, text, `"verdict":"is_valid","level":"B"`)
}

// Hostile zip files are answered at once, and never as a good badge.
func TestServeHostileArchives(t *testing.T) {
	s := newServed(t)
	body, mediaType := s.formOf("file", "@badge.png")
	_, text := s.post("/", mediaType, body)
	offered := regexp.MustCompile(`application/zip;base64,([^"]*)"`).FindStringSubmatch(text)
	require.NotNil(t, offered)
	good, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(offered[1], "&#43;", "+"))
	require.NoError(t, err)
	for name, file := range map[string][]byte{
		"AR-4 an entry that leads out": bytes.ReplaceAll(good, []byte("index.html"), []byte("../x/y.txt")),
		"AR-4 10 GB declared":          entryOf("objects/"+strings.Repeat("a", 64), 0xfffffff0, 8),
		"AR-4 compressed":              entryOf("index.html", 1<<30, 8),
		"AR-4 only a start":            []byte("PK\x03\x04"),
		"AR-4 only an end":             append([]byte("PK\x05\x06"), make([]byte, 18)...),
		"AR-4 100,000 entries":         append([]byte("PK\x05\x06\x00\x00\x00\x00\xff\xff\xff\xff"), make([]byte, 10)...),
		"AR-4 an archive twice":        append(bytes.Clone(good), good...),
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			answer, text := s.post("/verify", "application/zip", bytes.NewReader(file))
			require.Equal(t, http.StatusOK, answer.StatusCode)
			require.Contains(t, text, `"verdict":"unreadable","code":"archive.`)
			requireLine(t, text)
			require.Less(t, time.Since(began), 5*time.Second)
		})
	}
}

// entryOf is a zip file of one entry that declares a size.
func entryOf(name string, size uint32, method uint16) []byte {
	head := func(signature string, fields ...any) []byte {
		out := []byte(signature)
		for _, f := range fields {
			out, _ = binary.Append(out, binary.LittleEndian, f)
		}
		return out
	}
	sum := crc32.ChecksumIEEE(nil)
	local := append(head("PK\x03\x04", uint16(20), uint16(0), method, uint32(0), sum, uint32(8), size, uint16(len(name)), uint16(0)), name+"12345678"...)
	central := append(head("PK\x01\x02", uint16(20), uint16(20), uint16(0), method, uint32(0), sum, uint32(8), size, uint16(len(name)), uint16(0), uint16(0), uint16(0), uint16(0), uint32(0), uint32(0)), name...)
	end := head("PK\x05\x06", uint32(0), uint16(1), uint16(1), uint32(len(central)), uint32(len(local)), uint16(0))
	return append(append(local, central...), end...)
}

// A request has a bounded number of badges, also inside archives, and the API
// answers about one badge.
func TestServeManyInArchives(t *testing.T) {
	d := newDesk(t)
	status, _, complaint := d.command(nil, "archive", "make", "-at", now, "-web", "@web.json", "-o", "@two.zip", "@badge.png", "@badge.jwt")
	require.Equal(t, exitAccepted, status, complaint)
	s := &served{desk: d, site: siteOf(t, d)}
	found, err := s.site.verify(t.Context(), []asked{{name: "two.zip", data: d.file("two.zip")}}, true)
	require.NoError(t, err)
	require.Len(t, found, 2)
	many := make([]asked, maxFound/2+1)
	for i := range many {
		many[i] = asked{data: d.file("two.zip")}
	}
	_, err = s.site.verify(t.Context(), many, true)
	require.ErrorIs(t, err, refuse(codeFiles))
	_, err = s.site.verify(t.Context(), many[1:], true)
	require.NoError(t, err)

	c := &checker{options: newOptions(), most: 1}
	require.Equal(t, archive.CodeTooLarge, c.checkAll(t.Context(), "two.zip", d.file("two.zip"))[0].Code)
}
