package timeproof

import (
	"bytes"
	"context"
	"crypto"
	"encoding/asn1"
	"errors"
	"io/fs"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// asked makes the function that asks an authority. It answers with the nonce of
// the request.
func asked(t testing.TB, a *tsa, data []byte) func(context.Context, []byte) ([]byte, error) {
	return func(_ context.Context, request []byte) ([]byte, error) {
		q, err := readQuery(request)
		require.NoError(t, err)
		require.Equal(t, hashed(q.hash, data), q.imprint)
		return granted(a.token(t, data, q.nonce)), nil
	}
}

func TestAsk(t *testing.T) {
	root := newAuthority(t, "Root")
	a := newTSA(t, root)
	proof, err := Stamp(t.Context(), manifest, asked(t, a, manifest))
	require.NoError(t, err)
	seen, code := check(t, manifest, trusts(t, root), proof)
	require.Empty(t, code)
	require.Equal(t, Seen{now, TimeStamp, "CN=Time of Root"}, seen)

	again := NewQuery(manifest)
	require.NotEqual(t, proof.Query, again, "a nonce is used once")
	for range 64 {
		q, err := readQuery(NewQuery(manifest))
		require.NoError(t, err)
		require.Equal(t, 127, q.nonce.BitLen(), "positive and long")
	}

	_, code = check(t, manifest, trusts(t, root), Proof{Kind: TimeStamp, Data: proof.Data, Query: again})
	require.Equal(t, codeNonce, code, "AR-7 the answer to another request")
	_, err = Stamp(t.Context(), manifest, func(context.Context, []byte) ([]byte, error) { return proof.Data, nil })
	require.Equal(t, codeNonce, badge.CodeOf(err), "an old answer")
	_, err = Stamp(t.Context(), manifest, func(context.Context, []byte) ([]byte, error) { return nil, fs.ErrPermission })
	require.Equal(t, codeAsk, badge.CodeOf(err))
	require.ErrorIs(t, err, fs.ErrPermission)
	_, err = Stamp(t.Context(), manifest, nil)
	require.Equal(t, codeAsk, badge.CodeOf(err))
	a.without = true
	_, err = Stamp(t.Context(), manifest, asked(t, a, manifest))
	require.Equal(t, codeNoCertificate, badge.CodeOf(err), "the request asks for the certificate")
}

// AR-7: the time stamp must answer the request.
func TestAnswers(t *testing.T) {
	root := newAuthority(t, "Root")
	imprint := func(id string, data []byte) []byte {
		return seq(seq(oid(id), null()), octets(hashed(testHashes[id], data)))
	}
	nonce := big.NewInt(12345)
	for name, row := range map[string]struct {
		query []byte
		nonce *big.Int
		code  string
	}{
		"all of it":                      {seq(number(1), imprint(sha256ID, manifest), oid("1.2.3.4"), integer(nonce), tlv(tagBoolean, []byte{0xff})), nonce, ""},
		"the least":                      {seq(number(1), imprint(sha256ID, manifest)), nil, ""},
		"extensions":                     {seq(number(1), imprint(sha256ID, manifest), tlv(tagExplicit, seq())), nil, ""},
		"AR-7 nonce changed":             {seq(number(1), imprint(sha256ID, manifest), number(12346)), nonce, codeNonce},
		"nonce left out":                 {seq(number(1), imprint(sha256ID, manifest), integer(nonce)), nil, codeNonce},
		"nonce that nobody sent":         {seq(number(1), imprint(sha256ID, manifest)), nonce, codeNonce},
		"nonce of 65 bytes":              {seq(number(1), imprint(sha256ID, manifest), integer(new(big.Int).Lsh(nonce, 512))), nonce, codeTooLarge},
		"other data":                     {seq(number(1), imprint(sha256ID, nil)), nil, codeImprint},
		"another hash":                   {seq(number(1), imprint(sha512ID, manifest)), nil, codeImprint},
		"another policy":                 {seq(number(1), imprint(sha256ID, manifest), oid("1.2.3.5")), nil, codePolicyID},
		"version 0":                      {seq(number(0), imprint(sha256ID, manifest)), nil, codeDER},
		"version 2":                      {seq(number(2), imprint(sha256ID, manifest)), nil, codeDER},
		"an imprint that is too short":   {seq(number(1), seq(seq(oid(sha256ID)), octets(nil))), nil, codeDER},
		"a byte more":                    {append(seq(number(1), imprint(sha256ID, manifest)), 0), nil, codeDER},
		"a field more":                   {seq(number(1), imprint(sha256ID, manifest), null()), nil, codeDER},
		"parameters of a hash algorithm": {seq(number(1), seq(seq(oid(sha256ID), number(1)), octets(hashed(crypto.SHA256, manifest)))), nil, codeDER},
		"nothing":                        {[]byte{}, nil, codeDER},
	} {
		t.Run(name, func(t *testing.T) {
			a := newTSA(t, root)
			_, code := check(t, manifest, trusts(t, root), Proof{Kind: TimeStamp, Data: a.token(t, manifest, row.nonce), Query: row.query})
			require.Equal(t, row.code, code)
		})
	}
}

// The status of a response: only a grant counts, and a refusal says why.
func TestStatus(t *testing.T) {
	root := newAuthority(t, "Root")
	token := newTSA(t, root).token(t, manifest, nil)
	bits := func(n ...int) []byte {
		b := asn1.BitString{Bytes: make([]byte, 4), BitLength: 26}
		for _, i := range n {
			b.Bytes[i/8] |= 0x80 >> (i % 8)
		}
		return must(asn1.Marshal(b))
	}
	text := seq(tlv(tagUTF8String, []byte("try later")))
	for name, row := range map[string]struct {
		reply []byte
		code  string
		says  string
	}{
		"granted":                    {seq(seq(number(0)), token), "", ""},
		"granted with a text":        {seq(seq(number(0), text), token), "", ""},
		"granted with modifications": {seq(seq(number(1)), token), "", ""},
		"rejected":                   {seq(seq(number(2))), codeStatus, "answered rejection, wanted granted"},
		"rejected with a reason":     {seq(seq(number(2), text, bits(0))), codeStatus, `rejection, wanted granted: "try later", badAlg`},
		"rejected with two reasons":  {seq(seq(number(2), bits(2, 25))), codeStatus, "badRequest, systemFailure"},
		"rejected with a token":      {seq(seq(number(2), bits(14)), token), codeStatus, "timeNotAvailable"},
		"other reasons":              {seq(seq(number(2), bits(5, 15, 16, 17, 3))), codeStatus, "bit 3, badDataFormat, unacceptedPolicy, unacceptedExtension, addInfoNotAvailable"},
		"waiting":                    {seq(seq(number(3))), codeStatus, "waiting"},
		"a warning of a revocation":  {seq(seq(number(4)), token), codeStatus, "revocationWarning"},
		"a revocation":               {seq(seq(number(5)), token), codeStatus, "revocationNotification"},
		"an unknown status":          {seq(seq(number(6)), token), codeStatus, "answered 6,"},
		"a negative status":          {seq(seq(number(-1)), token), codeStatus, "answered -1,"},
		"a huge status":              {seq(seq(integer(new(big.Int).Lsh(big.NewInt(1), 64))), token), codeStatus, "answered 18446744073709551616,"},
		"another huge status":        {seq(seq(integer(new(big.Int).Add(new(big.Int).Lsh(big.NewInt(1), 64), big.NewInt(2)))), token), codeStatus, "answered 18446744073709551618,"},
		"64 bits":                    {seq(seq(number(2), tlv(tagBitString, make([]byte, 9)))), codeStatus, "rejection"},
		"65 bits":                    {seq(seq(number(2), tlv(tagBitString, append([]byte{7}, make([]byte, 9)...)))), codeDER, "the bits"},
		"granted without token":      {seq(seq(number(0))), codeDER, ""},
		"two tokens":                 {seq(seq(number(0)), token, token), codeDER, "the response"},
		"malformed bits":             {seq(seq(number(2), tlv(tagBitString, []byte{9, 0}))), codeDER, "the bits"},
		"too many bits":              {seq(seq(number(2), tlv(tagBitString, make([]byte, 20)))), codeDER, "the bits"},
		"a field after the bits":     {seq(seq(number(0), bits(), null()), token), codeDER, "the status"},
		"a text of another type":     {seq(seq(number(0), seq(octets(nil))), token), codeDER, "the text of the status"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Check(t.Context(), manifest, []Proof{{Kind: TimeStamp, Data: row.reply}}, trusts(t, root), now)
			require.Equal(t, row.code, badge.CodeOf(err), "%v", err)
			if err != nil {
				require.ErrorContains(t, err, row.says)
			}
		})
	}
}

