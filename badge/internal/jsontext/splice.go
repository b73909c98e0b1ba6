package jsontext

import "encoding/json"

// InsertMember returns the text of object with one more member at the end of
// the object. No other byte changes.
func InsertMember(object Value, name string, raw []byte) []byte {
	member := make([]byte, 0, len(name)+len(raw)+len(`"":`))
	return insertLast(object, append(append(AppendQuoted(member, name), ':'), raw...))
}

// AppendQuoted appends s as a JSON string, written as encoding/json does.
func AppendQuoted(out []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; !isPlain(c) || c == '<' || c == '>' || c == '&' {
			quoted, _ := json.Marshal(s) // strings always marshal
			return append(out, quoted...)
		}
	}
	return append(append(append(out, '"'), s...), '"')
}

// InsertElement returns the text of array with one more element at the end of
// the array. No other byte changes.
func InsertElement(array Value, raw []byte) []byte { return insertLast(array, raw) }

// ReplaceValue returns the text of old with raw in its place. No other byte
// changes.
func ReplaceValue(old Value, raw []byte) []byte {
	start, end := old.Span()
	return splice(old.Source(), start, end, "", raw)
}

// insertLast inserts raw after the last child of a container, or after its
// opening bracket.
func insertLast(container Value, raw []byte) []byte {
	start, _ := container.Span()
	at, comma := start+1, ""
	if container.Len() > 0 {
		last := Value{}
		for i, end := container.i+1, container.node().next; i < end; i = container.t.nodes[i].next {
			last = Value{container.t, i}
		}
		_, at = last.Span()
		comma = ","
	}
	return splice(container.Source(), at, at, comma, raw)
}

// splice returns src with a comma, if there is one, and raw in place of a span.
func splice(src string, start, end int, comma string, raw []byte) []byte {
	out := make([]byte, 0, len(src)-(end-start)+len(comma)+len(raw))
	out = append(append(out, src[:start]...), comma...)
	out = append(out, raw...)
	return append(out, src[end:]...)
}
