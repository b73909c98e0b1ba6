package status

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/reftest"
)

// slowBits reads size bits from bit number first on, one at a time.
func slowBits(bits []byte, first uint64, size int) (value uint8) {
	for i := range uint64(size) {
		bit := bits[(first+i)/8] >> (7 - (first+i)%8) & 1
		value = value<<1 | bit
	}
	return value
}

func TestBitOrder(t *testing.T) {
	cases := map[string]struct {
		bits []byte
		set  []uint64
	}{
		"S15 first bit":                {[]byte{0x80}, []uint64{0}},
		"S15 eighth bit":               {[]byte{0x01}, []uint64{7}},
		"S15 ninth bit":                {[]byte{0, 0x80}, []uint64{8}},
		"C-102 most significant first": {[]byte{0x41, 0, 0x01}, []uint64{1, 7, 23}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			l := listOf(t, c.bits...)
			var set []uint64
			for i := range uint64(64) {
				got, err := l.Lookup(at(i, 1))
				require.NoError(t, err)
				if got.Value == 1 {
					set = append(set, i)
				}
			}
			require.Equal(t, c.set, set)
		})
	}
}

func TestWideEntries(t *testing.T) {
	bits := make([]byte, MinEntries)
	for i := range bits {
		bits[i] = byte(i*167 + i>>8)
	}
	for size := 1; size <= maxSize; size++ {
		l := listOf(t, bits...)
		last := uint64(len(bits))*8/uint64(size) - 1
		for _, index := range []uint64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1000, last - 1, last} {
			got, err := l.Lookup(at(index, size))
			require.NoError(t, err)
			require.Equal(t, slowBits(bits, index*uint64(size), size), got.Value, "size %d index %d", size, index)
		}
		_, err := l.Lookup(at(last+1, size))
		requireCode(t, CodeRange, err)
	}
}

func TestSetChangesOneEntry(t *testing.T) {
	for size := 1; size <= maxSize; size++ {
		l, err := NewList(Revocation, MinEntries, size)
		require.NoError(t, err)
		before := make([]uint8, 20)
		for i := range before {
			before[i] = uint8(i*7+3) & uint8(mask(at(0, size)))
			require.NoError(t, l.Set(at(uint64(i), size), before[i]))
		}
		last := at(uint64(len(l.bits))*8/uint64(size)-1, size)
		require.NoError(t, l.Set(last, 1))
		require.NoError(t, l.Set(at(9, size), 0))
		before[9] = 0
		for i, want := range before {
			got, err := l.Lookup(at(uint64(i), size))
			require.NoError(t, err)
			require.Equal(t, want, got.Value, "size %d index %d", size, i)
		}
		got, err := l.Lookup(last)
		require.NoError(t, err)
		require.EqualValues(t, 1, got.Value)
		if size < maxSize {
			requireCode(t, CodeSize, l.Set(at(0, size), 1<<size))
		}
		requireCode(t, CodeRange, l.Set(at(last.Index+1, size), 1))
	}
}

// A size of one bit is what an entry without a size has, and is not written.
func TestUsualSizeIsNotWritten(t *testing.T) {
	for size, want := range map[int]bool{0: false, 1: false, 2: true} {
		e := at(5, size)
		if want {
			e.Messages = []Message{{0, "a"}, {1, "b"}, {2, "c"}, {3, "d"}}
		}
		written, err := e.JSON()
		require.NoError(t, err)
		require.Equal(t, want, strings.Contains(string(written), "statusSize"), size)
	}
}

