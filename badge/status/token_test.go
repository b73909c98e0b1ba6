package status

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/json"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/tree"
)

// tokenVectors are the official lists: width, text, and the entries that are set.
func tokenVectors(t *testing.T) (vectors []struct {
	Name    string           `json:"name"`
	Bits    int              `json:"bits"`
	Bytes   int              `json:"bytes"`
	Lst     string           `json:"lst"`
	Status  map[string]uint8 `json:"status"`
	Nonzero int              `json:"nonzero"`
}) {
	dir := os.Getenv("OPENBADGES_REFERENCE")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "reference")
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		if os.Getenv("OPENBADGES_REQUIRE_REFERENCE") == "1" {
			t.Fatalf("OPENBADGES_REQUIRE_REFERENCE is set; the folder is missing: %s", dir)
		}
		t.Skip("no conformance data: set OPENBADGES_REFERENCE to the folder that holds it")
	}
	text, err := os.ReadFile(filepath.Join(dir, "next", "token-status-list", "vectors.json"))
	require.NoError(t, err)
	var file struct{ Vectors json.RawMessage }
	require.NoError(t, json.Unmarshal(text, &file))
	require.NoError(t, json.Unmarshal(file.Vectors, &vectors))
	require.Len(t, vectors, 6)
	return vectors
}

func tokenList(t testing.TB, bits int, lst string) (*TokenList, error) {
	t.Helper()
	return ParseTokenList(parsed(t, []byte(`{"bits":`+strconv.Itoa(bits)+`,"lst":"`+lst+`"}`)), 0)
}

func TestTokenVectors(t *testing.T) {
	for _, v := range tokenVectors(t) {
		t.Run("TS-1 "+v.Name, func(t *testing.T) {
			l, err := tokenList(t, v.Bits, v.Lst)
			require.NoError(t, err)
			require.Equal(t, v.Bits, l.Bits())
			require.Equal(t, uint64(v.Bytes*8/v.Bits), l.Entries())
			nonzero := 0
			for i := range l.Entries() {
				value, err := l.Lookup(i)
				require.NoError(t, err)
				if value != v.Status[strconv.FormatUint(i, 10)] {
					t.Fatalf("entry %d is %d, wanted %d", i, value, v.Status[strconv.FormatUint(i, 10)])
				}
				if value != 0 {
					nonzero++
				}
			}
			require.Equal(t, v.Nonzero, nonzero)
			_, err = l.Lookup(l.Entries())
			requireCode(t, CodeRange, err)
		})
		t.Run("TS-2 "+v.Name, func(t *testing.T) {
			l, err := tokenList(t, v.Bits, v.Lst)
			require.NoError(t, err)
			made := &TokenList{bits: v.Bits, packed: make([]byte, v.Bytes)}
			for place, value := range v.Status {
				index, err := strconv.ParseUint(place, 10, 64)
				require.NoError(t, err)
				require.NoError(t, made.Set(index, value))
			}
			require.Equal(t, l.packed, made.packed)
			text, err := made.JSON()
			require.NoError(t, err)
			again, err := ParseTokenList(parsed(t, text), 0)
			require.NoError(t, err)
			require.Equal(t, l, again)
			packed, err := base64.RawURLEncoding.DecodeString(parsed(t, text).Member("lst").String())
			require.NoError(t, err)
			z, err := zlib.NewReader(bytes.NewReader(packed)) // as any reader would
			require.NoError(t, err)
			inflated, err := io.ReadAll(z)
			require.NoError(t, err)
			require.Equal(t, l.packed, inflated)
		})
	}
}

// The bytes of the standard's own examples (§4.1).
func TestTokenBytes(t *testing.T) {
	for name, row := range map[string]struct {
		bits   int
		values []uint8
		packed []byte
	}{
		"TS-2 one bit":    {1, []uint8{1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1}, []byte{0xb9, 0xa3}},
		"TS-2 two bits":   {2, []uint8{1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3}, []byte{0xc9, 0x44, 0xf9}},
		"TS-2 four bits":  {4, []uint8{1, 2, 15, 0}, []byte{0x21, 0x0f}},
		"TS-2 eight bits": {8, []uint8{1, 255}, []byte{0x01, 0xff}},
	} {
		t.Run(name, func(t *testing.T) {
			l := &TokenList{bits: row.bits, packed: make([]byte, len(row.packed))}
			for i, value := range row.values {
				require.NoError(t, l.Set(uint64(i), 1<<row.bits-1))
				require.NoError(t, l.Set(uint64(i), value))
			}
			require.Equal(t, row.packed, l.packed)
			requireCode(t, CodeRange, l.Set(uint64(len(row.values)), 1))
			requireCode(t, CodeRange, l.Set(math.MaxUint64, 1))
			if row.bits < 8 {
				requireCode(t, CodeSize, l.Set(0, 1<<row.bits))
			}
		})
	}
}

