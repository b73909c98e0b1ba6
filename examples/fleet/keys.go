package main

import (
	"context"
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
)

// schemes are the ways of signing, by the type of the key.
var schemes = map[string]proof.Scheme{"Ed25519": proof.EdDSARDFC2022, "P-256": proof.ECDSARDFC2019, "P-384": proof.ECDSARDFC2019}

// signing are the flags of commands that sign.
type signing struct {
	keyFile, profileFile string
	newKey               bool
}

// issuerOf returns the issuer that signs with the key in a file, and publishes
// all keys that the database knows. The profile in the database is that of the
// first worker; a profile without an id gets that of the key.
func (o *office) issuerOf(ctx context.Context, s signing) (*issuer.Issuer, error) {
	secret, public, err := readKey(s.keyFile)
	if err != nil {
		return nil, fmt.Errorf("-key: %w", err)
	}
	given := ""
	if s.profileFile != "" {
		text, err := os.ReadFile(s.profileFile)
		if err != nil {
			return nil, fmt.Errorf("-issuer: %w", err)
		}
		given = string(text)
	}
	if given, err = o.fixed(ctx, "issuer", given); err != nil {
		return nil, err
	}
	var profile badge.Profile
	if err := json.Unmarshal([]byte(given), &profile); err != nil {
		return nil, fmt.Errorf("-issuer: %w", err)
	}
	method := func(k key.Key) string { return profile.ID + "#" + k.Thumbprint()[:12] }
	if profile.ID == "" {
		if s.newKey {
			return nil, errors.New("-new-key: the id of the issuer is its first key, so another key is another issuer; an issuer with an id can have new keys")
		}
		profile.ID = public.DIDKey()
		method = func(k key.Key) string { return profile.ID + "#" + k.Multikey() }
	}
	if len(profile.Type) == 0 {
		profile.Type = []string{"Profile"}
	}
	others, err := o.keys(ctx, public, s.newKey)
	if err != nil {
		return nil, err
	}
	for n, k := range others {
		others[n] = k.WithID(method(k))
	}
	if _, err := o.fixed(ctx, "id", profile.ID); err != nil {
		return nil, err
	}
	return issuer.New(issuer.Config{Profile: profile, Keys: others,
		Proofs: []issuer.Securing{{Scheme: schemes[public.Type()], Signer: key.Signer{Key: secret, Method: method(public)}}}})
}

func readKey(file string) (secret crypto.Signer, public key.Key, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, key.Key{}, err
	}
	if secret, err = key.ParsePrivate(text); err != nil {
		return nil, key.Key{}, fmt.Errorf("%q: %w", file, err)
	}
	if public, err = key.FromPublic(secret.Public()); err != nil {
		return nil, key.Key{}, fmt.Errorf("%q: %w", file, err)
	}
	if schemes[public.Type()] == "" {
		return nil, key.Key{}, fmt.Errorf("%q: its type is %s, wanted Ed25519, P-256 or P-384", file, public.Type())
	}
	return secret, public, nil
}

// keys returns the other keys of the issuer. A key that the database does not know
// is refused, unless it is the first one or fresh says that it is meant.
func (o *office) keys(ctx context.Context, own key.Key, fresh bool) (others []key.Key, err error) {
	if !fresh {
		first, err := o.setting(ctx, "key", own.Multikey())
		if err != nil {
			return nil, err
		}
		fresh = first == own.Multikey()
	}
	if fresh {
		if _, err := o.DB().ExecContext(ctx, o.Bind(`INSERT INTO keys (multikey) VALUES (?) ON CONFLICT (multikey) DO NOTHING`), own.Multikey()); err != nil {
			return nil, err
		}
	}
	rows, err := o.DB().QueryContext(ctx, `SELECT multikey FROM keys ORDER BY multikey`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := false
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		if text == own.Multikey() {
			known = true
			continue
		}
		k, err := key.ParseMultikey(text)
		if err != nil {
			return nil, fmt.Errorf("a key in the database: %w", err)
		}
		others = append(others, k)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if !known {
		return nil, errors.New("-key: the key is not one of this database; -new-key adds it")
	}
	return others, nil
}
