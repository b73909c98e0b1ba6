package proof_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

const unsigned = `{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "id": "https://school.example/badges/7",
  "type": ["VerifiableCredential", "AchievementCredential"],
  "issuer": {"id": "https://school.example", "type": ["Profile"], "name": "Example School"},
  "validFrom": "2024-05-01T00:00:00Z",
  "credentialSubject": {"id": "did:example:ada", "type": ["AchievementSubject"], "achievement": {
    "id": "https://school.example/achievements/swim", "type": ["Achievement"],
    "name": "Swimming", "description": "Swims 200 metres", "criteria": {"narrative": "Swam 200 metres"}
  }}
}`

// Secure a badge in both ways and verify each proof with the public key, as
// taken from the issuer.
func Example() {
	ctx := context.Background()
	secret := ed25519.NewKeyFromSeed([]byte("a seed of thirty-two bytes......"))
	by := key.Signer{Key: secret, Method: "https://school.example/keys#1"}
	public, err := key.FromPublic(secret.Public())
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := badge.Parse([]byte(unsigned))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, scheme := range []proof.Scheme{proof.EdDSA, proof.EdDSARDFC2022} {
		signed, err := proof.Sign(ctx, d, scheme, by, proof.Options{Created: time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)})
		if err != nil {
			fmt.Println(err)
			return
		}
		proofs, err := proof.Find(signed)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, p := range proofs {
			checked, err := p.Verify(ctx, public, proof.CheckOptions{})
			fmt.Println(checked.Scheme, "by", p.Method(), "error:", err)
		}
	}
	// Output:
	// EdDSA by https://school.example/keys#1 error: <nil>
	// eddsa-rdfc-2022 by https://school.example/keys#1 error: <nil>
}

// The holder shows a badge without its result. The verifier sees that it is a
// disclosure and which parts the issuer requires.
func ExampleDisclose() {
	ctx := context.Background()
	secret, err := key.ParsePrivate([]byte(`{"kty":"EC","crv":"P-256","x":"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY","y":"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU","d":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := badge.Parse([]byte(strings.Replace(unsigned, `"achievement":`, `"result": [{"type": ["Result"], "value": "48 s"}], "achievement":`, 1)))
	if err != nil {
		fmt.Println(err)
		return
	}
	kept, err := proof.Sign(ctx, d, proof.ECDSASD2023, key.Signer{Key: secret, Method: "https://school.example/keys#2"}, proof.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	shown, err := proof.Disclose(ctx, kept, proof.Selection{Reveal: []string{""}, Withhold: []string{"/credentialSubject/result"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range []*badge.Document{kept, shown} {
		proofs, err := proof.Find(d)
		if err != nil {
			fmt.Println(err)
			return
		}
		public, err := key.FromPublic(secret.Public())
		if err != nil {
			fmt.Println(err)
			return
		}
		_, result := d.At("/credentialSubject/result")
		_, err = proofs[0].Verify(ctx, public, proof.CheckOptions{})
		fmt.Printf("with result: %t, error: %v\n", result, err)
	}
	// Output:
	// with result: true, error: disclosure.base: this is a base proof, for the holder only; verify a disclosure made from it (at "/proof/0")
	// with result: false, error: <nil>
}

// Two programs disagree about a badge. Diff compares what they read, statement
// by statement, and Explain names the members that the contexts do not define.
func ExampleExplain() {
	ctx := context.Background()
	var explained []proof.Explanation
	for _, text := range []string{unsigned, strings.Replace(unsigned, `"Swims 200 metres"`, `"Swims 300 metres", "rank": "gold"`, 1)} {
		d, err := badge.Parse([]byte(text))
		if err != nil {
			fmt.Println(err)
			return
		}
		list, err := proof.Explain(ctx, d, proof.CheckOptions{})
		if err != nil {
			fmt.Println(err)
			return
		}
		explained = append(explained, list[0])
	}
	for _, lost := range explained[1].Lost {
		fmt.Println("lost:", lost.Path)
	}
	d, _ := proof.Diff(explained[0], explained[1])
	fmt.Println(d.A)
	fmt.Println(d.B)
	// Output:
	// lost: /credentialSubject/achievement/rank
	// <https://school.example/achievements/swim> <https://schema.org/description> "Swims 200 metres" .
	// <https://school.example/achievements/swim> <https://schema.org/description> "Swims 300 metres" .
}

// An envelope carries a token. It is not signed itself, so only the token
// counts.
func ExampleUnwrap() {
	ctx := context.Background()
	secret := ed25519.NewKeyFromSeed([]byte("a seed of thirty-two bytes......"))
	d, err := badge.Parse([]byte(unsigned))
	if err != nil {
		fmt.Println(err)
		return
	}
	token, err := proof.Sign(ctx, d, proof.EdDSA, key.Signer{Key: secret, Method: "https://school.example/keys#1"}, proof.Options{Type: "vc+jwt"})
	if err != nil {
		fmt.Println(err)
		return
	}
	envelope, err := badge.Parse([]byte(`{"@context": "https://www.w3.org/ns/credentials/v2", "type": "EnvelopedVerifiableCredential",
	  "id": "data:application/vc+jwt,` + string(token.Bytes()) + `"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	proofs, err := proof.Find(envelope)
	fmt.Println(len(proofs), err)

	inner, _, err := proof.Unwrap(envelope)
	if err != nil {
		fmt.Println(err)
		return
	}
	proofs, err = proof.Find(inner)
	fmt.Println(len(proofs), err, inner.ID())
	// Output:
	// 0 <nil>
	// 1 <nil> https://school.example/badges/7
}

// Read the keys that an issuer no longer uses, from a set that its present key signed.
func ExampleVerifyHistory() {
	ctx := context.Background()
	secret := ed25519.NewKeyFromSeed([]byte("a seed of thirty-two bytes......"))
	present, err := key.FromPublic(secret.Public())
	if err != nil {
		fmt.Println(err)
		return
	}
	former, err := key.FromPublic(ed25519.NewKeyFromSeed([]byte("another seed of 32 bytes........")).Public())
	if err != nil {
		fmt.Println(err)
		return
	}
	ended := strings.Replace(string(former.WithID("2023").JWK()), "{", `{"exp":1704067200,`, 1)
	claims := `{"iss":"https://school.example","iat":1714521600,"keys":[` + ended + `]}`
	token, err := proof.SignClaims(ctx, []byte(claims), "jwk-set+jwt", key.Signer{Key: secret, Method: "https://school.example/keys#1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	history, err := proof.VerifyHistory(ctx, token.Bytes(), present)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range history.Methods { // for Config.Histories of package verify
		fmt.Println(history.Issuer, "used", m.ID, "until", m.Expires)
	}
	// Output: https://school.example used 2023 until 2024-01-01T00:00:00Z
}
