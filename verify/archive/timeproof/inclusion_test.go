package timeproof

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func b64(data []byte) string { return base64.StdEncoding.EncodeToString(data) }

// noteSigner signs notes with Ed25519, as a log or as a witness.
type noteSigner struct {
	name string
	kind byte
	key  ed25519.PrivateKey
}

func (s noteSigner) material() []byte {
	return append([]byte{s.kind}, s.key.Public().(ed25519.PublicKey)...)
}

func (s noteSigner) id() []byte {
	sum := sha256.Sum256(slices.Concat([]byte(s.name+"\n"), s.material()))
	return sum[:4]
}

func (s noteSigner) verifier() string {
	return s.name + "+" + hexOf(s.id()) + "+" + b64(s.material())
}

// line signs a note as a log does, or as a witness at a time.
func (s noteSigner) line(text string, at time.Time) string {
	var signature []byte
	if s.kind == noteCosigned {
		signature = binary.BigEndian.AppendUint64(nil, uint64(at.Unix()))
		text = fmt.Sprintf("cosignature/v1\ntime %d\n%s", at.Unix(), text)
	}
	signature = append(signature, ed25519.Sign(s.key, []byte(text))...)
	return "— " + s.name + " " + b64(slices.Concat(s.id(), signature)) + "\n"
}

// testLog is a transparency log in memory.
type testLog struct {
	noteSigner
	leaves    [][sha256.Size]byte
	witnesses []noteSigner
}

func newLog(size, index int, data []byte) *testLog {
	l := &testLog{noteSigner: noteSigner{"log.example/2026", noteEd25519, edKey()}}
	for i := range size {
		entry := fmt.Sprintf("entry %d", i)
		if i == index {
			entry = "openbadges-archive/v1\nsha256:" + digestOf(data) + "\n"
		}
		l.leaves = append(l.leaves, sha256.Sum256([]byte("\x00"+entry)))
	}
	for _, name := range []string{"a.example", "b.example", "c.example"} {
		l.witnesses = append(l.witnesses, noteSigner{name, noteCosigned, edKey()})
	}
	return l
}

// split is the size of the left part of a tree (RFC 6962 §2.1).
func split(n int) int {
	k := 1
	for k*2 < n {
		k *= 2
	}
	return k
}

func treeRoot(leaves [][sha256.Size]byte) [sha256.Size]byte {
	if len(leaves) == 1 {
		return leaves[0]
	}
	k := split(len(leaves))
	return node(treeRoot(leaves[:k]), treeRoot(leaves[k:]))
}

func treePath(leaves [][sha256.Size]byte, index int) [][sha256.Size]byte {
	if len(leaves) == 1 {
		return nil
	}
	if k := split(len(leaves)); index < k {
		return append(treePath(leaves[:k], index), treeRoot(leaves[k:]))
	} else {
		return append(treePath(leaves[k:], index-k), treeRoot(leaves[:k]))
	}
}

func (l *testLog) text() string {
	root := treeRoot(l.leaves)
	return fmt.Sprintf("%s\n%d\n%s\n", l.name, len(l.leaves), b64(root[:]))
}

// note is the checkpoint with the cosignatures of the first witnesses, a minute
// apart.
func (l *testLog) note(witnesses int) string {
	text := l.text()
	note := text + "\n" + l.line(text, now)
	for i, w := range l.witnesses[:witnesses] {
		note += w.line(text, now.Add(-time.Duration(i)*time.Minute))
	}
	return note
}

func (l *testLog) head(index int) string {
	head := proofHead + "\nindex " + fmt.Sprint(index) + "\n"
	for _, hash := range treePath(l.leaves, index) {
		head += b64(hash[:]) + "\n"
	}
	return head
}

func (l *testLog) proof(index, witnesses int) Proof {
	return Proof{Kind: Inclusion, Data: []byte(l.head(index) + "\n" + l.note(witnesses))}
}

func (l *testLog) policy(quorum int) Policy {
	log := Log{Key: l.verifier(), Quorum: quorum}
	for _, w := range l.witnesses {
		log.Witnesses = append(log.Witnesses, w.verifier())
	}
	return Policy{Logs: []Log{log}}
}

