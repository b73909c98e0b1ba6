package timeproof

import (
	"context"
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// FuzzProof: nothing panics, every refusal has a code, and a changed proof
// never says another time than the good one.
func FuzzProof(f *testing.F) {
	root := newAuthority(f, "Root")
	a := newTSA(f, root)
	l := newLog(10, 7, manifest)
	by := key.Signer{Key: edKey(), Method: libraryKey}
	public, err := key.FromPublic(by.Key.Public())
	if err != nil {
		f.Fatal(err)
	}
	said, err := Attest(f.Context(), manifest, by, now)
	if err != nil {
		f.Fatal(err)
	}
	p := trusts(f, root)
	p.Logs, p.Witnesses = l.policy(3).Logs, []key.Key{public}
	kinds := []Kind{TimeStamp, Statement, Inclusion}
	f.Add(uint8(0), a.token(f, manifest, nil))
	f.Add(uint8(0), granted(a.token(f, manifest, nil)))
	f.Add(uint8(0), seq(seq(number(2), seq(tlv(tagUTF8String, []byte("no"))), tlv(tagBitString, []byte{5, 0x20}))))
	f.Add(uint8(1), said.Data)
	f.Add(uint8(2), l.proof(7, 3).Data)
	f.Fuzz(func(t *testing.T, kind uint8, data []byte) {
		proof := Proof{Kind: kinds[int(kind)%len(kinds)], Data: data}
		seen, err := Check(context.Background(), manifest, []Proof{proof}, p, now)
		if err == nil && !seen.Time.Equal(now) || err != nil && badge.CodeOf(err) == "" {
			t.Fatalf("%v, %v", seen, err)
		}
		if _, err := readQuery(data); err != nil && badge.CodeOf(err) == "" {
			t.Fatal(err)
		}
	})
}
