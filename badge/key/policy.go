package key

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/hex"
	"math/big"
	"slices"
)

// The functions of this file make every Key, so the policy applies to all.

// rsaKeyOf checks an RSA key before any arithmetic with its modulus.
func rsaKeyOf(n *big.Int, e int) (Key, error) {
	switch bits := n.BitLen(); {
	case n.Sign() <= 0 || bits < minRSABits:
		return Key{}, fail(codeTooSmall, "", "the RSA modulus has %d bits, wanted at least %d", bits, minRSABits)
	case bits > maxRSABits:
		return Key{}, fail(codeTooLarge, "", "the RSA modulus has %d bits, wanted at most %d", bits, maxRSABits)
	case e != rsaExponent:
		return Key{}, fail(codeExponent, "", "the RSA exponent is not %d", rsaExponent)
	case n.Bit(0) == 0:
		return Key{}, fail(codeWeak, "", "the RSA modulus is even")
	case hasROCAFingerprint(n):
		return Key{}, fail(codeWeak, "", "the RSA modulus has the fingerprint of a generator whose keys can be factored (CVE-2017-15361)")
	}
	return Key{typ: rsaKey, public: &rsa.PublicKey{N: new(big.Int).Set(n), E: e}}, nil
}

// rocaSubgroups holds, for each small prime, the residues that are powers of
// 65537. Primes of the weak generator, and so their products, have only such
// residues.
var rocaSubgroups = func() map[uint64][]bool {
	groups := map[uint64][]bool{}
	for _, p := range []uint64{11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157} {
		group := make([]bool, p)
		for x := uint64(1); !group[x]; x = x * 65537 % p {
			group[x] = true
		}
		groups[p] = group
	}
	return groups
}()

func hasROCAFingerprint(n *big.Int) bool {
	var prime, residue big.Int
	for p, group := range rocaSubgroups {
		if !group[residue.Mod(n, prime.SetUint64(p)).Uint64()] {
			return false
		}
	}
	return true
}

var curves = map[keyType]elliptic.Curve{p256Key: elliptic.P256(), p384Key: elliptic.P384(), p521Key: elliptic.P521()}

// ecKeyOf checks a point in uncompressed form.
func ecKeyOf(typ keyType, point []byte) (Key, error) {
	curve, ok := curves[typ]
	if !ok {
		return Key{}, fail(codeUnsupported, "", "found a key on the curve %s, wanted P-256, P-384 or P-521", quoted(string(typ)))
	}
	public, err := ecdsa.ParseUncompressedPublicKey(curve, point)
	if err != nil {
		return Key{}, fail(codeCurve, "", "the coordinates are not a point on %s", typ)
	}
	return Key{typ: typ, public: public}, nil
}

// compressedKeyOf checks a point in compressed form, whose length the caller
// has checked.
func compressedKeyOf(typ keyType, point []byte) (Key, error) {
	x, y := elliptic.UnmarshalCompressed(curves[typ], point)
	if x == nil {
		return Key{}, fail(codeCurve, "", "the compressed point is not on %s", typ)
	}
	size := len(point) - 1
	full := make([]byte, 1+2*size)
	full[0] = 4
	x.FillBytes(full[1 : 1+size])
	y.FillBytes(full[1+size:])
	return ecKeyOf(typ, full)
}

// compressed returns a tag for the parity of y, followed by x (SEC 1 §2.3.3).
func compressed(point []byte) []byte {
	return append([]byte{2 + point[len(point)-1]&1}, point[1:len(point)/2+1]...)
}

// pointOf returns the point of any key, or nil if the key has none. The standard
// library panics on a key without coordinates.
func pointOf(p *ecdsa.PublicKey) (point []byte) {
	defer func() {
		if recover() != nil {
			point = nil
		}
	}()
	point, _ = p.Bytes()
	return point
}

// uncompressed returns the point of a key that passed the policy.
func uncompressed(p *ecdsa.PublicKey) []byte {
	point, _ := p.Bytes()
	return point
}

// lowOrder lists the y coordinates of the Ed25519 points of small order in
// canonical form, without the sign of x. With such a key, one signature
// fits every message.
var lowOrder = func() (list [5][ed25519.PublicKeySize]byte) {
	for i, text := range []string{
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	} {
		if _, err := hex.Decode(list[i][:], []byte(text)); err != nil {
			return list
		}
	}
	return list
}()

// ed25519KeyOf checks the encoding of an Ed25519 point (RFC 8032 §5.1.3). The
// verification of a signature checks whether a point has that y coordinate.
func ed25519KeyOf(data []byte) (Key, error) {
	if len(data) != ed25519.PublicKeySize {
		return Key{}, fail(codeMember, "", "the Ed25519 key has %d bytes, wanted %d", len(data), ed25519.PublicKeySize)
	}
	y := [ed25519.PublicKeySize]byte(data)
	y[31] &= 0x7f
	if y[31] == 0x7f && y[0] >= 0xed && !slices.ContainsFunc(y[1:31], func(b byte) bool { return b != 0xff }) {
		return Key{}, fail(codeWeak, "", "the Ed25519 key is not in canonical form")
	}
	if slices.Contains(lowOrder[:], y) {
		return Key{}, fail(codeWeak, "", "the Ed25519 key is a point of small order")
	}
	return Key{typ: ed25519Key, public: ed25519.PublicKey(slices.Clone(data))}, nil
}
