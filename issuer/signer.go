package issuer

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"io"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// publicOf returns the public key of a signer. Some signers panic when they
// hold no key.
func publicOf(signer crypto.Signer) (public key.Key, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("the signer has no public key")
		}
	}()
	return key.FromPublic(signer.Public())
}

// contextSigner is a signer, such as that of a remote service, which ends its
// work with a context.
type contextSigner interface {
	crypto.Signer
	SignContext(ctx context.Context, random io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error)
}

// bound is a contextSigner during one call of Issue.
type bound struct {
	contextSigner
	ctx context.Context
}

// Sign implements crypto.Signer.
func (b bound) Sign(random io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	return b.SignContext(b.ctx, random, digest, o)
}

func withContext(ctx context.Context, signer crypto.Signer) crypto.Signer {
	if s, ok := signer.(contextSigner); ok {
		return bound{s, ctx}
	}
	return signer
}

// signed returns what sign returns with a signer, or the error of ctx if that is
// done first. A panic of the signer is an error. Only a signer that may not return
// gets a goroutine.
func signed(ctx context.Context, by crypto.Signer, sign func() (*badge.Document, error)) (doc *badge.Document, err error) {
	if key.InProcess(by) {
		defer func() {
			if recover() != nil {
				doc, err = nil, faulted{}
			}
		}()
		return sign()
	}
	type outcome struct {
		doc *badge.Document
		err error
	}
	done := make(chan outcome, 1) // with room, so that a late signer can end
	go func() {
		o := outcome{err: faulted{}}
		defer func() {
			recover()
			done <- o
		}()
		o.doc, o.err = sign()
	}()
	select {
	case o := <-done:
		return o.doc, o.err
	case <-ctx.Done():
	}
	select {
	case o := <-done:
		return o.doc, o.err
	default:
		return nil, fmt.Errorf("the signer did not return in time: %w", ctx.Err())
	}
}

// faulted is the error of a panic.
type faulted struct{}

func (faulted) Error() string {
	return "issuing failed unexpectedly, perhaps by a fault of the signer"
}

// Code returns the code issuer.internal.
func (faulted) Code() string { return codeInternal }

// Path returns "": the failure is not about a place in a document.
func (faulted) Path() string { return "" }