func TestToleratedDeviations(t *testing.T) {
	t.Run("C-105 number index", func(t *testing.T) {
		e, remarks, err := ParseEntry(parsed(t, entry(t, "statusListIndex", "23")), Options{NumberIndex: true})
		require.NoError(t, err)
		require.EqualValues(t, 23, e.Index)
		require.Equal(t, []string{codeIndexNumber}, codesOf(remarks))
		written, err := e.JSON()
		require.NoError(t, err)
		require.Contains(t, string(written), `"statusListIndex":"23"`)
	})
	t.Run("C-104 no multibase prefix", func(t *testing.T) {
		bits := make([]byte, MinEntries/8)
		bits[2] = 1
		encoded := bare(compressed(t, bits))
		l, remarks, err := ParseList(parsed(t, subject(t, encoded)), Options{MissingMultibase: true})
		require.NoError(t, err)
		require.Equal(t, []string{codeMultibase}, codesOf(remarks))
		got, err := l.Lookup(at(23, 1))
		require.NoError(t, err)
		require.EqualValues(t, 1, got.Value)

		_, remarks, err = ParseList(parsed(t, subject(t, "u"+encoded)), Options{MissingMultibase: true})
		require.NoError(t, err)
		require.Empty(t, remarks)
	})
	t.Run("no multibase prefix, and not gzip", func(t *testing.T) {
		for _, encoded := range []string{"z" + bare(compressed(t, make([]byte, MinEntries/8))), "m" + bare([]byte{1, 2, 3}), ""} {
			_, _, err := ParseList(parsed(t, subject(t, encoded)), Options{MissingMultibase: true})
			require.Error(t, err)
		}
	})
	t.Run("short lists", func(t *testing.T) {
		bits := make([]byte, 100_000/8)
		bits[2] = 1
		short := parsed(t, subject(t, "u"+bare(compressed(t, bits))))
		_, _, err := ParseList(short, Options{})
		requireCode(t, CodeListLength, err)
		l, remarks, err := ParseList(short, Options{ShortList: true})
		require.NoError(t, err)
		require.Equal(t, []string{CodeListLength}, codesOf(remarks))
		require.EqualValues(t, 100_000, l.Entries(1))
		require.EqualValues(t, 50_000, l.Entries(2))
		got, err := l.Lookup(at(23, 1))
		require.NoError(t, err)
		require.EqualValues(t, 1, got.Value)
		_, err = l.Lookup(at(100_000, 1))
		requireCode(t, CodeRange, err)
	})
}

func TestToleratedLists(t *testing.T) {
	t.Run("nothing is inflated for another entry, or beyond the limit", func(t *testing.T) {
		bomb := parsed(t, subject(t, "u"+bare(compressed(t, make([]byte, maxInflated+1)))))
		other := at(5, 1)
		other.Purpose = Suspension
		_, _, err := ParseList(bomb, Options{For: &other})
		requireCode(t, codePurpose, err)
		fits := at(5, 1)
		_, _, err = ParseList(bomb, Options{For: &fits})
		requireCode(t, CodeTooLarge, err)
		for _, most := range []int{1, MinEntries/8 - 1} {
			_, _, err = ParseList(parsed(t, subject(t, "u"+bare(compressed(t, make([]byte, MinEntries/8))))), Options{MaxBytes: most})
			requireCode(t, CodeTooLarge, err)
		}
	})
	t.Run("S16 StatusList2021 has no prefix", func(t *testing.T) {
		encoded := bare(compressed(t, make([]byte, MinEntries/8)))
		l, remarks, err := ParseList(parsed(t, subject(t, encoded, "type", `"StatusList2021"`)), Options{})
		require.NoError(t, err)
		require.Empty(t, remarks)
		e, _, err := ParseEntry(parsed(t, entry(t, "type", `"StatusList2021Entry"`)), Options{})
		require.NoError(t, err)
		_, err = l.Lookup(e)
		require.NoError(t, err)
		_, err = l.Lookup(at(5, 1))
		requireCode(t, codeListType, err)

		_, _, err = ParseList(parsed(t, subject(t, "u"+encoded, "type", `"StatusList2021"`)), Options{MissingMultibase: true})
		requireCode(t, codeGzip, err)
	})
	t.Run("entry id is the list", func(t *testing.T) {
		_, remarks, err := ParseEntry(parsed(t, entry(t, "id", `"https://lists.example/1"`)), Options{})
		require.NoError(t, err)
		require.Equal(t, []string{CodeEntryID}, codesOf(remarks))
	})
}

