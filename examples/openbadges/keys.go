package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/issuer"
)

const keyHelp = `Makes and shows the keys of an issuer.

  openbadges key make key.pem            makes a new private key (Ed25519)
  openbadges key public key.pem          prints its public part as a JWK
  openbadges key did -id ID key.pem ...  prints the DID document of an issuer
  openbadges key jwks -id ID key.pem ... prints its keys as a JWK set

Keep the private key secret, and keep a copy: whoever has it can issue in your
name. Public parts are for everybody. issue publishes the DID document itself.
`

func keyCommand() command {
	return command{"key", "make|public|did|jwks FILE ...", "make a key, or show its public part", keyHelp, func(f *flag.FlagSet) job {
		id := f.String("id", "", "`ID` of the issuer, a DID or an https URL, for did and jwks")
		return func(_ context.Context, p process, names []string) (int, error) { return keys(p, *id, names) }
	}}
}

func keys(p process, id string, names []string) (int, error) {
	if len(names) < 2 {
		return 0, misuse("wanted make, public, did or jwks and the file of a key")
	}
	what, files := names[0], names[1:]
	switch {
	case (what == "make" || what == "public") && len(files) > 1:
		return 0, misuse("there are %d files, wanted one", len(files))
	case (what == "did" || what == "jwks") && id == "":
		return 0, misuse("-id is missing, wanted the id of the issuer, such as did:web:school.example")
	}
	var out []byte
	var err error
	switch what {
	case "make":
		out, err = makeKey(files[0])
	case "public":
		var secret signingKey
		secret, err = readKey(files[0])
		out = secret.public.JWK()
	case "did", "jwks":
		out, err = publicKeys(what, id, files)
	default:
		return 0, misuse("%s is unknown, wanted make, public, did or jwks", badge.Quote(what))
	}
	if err != nil {
		return exitRejected, err
	}
	var shown bytes.Buffer
	if json.Indent(&shown, out, "", "  ") != nil {
		shown.Reset()
		shown.Write(out)
	}
	_, err = fmt.Fprintf(p.stdout, "%s\n", shown.Bytes())
	return exitAccepted, err
}

// makeKey writes a new key to a new file and returns its public part.
func makeKey(file string) ([]byte, error) {
	_, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		return nil, err
	}
	if err := writeNew(file, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		return nil, err
	}
	public, err := key.FromPublic(secret.Public())
	return public.JWK(), err
}

// writeNew writes a file that must not exist. It removes a file that it cannot
// write completely.
func writeNew(name string, data []byte, mode os.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("%q: %w", name, reason(err))
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(name)
		return fmt.Errorf("%q: %w", name, reason(err))
	}
	return nil
}

// signingKey is a private key with its public part.
type signingKey struct {
	signer crypto.Signer
	public key.Key
}

// readKey reads a private key that can sign badges.
func readKey(file string) (signingKey, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return signingKey{}, fmt.Errorf("key %q: %w", file, reason(err))
	}
	secret, err := key.ParsePrivate(text)
	if err != nil {
		return signingKey{}, fmt.Errorf("key %q: %w", file, err)
	}
	public, err := key.FromPublic(secret.Public())
	if err != nil {
		return signingKey{}, fmt.Errorf("key %q: %w", file, err)
	}
	if schemes[public.Type()] == "" {
		return signingKey{}, fmt.Errorf("key %q: its type is %s, wanted Ed25519, P-256 or P-384", file, public.Type())
	}
	return signingKey{secret, public}, nil
}

// publicKeys returns the document with the public keys of an issuer.
func publicKeys(what, id string, files []string) ([]byte, error) {
	cfg := issuer.Config{Profile: badge.Profile{ID: id, Type: []string{"Profile"}}}
	for i, file := range files {
		secret, err := readKey(file)
		if err != nil {
			return nil, err
		}
		method := methodOf(id, secret.public)
		if i > 0 {
			cfg.Keys = append(cfg.Keys, secret.public.WithID(method))
			continue
		}
		cfg.Proofs = []issuer.Securing{{Scheme: schemes[secret.public.Type()], Signer: key.Signer{Key: secret.signer, Method: method}}}
	}
	by, err := issuer.New(cfg)
	if err != nil {
		return nil, err
	}
	if what == "jwks" {
		return by.KeySet()
	}
	return by.ControllerDocument()
}
