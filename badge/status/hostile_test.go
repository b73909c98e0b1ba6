package status

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

func TestHostileEncoding(t *testing.T) {
	zeros := make([]byte, MinEntries/8)
	good := compressed(t, zeros)
	damaged := bytes.Clone(good)
	damaged[len(damaged)-8] ^= 1 // the first byte of the checksum
	wrongLength := bytes.Clone(good)
	wrongLength[len(wrongLength)-1] ^= 1
	text := bare(good)
	// The last character of a two or three character group has unused bits.
	loose := bare(good[:len(good)-len(good)%3-2])

	cases := map[string]struct {
		encoded, code string
	}{
		"S01 inflate bomb":           {"u" + bare(compressed(t, make([]byte, 16<<20))), CodeTooLarge},
		"S01 one byte above the cap": {"u" + bare(compressed(t, make([]byte, maxInflated+1))), CodeTooLarge},
		"S01 exactly the cap":        {"u" + bare(compressed(t, make([]byte, maxInflated))), ""},
		"S02 two members":            {"u" + bare(append(bytes.Clone(good), good...)), codeGzip},
		"S02 bytes after the end":    {"u" + bare(append(bytes.Clone(good), 0)), codeGzip},
		"S03 checksum damaged":       {"u" + bare(damaged), codeGzip},
		"S03 length damaged":         {"u" + bare(wrongLength), codeGzip},
		"S03 cut off":                {"u" + bare(good[:len(good)-4]), codeGzip},
		"S03 no gzip":                {"u" + bare(zeros[:64]), codeGzip},
		"S03 nothing compressed":     {"u", codeGzip},
		"S04 many empty members":     {"u" + bare(bytes.Repeat(compressed(t, nil), 20_000)), codeGzip},
		"S08 eight bits":             {"u" + bare(compressed(t, []byte{0})), CodeListLength},
		"S08 one byte short":         {"u" + bare(compressed(t, zeros[1:])), CodeListLength},
		"S08 empty bitstring":        {"u" + bare(compressed(t, nil)), CodeListLength},
		"C-104 shortest list":        {"u" + text, ""},
		"C-104 no prefix":            {text, codeMultibase},
		"S16 prefix missing":         {text, codeMultibase},
		"S16 prefix of another base": {"m" + text, codeMultibase},
		"S16 upper-case prefix":      {"U" + text, codeMultibase},
		"S16 prefix twice":           {"uu" + text, codeGzip},
		"S16 padded":                 {"u" + text + "==", codeBase64},
		"S16 standard alphabet":      {"u" + strings.NewReplacer("_", "/", "-", "+").Replace(text), codeBase64},
		"S16 line break":             {"u" + text[:20] + "\n" + text[20:], codeBase64},
		"S16 carriage return":        {"u" + text + "\r", codeBase64},
		"S16 space":                  {"u " + text, codeBase64},
		"S16 unused bits set":        {"u" + loose[:len(loose)-1] + "_", codeBase64},
		"S16 empty":                  {"", CodeMember},
	}
	require.Contains(t, text, "_", "the case of the standard alphabet needs a character that differs")
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			encoded, err := json.Marshal(c.encoded)
			require.NoError(t, err)
			l, _, err := ParseList(parsed(t, subject(t, "", "encodedList", string(encoded))), Options{})
			requireCode(t, c.code, err)
			require.Equal(t, c.code == "", l != nil)
		})
	}
}

