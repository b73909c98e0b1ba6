package verify_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// genuineBadges are one badge as a document with a proof in it, as a token,
// and as both.
func genuineBadges(t testing.TB) (*verify.Verifier, [][]byte) {
	world := verifytest.New(t)
	secret, method := world.Key("school.example", proof.EdDSARDFC2022), school+"#key-1"
	world.Issuer("school.example", proof.EdDSARDFC2022)
	plain := edited(t, verifytest.Badge(), nil)
	embedded := signed(t, world, plain)
	wrap := func(d *badge.Document) []byte {
		made, err := proof.Sign(t.Context(), d, proof.EdDSA, key.Signer{Key: secret, Method: method}, proof.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return made.Bytes()
	}
	return verifierWith(t, world, nil), [][]byte{embedded.Bytes(), wrap(plain), wrap(embedded)}
}

// sameBadge reports whether two texts have the same meaning: equal JSON, of the token's
// payload where both are tokens. Header, signature and registered claims of a
// token are not part of the badge: if they are broken, an
// embedded proof may still be good. White space does not count either.
func sameBadge(a, b []byte) bool {
	x, errX := badge.Parse(a)
	y, errY := badge.Parse(b)
	if errX != nil || errY != nil {
		return false
	}
	var left, right map[string]any
	if json.Unmarshal(x.JSON(), &left) != nil || json.Unmarshal(y.JSON(), &right) != nil {
		return false
	}
	for _, claim := range []string{"iss", "jti", "nbf", "sub", "exp", "iat", "aud"} {
		delete(left, claim)
		delete(right, claim)
	}
	return reflect.DeepEqual(left, right)
}

// byteChanged replaces, inserts or deletes one byte.
func byteChanged(data []byte, at uint, by byte, how uint8) []byte {
	i := int(at % uint(len(data)))
	out := append([]byte{}, data[:i]...)
	switch how % 3 {
	case 0:
		return append(append(out, by), data[i+1:]...)
	case 1:
		return append(append(out, by), data[i:]...)
	default:
		return append(out, data[i+1:]...)
	}
}

func requireUnaccepted(t *testing.T, v *verify.Verifier, before, after []byte) {
	t.Helper()
	r, err := v.Verify(t.Context(), after)
	if err == nil && !sameBadge(before, after) {
		t.Fatalf("a changed badge is accepted:\n%s\n%s", after, r)
	}
	if (err == nil) != (r.Verdict() == verify.Accepted) {
		t.Fatalf("error %v beside verdict %s", err, r.Verdict())
	}
}

// No change of one byte that changes what a signed badge says is accepted.
func TestMutatedBadgesAreNotAccepted(t *testing.T) {
	v, badges := genuineBadges(t)
	random := rand.New(rand.NewPCG(1, 2))
	const marks = ` "\{}[],:.-_0123456789abcdefghijklmnopqrstuvwxyzABCXYZ=` + "\n\x00"
	for _, data := range badges {
		requireUnaccepted(t, v, data, data)
		for range 2_000 {
			requireUnaccepted(t, v, data, byteChanged(data, uint(random.Uint32()), marks[random.IntN(len(marks))], uint8(random.IntN(3))))
		}
	}
}

func FuzzMutateSigned(f *testing.F) {
	v, badges := genuineBadges(f)
	for which := range badges {
		f.Add(uint8(which), uint(40), byte('x'), uint8(0), uint(41), byte('y'), uint8(2))
		f.Add(uint8(which), uint(900), byte('"'), uint8(1), uint(0), byte(' '), uint8(1))
	}
	f.Fuzz(func(t *testing.T, which uint8, at uint, by byte, how uint8, at2 uint, by2 byte, how2 uint8) {
		data := badges[int(which)%len(badges)]
		requireUnaccepted(t, v, data, byteChanged(byteChanged(data, at, by, how), at2, by2, how2))
	})
}
