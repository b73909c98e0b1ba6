package verify_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

const (
	revocations = "https://school.example/status/revocation"
	suspensions = "https://school.example/status/suspension"
	minList     = 131072 // the least number of entries of a list
)

// entryAt is a credentialStatus for the list at an address.
func entryAt(address, purpose string, index any) object {
	return object{"id": "https://school.example/status#1", "type": status.BitstringEntry, "statusPurpose": purpose,
		"statusListIndex": index, "statusListCredential": address}
}

// bits returns an encodedList of n bytes in which these bits are set.
func bits(t testing.TB, n int, set ...int) string {
	t.Helper()
	list := make([]byte, n)
	for _, i := range set {
		list[i/8] |= 0x80 >> (i % 8)
	}
	return "u" + base64.RawURLEncoding.EncodeToString(zipped(t, list))
}

func zipped(t testing.TB, text []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.Bytes()
}

// listCredential is a list of the school for an address and a purpose.
func listCredential(t testing.TB, address, purpose string, set ...int) object {
	return object{
		"@context":  []string{badge.ContextVC2},
		"id":        address,
		"type":      []string{"VerifiableCredential", "BitstringStatusListCredential"},
		"issuer":    school,
		"validFrom": "2026-09-01T00:00:00Z",
		"credentialSubject": object{"id": address + "#list", "type": "BitstringStatusList",
			"statusPurpose": purpose, "encodedList": bits(t, minList/8, set...)},
	}
}

// publishList signs a list as a domain and publishes it.
func publishList(t testing.TB, world *verifytest.World, domain, address string, list object) {
	t.Helper()
	doc, err := badge.Parse(toJSON(t, list))
	require.NoError(t, err)
	world.Publish(address, tokenBy(t, world, domain, doc).Bytes())
}

// tokenBy signs a document as a token with the linked-data key of a domain: a
// token can say what a linked-data proof could not.
func tokenBy(t testing.TB, world *verifytest.World, domain string, doc *badge.Document) *badge.Document {
	t.Helper()
	by := key.Signer{Key: world.Key(domain, proof.EdDSARDFC2022), Method: "did:web:" + domain + "#key-1"}
	made, err := proof.Sign(t.Context(), doc, proof.EdDSA, by, proof.Options{})
	require.NoError(t, err)
	return made
}

// badgeWithStatus is a badge of the school with these status entries.
func badgeWithStatus(t testing.TB, world *verifytest.World, credentialStatus any) *badge.Document {
	return tokenBy(t, world, "school.example", edited(t, verifytest.Badge(), func(o object) { o["credentialStatus"] = credentialStatus }))
}

// subjectOf is the list itself in its credential.
func subjectOf(list object) object { return list["credentialSubject"].(object) }

// statusRow is a badge with a status entry, a list, and what comes of them.
type statusRow struct {
	name    string
	set     []int              // what the list has set
	entry   func(entry object) // changes the entry for index 23
	list    func(list object)  // changes the list
	status  verify.Outcome
	code    string
	departs bool // a departure, which is stage conformance
}

func encoded(text string) func(object) {
	return func(list object) { subjectOf(list)["encodedList"] = text }
}

func entryMember(name string, value any) func(object) {
	return func(o object) { o[name] = value }
}

func inSubject(name string, value any) func(object) {
	return func(list object) { subjectOf(list)[name] = value }
}

func index(value any) func(object) { return entryMember("statusListIndex", value) }