// Several entries are read one by one, and the order does not matter.
func TestSeveralEntries(t *testing.T) {
	bits := make([]byte, MinEntries/8)
	bits[0] = 0x40
	l, _, err := ParseList(parsed(t, subject(t, "u"+bare(compressed(t, bits)), "statusPurpose", `["revocation","suspension"]`)), Options{})
	require.NoError(t, err)
	revocation := entry(t, "statusListIndex", `"0"`)
	suspension := entry(t, "statusListIndex", `"1"`, "statusPurpose", `"suspension"`)
	for name, order := range map[string][][]byte{
		"S18 revocation first":   {revocation, suspension},
		"S18 suspension first":   {suspension, revocation},
		"C-106 suspended, twice": {suspension, suspension},
	} {
		t.Run(name, func(t *testing.T) {
			for _, raw := range order {
				e, _, err := ParseEntry(parsed(t, raw), Options{})
				require.NoError(t, err)
				got, err := l.Lookup(e)
				require.NoError(t, err)
				require.Equal(t, e.Purpose == Suspension, got.Value == 1)
				require.Equal(t, e.Purpose, got.Purpose)
			}
		})
	}
}

func TestMessages(t *testing.T) {
	e, _, err := ParseEntry(parsed(t, entry(t, "statusSize", "2", "statusPurpose", `"message"`, "statusMessage", messages(4), "statusListIndex", `"1"`, "statusReference", `"https://a.example/"`)), Options{})
	require.NoError(t, err)
	require.Equal(t, []string{"https://a.example/"}, e.References)
	l, err := NewList("message", MinEntries, 2)
	require.NoError(t, err)
	require.NoError(t, l.Set(e, 2))
	got, err := l.Lookup(e)
	require.NoError(t, err)
	t.Run("C-107 message", func(t *testing.T) {
		require.Equal(t, Result{Value: 2, Purpose: "message", Message: "state 2"}, got)
	})
}

func TestWriteAndReadBack(t *testing.T) {
	for _, size := range []int{1, 2, 8} {
		l, err := NewList(Suspension, 200_000, size)
		require.NoError(t, err)
		e := at(199_999, size)
		e.Purpose = Suspension
		if size > 1 {
			for v := range 1 << size {
				e.Messages = append(e.Messages, Message{uint8(v), fmt.Sprint("m", v)})
			}
		}
		require.NoError(t, l.Set(e, 1))

		first, err := l.Subject("https://lists.example/1#list")
		require.NoError(t, err)
		second, err := l.Subject("https://lists.example/1#list")
		require.NoError(t, err)
		require.Equal(t, first, second)

		back, remarks, err := ParseList(parsed(t, first), Options{})
		require.NoError(t, err)
		require.Empty(t, remarks)
		require.Equal(t, l, back)

		text, err := e.JSON()
		require.NoError(t, err)
		e2, remarks, err := ParseEntry(parsed(t, text), Options{})
		require.NoError(t, err)
		require.Empty(t, remarks)
		require.Equal(t, "https://lists.example/1#199999", e2.ID)
		e2.ID = ""
		require.Equal(t, e, e2)
		got, err := back.Lookup(e2)
		require.NoError(t, err)
		require.EqualValues(t, 1, got.Value)
	}
}

