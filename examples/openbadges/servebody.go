package main

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
)

// Fields of forms.
const (
	fieldFile      = "file"
	fieldAddress   = "address"
	fieldText      = "text"
	fieldEmail     = "email"
	fieldRecipient = "recipient"
)

// maxField bounds the bytes of a field that is not a badge.
const maxField = 4 << 10

// form is a form that was read.
type form struct {
	files  []asked
	fields map[string]string
}

// readForm reads a form with the given fields beside files. Files stay in
// memory: nothing is written to disk.
func readForm(r *http.Request, fields ...string) (form, error) {
	found := form{fields: map[string]string{}}
	parts, err := r.MultipartReader()
	switch {
	case errors.Is(err, http.ErrNotMultipart):
		return found, refuse(codeMediaType)
	case err != nil:
		return found, refuse(codeForm)
	}
	for n := 0; ; n++ {
		if n > maxFiles+len(fields) {
			return found, refuse(codeFiles)
		}
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return found, unread(err, codeForm)
		}
		if err := found.add(part, fields); err != nil {
			return found, err
		}
	}
}

// add reads a part of a form. The part of a file input without a file is empty
// and has no name.
func (f *form) add(part *multipart.Part, fields []string) error {
	name := part.FormName()
	data, err := io.ReadAll(part)
	if err != nil {
		return unread(err, codeForm)
	}
	_, known := f.fields[name]
	switch {
	case name == fieldFile && len(data) == 0 && part.FileName() == "":
	case name == fieldFile && len(f.files) == maxFiles:
		return refuse(codeFiles)
	case name == fieldFile:
		f.files = append(f.files, asked{name: strings.ToValidUTF8(part.FileName(), "\uFFFD"), data: data})
	case known, !slices.Contains(fields, name), name != fieldText && len(data) > maxField:
		return refuse(codeForm)
	default:
		f.fields[name] = strings.TrimSpace(string(data))
	}
	return nil
}

// recipient returns who presents the badges; nil for nobody.
func (f form) recipient() (*badge.Recipient, error) {
	text := f.fields[fieldRecipient]
	if email := f.fields[fieldEmail]; email != "" {
		text = "email=" + email
	}
	if text == "" {
		return nil, nil
	}
	who, err := recipientOf(text)
	if err != nil {
		return nil, refuse(codeRecipient)
	}
	return who, nil
}

// badges returns the badges of a form that a person filled in.
func (f form) badges() ([]asked, error) {
	who, err := f.recipient()
	if err != nil {
		return nil, err
	}
	all := f.files
	if text := f.fields[fieldText]; text != "" {
		all = append(all, asked{data: []byte(text)})
	}
	if address := f.fields[fieldAddress]; address != "" {
		if !isAddress([]byte(address)) {
			return nil, refuse(codeAddress)
		}
		all = append(all, asked{name: address, data: []byte(address)})
	}
	if len(all) == 0 {
		return nil, refuse(codeEmpty)
	}
	for i := range all {
		all[i].who = who
	}
	return all, nil
}

// readFile reads the only file of a request: its body, or the file of a form.
func readFile(r *http.Request) (asked, error) {
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if mediaType == "multipart/form-data" {
		found, err := readForm(r, fieldRecipient)
		if err != nil {
			return asked{}, err
		}
		switch len(found.files) {
		case 0:
			return asked{}, refuse(codeEmpty)
		case 1:
		default:
			return asked{}, refuse(codeFiles)
		}
		one := found.files[0]
		one.who, err = found.recipient()
		return one, err
	}
	data, err := io.ReadAll(r.Body)
	if err == nil && len(data) == 0 {
		err = refuse(codeEmpty)
	}
	return asked{data: data}, unread(err, codeBody)
}

// unread says why a body cannot be read; otherwise is the code of an error
// in what it says.
func unread(err error, otherwise string) error {
	var large *http.MaxBytesError
	var known refusal
	switch {
	case err == nil, errors.As(err, &known):
		return err
	case errors.As(err, &large):
		return refuse(codeSize)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return refuse(codeSlow)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return refuse(codeBody)
	}
	return refuse(otherwise)
}

// steady is a body that must arrive at a least rate, so that a few slow requests
// do not keep the places of all others.
type steady struct {
	io.ReadCloser
	control *http.ResponseController
	began   time.Time
	end     time.Time // at which it must have arrived, however fast it is
	read    int64
}

// Read implements io.Reader.
func (b *steady) Read(p []byte) (int, error) {
	limit := b.began.Add(bodyPause + time.Duration(b.read/leastRate)*time.Second)
	if limit.After(b.end) {
		limit = b.end
	}
	b.control.SetReadDeadline(limit) // a recorder of a test has no connection
	n, err := b.ReadCloser.Read(p)
	b.read += int64(n)
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		b.control.SetReadDeadline(time.Time{}) // net/http sets the next one
	}
	return n, err
}
