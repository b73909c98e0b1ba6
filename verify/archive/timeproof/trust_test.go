package timeproof

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// below makes an authority under another one.
func (a *authority) below(t testing.TB, name string, edit func(*x509.Certificate)) *authority {
	key := ecKey()
	cert := a.issue(t, key, func(c *x509.Certificate) {
		c.Subject, c.ExtraExtensions, c.IsCA, c.BasicConstraintsValid = pkix.Name{CommonName: name}, nil, true, true
		c.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
		if edit != nil {
			edit(c)
		}
	})
	return &authority{key, cert, 1000 * a.next}
}

// Only roots of the policy count, and what leads to them.
func TestRoots(t *testing.T) {
	root, other := newAuthority(t, "Root"), newAuthority(t, "Root") // the same name
	middle := root.below(t, "Middle", nil)
	a := newTSA(t, middle)
	proof := a.stamp(t, manifest)
	lists := [][]byte{root.list(t, now.AddDate(0, 0, -1)), middle.list(t, now.AddDate(0, 0, -1))}
	with := func(proof Proof, certificates ...*x509.Certificate) Proof {
		for _, c := range certificates {
			proof.Certificates = append(proof.Certificates, c.Raw)
		}
		return proof
	}
	inside := newTSA(t, middle)
	inside.others = [][]byte{middle.cert.Raw}
	without := newTSA(t, middle)
	without.without = true
	for name, row := range map[string]struct {
		proof Proof
		roots []*x509.Certificate
		code  string
	}{
		"the path passed":              {with(proof, middle.cert), []*x509.Certificate{root.cert}, ""},
		"the path inside":              {inside.stamp(t, manifest), []*x509.Certificate{root.cert}, ""},
		"the signer passed":            {with(without.stamp(t, manifest), middle.cert, without.cert), []*x509.Certificate{root.cert}, ""},
		"the middle as a root":         {proof, []*x509.Certificate{middle.cert}, ""},
		"the signer as a root":         {proof, []*x509.Certificate{a.cert}, ""},
		"several roots":                {with(proof, middle.cert), []*x509.Certificate{other.cert, root.cert}, ""},
		"the path is missing":          {proof, []*x509.Certificate{root.cert}, codeUntrusted},
		"another root of that name":    {with(proof, middle.cert), []*x509.Certificate{other.cert}, codeUntrusted},
		"the root is only passed":      {with(proof, middle.cert, root.cert), []*x509.Certificate{other.cert}, codeUntrusted},
		"no root":                      {with(proof, middle.cert), nil, codeUntrusted},
		"a root that is nil":           {with(proof, middle.cert), []*x509.Certificate{nil}, codePolicy},
		"a root that was not parsed":   {with(proof, middle.cert), []*x509.Certificate{{}}, codePolicy},
		"a certificate that is broken": {Proof{Kind: TimeStamp, Data: proof.Data, Certificates: [][]byte{{1}}}, []*x509.Certificate{root.cert}, codeRevocationList},
		"a certificate that is huge": {Proof{Kind: TimeStamp, Data: proof.Data, Certificates: [][]byte{make([]byte, 64<<10+1)}}, []*x509.Certificate{root.cert},
			codeTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			_, code := check(t, manifest, Policy{Roots: row.roots, RevocationLists: lists}, row.proof)
			require.Equal(t, row.code, code)
		})
	}
}

// One good path is enough, wherever it is among the others.
func TestTwoPaths(t *testing.T) {
	left, right := newAuthority(t, "Left"), newAuthority(t, "Right")
	middle := left.below(t, "Middle", nil)
	crossed := right.issue(t, middle.key, func(c *x509.Certificate) {
		c.Subject, c.ExtraExtensions, c.IsCA, c.BasicConstraintsValid = middle.cert.Subject, nil, true, true
		c.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	})
	a := newTSA(t, middle)
	lists := [][]byte{middle.list(t, now.AddDate(0, 0, -1)), nil}
	for _, good := range []*authority{left, right} {
		lists[1] = good.list(t, now.AddDate(0, 0, -1))
		for _, roots := range [][]*x509.Certificate{{left.cert, right.cert}, {right.cert, left.cert}} {
			for _, others := range [][][]byte{{middle.cert.Raw, crossed.Raw}, {crossed.Raw, middle.cert.Raw}} {
				a.others = others
				_, code := check(t, manifest, Policy{Roots: roots, RevocationLists: lists}, a.stamp(t, manifest))
				require.Empty(t, code)
			}
		}
	}
}