func TestHostileListSubject(t *testing.T) {
	list := "u" + bare(compressed(t, make([]byte, MinEntries/8)))
	cases := map[string]struct {
		subject []byte
		code    string
	}{
		"S09 no purpose":                   {subject(t, list, "statusPurpose", ""), CodeMember},
		"S09 purpose is null":              {subject(t, list, "statusPurpose", "null"), CodeMember},
		"S09 purpose list is empty":        {subject(t, list, "statusPurpose", "[]"), CodeMember},
		"S09 purpose list holds null":      {subject(t, list, "statusPurpose", `["revocation",null]`), CodeMember},
		"S09 purpose is empty":             {subject(t, list, "statusPurpose", `""`), CodeMember},
		"S17 another type of list":         {subject(t, list, "type", `"Foo"`), CodeUnsupported},
		"S17 mis-cased type of list":       {subject(t, list, "type", `"bitstringStatusList"`), CodeUnsupported},
		"S17 no type":                      {subject(t, list, "type", ""), CodeMember},
		"C-103 credential type on subject": {subject(t, list, "type", `"BitstringStatusListCredential"`), CodeUnsupported},
		"C-101 no list":                    {subject(t, list, "encodedList", ""), CodeMember},
		"C-101 list is null":               {subject(t, list, "encodedList", "null"), CodeMember},
		"C-101 mis-cased list":             {subject(t, list, "encodedList", "", "EncodedList", `"`+list+`"`), CodeMember},
		"C-101 not an object":              {[]byte(`[]`), codeSyntax},
		"C-101 empty":                      {nil, codeSyntax},
		"C-101 null":                       {[]byte(`null`), codeSyntax},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, _, err := ParseList(parsed(t, c.subject), Options{MissingMultibase: true, NumberIndex: true})
			requireCode(t, c.code, err)
		})
	}
}

func TestHostileIndex(t *testing.T) {
	l := listOf(t)
	cases := map[string]struct{ index, code string }{
		"S05 last":                  {`"131071"`, ""},
		"S05 n":                     {`"131072"`, CodeRange},
		"S05 n+1":                   {`"131073"`, CodeRange},
		"S05 2^31":                  {`"2147483648"`, CodeRange},
		"S05 2^63":                  {`"9223372036854775808"`, CodeRange},
		"S05 2^64-1":                {`"18446744073709551615"`, CodeRange},
		"S05 2^64":                  {`"18446744073709551616"`, CodeRange},
		"S05 a thousand digits":     {`"` + strings.Repeat("9", 1000) + `"`, CodeRange},
		"S06 zero":                  {`"0"`, ""},
		"S06 sign":                  {`"-1"`, CodeIndex},
		"S06 plus":                  {`"+1"`, CodeIndex},
		"S06 exponent":              {`"1e3"`, CodeIndex},
		"S06 fraction":              {`"1.0"`, CodeIndex},
		"S06 space":                 {`" 5"`, CodeIndex},
		"S06 leading zero":          {`"05"`, CodeIndex},
		"S06 two zeros":             {`"00"`, CodeIndex},
		"S06 hexadecimal":           {`"0x5"`, CodeIndex},
		"S06 underscore":            {`"1_0"`, CodeIndex},
		"S06 arabic digit":          {`"٥"`, CodeIndex},
		"S06 number":                {`5`, CodeIndex},
		"S06 empty":                 {`""`, CodeIndex},
		"S06 null":                  {`null`, CodeIndex},
		"S06 array":                 {`["5"]`, CodeIndex},
		"S06 absent":                {``, CodeMember},
		"C-105 negative":            {`"-5"`, CodeIndex},
		"C-105 number, not allowed": {`23`, CodeIndex},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			e, _, err := ParseEntry(parsed(t, entry(t, "statusListIndex", c.index)), Options{})
			if err == nil {
				_, err = l.Lookup(e)
			}
			requireCode(t, c.code, err)
		})
	}
	for literal, code := range map[string]string{"-5": CodeIndex, "5.0": CodeIndex, "1e1": CodeIndex, "true": CodeIndex, "18446744073709551616": CodeRange} {
		t.Run("C-105 number "+literal, func(t *testing.T) {
			_, _, err := ParseEntry(parsed(t, entry(t, "statusListIndex", literal)), Options{NumberIndex: true})
			requireCode(t, code, err)
		})
	}
}