func TestNewTokenList(t *testing.T) {
	l, err := NewTokenList(1<<20, 2)
	require.NoError(t, err)
	require.Equal(t, uint64(1<<20), l.Entries())
	require.NoError(t, l.Set(1<<20-1, TokenSuspended))
	value, err := l.Lookup(1<<20 - 1)
	require.NoError(t, err)
	require.Equal(t, uint8(2), value, "Token Status List §7.1")
	for _, bits := range []int{-1, 0, 3, 5, 16} {
		_, err := NewTokenList(1<<20, bits)
		requireCode(t, CodeBits, err)
	}
	for _, entries := range []uint64{0, MinEntries - 1, 16<<20*8/2 + 1, math.MaxUint64} {
		_, err := NewTokenList(entries, 2)
		requireCode(t, CodeListLength, err)
	}
	t.Run("TS-2 too long a text for readers", func(t *testing.T) {
		l, err := NewTokenList(1<<20, 8)
		require.NoError(t, err)
		random := rand.NewChaCha8([32]byte{1})
		_, _ = random.Read(l.packed)
		_, err = l.JSON()
		requireCode(t, CodeTooLarge, err)
	})
	t.Run("nil and zero", func(t *testing.T) {
		for _, l := range []*TokenList{nil, {}} {
			require.Zero(t, l.Bits())
			require.Zero(t, l.Entries())
			_, err := l.Lookup(0)
			requireCode(t, CodeRange, err)
			requireCode(t, CodeRange, l.Set(0, 0))
			_, err = l.JSON()
			requireCode(t, codeListType, err)
		}
		_, err := Token{}.JSON()
		requireCode(t, CodeMember, err)
		_, _, err = ParseToken(tree.Value{}, 0)
		requireCode(t, codeSyntax, err)
		_, err = ParseTokenList(tree.Value{}, 0)
		requireCode(t, codeSyntax, err)
		_, err = ParseClaim(tree.Value{})
		requireCode(t, codeSyntax, err)
		_, err = Entry{}.Claim()
		requireCode(t, CodeUnsupported, err)
	})
}

// A list inflates to the limit and no further, whatever the limit is.
func TestTokenListLimit(t *testing.T) {
	l, err := NewTokenList(MinEntries, 8)
	require.NoError(t, err)
	text, err := l.JSON()
	require.NoError(t, err)
	for most, code := range map[int]string{MinEntries: "", MinEntries + 1: "", 0: "", -1: "", MinEntries - 1: CodeTooLarge, 1: CodeTooLarge, 1 << 40: ""} {
		l, err := ParseTokenList(parsed(t, text), most)
		if requireCode(t, code, err); code == "" {
			require.Equal(t, uint64(MinEntries), l.Entries())
		}
	}
	longest := &TokenList{bits: 1, packed: make([]byte, maxTokenList)}
	text, err = longest.JSON()
	require.NoError(t, err)
	_, err = ParseTokenList(parsed(t, text), 0)
	require.NoError(t, err)
	longest.packed = append(longest.packed, 0)
	text, err = longest.JSON()
	require.NoError(t, err)
	_, err = ParseTokenList(parsed(t, text), 0)
	requireCode(t, CodeTooLarge, err)
}

func TestTokenClaims(t *testing.T) {
	l, err := NewTokenList(MinEntries, 1)
	require.NoError(t, err)
	token := Token{Subject: "https://a.example/1", Issuer: "did:web:a.example", Issued: time.Unix(1686920170, 0).UTC(),
		Expires: time.Unix(2291720170, 0).UTC(), TTL: 12 * time.Hour, Aggregation: "https://a.example/lists", List: l}
	text, err := token.JSON()
	require.NoError(t, err)
	again, remarks, err := ParseToken(parsed(t, text), 0)
	require.NoError(t, err)
	require.Empty(t, remarks)
	require.Equal(t, token, again)

	t.Run("only what is required", func(t *testing.T) {
		token := Token{Subject: "https://a.example/1", Issued: time.Unix(1, 0).UTC(), List: l}
		text, err := token.JSON()
		require.NoError(t, err)
		again, _, err := ParseToken(parsed(t, text), 0)
		require.NoError(t, err)
		require.Equal(t, token, again)
	})
	for literal, row := range map[string]struct {
		ttl  time.Duration
		code string
	}{"1": {time.Second, ""}, "0.5": {time.Second / 2, ""}, "1e300": {24 * time.Hour, ""}, "86401": {24 * time.Hour, ""},
		"0": {time.Minute, codeTTL}, "-5": {time.Minute, codeTTL}, `"300"`: {time.Minute, codeTTL}, "null": {time.Minute, codeTTL}} {
		t.Run("ttl "+literal, func(t *testing.T) {
			text := `{"sub":"https://a.example/1","iat":1,"ttl":` + literal + `,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}`
			token, remarks, err := ParseToken(parsed(t, []byte(text)), 0)
			require.NoError(t, err)
			require.Equal(t, row.ttl, token.TTL)
			if row.code == "" {
				require.Empty(t, remarks)
				return
			}
			require.Equal(t, row.code, remarks[0].Code)
		})
	}
}

