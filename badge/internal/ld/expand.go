package ld

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/piprate/json-gold/ld"
)

// loader supplies the contexts of this package to one expansion. Each expansion
// gets copies, because the library can change what it loads. It reads no file
// and opens no connection.
type loader struct {
	sources *sources
	words   words
	loaded  map[string]any
}

func newLoader(s *sources, w words) loader { return loader{s, w, map[string]any{}} }

func (l loader) LoadDocument(url string) (*ld.RemoteDocument, error) {
	e, ok := l.sources.lookup(url)
	if !ok {
		return nil, ld.NewJsonLdError(ld.LoadingDocumentFailed, url)
	}
	if l.loaded[url] == nil {
		l.loaded[url] = e.context.document(l.words)
	}
	return &ld.RemoteDocument{DocumentURL: url, Document: l.loaded[url]}, nil
}

// expand runs JSON-LD expansion in safe mode. A panic of the library is
// returned as an error.
func expand(document any, contexts ld.DocumentLoader) (expanded []any, failed *Error) {
	defer func() {
		if cause := recover(); cause != nil {
			expanded = nil
			failed = fail(codeInternal, jsontext.Value{}, "the JSON-LD library panicked: %s", quote(fmt.Sprint(cause)))
		}
	}()
	options := &ld.JsonLdOptions{
		ProcessingMode: ld.JsonLd_1_1,
		DocumentLoader: contexts,
		SafeMode:       true,
	}
	expanded, err := ld.NewJsonLdProcessor().Expand(document, options)
	if err != nil {
		return nil, &Error{Code: codeExpansion, Message: "expansion failed: " + quote(err.Error()), Err: err}
	}
	return expanded, nil
}

// plain returns the document as the maps, slices and doubles that expansion
// works on, with the root changed as the options say. The walk has checked that
// every number is an exact double.
func plain(v jsontext.Value, o Options) any {
	root, ok := doubles(v).(map[string]any)
	if !ok {
		return nil
	}
	for name := range root {
		if slices.Contains(o.Omit, name) {
			delete(root, name)
		}
	}
	if o.Context.Exists() {
		root[kwContext] = doubles(o.Context)
	}
	return root
}

func doubles(v jsontext.Value) any {
	switch v.Kind() {
	case jsontext.Object:
		m := make(map[string]any, v.Len())
		for name, e := range v.Members() {
			m[name] = doubles(e)
		}
		return m
	case jsontext.Array:
		list := make([]any, 0, v.Len())
		for _, e := range v.Elements() {
			list = append(list, doubles(e))
		}
		return list
	case jsontext.Number:
		f, _ := strconv.ParseFloat(v.Raw(), 64)
		return f
	default:
		return v.Any()
	}
}