func statusRows(t *testing.T) []statusRow {
	whole := zipped(t, make([]byte, minList/8))
	damaged := bytes.Clone(whole)
	damaged[len(damaged)-8] ^= 1
	base64url := func(parts ...[]byte) string {
		return "u" + base64.RawURLEncoding.EncodeToString(bytes.Join(parts, nil))
	}
	return []statusRow{
		{name: "clear", status: verify.Passed, code: "status.clear"},
		{name: "set C-102", set: []int{23}, status: verify.Failed, code: "status.revoked"},
		{name: "S01 gzip bomb", list: encoded(base64url(zipped(t, make([]byte, 9<<20)))), status: verify.Unknown, code: "status.too_large"},
		{name: "S02 second member", list: encoded(base64url(whole, whole)), status: verify.Failed, code: "status.gzip"},
		{name: "S02 trailing bytes", list: encoded(base64url(whole, []byte("rest"))), status: verify.Failed, code: "status.gzip"},
		{name: "S03 checksum", list: encoded(base64url(damaged)), status: verify.Failed, code: "status.gzip"},
		{name: "S04 empty members", list: encoded(base64url(whole, bytes.Repeat(zipped(t, nil), 1000))), status: verify.Failed, code: "status.gzip"},
		{name: "S05 n", entry: index("131072"), status: verify.Failed, code: "status.range"},
		{name: "S05 n+1", entry: index("131073"), status: verify.Failed, code: "status.range"},
		{name: "S05 2^31", entry: index("2147483648"), status: verify.Failed, code: "status.range"},
		{name: "S05 2^63", entry: index("9223372036854775808"), status: verify.Failed, code: "status.range"},
		{name: "S05 2^64", entry: index("18446744073709551616"), status: verify.Failed, code: "status.range"},
		{name: "S06 negative C-105", entry: index("-1"), status: verify.Failed, code: "status.index"},
		{name: "S06 exponent", entry: index("1e3"), status: verify.Failed, code: "status.index"},
		{name: "S06 space", entry: index(" 5"), status: verify.Failed, code: "status.index"},
		{name: "S06 leading zero", entry: index("05"), status: verify.Failed, code: "status.index"},
		{name: "S06 other digits", entry: index("٥"), status: verify.Failed, code: "status.index"},
		{name: "S06 number C-105", entry: index(23), status: verify.Warned, code: "status.index_number"},
		{name: "S06 number of a revoked badge", set: []int{23}, entry: index(23), status: verify.Failed, code: "status.revoked"},
		{name: "S07 size 0", entry: entryMember("statusSize", 0), status: verify.Failed, code: "status.size"},
		{name: "S07 size 9", entry: entryMember("statusSize", 9), status: verify.Failed, code: "status.size"},
		{name: "S07 size 2^40", entry: entryMember("statusSize", 1<<40), status: verify.Failed, code: "status.size"},
		{name: "S08 short list C-104", list: encoded(bits(t, minList/8-1)), status: verify.Warned, code: "status.list_length", departs: true},
		{name: "S08 short list of a revoked badge", set: []int{23}, list: encoded(bits(t, 100_000/8, 23)), status: verify.Failed, code: "status.revoked"},
		{name: "S08 short list, index behind its end", entry: index("100000"), list: encoded(bits(t, 100_000/8)), status: verify.Failed, code: "status.range"},
		{name: "S08 eight bits", list: encoded(bits(t, 1)), status: verify.Failed, code: "status.range"},
		{name: "S09 list for another purpose C-103", list: inSubject("statusPurpose", "suspension"), status: verify.Failed, code: "status.purpose"},
		{name: "S09 one of two purposes", set: []int{23}, list: inSubject("statusPurpose", []string{"suspension", "revocation"}), status: verify.Failed, code: "status.revoked"},
		{name: "S09 unknown purpose", set: []int{23}, entry: entryMember("statusPurpose", "audit"), list: inSubject("statusPurpose", "audit"), status: verify.Unknown, code: "status.purpose_open"},
		{name: "S10 list by another issuer", list: entryMember("issuer", "did:web:other.example"), status: verify.Unknown, code: "status.list_issuer"},
		{name: "S11 list of another address", list: entryMember("id", suspensions), status: verify.Warned, code: "status.list_elsewhere"},
		{name: "S12 list expired C-103", list: entryMember("validUntil", "2026-09-30T00:00:00Z"), status: verify.Unknown, code: "status.list_expired"},
		{name: "S12 list not yet valid", list: entryMember("validFrom", "2026-10-02T00:00:00Z"), status: verify.Unknown, code: "status.list_unaccepted"},
		{name: "S14 text for a ttl", list: inSubject("ttl", "600000"), status: verify.Passed, code: "status.clear"},
		{name: "S14 negative ttl", list: inSubject("ttl", -1), status: verify.Passed, code: "status.clear"},
		{name: "S14 ttl that is text", list: inSubject("ttl", "600000"), status: verify.Passed, code: "status.clear"},
		{name: "S15 first bit", set: []int{0}, entry: index("0"), status: verify.Failed, code: "status.revoked"},
		{name: "S15 first bit of the first byte is not its last", set: []int{0}, entry: index("7"), status: verify.Passed, code: "status.clear"},
		{name: "S15 last bit", set: []int{7}, entry: index("7"), status: verify.Failed, code: "status.revoked"},
		{name: "S15 last bit of the first byte is not its first", set: []int{7}, entry: index("0"), status: verify.Passed, code: "status.clear"},
		{name: "S16 no prefix C-104", list: encoded(base64url(whole)[1:]), status: verify.Warned, code: "status.multibase", departs: true},
		{name: "S16 no prefix, of a revoked badge", list: encoded(bits(t, minList/8, 23)[1:]), status: verify.Failed, code: "status.revoked"},
		{name: "S16 another prefix", list: encoded("z" + base64url(whole)[1:]), status: verify.Failed, code: "status.multibase"},
		{name: "S16 padded", list: encoded("u" + base64.URLEncoding.EncodeToString(zipped(t, make([]byte, minList/8+1)))), status: verify.Failed, code: "status.base64"},
		{name: "S17 unknown type", entry: entryMember("type", "Foo"), status: verify.Unknown, code: "status.unsupported_type"},
		{name: "S22 query in the address", entry: entryMember("statusListCredential", revocations+"?user=42"), list: entryMember("id", revocations+"?user=42"), status: verify.Warned, code: "status.privacy"},
		{name: "C-103 not a list", list: entryMember("type", []string{"VerifiableCredential", "AchievementCredential"}), status: verify.Failed, code: "status.list_unaccepted"},
		{name: "C-107 message", entry: func(e object) {
			e["statusPurpose"], e["statusSize"] = "message", 2
			e["statusMessage"] = messages("0x0", "pending", "0x1", "checked", "0x2", "graded", "0x3", "closed")
		}, list: func(list object) {
			subjectOf(list)["statusPurpose"] = "message"
			subjectOf(list)["encodedList"] = bits(t, minList/4, 46) // two bits each
		}, status: verify.Passed, code: "status.information"},
		{name: "C-107 missing message", entry: func(e object) {
			e["statusPurpose"], e["statusSize"] = "message", 2
			e["statusMessage"] = messages("0x0", "pending", "0x1", "checked", "0x2", "graded")
		}, list: inSubject("statusPurpose", "message"), status: verify.Failed, code: "status.message"},
	}
}

