//go:build linux

package verify_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// The most that one badge may cost.
const (
	budgetCPU    = 250 * time.Millisecond
	budgetMemory = 64 << 20
	raceFactor   = 6 // how much larger the race detector makes the heap
)

// budgetInput is a text that costs as much as its author could make it.
type budgetInput struct {
	name string
	text []byte
}

// budgetCost is what judging one cost.
type budgetCost struct {
	name string
	cpu  time.Duration
	peak uint64
	code string
}

// S-45: nothing within the limits of size costs more than the budget: neither reading, verifying nor reporting.
func TestHostileBudget(t *testing.T) {
	world := nestedWorld(t)
	requireBudget(t, world, slices.Concat(budgetTexts(), budgetSDJWTs(), budgetPictures(), budgetBadges(t, world), budgetInner(t, world)))
}

// requireBudget verifies inputs and judges the cost of each.
func requireBudget(t *testing.T, world *verifytest.World, inputs []budgetInput) {
	t.Helper()
	factor := heapFactor()
	var costs []budgetCost
	for _, input := range inputs {
		var cost budgetCost
		requireCheap(t, input.name, budgetCPU, func() time.Duration {
			cost = budgetOf(t, world, input)
			return cost.cpu
		})
		costs = append(costs, cost)
		require.Less(t, cost.peak, uint64(factor)*budgetMemory, "%s (%s)", cost.name, cost.code)
	}
	slices.SortFunc(costs, func(a, b budgetCost) int { return int(b.cpu - a.cpu) })
	for _, c := range costs[:3] {
		t.Logf("%s: %v of processor time, %d KiB at most, %s", c.name, c.cpu, c.peak>>10, c.code)
	}
}

// heapFactor is 1, or raceFactor with the race detector.
func heapFactor() int {
	if info, ok := debug.ReadBuildInfo(); ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		return raceFactor
	}
	return 1
}

// requireCheap measures a cost up to five times, since other programs that share
// the processor slow a measurement down, each time against the present speed of
// the machine. The race detector makes memory slower by a factor that nobody can
// name, 5 to 15 here, so with it one measurement is made and the time not judged.
func requireCheap(t *testing.T, name string, limit time.Duration, cost func() time.Duration) {
	t.Helper()
	if heapFactor() > 1 {
		cost()
		return
	}
	var tried []string
	for range 5 {
		cpu, slow := cost(), slowness()
		if cpu < time.Duration(slow*float64(limit)) {
			return
		}
		tried = append(tried, fmt.Sprintf("%v at %.1f times the reference", cpu, slow))
	}
	t.Fatalf("%s takes more than %v: %s", name, limit, strings.Join(tried, ", "))
}

// budgetOf verifies a text on a separate thread, so that other work of the machine
// does not count, and measures the heap meanwhile.
func budgetOf(t *testing.T, world *verifytest.World, input budgetInput) budgetCost {
	v := verifierWith(t, world, func(c *verify.Config) { c.Trust = verify.AnyIssuer() })
	runtime.GC()
	before, peak := heapObjects(), uint64(0)
	done := make(chan budgetCost)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		start := threadTime()
		text := input.text
		if isPicture := bytes.HasPrefix(text, []byte("\x89PNG")) || bytes.HasPrefix(text, []byte("<svg")); isPicture {
			payload, _ := bake.Extract(bytes.NewReader(text), bake.Options{}) // where nothing is found, nothing is judged
			text = payload.Data
		}
		r, _ := v.Verify(t.Context(), text)
		_, _ = r.MarshalJSON()
		_ = r.String()
		done <- budgetCost{name: input.name, cpu: threadTime() - start, code: r.Decisive().Code}
	}()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case cost := <-done:
			cost.peak = max(peak, heapObjects()-before)
			return cost
		case <-tick.C:
			if now := heapObjects(); now > before {
				peak = max(peak, now-before)
			}
		}
	}
}

func heapObjects() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// threadTime is the processor time that this thread has used.
func threadTime() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_THREAD, &usage) // cannot fail with these arguments
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// budgetList is that many times an element, as the inside of an array.
func budgetList(n int, element string) string {
	return strings.Repeat(element+",", n-1) + element
}

// budgetNumbered is the same with the number of each in place of %d.
func budgetNumbered(n int, element string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, element, i)
	}
	return b.String()
}