// A path through a certificate that cannot issue, has another purpose, is too
// weak or was not valid is not one.
func TestPaths(t *testing.T) {
	root := newAuthority(t, "Root")
	for name, row := range map[string]struct {
		edit func(*x509.Certificate)
		code string
	}{
		"good":            {nil, ""},
		"not an issuer":   {func(c *x509.Certificate) { c.IsCA = false }, codeUntrusted},
		"another purpose": {func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} }, codeChain},
		"an extension that is not known": {func(c *x509.Certificate) {
			c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Critical: true, Value: []byte{5, 0}}}
		}, codeChain},
		"ended before the stamp": {func(c *x509.Certificate) { c.NotAfter = now.AddDate(0, 0, -1) }, codeNotValid},
	} {
		t.Run(name, func(t *testing.T) {
			middle := root.below(t, "Middle", row.edit)
			a := newTSA(t, middle)
			a.others = [][]byte{middle.cert.Raw}
			p := trusts(t, root)
			p.AcceptUnknownRevocation = true
			_, code := check(t, manifest, p, a.stamp(t, manifest))
			require.Equal(t, row.code, code)
		})
	}
}

// Without a list in force nothing says that a certificate still counts.
func TestRevocationLists(t *testing.T) {
	root, other := newAuthority(t, "Root"), newAuthority(t, "Root")
	a := newTSA(t, root)
	proof := a.stamp(t, manifest)
	day := func(n int) time.Time { return now.AddDate(0, 0, n) }
	parts := []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 28}, Critical: true, Value: seq(tlv(0x81, []byte{0xff}))}}
	changed := root.list(t, day(-1))
	changed[len(changed)-1] ^= 1
	for name, row := range map[string]struct {
		list   []byte
		code   string
		waived string // the code where revocation may be unknown
	}{
		"in force":                {root.list(t, day(-1)), "", ""},
		"made later":              {root.list(t, day(30)), "", ""},
		"ended":                   {root.list(t, day(-40)), codeRevocation, ""},
		"by another authority":    {other.list(t, day(-1)), codeRevocation, ""},
		"changed":                 {changed, codeRevocation, ""},
		"after the certificate":   {root.list(t, day(400)), codeRevocation, ""},
		"of a part only":          {root.listAs(t, &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: day(-1), NextUpdate: day(1), ExtraExtensions: parts}), codeRevocation, ""},
		"a list that is broken":   {[]byte{0x30, 0}, codeRevocationList, codeRevocationList},
		"a list that is too long": {make([]byte, 8<<20+1), codeTooLarge, codeTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			for _, accept := range []bool{false, true} {
				want := row.code
				if accept {
					want = row.waived
				}
				_, code := check(t, manifest, Policy{Roots: []*x509.Certificate{root.cert}, RevocationLists: [][]byte{row.list}, AcceptUnknownRevocation: accept}, proof)
				require.Equal(t, want, code, "in the policy")
				passed := Proof{Kind: TimeStamp, Data: proof.Data, RevocationLists: [][]byte{row.list}}
				_, code = check(t, manifest, Policy{Roots: []*x509.Certificate{root.cert}, AcceptUnknownRevocation: accept}, passed)
				require.Equal(t, want, code, "in the proof")
				if len(row.list) < 1<<20 {
					a.lists = tlv(tagExplicit+1, row.list)
					_, code = check(t, manifest, Policy{Roots: []*x509.Certificate{root.cert}, AcceptUnknownRevocation: accept}, a.stamp(t, manifest))
					require.Equal(t, want, code, "in the token")
				}
			}
		})
	}
	many := Proof{Kind: TimeStamp, Data: proof.Data}
	for range 16 {
		many.RevocationLists = append(many.RevocationLists, root.list(t, day(-1)))
	}
	_, code := check(t, manifest, Policy{Roots: []*x509.Certificate{root.cert}}, many)
	require.Empty(t, code)
	_, code = check(t, manifest, trusts(t, root), many)
	require.Equal(t, codeTooLarge, code, "one more")
	a.lists = nil
	for range 17 {
		a.lists = append(a.lists, seq()...)
	}
	a.lists = tlv(tagExplicit+1, a.lists)
	_, code = check(t, manifest, trusts(t, root), a.stamp(t, manifest))
	require.Equal(t, codeTooLarge, code)
}