func TestHostileSize(t *testing.T) {
	cases := map[string]struct {
		members []string
		code    string
	}{
		"S07 zero":                     {[]string{"statusSize", "0"}, CodeSize},
		"S07 nine":                     {[]string{"statusSize", "9"}, CodeSize},
		"S07 negative":                 {[]string{"statusSize", "-1"}, CodeSize},
		"S07 2^40":                     {[]string{"statusSize", "1099511627776"}, CodeSize},
		"S07 fraction":                 {[]string{"statusSize", "1.0"}, CodeSize},
		"S07 exponent":                 {[]string{"statusSize", "1e0"}, CodeSize},
		"S07 string":                   {[]string{"statusSize", `"1"`}, CodeSize},
		"S07 null":                     {[]string{"statusSize", "null"}, CodeSize},
		"S07 one":                      {[]string{"statusSize", "1"}, ""},
		"S07 eight":                    {[]string{"statusSize", "8", "statusMessage", messages(256)}, ""},
		"C-107 two bits":               {[]string{"statusSize", "2", "statusMessage", messages(4)}, ""},
		"C-107 no messages":            {[]string{"statusSize", "2"}, CodeMessage},
		"C-107 too few":                {[]string{"statusSize", "2", "statusMessage", messages(3)}, CodeMessage},
		"C-107 too many":               {[]string{"statusSize", "2", "statusMessage", messages(5)}, CodeMessage},
		"C-107 messages of one bit":    {[]string{"statusMessage", messages(2)}, ""},
		"C-107 one message of one bit": {[]string{"statusMessage", messages(1)}, CodeMessage},
		"C-107 value twice":            {[]string{"statusMessage", `[{"status":"0x1","message":"a"},{"status":"0x1","message":"b"}]`}, CodeMessage},
		"C-107 value too wide":         {[]string{"statusMessage", `[{"status":"0x0","message":"a"},{"status":"0x2","message":"b"}]`}, CodeMessage},
		"C-107 value without 0x":       {[]string{"statusMessage", `[{"status":"0","message":"a"},{"status":"1","message":"b"}]`}, CodeMessage},
		"C-107 value is a number":      {[]string{"statusMessage", `[{"status":0,"message":"a"},{"status":1,"message":"b"}]`}, CodeMember},
		"C-107 message missing":        {[]string{"statusMessage", `[{"status":"0x0"},{"status":"0x1","message":"b"}]`}, CodeMember},
		"C-107 null message":           {[]string{"statusMessage", `[null,{"status":"0x1","message":"b"}]`}, codeSyntax},
		"C-107 messages are null":      {[]string{"statusMessage", "null"}, CodeMember},
		"C-107 references":             {[]string{"statusReference", `["https://a.example/","https://b.example/"]`}, ""},
		"C-107 reference is null":      {[]string{"statusReference", "null"}, CodeMember},
		"C-107 many references":        {[]string{"statusReference", "[" + strings.Repeat(`"https://a.example/",`, 16) + `"https://a.example/"]`}, CodeMember},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, remarks, err := ParseEntry(parsed(t, entry(t, c.members...)), Options{})
			requireCode(t, c.code, err)
			require.Empty(t, remarks)
		})
	}
	t.Run("S07 product overflows", func(t *testing.T) {
		_, err := listOf(t, make([]byte, MinEntries)...).Lookup(at(1<<61+1, 8)) // times 8 is 8 modulo 2^64
		requireCode(t, CodeRange, err)
	})
	t.Run("S07 sizes from a program", func(t *testing.T) {
		for _, size := range []int{-1, 9, 1 << 40} {
			_, err := listOf(t).Lookup(at(0, size))
			requireCode(t, CodeSize, err)
		}
	})
	t.Run("S08 enough bits, too few entries", func(t *testing.T) {
		_, err := listOf(t).Lookup(at(0, 2))
		requireCode(t, CodeListLength, err)
	})
}