func messages(pairs ...string) (list []object) {
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, object{"status": pairs[i], "message": pairs[i+1]})
	}
	return list
}

func TestStatusLists(t *testing.T) {
	for _, row := range statusRows(t) {
		t.Run(row.name, func(t *testing.T) {
			world := schoolWorld(t)
			world.Issuer("other.example", proof.EdDSARDFC2022)
			entry, list := entryAt(revocations, "revocation", "23"), listCredential(t, revocations, "revocation", row.set...)
			if row.entry != nil {
				row.entry(entry)
			}
			if row.list != nil {
				row.list(list)
			}
			domain := "school.example"
			if list["issuer"] != school {
				domain = "other.example"
			}
			address := entry["statusListCredential"].(string)
			publishList(t, world, domain, address, list)
			r := judged(t, world, badgeWithStatus(t, world, entry))
			stage := verify.StageStatus
			if row.departs {
				stage = verify.StageConformance
				strict, err := verifierWith(t, world, required).Verify(t.Context(), badgeWithStatus(t, world, entry).Bytes())
				require.ErrorIs(t, err, verify.ErrRejected, outline(strict))
			}
			requireCheck(t, r, stage, row.status, row.code)
			if c, _ := found(r, stage, "status.list_length"); row.code == c.Code { // RE-45
				require.Contains(t, c.Message, "131,064 entries, fewer than the 131,072")
			}
			require.Equal(t, map[verify.Outcome]verify.Verdict{verify.Failed: verify.Rejected, verify.Unknown: verify.Inconclusive,
				verify.Passed: verify.Accepted, verify.Warned: verify.Accepted}[row.status], r.Verdict(), outline(r))
		})
	}
}