// AR-8: two of three witnesses are enough, and the time is the later of theirs.
func TestInclusion(t *testing.T) {
	for size := 1; size < 18; size++ {
		for index := range size {
			l := newLog(size, index, manifest)
			seen, code := check(t, manifest, l.policy(2), l.proof(index, 2))
			require.Empty(t, code, "%d of %d", index, size)
			require.Equal(t, Seen{now, Inclusion, "log.example/2026 with b.example a.example"}, seen)
			for other := range size + 2 {
				if other != index {
					text := strings.Replace(string(l.proof(index, 2).Data), fmt.Sprintf("index %d", index), fmt.Sprintf("index %d", other), 1)
					_, code := check(t, manifest, l.policy(2), Proof{Kind: Inclusion, Data: []byte(text)})
					require.Equal(t, codeInclusion, code, "AR-8 index %d instead of %d of %d", other, index, size)
				}
			}
		}
	}
	l := newLog(1000, 700, manifest)
	seen, code := check(t, manifest, l.policy(2), l.proof(700, 3))
	require.Empty(t, code)
	require.Equal(t, Seen{now.Add(-time.Minute), Inclusion, "log.example/2026 with c.example b.example"}, seen, "the earliest two")
	seen, code = check(t, manifest, l.policy(3), l.proof(700, 3))
	require.Empty(t, code)
	require.Equal(t, now, seen.Time)
	_, code = check(t, []byte("other"), l.policy(2), l.proof(700, 3))
	require.Equal(t, codeInclusion, code)
	for witnesses := range 2 {
		_, code = check(t, manifest, l.policy(2), l.proof(700, witnesses))
		require.Equal(t, codeQuorum, code, "AR-8 %d of 3", witnesses)
	}
	_, code = checkAt(t, now.Add(-2*time.Minute-30*time.Second), manifest, l.policy(3), l.proof(700, 3))
	require.Equal(t, codeQuorum, code, "two of the cosignatures are from the future")
	_, code = checkAt(t, now.Add(-2*time.Minute), manifest, l.policy(2), l.proof(700, 3))
	require.Empty(t, code)
}