func TestClaim(t *testing.T) {
	e := Entry{Type: TokenType, List: "https://a.example/1", Index: math.MaxUint64}
	text, err := e.Claim()
	require.NoError(t, err)
	again, err := ParseClaim(parsed(t, text))
	require.NoError(t, err)
	require.Equal(t, e, again)
	_, err = e.JSON()
	requireCode(t, CodeUnsupported, err)
	for text, code := range map[string]string{
		`{"status_list":{"uri":"lists/1","idx":0}}`:                                CodeMember,
		`{"status_list":{"uri":"https://a.example/%zz","idx":0}}`:                  CodeMember,
		`{"status_list":{"uri":"https://a.example/1","idx":18446744073709551616}}`: CodeRange,
		`{"status_list":{"uri":"https://a.example/1","idx":-1}}`:                   CodeIndex,
		`{"status_list":{"uri":"https://a.example/1","idx":1.5}}`:                  CodeIndex,
		`{"status_list":{"uri":"https://a.example/1","idx":"1"}}`:                  CodeIndex,
	} {
		_, err := ParseClaim(parsed(t, []byte(text)))
		t.Run(text, func(t *testing.T) { requireCode(t, code, err) })
	}
	for _, list := range []string{"lists/1", "https://a.example/%zz"} {
		_, err = Entry{Type: TokenType, List: list}.Claim()
		requireCode(t, CodeMember, err)
	}
}

// FuzzToken checks that a token that can be read is written and read back the
// same, and that no list inflates beyond its limit.
func FuzzToken(f *testing.F) {
	for _, lst := range []string{"eNrbuRgAAhcBXQ", "eNo76fITAAPfAgc", "eNo", "eNoAAAAAAAE"} {
		for _, bits := range []string{"1", "2", "8", "3"} {
			f.Add([]byte(`{"sub":"https://a.example/1","iss":"did:web:a.example","iat":1,"exp":2,"ttl":3,"status_list":{"bits":`+bits+`,"lst":"`+lst+`","aggregation_uri":"https://a.example"}}`), uint64(7))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, index uint64) {
		v, err := tree.Parse(text)
		if err != nil {
			return
		}
		_, _ = ParseClaim(v)
		token, _, err := ParseToken(v, 1<<20)
		if err != nil {
			return
		}
		require.LessOrEqual(t, len(token.List.packed), 1<<20)
		value, err := token.List.Lookup(index)
		require.Equal(t, index < token.List.Entries(), err == nil)
		if err == nil {
			require.NoError(t, token.List.Set(index, value))
		}
		written, err := token.JSON()
		require.NoError(t, err)
		again, _, err := ParseToken(parsed(t, written), 0)
		require.NoError(t, err)
		require.Equal(t, token.List, again.List)
		require.Equal(t, token.Subject, again.Subject)
	})
}

// A token with a claim or a list that cannot be read is refused, and so is an entry
// that would not be read back.
func TestTokenFaults(t *testing.T) {
	for text, code := range map[string]string{
		`{"sub":"https://a.example/1","iat":1,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}`:           "",
		`{"sub":7,"iat":1,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}`:                               CodeMember,
		`{"sub":"https://a.example/1","iss":7,"iat":1,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}`:   CodeMember,
		`{"sub":"https://a.example/1","status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}`:                   CodeMember,
		`{"sub":"https://a.example/1","iat":"1","status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}`:         CodeMember,
		`{"sub":"https://a.example/1","iat":1,"exp":"9","status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}`: CodeMember,
		`{"sub":"https://a.example/1","iat":1,"status_list":{"lst":"eNrbuRgAAhcBXQ"}}`:                    CodeMember,
		`{"sub":"https://a.example/1","iat":1,"status_list":{"bits":3,"lst":"eNrbuRgAAhcBXQ"}}`:           CodeBits,
		`{"sub":"https://a.example/1","iat":1,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQA"}}`:          codeZlib,
		`{"sub":"https://a.example/1","iat":1,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQAA"}}`:         codeZlib,
	} {
		_, _, err := ParseToken(parsed(t, []byte(text)), 0)
		t.Run(text, func(t *testing.T) { requireCode(t, code, err) })
	}
	l, err := NewTokenList(MinEntries+1, 1)
	require.NoError(t, err)
	require.Equal(t, uint64(MinEntries+8), l.Entries())
	for name, token := range map[string]Token{
		"no subject":        {Issued: time.Unix(1, 0), List: l},
		"no time":           {Subject: "https://a.example/1", List: l},
		"a time before all": {Subject: "https://a.example/1", Issued: time.Unix(-1, 0), List: l},
	} {
		_, err := token.JSON()
		t.Run(name, func(t *testing.T) { requireCode(t, CodeMember, err) })
	}
	_, err = Token{Subject: "https://a.example/1", Issued: time.Unix(0, 0), List: l}.JSON()
	require.NoError(t, err)
	_, err = NewTokenList(maxTokenList*8, 1)
	require.NoError(t, err)
	_, err = NewTokenList(maxTokenList*8+1, 1)
	requireCode(t, CodeListLength, err)
}