// An entry counts also where a reader of linked data would pass it over.
func TestStatusHiddenEntries(t *testing.T) { // S19
	unsafe := entryAt(revocations, "revocation", "23")
	unsafe["id"] = "https://school.example/a b"
	relative := entryAt(revocations, "revocation", "23")
	relative["id"] = "status/1"
	for name, row := range map[string]struct {
		entries any
		stage   verify.Stage
		code    string
	}{
		"a string":    {revocations, verify.StageStatus, "status.syntax"},
		"empty":       {[]any{}, verify.StageStatus, "status.empty"},
		"relative id": {relative, verify.StageStatus, "status.revoked"},
		"unsafe id":   {unsafe, verify.StageStatus, "status.revoked"},
	} {
		t.Run(name, func(t *testing.T) {
			world := verifytest.New(t)
			world.Issuer("school.example", proof.EdDSARDFC2022, proof.EdDSA)
			publishList(t, world, "school.example", revocations, listCredential(t, revocations, "revocation", 23))
			doc := edited(t, verifytest.Badge(), entryMember("credentialStatus", row.entries))
			signer := key.Signer{Key: world.Key("school.example", proof.EdDSA), Method: school + "#key-2"}
			token, err := proof.Sign(t.Context(), doc, proof.EdDSA, signer, proof.Options{})
			require.NoError(t, err)
			r := judged(t, world, token)
			require.Equal(t, verify.Rejected, r.Verdict(), outline(r))
			requireCheck(t, r, row.stage, verify.Failed, row.code)
		})
	}
}

func TestStatusSeveralEntries(t *testing.T) { // S18, C-106
	revocation, suspension := entryAt(revocations, "revocation", "23"), entryAt(suspensions, "suspension", "5")
	suspension["id"] = "https://school.example/status#2"
	var nine []object
	for i := range 9 {
		entry := entryAt(revocations, "revocation", strconv.Itoa(i))
		entry["id"] = revocations + "#" + strconv.Itoa(i)
		nine = append(nine, entry)
	}
	for name, row := range map[string]struct {
		entries []object
		set     map[string][]int
		code    string
		verdict verify.Verdict
	}{
		"suspended, second":   {[]object{revocation, suspension}, map[string][]int{suspensions: {5}}, "status.suspended", verify.Rejected},
		"suspended, first":    {[]object{suspension, revocation}, map[string][]int{suspensions: {5}}, "status.suspended", verify.Rejected},
		"revoked, second":     {[]object{suspension, revocation}, map[string][]int{revocations: {23}}, "status.revoked", verify.Rejected},
		"neither":             {[]object{suspension, revocation}, nil, "status.clear", verify.Accepted},
		"as many as are read": {nine[:8], nil, "status.clear", verify.Accepted},
		"more than are read":  {nine, nil, "status.too_many", verify.Inconclusive},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			for address, purpose := range map[string]string{revocations: "revocation", suspensions: "suspension"} {
				publishList(t, world, "school.example", address, listCredential(t, address, purpose, row.set[address]...))
			}
			r := judged(t, world, badgeWithStatus(t, world, row.entries))
			require.Equal(t, row.verdict, r.Verdict(), outline(r))
			_, ok := found(r, verify.StageStatus, row.code)
			require.True(t, ok, outline(r))
		})
	}
}

func TestStatusForgedList(t *testing.T) { // C-103
	world := schoolWorld(t)
	list := listCredential(t, revocations, "revocation", 23)
	genuine, err := badge.Parse(toJSON(t, list))
	require.NoError(t, err)
	forged := fromJSON(t, signed(t, world, genuine).Bytes())
	subjectOf(forged)["encodedList"] = bits(t, minList/8)
	world.Publish(revocations, toJSON(t, forged))
	r := judged(t, world, badgeWithStatus(t, world, entryAt(revocations, "revocation", "23")))
	requireCheck(t, r, verify.StageStatus, verify.Failed, "status.list_unaccepted")
}

func TestStatusRecursion(t *testing.T) { // S21
	world := schoolWorld(t)
	list := listCredential(t, revocations, "revocation")
	list["credentialStatus"] = entryAt(revocations, "revocation", "1")
	publishList(t, world, "school.example", revocations, list)
	r := judged(t, world, badgeWithStatus(t, world, entryAt(revocations, "revocation", "23")))
	require.NoError(t, r.Err(), outline(r))
	require.Equal(t, 1, world.Hits(revocations))
}

