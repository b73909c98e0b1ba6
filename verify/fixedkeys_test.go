package verify_test

import (
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"math/big"
)

// fixedRSA is the RSA key of that name, the same at every run: vectors must be reproduced byte for byte.
func fixedRSA(name string) *rsa.PrivateKey {
	one, e := big.NewInt(1), big.NewInt(65537)
	p, q := fixedPrime(name+"/p"), fixedPrime(name+"/q")
	phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	k := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: int(e.Int64())},
		D: new(big.Int).ModInverse(e, phi), Primes: []*big.Int{p, q}}
	k.Precompute()
	return k
}

// fixedPrime is the first prime of 1024 bits from a start that is a hash of
// the name.
func fixedPrime(name string) *big.Int {
	var start []byte
	for i := range 4 {
		sum := sha256.Sum256(fmt.Append(nil, name, i))
		start = append(start, sum[:]...)
	}
	n := new(big.Int).SetBytes(start)
	n.SetBit(n, 1023, 1).SetBit(n, 1022, 1).SetBit(n, 0, 1)
	for two := big.NewInt(2); !n.ProbablyPrime(0); {
		n.Add(n, two)
	}
	return n
}

// noRandomness makes salted signatures the same at every run.
type noRandomness struct{}

func (noRandomness) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
