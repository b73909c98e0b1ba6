package edubadges

import (
	"bytes"
	"encoding/json"
	"slices"
	"sync"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// Extensions returns the contexts and schemas of the extensions that edubadges
// uses with Open Badges 2.0. Each context is there under all roots that badges
// use. Pass the roots of other deployments, such as
// "https://api.badges.example/static".
//
// The schemas accept what deployed badges contain: a number may be a string, as
// in the pilot. Read reports it.
func Extensions(roots ...string) []badge.Extension {
	if len(roots) == 0 {
		return copied(usual())
	}
	return extensions(roots)
}

// usual and profiles are made once per process.
var (
	usual    = sync.OnceValue(func() []badge.Extension { return extensions(nil) })
	profiles = sync.OnceValue(educredentials)
)

// copied returns a list that the caller may change. Extensions that share a
// text share its copy.
func copied(list []badge.Extension) []badge.Extension {
	list = slices.Clone(list)
	var last, copy []byte
	for i, e := range list {
		if len(e.Context) > 0 {
			if last == nil || &last[0] != &e.Context[0] {
				last, copy = e.Context, bytes.Clone(e.Context)
			}
			list[i].Context = copy
		}
		list[i].Schema = bytes.Clone(e.Schema)
	}
	return list
}

func extensions(roots []string) []badge.Extension {
	roots = slices.Concat([]string{rootProduction, rootTest, rootW3ID, rootSpec, rootLoopback, rootLocalhost}, roots)
	var all []badge.Extension
	for _, e := range definitions {
		context, schema := e.context(), e.schema()
		var urls []string
		for _, root := range roots {
			url := e.contextURL(root)
			if slices.Contains(urls, url) {
				continue
			}
			urls = append(urls, url)
			all = append(all, badge.Extension{Type: e.typeName(), URL: url, Context: context, Schema: schema})
			schema = nil // once is enough, because it is found by the type
		}
	}
	return all
}

// object is a JSON object; encoded sorts its names.
type object = map[string]any

// context returns the JSON-LD context of the extension.
func (def definition) context() []byte {
	local := def.iri
	if local == "" {
		local = string(def.name)
	}
	return encoded(object{"@context": object{
		"obi":        namespaceOB2,
		"extensions": namespaceExtensions,
		def.term:     namespaceExtensions + local,
	}})
}

// schema returns the JSON Schema of the extension.
func (def definition) schema() []byte {
	value := object{"type": "string"}
	switch def.form {
	case number:
		value = numeric()
	case numbers:
		value = object{"anyOf": []object{numeric(), {"type": "array", "items": numeric()}}}
	case address:
		value["format"] = "uri"
	}
	return encoded(object{
		"$schema":    dialect,
		"type":       "object",
		"properties": object{def.term: value},
		"required":   []string{def.term},
	})
}

// numeric is the schema of a number or of a string that holds one.
func numeric() object {
	return object{"type": []string{"number", "string"}, "pattern": `^-?[0-9]+(\.[0-9]+)?$`}
}

const dialect = vocabulary.SchemaDialect

// encoded returns the JSON text of maps, lists and texts, which always encode.
func encoded(value any) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return nil
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