// A caller can also pass a status list. Its own status is checked once.
func TestStatusOfAList(t *testing.T) {
	world := schoolWorld(t)
	list := listCredential(t, revocations, "revocation")
	list["credentialStatus"] = entryAt(revocations, "revocation", "1")
	doc, err := badge.Parse(toJSON(t, list))
	require.NoError(t, err)
	doc = signed(t, world, doc)
	world.Publish(revocations, doc.Bytes())
	require.NoError(t, judged(t, world, doc).Err())
	require.Equal(t, 1, world.Hits(revocations))
}

func TestStatusUnreachable(t *testing.T) { // S20, C-101
	answers := map[string]func(*verifytest.World){
		"no answer":    func(*verifytest.World) {},
		"not found":    func(w *verifytest.World) { w.Answer(revocations, verify.Response{Status: 404}) },
		"server error": func(w *verifytest.World) { w.Answer(revocations, verify.Response{Status: 500, Body: []byte("{}")}) },
		"HTML":         func(w *verifytest.World) { w.Publish(revocations, []byte("<html>")) },
		"another origin": func(w *verifytest.World) {
			w.Answer(revocations, verify.Response{Status: 200, URL: "https://evil.example/", Body: []byte("{}")})
		},
		"too long an one": func(w *verifytest.World) { w.Publish(revocations, bytes.Repeat([]byte(" "), 2<<20+1)) },
	}
	codes := map[string]string{"no answer": "fetch.failed", "not found": "fetch.not_found", "server error": "fetch.status", "HTML": "status.list_unreadable",
		"another origin": "fetch.redirect", "too long an one": "fetch.too_large"}
	policies := []struct {
		policy  verify.StatusPolicy
		status  verify.Outcome
		verdict verify.Verdict
	}{{verify.StatusRequired, verify.Unknown, verify.Inconclusive}, {verify.StatusIfReachable, verify.Warned, verify.Accepted}}
	for name, answer := range answers {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			answer(world)
			doc := badgeWithStatus(t, world, entryAt(revocations, "revocation", "23"))
			for _, p := range policies {
				v := verifierWith(t, world, func(c *verify.Config) { c.StatusPolicy = p.policy })
				r, _ := v.Verify(t.Context(), doc.Bytes())
				requireCheck(t, r, verify.StageStatus, p.status, codes[name])
				require.Equal(t, p.verdict, r.Verdict())
			}
		})
	}
}

func TestStatusPolicies(t *testing.T) {
	world := schoolWorld(t)
	publishList(t, world, "school.example", revocations, listCredential(t, revocations, "revocation", 23))
	doc := badgeWithStatus(t, world, entryAt(revocations, "revocation", "23"))
	t.Run("ignored", func(t *testing.T) {
		r, err := verifierWith(t, world, func(c *verify.Config) { c.StatusPolicy = verify.StatusIgnored }).Verify(t.Context(), doc.Bytes())
		require.NoError(t, err)
		requireCheck(t, r, verify.StageStatus, verify.Skipped, "status.ignored")
		require.Zero(t, world.Hits(revocations))
	})
	t.Run("if reachable, a revoked badge stays revoked", func(t *testing.T) {
		r, err := verifierWith(t, world, func(c *verify.Config) { c.StatusPolicy = verify.StatusIfReachable }).Verify(t.Context(), doc.Bytes())
		require.ErrorIs(t, err, verify.ErrRejected)
		requireCheck(t, r, verify.StageStatus, verify.Failed, "status.revoked")
	})
	t.Run("offline", func(t *testing.T) {
		public, err := key.FromPublic(world.Key("school.example", proof.EdDSARDFC2022).Public())
		require.NoError(t, err)
		v := verifierWith(t, world, func(c *verify.Config) { c.Fetcher, c.Keys = nil, map[string][]key.Key{school: {public}} })
		r, err := v.Verify(t.Context(), doc.Bytes())
		require.ErrorIs(t, err, verify.ErrInconclusive)
		requireCheck(t, r, verify.StageStatus, verify.Unknown, "fetch.offline")
	})
}

func TestStatusList2021(t *testing.T) { // S16
	for name, row := range map[string]struct {
		set    []int
		status verify.Outcome
		code   string
	}{"set": {[]int{23}, verify.Failed, "status.revoked"}, "clear": {nil, verify.Passed, "status.clear"}} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			list := listCredential(t, revocations, "revocation")
			list["type"] = []string{"VerifiableCredential", "StatusList2021Credential"}
			subjectOf(list)["type"] = "StatusList2021"
			subjectOf(list)["encodedList"] = bits(t, minList/8, row.set...)[1:]
			publishList(t, world, "school.example", revocations, list)
			entry := entryAt(revocations, "revocation", "23")
			entry["type"] = status.List2021Entry
			requireCheck(t, judged(t, world, badgeWithStatus(t, world, entry)), verify.StageStatus, row.status, row.code)
		})
	}
}