// A revocation before the stamp counts always, one between the stamp and the
// check by its reason, one after the check never.
func TestRevoked(t *testing.T) {
	root := newAuthority(t, "Root")
	a := newTSA(t, root)
	proof := a.stamp(t, manifest)
	at := now.AddDate(0, 0, 10)
	invalid := func(text string) []pkix.Extension {
		return []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 24}, Value: tlv(tagGeneralizedTime, []byte(text))}}
	}
	for name, row := range map[string]struct {
		entry x509.RevocationListEntry
		code  string
	}{
		"before the stamp":                    {x509.RevocationListEntry{RevocationTime: now.Add(-time.Hour)}, codeRevoked},
		"at the stamp":                        {x509.RevocationListEntry{RevocationTime: now}, codeRevoked},
		"superseded before the stamp":         {x509.RevocationListEntry{RevocationTime: now.Add(-time.Hour), ReasonCode: 4}, codeRevoked},
		"after the stamp without reason":      {x509.RevocationListEntry{RevocationTime: now.Add(time.Hour)}, codeRevoked},
		"key stolen after the stamp":          {x509.RevocationListEntry{RevocationTime: now.Add(time.Hour), ReasonCode: 1}, codeRevoked},
		"authority stolen after the stamp":    {x509.RevocationListEntry{RevocationTime: now.Add(time.Hour), ReasonCode: 2}, codeRevoked},
		"on hold after the stamp":             {x509.RevocationListEntry{RevocationTime: now.Add(time.Hour), ReasonCode: 6}, codeRevoked},
		"affiliation changed after the stamp": {x509.RevocationListEntry{RevocationTime: now.Add(time.Hour), ReasonCode: 3}, ""},
		"superseded after the stamp":          {x509.RevocationListEntry{RevocationTime: now.Add(time.Hour), ReasonCode: 4}, ""},
		"closed after the stamp":              {x509.RevocationListEntry{RevocationTime: now.Add(time.Hour), ReasonCode: 5}, ""},
		"at the check":                        {x509.RevocationListEntry{RevocationTime: at}, codeRevoked},
		"after the check":                     {x509.RevocationListEntry{RevocationTime: at.Add(time.Hour)}, ""},
		"invalid before the stamp":            {x509.RevocationListEntry{RevocationTime: at.Add(time.Hour), ExtraExtensions: invalid("20261130115959Z")}, codeRevoked},
		"invalid after the stamp":             {x509.RevocationListEntry{RevocationTime: at.Add(time.Hour), ExtraExtensions: invalid("20261130130000Z")}, codeRevoked},
		"invalid after the check":             {x509.RevocationListEntry{RevocationTime: at.Add(2 * time.Hour), ExtraExtensions: invalid("20261210130000Z")}, ""},
		"invalid after it was revoked":        {x509.RevocationListEntry{RevocationTime: now, ExtraExtensions: invalid("20361210130000Z")}, codeRevoked},
		"invalid since an unreadable time":    {x509.RevocationListEntry{RevocationTime: at.Add(time.Hour), ExtraExtensions: invalid("long ago")}, codeRevoked},
		"another certificate":                 {x509.RevocationListEntry{SerialNumber: big.NewInt(99), RevocationTime: now}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if row.entry.SerialNumber == nil {
				row.entry.SerialNumber = a.cert.SerialNumber
			}
			for _, accept := range []bool{false, true} {
				p := Policy{Roots: []*x509.Certificate{root.cert}, AcceptUnknownRevocation: accept, RevocationLists: [][]byte{root.list(t, at.AddDate(0, 0, -1), row.entry)}}
				_, code := checkAt(t, at, manifest, p, proof)
				require.Equal(t, row.code, code)
				p.RevocationLists = [][]byte{root.list(t, at.AddDate(0, 0, -60), row.entry), root.list(t, at.AddDate(0, 0, -1))}
				_, code = checkAt(t, at, manifest, p, proof)
				require.Equal(t, row.code, code, "an old list says so and a new one does not")
			}
		})
	}
}

// A reason that is stated as unspecified leaves earlier time stamps valid, one
// that is left out does not (RFC 3161 §4).
func TestUnspecified(t *testing.T) {
	s := stamp{token: token{info: info{time: now}}}
	entry := x509.RevocationListEntry{RevocationTime: now.Add(time.Hour)}
	require.True(t, s.ends(entry, now.AddDate(0, 0, 1)))
	entry.Extensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 21}, Value: []byte{0x0a, 1, 0}}}
	require.False(t, s.ends(entry, now.AddDate(0, 0, 1)))
}