// budgetTexts are texts that are hardly badges.
func budgetTexts() []budgetInput {
	const size = 2 << 20
	jws := func(header, payload string) []byte {
		return []byte(b64(header) + "." + b64(payload) + "." + b64(strings.Repeat("s", 64)))
	}
	rows := strings.Repeat("["+budgetList(4_900, "1")+"],", 18)
	return []budgetInput{
		{"only brackets", bytes.Repeat([]byte("["), size)},
		{"only braces", bytes.Repeat([]byte(`{"a":`), size/5)},
		{"only zeros", make([]byte, size)},
		{"only letters", bytes.Repeat([]byte("A"), size)},
		{"only dots", bytes.Repeat([]byte("."), size)},
		{"only spaces", append(bytes.Repeat([]byte(" "), size-2), "{}"...)},
		{"a string without end", append([]byte(`{"a":"`), bytes.Repeat([]byte(`\u0061`), size/6-1)...)},
		{"escapes", []byte(`{"a":"` + strings.Repeat(`\u0000`, 170_000) + `","b":"` + strings.Repeat(`\n`, 500_000) + `"}`)},
		{"as many values as there may be", []byte(`{"a":[` + rows + `[]]}`)},
		{"hard numbers", []byte(`{"a":[` + budgetList(17, "["+budgetList(4_900, "2.2250738585072011e-308")+"]") + `]}`)},
		{"many members", []byte(`{"a":[` + budgetList(45, `{`+budgetNumbered(999, `"m%d":1`)+`}`) + `]}`)},
		{"one member twice, at the end", []byte(`{` + budgetNumbered(999, `"m%d":1`) + `,"m1":1}`)},
		{"a large token", jws(`{"alg":"EdDSA","kid":"`+tokenKey+`"}`, `{"iss":"`+victim+`","a":"`+strings.Repeat("x", 1<<20)+`"}`)},
		{"a token with a large header", jws(`{"alg":"EdDSA","kid":"`+strings.Repeat("k", 1_500_000)+`"}`, `{}`)},
		{"a token of no JSON", jws(strings.Repeat("{", 1000), strings.Repeat("[", 1_000_000))},
	}
}

// budgetPictures are pictures with much in them.
func budgetPictures() []budgetInput {
	const keyword = "openbadgecredential\x00\x00\x00\x00\x00"
	chunk := func(kind, data string) string {
		head := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
		return string(head) + kind + data + string(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(kind+data))))
	}
	png := func(chunks ...string) []byte {
		return []byte("\x89PNG\r\n\x1a\n" + chunk("IHDR", "\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00") + strings.Join(chunks, "") + chunk("IEND", ""))
	}
	svg := func(inside string) []byte {
		return []byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0">` + inside + `</svg>`)
	}
	large := string(budgetBadge("", `,"image":{"id":"data:image/png;base64,`+strings.Repeat("A", 1_000_000)+`","type":"Image"}`, ""))
	const pixels = 64 << 10
	return []budgetInput{
		{"a large PNG", png(strings.Repeat(chunk("IDAT", strings.Repeat("p", pixels)), 120), chunk("iTXt", keyword+large))},
		{"a PNG of small chunks", png(strings.Repeat(chunk("IDAT", "p"), 4_000), chunk("iTXt", keyword+large))},
		{"a PNG of letters", png(chunk("IDAT", "p"), chunk("iTXt", keyword+strings.Repeat("A", 2_000_000)))},
		{"a large SVG", svg(`<o:credential><![CDATA[` + large + `]]></o:credential><text>` + strings.Repeat("text ", 700_000) + `</text>`)},
		{"an SVG of elements", svg(strings.Repeat(`<g a="1" b="2" c="3"/>`, 45_000) + `<o:credential verify="e30.e30.e30"/>`)},
		{"an SVG of attributes", svg(`<g ` + budgetNumbered(250, `a%d="`+strings.Repeat("&amp;", 1_000)+`"`) + `/>`)},
	}
}

// budgetProof is a proof in good form that proves nothing.
const budgetProof = `{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"2026-09-01T00:00:00Z","proofPurpose":"assertionMethod",` +
	`"verificationMethod":"` + school + `#key-1","proofValue":"z%s"}`

