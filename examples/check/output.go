package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/verify"
)

// result is what came of one file, in the form of -json.
type result struct {
	File    string         `json:"file"`
	Verdict verify.Verdict `json:"verdict"`
	Code    string         `json:"code"`
	Pointer string         `json:"pointer"`
	Message string         `json:"message"`
	Payload *payload       `json:"payload,omitempty"`
	Report  *verify.Report `json:"report,omitempty"`
}

// payload says where in a picture the badge was, and what it was exactly.
type payload struct {
	Slot   bake.Slot `json:"slot"`
	SHA256 string    `json:"sha256"`
}

// unwrap takes the badge out of a picture. Anything else is a badge itself.
func unwrap(data []byte) ([]byte, *payload, error) {
	if isText(data) {
		return data, nil, nil
	}
	p, err := bake.Extract(bytes.NewReader(data))
	if err != nil {
		return nil, nil, err
	}
	if p.Data == nil {
		return nil, nil, errHostedOnly
	}
	sum := sha256.Sum256(p.Data)
	return p.Data, &payload{Slot: p.Slot, SHA256: hex.EncodeToString(sum[:])}, nil
}

var errHostedOnly = errors.New("the picture holds only the address of a badge")

// describe returns the code and the sentence of an error.
func describe(err error) (code, message string) {
	var picture *bake.Error
	switch {
	case errors.As(err, &picture):
		return picture.Code, picture.Error()
	case errors.Is(err, errHostedOnly):
		return "input.hosted_only", err.Error()
	case errors.Is(err, fs.ErrNotExist):
		return "input.missing", err.Error()
	}
	return "input.unreadable", err.Error()
}

// print writes one result for a person, or as one line of JSON.
func (c *checker) print(w io.Writer, r result) {
	if c.json {
		line, err := json.Marshal(r)
		if err != nil {
			line = fmt.Appendf(nil, `{"file":%q,"verdict":"rejected","code":"verify.internal"}`, r.File)
		}
		fmt.Fprintf(w, "%s\n", line)
		return
	}
	fmt.Fprintf(w, "%q: ", r.File)
	if r.Report == nil {
		fmt.Fprintf(w, "REJECTED\n  %s (%s)\n", r.Message, r.Code)
		return
	}
	fmt.Fprint(w, r.Report)
}