func TestRevocationList(t *testing.T) { // S23, C-100
	const id = "urn:uuid:11111111-2222-4333-8444-555555555555" // the badge of edited
	for name, row := range map[string]struct {
		list   string
		status verify.Outcome
		code   string
	}{
		"listed":               {`{"id":"L","issuer":"I","revokedCredential":[{"id":"B"}]}`, verify.Failed, "status.revoked"},
		"listed, other member": {`{"id":"L","issuer":"I","revokedCredentials":[{"id":"B","revoked":true,"revocationReason":"error"}]}`, verify.Failed, "status.revoked"},
		"listed, not revoked":  {`{"id":"L","issuer":"I","revokedCredential":[{"id":"B","revoked":false}]}`, verify.Passed, "status.clear"},
		"not listed":           {`{"id":"L","issuer":"I","revokedCredential":[{"id":"urn:uuid:another"}]}`, verify.Passed, "status.clear"},
		"empty":                {`{"id":"L","issuer":"I","revokedCredential":[]}`, verify.Passed, "status.clear"},
		"by another issuer":    {`{"id":"L","issuer":"did:web:other.example","revokedCredential":[]}`, verify.Unknown, "status.list_issuer"},
		"null":                 {`{"id":"L","issuer":"I","revokedCredential":null}`, verify.Unknown, "status.list_unreadable"},
		"null entry":           {`{"id":"L","issuer":"I","revokedCredential":[null]}`, verify.Unknown, "status.list_unreadable"},
		"a list":               {`[]`, verify.Unknown, "status.list_unreadable"},
		"id in capitals":       {`{"id":"L","issuer":"I","revokedCredential":[{"id":"URN:UUID:11111111-2222-4333-8444-555555555555"}]}`, verify.Passed, "status.clear"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			text := bytes.NewBufferString(row.list).Bytes()
			for short, long := range map[string]string{`"L"`: revocations, `"I"`: school, `"B"`: id} {
				text = bytes.ReplaceAll(text, []byte(short), toJSON(t, long))
			}
			world.Publish(revocations, text)
			entry := object{"id": revocations, "type": status.RevocationListEntry}
			doc := signed(t, world, edited(t, verifytest.Badge(), func(o object) {
				o["@context"] = append(o["@context"].([]any), "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
				o["credentialStatus"] = entry
			}))
			requireCheck(t, judged(t, world, doc), verify.StageStatus, row.status, row.code)
			nameless := signed(t, world, edited(t, verifytest.Badge(), func(o object) {
				o["@context"] = append(o["@context"].([]any), "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
				o["credentialStatus"] = entry
				delete(o, "id")
			}))
			hits := world.Hits(revocations)
			requireCheck(t, judged(t, world, nameless), verify.StageStatus, verify.Unknown, "status.unnamed")
			require.Equal(t, hits, world.Hits(revocations), "a list by id cannot be asked")
		})
	}
}

// A verifier reads the list that an issuer publishes with this module.
func TestStatusListOfAnIssuer(t *testing.T) {
	world := verifytest.New(t)
	issuer := world.Issuer("school.example", proof.EdDSARDFC2022)
	entry := status.Entry{Type: status.BitstringEntry, List: revocations, Purpose: status.Revocation, Index: 99}
	c := verifytest.Badge()
	c.CredentialStatus = []badge.CredentialStatus{{ID: revocations + "#99", Type: entry.Type, StatusPurpose: entry.Purpose,
		StatusListIndex: "99", StatusListCredential: entry.List}}
	doc := world.Issue(issuer, c)
	list, err := status.NewList(status.Revocation, minList, 1)
	require.NoError(t, err)
	for _, value := range []uint8{0, 1} {
		require.NoError(t, list.Set(entry, value))
		credential, err := issuer.StatusList(t.Context(), revocations, list, nil)
		require.NoError(t, err)
		world.Publish(revocations, credential.Bytes())
		require.Equal(t, value == 0, judged(t, world, doc).Err() == nil)
	}
}