// budgetBadge is a badge of the school with a proof that proves nothing, and
// with more members.
func budgetBadge(top, achievement, subject string) []byte {
	value := base58(bytes.Repeat([]byte{7}, 64))[1:]
	return []byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],` +
		`"id":"` + badgeUUID + `","type":["VerifiableCredential","AchievementCredential"],"name":"B","validFrom":"2026-09-01T00:00:00Z",` +
		`"issuer":{"id":"` + school + `","type":["Profile"],"name":"School"},` +
		`"credentialSubject":{"id":"did:example:learner","type":["AchievementSubject"],"achievement":{"id":"https://school.example/a",` +
		`"type":["Achievement"],"name":"A","description":"D","criteria":{"narrative":"N"}` + achievement + `}` + subject + `},` +
		`"proof":` + fmt.Sprintf(budgetProof, value) + top + `}`)
}

// budgetBadges are badges with much of something.
func budgetBadges(t *testing.T, world *verifytest.World) []budgetInput {
	value := base58(bytes.Repeat([]byte{7}, 64))[1:]
	good := fmt.Sprintf(budgetProof, value)
	proofs := func(list string) []byte {
		return bytes.Replace(budgetBadge("", "", ""), []byte(`"proof":`+good), []byte(`"proof":[`+list+`]`), 1)
	}
	contexts := func(list string) []byte {
		return bytes.Replace(budgetBadge("", "", ""), []byte(`context-3.0.3.json"]`), []byte(`context-3.0.3.json",`+list+`]`), 1)
	}
	method := func(id string) []byte {
		return bytes.Replace(budgetBadge("", "", ""), []byte(school+"#key-1"), []byte(id), 1)
	}
	digits := strings.Repeat("2", 1_000_000)
	const alignment = `{"type":["Alignment"],"targetName":"T","targetUrl":"https://school.example/t"}`
	const identifier = `{"type":"IdentifierEntry","identifier":"i","identifierType":"identifier"}`
	result := `{"type":["Result"],"value":"A","alignment":[` + budgetList(7, alignment) + `]}`
	inputs := []budgetInput{
		{"a long name", budgetBadge("", `,"humanCode":"`+strings.Repeat("x", 1_000_000)+`"`, "")},
		{"a long picture", budgetBadge("", `,"image":{"id":"data:image/png;base64,`+strings.Repeat("A", 1_000_000)+`","type":"Image"}`, "")},
		{"many tags", budgetBadge("", `,"tag":[`+budgetNumbered(4_900, `"tag %d"`)+`]`, "")},
		{"many alike tags", budgetBadge("", `,"tag":[`+budgetNumbered(4_900, `"`+strings.Repeat("x", 300)+`%d"`)+`]`, "")},
		{"many types", budgetBadge("", `,"otherIdentifier":[{"type":[`+budgetNumbered(4_900, `"ext:T%d"`)+`]}]`, "")},
		{"equal blank nodes", budgetBadge("", `,"alignment":[`+budgetList(240, alignment)+`]`, "")},
		{"too many equal blank nodes", budgetBadge("", `,"alignment":[`+budgetList(4_900, alignment)+`]`, "")},
		{"a chain of blank nodes", budgetBadge("", `,"creator":`+strings.Repeat(`{"type":["Profile"],"otherIdentifier":[`+budgetList(15, identifier)+`],"parentOrg":`, 25)+
			`{"type":["Profile"]}`+strings.Repeat("}", 25), "")},
		{"trees of equal blank nodes", budgetBadge("", "", `,"result":[`+budgetList(7, result)+`]`)},
		{"many trees of equal blank nodes", budgetBadge("", "", `,"result":[`+budgetList(60, result)+`]`)},
		{"small numbers", budgetBadge("", `,"creditsAvailable":[`+budgetNumbered(4_900, `9.%dE-300`)+`]`, "")},
		{"numbers that are too small", budgetBadge("", `,"creditsAvailable":[`+budgetNumbered(4_900, `9.%dE-310`)+`]`, "")},
		{"long numbers", budgetBadge("", `,"creditsAvailable":[`+budgetNumbered(4_900, `1.23456789012345678901%06d`)+`]`, "")},
		{"many results", budgetBadge("", `,"resultDescription":[`+budgetNumbered(1_500, `{"id":"urn:d:%[1]d","type":["ResultDescription"],"name":"R","resultType":"LetterGrade","allowedValue":["A","B"]}`)+`]`,
			`,"result":[`+budgetNumbered(1_500, `{"type":["Result"],"resultDescription":"urn:d:%[1]d","value":"A"}`)+`]`)},
		{"many identifiers", budgetBadge("", "", `,"identifier":[`+budgetNumbered(4_900, `{"type":"IdentityObject","hashed":true,"identityType":"name","identityHash":"sha256$%064d"}`)+`]`)},
		{"many problems", budgetBadge("", `,"alignment":[`+budgetList(4_900, `{"type":[],"targetUrl":"x"}`)+`]`, "")},
		{"unknown members", budgetBadge(","+budgetNumbered(980, `"unknown%d":{"a":[1,2,3]}`), "", "")},
		{"many status entries", budgetBadge(`,"credentialStatus":[`+budgetNumbered(4_900, `{"id":"https://school.example/s#%[1]d","type":"Foo"}`)+`]`, "", "")},
		{"many schemas", budgetBadge(`,"credentialSchema":[`+budgetNumbered(4_900, `{"id":"https://school.example/s%d","type":"1EdTechJsonSchemaValidator2019"}`)+`]`, "", "")},
		{"many proofs", proofs(budgetList(3_000, good))},
		{"eight proofs on a full badge", bytes.Replace(budgetBadge("", `,"alignment":[`+budgetNumbered(400, `{"type":["Alignment"],"targetName":"T%d","targetUrl":"https://school.example/t"}`)+`]`, ""),
			[]byte(`"proof":`+good), []byte(`"proof":[`+budgetNumbered(8, strings.Replace(good, `"type"`, `"id":"urn:p:%d","type"`, 1))+`]`), 1)},
		{"a long proof value", proofs(fmt.Sprintf(budgetProof, digits))},
		{"a long did:key", method("did:key:z" + digits)},
		{"a long did:jwk", method("did:jwk:" + digits)},
		{"many contexts", contexts(budgetList(4_900, `"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"`))},
		{"inline contexts", contexts(budgetNumbered(900, `{"@vocab":"https://x.example/%d#","a":{"@id":"b","@context":{"b":"c"}}}`))},
	}
	return append(inputs, budgetStatus(t, world)...)
}

// budgetStatus are genuine badges whose status lists are bombs.
func budgetStatus(t *testing.T, world *verifytest.World) (inputs []budgetInput) {
	for name, size := range map[string]int{"a bomb of a list": 500 << 20, "the longest list": 8 << 20} {
		const lists = "https://school.example/lists/"
		id := lists + fmt.Sprint(size)
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		for block := make([]byte, 1<<20); size > 0; size -= len(block) {
			_, err := w.Write(block)
			require.NoError(t, err)
		}
		require.NoError(t, w.Close())
		list := edited(t, verifytest.Badge(), func(o object) {
			o["@context"] = []any{"https://www.w3.org/ns/credentials/v2"}
			o["id"], o["type"] = id, []any{"VerifiableCredential", "BitstringStatusListCredential"}
			o["credentialSubject"] = object{"id": id + "#list", "type": "BitstringStatusList", "statusPurpose": "revocation",
				"encodedList": "u" + base64.RawURLEncoding.EncodeToString(packed.Bytes())}
			o["issuer"] = school
			delete(o, "name")
		})
		world.Publish(id, signed(t, world, list).Bytes())
		doc := signed(t, world, edited(t, verifytest.Badge(), func(o object) {
			o["credentialStatus"] = object{"id": id + "#1", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
				"statusListIndex": "1", "statusListCredential": id}
		}))
		inputs = append(inputs, budgetInput{name, doc.Bytes()})
	}
	return inputs
}

// budgetInner are genuine badges with costly credentials inside.
func budgetInner(t *testing.T, world *verifytest.World) (inputs []budgetInput) {
	add := func(name string, doc *badge.Document) { inputs = append(inputs, budgetInput{name, doc.Bytes()}) }
	sign := func(edit func(object)) *badge.Document {
		return signedBy(t, world, "tokens.example", proof.EdDSA, edited(t, verifytest.Badge(), func(o object) {
			at(o, "/issuer")["id"] = "did:web:tokens.example"
			edit(o)
		}))
	}
	add("many empty credentials inside", sign(func(o object) {
		for _, place := range []string{"/issuer", "/credentialSubject/achievement"} {
			at(o, place)["endorsement"] = slices.Repeat([]any{object{}}, 4_900)
		}
	}))
	add("many short tokens inside", sign(func(o object) { o["endorsementJwt"] = slices.Repeat([]any{"e30.e30.e30"}, 4_900) }))
	var tokens, proofs []any
	for i := range 20 {
		tokens = append(tokens, nestedToken(t, world, "tokens.example", func(o object) {
			o["id"] = fmt.Sprintf("urn:uuid:%d", i)
			subjectOf(o)["endorsementComment"] = strings.Repeat("x", 40_000)
		}))
		proofs = append(proofs, nestedProof(t, world, "endorser.example", func(o object) {
			o["id"] = fmt.Sprintf("urn:uuid:%d", i)
			issuer := at(o, "/issuer")
			var list []any
			for n := range 400 {
				list = append(list, object{"type": "IdentifierEntry", "identifier": fmt.Sprint(n), "identifierType": "identifier"})
			}
			issuer["otherIdentifier"] = list
		}))
	}
	add("twenty long tokens inside", sign(func(o object) { o["endorsementJwt"] = tokens }))
	add("twenty proofs inside", sign(func(o object) { o["endorsement"] = proofs }))
	return inputs
}