// Forms that are not DER, and structures that others read past.
func TestForms(t *testing.T) {
	root := newAuthority(t, "Root")
	good := newTSA(t, root).token(t, manifest, nil)
	r := newReader(good)
	inner := r.octets(tagSequence, "")
	data := newReader(inner)
	data.oid("")
	signed := data.into(tagExplicit, "")
	fields := signed.octets(tagSequence, "")
	wrap := func(fields ...[]byte) []byte { return seq(oid(oidSignedData), tlv(tagExplicit, seq(fields...))) }
	part := func(n int) []byte {
		in := newReader(fields)
		for range n {
			in.element(in.rest[0], "")
		}
		raw, _ := in.element(in.rest[0], "")
		return raw
	}
	info := newTSA(t, root).info(manifest, nil)
	require.Equal(t, good, wrap(fields), "the parts make the whole")
	require.Equal(t, good, wrap(part(0), part(1), part(2), part(3), part(4)))
	for name, row := range map[string]struct {
		data []byte
		code string
	}{
		"the whole":                      {good, ""},
		"nothing":                        {nil, codeDER},
		"a byte":                         {good[:1], codeDER},
		"a head":                         {good[:2], codeDER},
		"a byte after it":                {append(bytes.Clone(good), 0), codeDER},
		"a byte less":                    {good[:len(good)-1], codeDER},
		"indefinite length (BER)":        {joined([]byte{tagSequence, 0x80}, inner, []byte{0, 0}), codeDER},
		"length in 3 bytes for 2":        {joined([]byte{tagSequence, 0x83, 0, byte(len(inner) >> 8), byte(len(inner))}, inner), codeDER},
		"length in 5 bytes":              {joined([]byte{tagSequence, 0x85, 1, 0, 0, 0, 0}, inner), codeDER},
		"length beyond the end":          {joined([]byte{tagSequence, 0x84, 0xff, 0xff, 0xff, 0xff}, inner), codeDER},
		"long length of a short element": {seq(joined([]byte{tagOID, 0x81, 9}, oid(oidSignedData)[2:]), inner[11:]), codeDER},
		"data instead of signed data":    {seq(oid("1.2.840.113549.1.7.1"), inner[11:]), codeContent},
		"a field after the token":        {seq(inner, null()), codeDER},
		"a field after the signed data":  {seq(oid(oidSignedData), tlv(tagExplicit, seq(fields), null())), codeDER},
		"version 1":                      {wrap(number(1), part(1), part(2), part(3), part(4)), codeDER},
		"version 3":                      {wrap(number(3), part(1), part(2), part(3), part(4)), ""},
		"version 5":                      {wrap(number(5), part(1), part(2), part(3), part(4)), ""},
		"version 6":                      {wrap(number(6), part(1), part(2), part(3), part(4)), codeDER},
		"version with a zero":            {wrap([]byte{tagInteger, 2, 0, 3}, part(1), part(2), part(3), part(4)), codeDER},
		"no content":                     {wrap(part(0), part(1), seq(oid(oidTSTInfo)), part(3), part(4)), codeDER},
		"content in pieces (BER)":        {wrap(part(0), part(1), seq(oid(oidTSTInfo), tlv(tagExplicit, tlv(0x24, octets(info)))), part(3), part(4)), codeDER},
		"two contents":                   {wrap(part(0), part(1), seq(oid(oidTSTInfo), tlv(tagExplicit, octets(info), octets(info))), part(3), part(4)), codeDER},
		"a field after the content":      {wrap(part(0), part(1), seq(oid(oidTSTInfo), tlv(tagExplicit, octets(info)), null()), part(3), part(4)), codeDER},
		"a set after the signatures":     {wrap(part(0), part(1), part(2), part(3), part(4), part(4)), codeDER},
		"malformed identifier":           {seq(tlv(tagOID, []byte{0x80, 1}), inner[11:]), codeDER},
		"NULL with content":              {wrap(part(0), part(1), seq(oid(oidTSTInfo), tlv(tagExplicit, octets(bytes.Replace(info, []byte{5, 0, 4, 32}, []byte{5, 1, 0, 4, 31}, 1)))), part(3), part(4)), codeDER},
		"a megabyte":                     {make([]byte, 1<<20+1), codeTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			_, code := check(t, manifest, trusts(t, root), Proof{Kind: TimeStamp, Data: row.data})
			require.Equal(t, row.code, code)
		})
	}
}