// AR-8: malformed and forged proofs.
func TestInclusionRefused(t *testing.T) {
	l := newLog(1000, 700, manifest)
	head, note, text := l.head(700), l.note(2), l.text()
	stranger := noteSigner{"stranger.example", noteCosigned, edKey()}
	lattice := noteSigner{"a.example", 0x06, edKey()}
	hash := b64(make([]byte, 32)) + "\n"
	signed := func(text string) string {
		note := text + "\n" + l.line(text, now)
		for _, w := range l.witnesses {
			note += w.line(text, now)
		}
		return note
	}
	steps := strings.Count(head, "\n") - 2
	require.Equal(t, 10, steps)
	zero := strings.Replace(text, "\n1000\n", "\n0\n", 1)
	for name, row := range map[string]struct{ text, code string }{
		"as it should be":                 {head + "\n" + note, ""},
		"extra data":                      {strings.Replace(head, "index", "extra aGk=\nindex", 1) + "\n" + note, ""},
		"empty extra data":                {strings.Replace(head, "index", "extra \nindex", 1) + "\n" + note, ""},
		"a stranger's cosignature":        {head + "\n" + note + stranger.line(text, now), ""},
		"a cosignature with ML-DSA-44":    {head + "\n" + note + "— a.example " + b64(slices.Concat(lattice.id(), make([]byte, 8+2420))) + "\n", ""},
		"extension lines":                 {head + "\n" + signed(text+"extension\n"), ""},
		"AR-8 wrong origin":               {head + "\n" + signed(strings.Replace(text, "log", "lag", 1)), codeUntrusted},
		"AR-8 65 steps":                   {head + strings.Repeat(hash, 65-steps) + "\n" + note, codeTooLarge},
		"64 steps":                        {head + strings.Repeat(hash, 64-steps) + "\n" + note, codeTooLarge},
		"63 steps":                        {head + strings.Repeat(hash, 63-steps) + "\n" + note, codeInclusion},
		"a step more":                     {head + hash + "\n" + note, codeInclusion},
		"a step less":                     {head[:len(head)-45] + "\n" + note, codeInclusion},
		"AR-8 size 0":                     {proofHead + "\nindex 0\n\n" + signed(zero), codeLog},
		"AR-8 index beyond the size":      {strings.Replace(head, "700", "1000", 1) + "\n" + note, codeInclusion},
		"not signed by the log":           {head + "\n" + text + "\n" + l.witnesses[0].line(text, now) + l.witnesses[1].line(text, now), codeSignature},
		"signed by another log":           {head + "\n" + text + "\n" + noteSigner{l.name, noteEd25519, edKey()}.line(text, now) + l.witnesses[0].line(text, now), codeSignature},
		"a signature over another text":   {head + "\n" + text + "\n" + l.line(text+"x", now) + l.witnesses[0].line(text, now), codeSignature},
		"a bad cosignature":               {head + "\n" + note + l.witnesses[2].line(text+"x", now), codeSignature},
		"a short cosignature":             {head + "\n" + note + "— c.example " + b64(append(l.witnesses[2].id(), 1)) + "\n", codeSignature},
		"a cosignature of time 0":         {head + "\n" + note + l.witnesses[2].line(text, time.Unix(0, 0)), codeSignature},
		"a cosignature of ages ahead":     {head + "\n" + note + l.witnesses[2].line(text, time.Unix(1<<41, 0)), codeSignature},
		"two by one witness":              {head + "\n" + note + l.witnesses[0].line(text, now.Add(time.Second)), codeLog},
		"another version":                 {strings.Replace(head, "@v1", "@v2", 1) + "\n" + note, codeLog},
		"no index":                        {proofHead + "\n" + strings.SplitN(head, "\n", 3)[2] + "\n" + note, codeLog},
		"nothing after the head":          {proofHead + "\n\n" + note, codeLog},
		"index with a zero":               {strings.Replace(head, "700", "0700", 1) + "\n" + note, codeLog},
		"negative index":                  {strings.Replace(head, "700", "-1", 1) + "\n" + note, codeLog},
		"index with a plus":               {strings.Replace(head, "700", "+700", 1) + "\n" + note, codeLog},
		"index of 2^63":                   {strings.Replace(head, "700", "9223372036854775808", 1) + "\n" + note, codeLog},
		"index of 2^63-1":                 {strings.Replace(head, "700", "9223372036854775807", 1) + "\n" + note, codeInclusion},
		"extra data that is not base64":   {strings.Replace(head, "index", "extra !\nindex", 1) + "\n" + note, codeLog},
		"extra data twice":                {strings.Replace(head, "index", "extra aGk=\nextra aGk=\nindex", 1) + "\n" + note, codeLog},
		"a short step":                    {head + b64(make([]byte, 31)) + "\n\n" + note, codeLog},
		"a long step":                     {head + b64(make([]byte, 33)) + "\n\n" + note, codeLog},
		"a step that is not base64":       {head + "!\n\n" + note, codeLog},
		"a step with loose bits":          {head + strings.Replace(hash, "A=", "B=", 1) + "\n" + note, codeLog},
		"carriage returns":                {strings.ReplaceAll(head+"\n"+note, "\n", "\r\n"), codeLog},
		"one carriage return":             {strings.Replace(head, "=\n", "=\r\n", 1) + "\n" + note, codeLog},
		"bytes that are not UTF-8":        {head + "\n" + note + "— \xff " + b64(make([]byte, 9)) + "\n", codeLog},
		"no checkpoint":                   {head, codeLog},
		"an empty checkpoint":             {head + "\n", codeLog},
		"a checkpoint without signatures": {head + "\n" + text, codeLog},
		"no line feed at the end":         {head + "\n" + strings.TrimSuffix(note, "\n"), codeLog},
		"an empty line in the text":       {head + "\n" + signed(l.name+"\n\n1000\n"+hash), codeLog},
		"no origin":                       {head + "\n" + signed("\n1000\n"+hash), codeLog},
		"two lines":                       {head + "\n" + signed(l.name+"\n1000\n"), codeLog},
		"size with a zero":                {head + "\n" + signed(strings.Replace(text, "\n1000", "\n01000", 1)), codeLog},
		"a root that is too short":        {head + "\n" + signed(l.name+"\n1000\nAAAA\n"), codeLog},
		"another root":                    {head + "\n" + signed(l.name+"\n1000\n"+hash), codeInclusion},
		"a line that is not a signature":  {head + "\n" + note + "signature\n", codeLog},
		"a signature without a name":      {head + "\n" + note + "— " + b64(make([]byte, 9)) + "\n", codeLog},
		"an empty name":                   {head + "\n" + note + "—  " + b64(make([]byte, 9)) + "\n", codeLog},
		"a name with a plus":              {head + "\n" + note + "— a+b " + b64(make([]byte, 9)) + "\n", codeLog},
		"a name with a space":             {head + "\n" + note + "— a\u2003b " + b64(make([]byte, 9)) + "\n", codeLog},
		"a signature of 4 bytes":          {head + "\n" + note + "— a " + b64(make([]byte, 4)) + "\n", codeLog},
		"a signature of 5 bytes":          {head + "\n" + note + "— a " + b64(make([]byte, 5)) + "\n", ""},
		"a signature that is not base64":  {head + "\n" + note + "— a !\n", codeLog},
		"too many signatures":             {head + "\n" + note + strings.Repeat("— a "+b64(make([]byte, 9))+"\n", 128), codeTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			_, code := check(t, manifest, l.policy(2), Proof{Kind: Inclusion, Data: []byte(row.text)})
			require.Equal(t, row.code, code)
		})
	}
	_, code := check(t, manifest, Policy{}, l.proof(700, 3))
	require.Equal(t, codeUntrusted, code)
}