// A revoked authority in the middle of the path counts like its certificate.
func TestRevokedMiddle(t *testing.T) {
	root := newAuthority(t, "Root")
	middle := root.below(t, "Middle", nil)
	a := newTSA(t, middle)
	a.others = [][]byte{middle.cert.Raw}
	proof := a.stamp(t, manifest)
	p := Policy{Roots: []*x509.Certificate{root.cert}, RevocationLists: [][]byte{middle.list(t, now.AddDate(0, 0, -1))}}
	_, code := check(t, manifest, p, proof)
	require.Equal(t, codeRevocation, code, "nothing is known about the middle")
	p.RevocationLists = append(p.RevocationLists, root.list(t, now.AddDate(0, 0, -1), x509.RevocationListEntry{SerialNumber: middle.cert.SerialNumber, RevocationTime: now.AddDate(0, 0, -2)}))
	_, code = check(t, manifest, p, proof)
	require.Equal(t, codeRevoked, code)
}

// AR-9: a second proof over the data and the first one carries it over the end
// of its certificate; without the second it is refused.
func TestRenewal(t *testing.T) {
	root, next := newAuthority(t, "Root"), newAuthority(t, "Next")
	first := newTSA(t, root) // ends in a year
	one := first.stamp(t, manifest)
	month := now.AddDate(0, 11, 0)
	list := func(entries ...x509.RevocationListEntry) [][]byte {
		return [][]byte{root.list(t, month.AddDate(0, 0, -10), entries...)}
	}
	one.RevocationLists = list()
	second := newTSA(t, next)
	second.cert = next.issue(t, second.key, func(c *x509.Certificate) { c.NotAfter = now.AddDate(10, 0, 0) })
	second.time = month.Format("20060102150405Z")
	renewed := func(proofs ...Proof) Proof { return second.stamp(t, Renewal(manifest, proofs)) }
	later := now.AddDate(5, 0, 0)
	p := Policy{Roots: []*x509.Certificate{root.cert, next.cert}, RevocationLists: [][]byte{next.list(t, later.AddDate(0, 0, -1))}}

	seen, code := checkAt(t, later, manifest, p, one, renewed(one))
	require.Empty(t, code, "AR-9")
	require.Equal(t, Seen{now, TimeStamp, "CN=Time of Root"}, seen)
	_, code = checkAt(t, later, manifest, Policy{Roots: p.Roots, AcceptUnknownRevocation: true}, one)
	require.Equal(t, codeExpired, code, "AR-9 without the second")
	_, code = checkAt(t, later, manifest, p, one, second.stamp(t, manifest))
	require.Equal(t, codeImprint, code, "AR-9 the second is about the data alone")

	bare := Proof{Kind: TimeStamp, Data: one.Data}
	_, code = checkAt(t, later, manifest, Policy{Roots: p.Roots, AcceptUnknownRevocation: true}, bare, renewed(bare))
	require.Equal(t, codeRevocation, code, "AR-9 nothing says that the first counted when it was covered")
	bare.RevocationLists = [][]byte{root.list(t, now.AddDate(0, 0, -1))}
	_, code = checkAt(t, later, manifest, p, bare, renewed(bare))
	require.Equal(t, codeRevocation, code, "AR-9 the list had ended when the second was made")
	_, code = checkAt(t, later, manifest, p, one, renewed(bare))
	require.Equal(t, codeImprint, code, "AR-9 the list is covered too")

	stolen := x509.RevocationListEntry{SerialNumber: first.cert.SerialNumber}
	for name, row := range map[string]struct {
		when time.Time
		code string
	}{
		"after the second": {month.Add(time.Hour), ""},
		"before it":        {month.Add(-time.Hour), codeRevoked},
	} {
		stolen.RevocationTime = row.when
		with := p
		with.RevocationLists = append(with.RevocationLists, root.list(t, month.AddDate(0, 0, 1), stolen))
		_, code = checkAt(t, later, manifest, with, one, renewed(one))
		require.Equal(t, row.code, code, "AR-9 the key of the first was stolen %s", name)
	}

	second.time = now.AddDate(1, 1, 0).Format("20060102150405Z")
	_, code = checkAt(t, later, manifest, p, one, renewed(one))
	require.Equal(t, codeExpired, code, "AR-9 the second came too late")
	second.time = now.AddDate(0, 0, -1).Format("20060102150405Z")
	_, code = checkAt(t, later, manifest, p, one, renewed(one))
	require.Equal(t, codeFuture, code, "AR-9 the second is older than the first")
}