func TestHostileEntryType(t *testing.T) {
	cases := map[string]struct {
		entry []byte
		code  string
	}{
		"S17 unknown":                {[]byte(`{"type":"Foo"}`), CodeUnsupported},
		"S17 mis-cased":              {entry(t, "type", `"bitstringstatuslistentry"`), CodeUnsupported},
		"S17 mis-cased member":       {entry(t, "type", "", "Type", `"BitstringStatusListEntry"`), CodeMember},
		"S17 token status list":      {[]byte(`{"id":"x","type":"statuslist+jwt","uri":"https://a.example","idx":1}`), ""},
		"S17 known beside unknown":   {entry(t, "type", `["Foo","BitstringStatusListEntry"]`), ""},
		"S17 two known":              {entry(t, "type", `["StatusList2021Entry","BitstringStatusListEntry"]`), CodeMember},
		"S17 no type":                {entry(t, "type", ""), CodeMember},
		"S17 type is null":           {entry(t, "type", "null"), CodeMember},
		"S17 no list":                {entry(t, "statusListCredential", ""), CodeMember},
		"S17 list is an object":      {entry(t, "statusListCredential", `{"id":"https://a.example"}`), CodeMember},
		"S17 id is null":             {entry(t, "id", "null"), CodeMember},
		"S17 purpose is an array":    {entry(t, "statusPurpose", `["revocation"]`), CodeMember},
		"S17 no purpose":             {entry(t, "statusPurpose", ""), CodeMember},
		"S17 revocation list, no id": {[]byte(`{"type":"1EdTechRevocationList"}`), CodeMember},
		"S17 revocation list":        {[]byte(`{"id":"https://a.example/r","type":["1EdTechRevocationList"]}`), ""},
		"S19 null":                   {[]byte(`null`), codeSyntax},
		"S19 empty array":            {[]byte(`[]`), codeSyntax},
		"S19 empty object":           {[]byte(`{}`), CodeMember},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, _, err := ParseEntry(parsed(t, c.entry), Options{})
			requireCode(t, c.code, err)
		})
	}
}

func TestHostilePurpose(t *testing.T) {
	encoded := "u" + bare(compressed(t, make([]byte, MinEntries/8)))
	cases := map[string]struct{ list, entry, code string }{
		"S09 equal":              {`"revocation"`, `"revocation"`, ""},
		"S09 suspension list":    {`"suspension"`, `"revocation"`, codePurpose},
		"S09 among several":      {`["suspension","revocation"]`, `"revocation"`, ""},
		"S09 not among several":  {`["suspension","message"]`, `"revocation"`, codePurpose},
		"S09 mis-cased":          {`"Revocation"`, `"revocation"`, codePurpose},
		"S09 part of the word":   {`"revocation-of-something"`, `"revocation"`, codePurpose},
		"C-103 purpose mismatch": {`"revocation"`, `"suspension"`, codePurpose},
		"C-106 suspension":       {`"suspension"`, `"suspension"`, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			l, _, err := ParseList(parsed(t, subject(t, encoded, "statusPurpose", c.list)), Options{})
			require.NoError(t, err)
			e, _, err := ParseEntry(parsed(t, entry(t, "statusPurpose", c.entry)), Options{})
			require.NoError(t, err)
			_, err = l.Lookup(e)
			requireCode(t, c.code, err)
		})
	}
	t.Run("S09 unknown purpose is remarked upon", func(t *testing.T) {
		_, remarks, err := ParseEntry(parsed(t, entry(t, "statusPurpose", `"colour"`)), Options{})
		require.NoError(t, err)
		require.Equal(t, []string{CodePurposeUnknown}, codesOf(remarks))
	})
	t.Run("S09 empty list", func(t *testing.T) {
		_, err := new(List).Lookup(Entry{})
		requireCode(t, codeListType, err)
	})
	t.Run("C-103 list of another type", func(t *testing.T) {
		e := at(0, 1)
		e.Type = List2021Entry
		_, err := listOf(t).Lookup(e)
		requireCode(t, codeListType, err)
	})
}