// A policy that cannot be meant is refused.
func TestLogPolicy(t *testing.T) {
	l := newLog(10, 7, manifest)
	good := l.policy(2).Logs[0]
	other := newLog(10, 7, manifest)
	other.name = "other.example"
	w := good.Witnesses
	for name, row := range map[string]struct {
		logs []Log
		code string
	}{
		"good":                      {[]Log{good}, ""},
		"two logs":                  {[]Log{other.policy(1).Logs[0], good}, ""},
		"quorum 0":                  {[]Log{{good.Key, w, 0}}, codePolicy},
		"quorum 4 of 3":             {[]Log{{good.Key, w, 4}}, codePolicy},
		"no witnesses":              {[]Log{{good.Key, nil, 1}}, codePolicy},
		"one witness twice":         {[]Log{{good.Key, []string{w[0], w[1], w[0]}, 2}}, codePolicy},
		"one key under two names":   {[]Log{{good.Key, []string{w[0], noteSigner{"d.example", noteCosigned, l.witnesses[0].key}.verifier()}, 2}}, codePolicy},
		"the log as a witness":      {[]Log{{good.Key, []string{w[0], noteSigner{l.name, noteCosigned, l.key}.verifier()}, 1}}, codePolicy},
		"a log key as a witness":    {[]Log{{good.Key, []string{w[0], good.Key}, 1}}, codePolicy},
		"a witness key as a log":    {[]Log{{w[0], w, 1}}, codePolicy},
		"no key":                    {[]Log{{}}, codePolicy},
		"a key of another hash":     {[]Log{{strings.Replace(good.Key, "+", "+0", 1), w, 1}}, codePolicy},
		"a key without name":        {[]Log{{good.Key[strings.Index(good.Key, "+"):], w, 1}}, codePolicy},
		"a key that is too long":    {[]Log{{good.Key + "AAAA", w, 1}}, codePolicy},
		"a broken key after a good": {[]Log{good, {}}, ""},
		"too many witnesses":        {[]Log{{good.Key, slices.Repeat(w, 22), 1}}, codePolicy},
		"too many logs":             {slices.Repeat([]Log{good}, 65), codePolicy},
		"a key of low order":        {[]Log{{weakKey("log.example/2026"), w, 1}}, "key.weak"},
	} {
		t.Run(name, func(t *testing.T) {
			_, code := check(t, manifest, Policy{Logs: row.logs}, l.proof(7, 3))
			require.Equal(t, row.code, code)
		})
	}
}

// weakKey is the verifier key of the neutral point, under which anybody signs.
func weakKey(name string) string {
	value := slices.Concat([]byte{noteEd25519, 1}, make([]byte, 31))
	sum := sha256.Sum256(append([]byte(name+"\n"), value...))
	return name + "+" + hexOf(sum[:4]) + "+" + b64(value)
}

// A change of one byte of a proof is accepted only in signatures that nobody asked
// for.
func TestInclusionChanges(t *testing.T) {
	l := newLog(100, 70, manifest)
	good := l.proof(70, 3).Data
	p := l.policy(3)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range good {
		data := bytes.Clone(good)
		data[i] ^= byte(1 + random.IntN(255))
		_, code := check(t, manifest, p, Proof{Kind: Inclusion, Data: data})
		require.NotEmpty(t, code, "byte %d", i)
	}
}