// While the first proof counts alone, a second one does not make it worse.
func TestRenewalEarly(t *testing.T) {
	root := newAuthority(t, "Root")
	p := Policy{Roots: []*x509.Certificate{root.cert}, AcceptUnknownRevocation: true}
	one := newTSA(t, root).stamp(t, manifest)
	two := newTSA(t, root).stamp(t, Renewal(manifest, []Proof{one}))
	three := newTSA(t, root).stamp(t, Renewal(manifest, []Proof{one, two}))
	seen, code := check(t, manifest, p, one, two, three)
	require.Empty(t, code)
	require.Equal(t, now, seen.Time)
	_, code = check(t, manifest, p, one, three, two)
	require.Equal(t, codeImprint, code)
	_, err := Check(t.Context(), manifest, []Proof{one, {Kind: "x"}}, p, now)
	require.EqualError(t, err, `timeproof.kind: proof 2 of 2: the kind of the proof is "x", wanted rfc3161, statement or tlog-proof`)
	_, code = check(t, manifest, p)
	require.Equal(t, codeMissing, code)
	_, code = check(t, manifest, p, make([]Proof, 33)...)
	require.Equal(t, codeTooLarge, code)
	_, code = check(t, manifest, p, make([]Proof, 32)...)
	require.Equal(t, codeKind, code)
}

func TestRenewalText(t *testing.T) {
	require.Equal(t, `openbadges-archive-renewal/v1
data sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
rfc3161 sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb
certificate sha256:3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d
revocation-list sha256:2e7d2c03a9507ae265ecf5b5356885a53393a2029d241394997265a1a25aefc6
statement sha256:18ac3e7343f016890c510e93f935261169d9e3f565436429830faf0934f4f8e4
`, string(Renewal(nil, []Proof{{Kind: TimeStamp, Data: []byte("a"), Certificates: [][]byte{[]byte("b")}, RevocationLists: [][]byte{[]byte("c")}}, {Kind: Statement, Data: []byte("d")}})))
}

// The time that counts is the latest that the accuracy allows.
func TestAccuracy(t *testing.T) {
	root := newAuthority(t, "Root")
	a := newTSA(t, root)
	for _, row := range []struct {
		extra []byte
		want  time.Duration
	}{
		{nil, 0},
		{seq(), 0},
		{seq(number(2)), 2 * time.Second},
		{seq(number(86_400)), 24 * time.Hour},
		{seq(tlv(tagContext, []byte{5})), 5 * time.Millisecond},
		{seq(number(1), tlv(tagContext+1, []byte{0x03, 0xe7})), time.Second + 999*time.Microsecond},
		{seq(number(0), tlv(tagContext, []byte{1}), tlv(tagContext+1, []byte{1})), 1001 * time.Microsecond},
	} {
		a.extra = row.extra
		seen, code := check(t, manifest, trusts(t, root), a.stamp(t, manifest))
		require.Empty(t, code)
		require.Equal(t, now.Add(row.want), seen.Time)
	}
	a.extra, a.time = nil, now.Add(time.Minute).Format("20060102150405Z")
	_, code := check(t, manifest, trusts(t, root), a.stamp(t, manifest))
	require.Empty(t, code, "a clock may be ahead a little")
}

// A key of a path is held to the import policy too.
func TestWeakMiddle(t *testing.T) {
	root := newAuthority(t, "Root")
	weak := must(rsa1024())
	cert := root.issue(t, weak, func(c *x509.Certificate) {
		c.Subject, c.ExtraExtensions, c.IsCA, c.BasicConstraintsValid = pkix.Name{CommonName: "Weak"}, nil, true, true
		c.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	})
	a := newTSA(t, &authority{weak, cert, 5000})
	a.others = [][]byte{cert.Raw}
	p := trusts(t, root)
	p.AcceptUnknownRevocation = true
	_, code := check(t, manifest, p, a.stamp(t, manifest))
	require.Equal(t, codeUntrusted, code, "it is not taken into a path")
	p.Roots = []*x509.Certificate{cert}
	_, code = check(t, manifest, p, a.stamp(t, manifest))
	require.Equal(t, "key.too_small", code, "nor as a root")
}