// A fault inside a badge is reported at its place there.
func TestPlaces(t *testing.T) {
	encoded := "u" + bare(compressed(t, make([]byte, MinEntries/8)))
	messages := strings.Replace(messages(4), `"message":"state 2"`, `"m":1`, 1)
	for _, row := range []struct {
		name, code, path string
		list, entry      []byte
	}{
		{name: "entry without list", entry: entry(t, "statusListCredential", ""), code: CodeMember, path: "/a/0"},
		{name: "entry without index", entry: entry(t, "statusListIndex", ""), code: CodeMember, path: "/a/0"},
		{name: "entry without type", entry: entry(t, "type", ""), code: CodeMember, path: "/a/0"},
		{name: "entry of another type", entry: entry(t, "type", `"x"`), code: CodeUnsupported, path: "/a/0/type"},
		{name: "entry without messages", entry: entry(t, "statusSize", "2"), code: CodeMessage, path: "/a/0"},
		{name: "message without text", entry: entry(t, "statusSize", "2", "statusMessage", messages), code: CodeMember, path: "/a/0/statusMessage/2"},
		{name: "messages as text", entry: entry(t, "statusSize", "2", "statusMessage", `"x"`), code: CodeMember, path: "/a/0/statusMessage"},
		{name: "reference empty", entry: entry(t, "statusReference", `["a:b",""]`), code: CodeMember, path: "/a/0/statusReference/1"},
		{name: "list without text", list: subject(t, "", "encodedList", ""), code: CodeMember, path: "/a/0"},
		{name: "list with an empty text", list: subject(t, ""), code: CodeMember, path: "/a/0/encodedList"},
		{name: "list without purpose", list: subject(t, encoded, "statusPurpose", ""), code: CodeMember, path: "/a/0"},
		{name: "list with a strange purpose", list: subject(t, encoded, "statusPurpose", "[1]"), code: CodeMember, path: "/a/0/statusPurpose/0"},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := parsed(t, []byte(`{"a":[`+string(row.list)+string(row.entry)+`]}`)).Member("a").At("/0")
			var err error
			if row.list != nil {
				_, _, err = ParseList(v, Options{})
			} else {
				_, _, err = ParseEntry(v, Options{})
			}
			requireCode(t, row.code, err)
			require.Equal(t, row.path, badge.PathOf(err))
		})
	}
}

// One purpose is written as a text, several as an array.
func TestPurposesOfSubject(t *testing.T) {
	encoded := "u" + bare(compressed(t, make([]byte, MinEntries/8)))
	for _, purposes := range []string{`"revocation"`, `["revocation","suspension"]`} {
		l, _, err := ParseList(parsed(t, subject(t, encoded, "statusPurpose", purposes)), Options{})
		require.NoError(t, err)
		text, err := l.Subject("urn:x")
		require.NoError(t, err)
		require.Equal(t, purposes, parsed(t, text).Member("statusPurpose").Raw())
	}
}

func TestHostileTTL(t *testing.T) {
	encoded := "u" + bare(compressed(t, make([]byte, MinEntries/8)))
	cases := map[string]struct {
		ttl    string
		want   time.Duration
		remark bool
	}{
		"S14 absent":   {"", 0, false},
		"S14 an hour":  {"3600000", time.Hour, false},
		"S14 zero":     {"0", minTTL, false},
		"S14 a second": {"1000", minTTL, false},
		"S14 century":  {"3155760000000", maxTTL, false},
		"S14 2^63":     {"9223372036854775808", maxTTL, false},
		"S14 2^63-1":   {"9223372036854775807", maxTTL, false},
		"S14 negative": {"-1", minTTL, true},
		"S14 fraction": {"0.5", minTTL, true},
		"S14 exponent": {"1e99", minTTL, true},
		"S14 string":   {`"3600000"`, minTTL, true},
		"S14 null":     {"null", minTTL, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			l, remarks, err := ParseList(parsed(t, subject(t, encoded, "ttl", c.ttl)), Options{})
			require.NoError(t, err)
			require.Equal(t, c.want, l.TTL())
			if c.remark {
				require.Equal(t, []string{codeTTL}, codesOf(remarks))
			} else {
				require.Empty(t, remarks)
			}
		})
	}
}