func TestWritingIsStrict(t *testing.T) {
	entries := map[string]struct {
		entry Entry
		code  string
	}{
		"zero":             {Entry{}, CodeMember},
		"no list":          {Entry{Type: BitstringEntry, Purpose: Revocation}, CodeMember},
		"unknown type":     {Entry{Type: "Foo", List: "https://a.example/", Purpose: Revocation}, CodeUnsupported},
		"unknown purpose":  {Entry{Type: BitstringEntry, List: "https://a.example/", Purpose: "colour"}, CodePurposeUnknown},
		"id is the list":   {Entry{Type: BitstringEntry, ID: "https://a.example/", List: "https://a.example/", Purpose: Revocation}, CodeEntryID},
		"messages missing": {Entry{Type: BitstringEntry, List: "https://a.example/", Purpose: Revocation, Size: 2}, CodeMessage},
		"too wide":         {Entry{Type: BitstringEntry, List: "https://a.example/", Purpose: Revocation, Size: 9}, CodeSize},
		"revocation list":  {Entry{Type: RevocationListEntry, List: "https://a.example/r?a=1&b=2"}, ""},
	}
	for name, c := range entries {
		t.Run(name, func(t *testing.T) {
			_, err := c.entry.JSON()
			requireCode(t, c.code, err)
		})
	}
	lists := map[string]struct {
		purpose string
		entries uint64
		size    int
		code    string
	}{
		"S08 short":      {Revocation, MinEntries - 1, 1, CodeListLength},
		"too long":       {Revocation, maxInflated*8 + 1, 1, CodeListLength},
		"too long, wide": {Revocation, maxInflated + 1, 8, CodeListLength},
		"overflow":       {Revocation, 1 << 63, 2, CodeListLength},
		"no purpose":     {"", MinEntries, 1, codePurpose},
		"S07 zero":       {Revocation, MinEntries, 0, CodeSize},
		"S07 nine":       {Revocation, MinEntries, 9, CodeSize},
		"longest":        {Revocation, maxInflated * 8, 1, ""},
	}
	for name, c := range lists {
		t.Run(name, func(t *testing.T) {
			_, err := NewList(c.purpose, c.entries, c.size)
			requireCode(t, c.code, err)
		})
	}
	t.Run("message too long to be read", func(t *testing.T) {
		e := Entry{Type: BitstringEntry, List: "https://a.example/", Purpose: "message", Size: 1, Messages: []Message{{0, strings.Repeat("x", 1<<20+1)}, {1, "y"}}}
		_, err := e.JSON()
		requireCode(t, "json.string_length", err)
	})
	t.Run("no list", func(t *testing.T) {
		for _, l := range []*List{nil, {}} {
			_, err := l.Encode()
			requireCode(t, codeListType, err)
		}
	})
	t.Run("list that does not compress", func(t *testing.T) {
		l, err := NewList(Revocation, maxInflated*8, 1)
		require.NoError(t, err)
		state := uint32(1)
		for i := range l.bits[:2<<20] {
			state = state*1664525 + 1013904223
			l.bits[i] = byte(state >> 24)
		}
		_, err = l.Subject("https://lists.example/1#list")
		requireCode(t, CodeTooLarge, err)
	})
}

// The published example of a list marks index 23.
func TestPublishedList(t *testing.T) {
	const folder = "samples/1edtech/ob30/bit-string-list"
	member := func(name, member string) []byte {
		var all map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(reftest.Read(t, path.Join(folder, name)), &all))
		return all[member]
	}
	l, remarks, err := ParseList(parsed(t, member("testlist", "credentialSubject")), Options{})
	require.NoError(t, err)
	require.Empty(t, remarks)
	for _, name := range []string{"credential-status-revoked.json", "credential-status-revoked-blank-nodes.json"} {
		t.Run("C-102 "+name, func(t *testing.T) {
			raw := member(name, "credentialStatus")
			_, _, err := ParseEntry(parsed(t, raw), Options{})
			requireCode(t, CodeIndex, err)
			e, remarks, err := ParseEntry(parsed(t, raw), Options{NumberIndex: true})
			require.NoError(t, err)
			require.Contains(t, codesOf(remarks), codeIndexNumber)
			got, err := l.Lookup(e)
			require.NoError(t, err)
			require.Equal(t, Result{Value: 1, Purpose: Revocation}, got)
		})
	}
	var set []uint64
	for i := range uint64(len(l.bits) * 8) {
		if got, err := l.Lookup(at(i, 1)); err == nil && got.Value == 1 {
			set = append(set, i)
		}
	}
	require.Equal(t, []uint64{23}, set)
}