// A name by key goes with version 3, one by issuer with version 1 (RFC 5652
// §5.3).
func TestSignerVersion(t *testing.T) {
	root := newAuthority(t, "Root")
	for _, byKeyID := range []bool{false, true} {
		for _, version := range []int64{0, 1, 2, 3, 4} {
			a := newTSA(t, root)
			a.byKeyID = byKeyID
			a.signers = func(one []byte) []byte {
				in := newReader(one)
				body := in.octets(tagSequence, "")
				return seq(number(version), body[3:])
			}
			_, code := check(t, manifest, trusts(t, root), a.stamp(t, manifest))
			require.Equal(t, byKeyID && version == 3 || !byKeyID && version == 1, code == "", "%d %t", version, byKeyID)
			if code != "" {
				require.Equal(t, codeDER, code)
			}
		}
	}
	a := newTSA(t, root)
	a.byKeyID = true
	a.cert = root.issue(t, a.key, nil)
	a.signers = func(one []byte) []byte {
		return bytes.Replace(one, tlv(tagContext, a.cert.SubjectKeyId), tlv(tagContext), 1)
	}
	_, code := check(t, manifest, trusts(t, root), a.stamp(t, manifest))
	require.Equal(t, codeDER, code, "the length is wrong")
}

// Every change of one byte of a token is refused, or is in what nobody signs.
func TestChanges(t *testing.T) {
	root := newAuthority(t, "Root")
	a := newTSA(t, root)
	good := a.token(t, manifest, nil)
	p := trusts(t, root)
	algorithms := set(seq(oid(sha256ID))) // a list for readers in one pass, which is not signed
	from := bytes.Index(good, algorithms)
	require.Positive(t, from)
	for i := range good {
		for _, by := range []byte{0x01, 0x80, 0xff} {
			data := bytes.Clone(good)
			data[i] ^= by
			proof := Proof{Kind: TimeStamp, Data: data}
			seen, err := Check(t.Context(), manifest, []Proof{proof}, p, now)
			if err == nil {
				require.Equal(t, now, seen.Time)
				require.True(t, i >= from+2 && i < from+len(algorithms) || i == from-1, "byte %d may change", i)
				continue
			}
			require.NotEmpty(t, badge.CodeOf(err), err)
			require.False(t, errors.Is(err, context.Canceled))
		}
	}
}

// Lengths are in their shortest form (X.690 §10.1).
func TestLengthForms(t *testing.T) {
	for _, n := range []int{0, 1, 126, 127, 128, 129, 255, 256, 257, 65535, 65536} {
		r := newReader(octets(make([]byte, n)))
		require.Len(t, r.octets(tagOctetString, ""), n)
		r.end("")
		require.NoError(t, r.err(), n)
	}
	for _, head := range [][]byte{{0x80}, {0x81, 0}, {0x81, 1}, {0x81, 126}, {0x81, 127}, {0x82, 0, 128}, {0x82, 0, 255}, {0x83, 0, 1, 0}} {
		r := newReader(joined([]byte{tagOctetString}, head, make([]byte, 1000)))
		require.Empty(t, r.octets(tagOctetString, ""))
		require.Equal(t, codeDER, badge.CodeOf(r.err()), "%x", head)
	}
}