func TestHostileRevocationList(t *testing.T) {
	const issuer, badge = "https://issuer.example/1", "urn:uuid:1"
	list := func(name, elements string) string {
		return `{"id":"https://issuer.example/r","issuer":"` + issuer + `","` + name + `":` + elements + `}`
	}
	cases := map[string]struct {
		list, code string
		revoked    bool
	}{
		"C-100 listed":                   {list("revokedCredential", `[{"id":"urn:uuid:1"}]`), "", true},
		"C-100 listed as revoked":        {list("revokedCredential", `[{"id":"urn:uuid:1","revoked":true,"revocationReason":"mistake"}]`), "", true},
		"C-100 listed as not revoked":    {list("revokedCredential", `[{"id":"urn:uuid:1","revoked":false}]`), "", false},
		"C-100 not listed":               {list("revokedCredential", `[{"id":"urn:uuid:2"}]`), "", false},
		"C-100 nothing listed":           {list("revokedCredential", `[]`), "", false},
		"C-100 other member name":        {list("revokedCredentials", `[{"id":"urn:uuid:1"}]`), "", true},
		"S23 twice, either says revoked": {list("revokedCredential", `[{"id":"urn:uuid:1"},{"id":"urn:uuid:1","revoked":false}]`), "", true},
		"S23 case of the id":             {list("revokedCredential", `[{"id":"URN:uuid:1"}]`), "", false},
		"S23 empty reason":               {list("revokedCredential", `[{"id":"urn:uuid:1","revocationReason":""}]`), "", true},
		"S23 both member names":          {`{"id":"x","issuer":"` + issuer + `","revokedCredential":[],"revokedCredentials":[{"id":"urn:uuid:1"}]}`, CodeMember, false},
		"S23 neither member name":        {`{"id":"x","issuer":"` + issuer + `"}`, CodeMember, false},
		"S23 mis-cased member name":      {list("RevokedCredential", `[]`), CodeMember, false},
		"S23 another issuer":             {`{"id":"x","issuer":"https://other.example","revokedCredential":[]}`, codeListIssuer, false},
		"S23 issuer with a slash":        {`{"id":"x","issuer":"` + issuer + `/","revokedCredential":[]}`, codeListIssuer, false},
		"S23 no issuer":                  {`{"id":"x","revokedCredential":[]}`, CodeMember, false},
		"S23 issuer is null":             {`{"id":"x","issuer":null,"revokedCredential":[]}`, CodeMember, false},
		"S23 issuer is an object":        {`{"id":"x","issuer":{"id":"` + issuer + `"},"revokedCredential":[]}`, CodeMember, false},
		"S23 no id":                      {`{"issuer":"` + issuer + `","revokedCredential":[]}`, CodeMember, false},
		"S23 list is null":               {list("revokedCredential", `null`), CodeMember, false},
		"S23 list is an object":          {list("revokedCredential", `{"id":"urn:uuid:1"}`), CodeMember, false},
		"S23 element is null":            {list("revokedCredential", `[null]`), codeSyntax, false},
		"S23 element is a string":        {list("revokedCredential", `["urn:uuid:1"]`), codeSyntax, false},
		"S23 element with uid":           {list("revokedCredential", `[{"uid":"1"}]`), CodeMember, false},
		"S23 element id is null":         {list("revokedCredential", `[{"id":null}]`), CodeMember, false},
		"S23 revoked is null":            {list("revokedCredential", `[{"id":"urn:uuid:1","revoked":null}]`), CodeMember, false},
		"S23 revoked is a string":        {list("revokedCredential", `[{"id":"urn:uuid:1","revoked":"false"}]`), CodeMember, false},
		"S23 revoked is zero":            {list("revokedCredential", `[{"id":"urn:uuid:1","revoked":0}]`), CodeMember, false},
		"S23 reason is null":             {list("revokedCredential", `[{"id":"urn:uuid:1","revocationReason":null}]`), CodeMember, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var got Result
			l, err := ParseRevocationList(parsed(t, []byte(c.list)))
			if err == nil {
				got, err = l.Lookup(issuer, badge)
			}
			requireCode(t, c.code, err)
			require.Equal(t, c.revoked, got.Value == 1)
		})
	}
}
