package jsontext

import "encoding/json"

// InsertMember returns the text of object with one more member at the end of
// the object. No other byte changes.
func InsertMember(object Value, name string, raw []byte) []byte {
	quoted, _ := json.Marshal(name) // strings always marshal
	return insertLast(object, append(append(quoted, ':'), raw...))
}

// InsertElement returns the text of array with one more element at the end of
// the array. No other byte changes.
func InsertElement(array Value, raw []byte) []byte { return insertLast(array, raw) }

// ReplaceValue returns the text of old with raw in its place. No other byte
// changes.
func ReplaceValue(old Value, raw []byte) []byte {
	start, end := old.Span()
	return splice(old.Source(), start, end, raw)
}

// insertLast inserts raw after the last child of a container, or after its
// opening bracket.
func insertLast(container Value, raw []byte) []byte {
	start, _ := container.Span()
	at := start + 1
	if container.Len() > 0 {
		last := Value{}
		for i, end := container.i+1, container.node().next; i < end; i = container.t.nodes[i].next {
			last = Value{container.t, i}
		}
		_, at = last.Span()
		raw = append([]byte{','}, raw...)
	}
	return splice(container.Source(), at, at, raw)
}

func splice(src string, start, end int, raw []byte) []byte {
	out := make([]byte, 0, len(src)-(end-start)+len(raw))
	out = append(out, src[:start]...)
	out = append(out, raw...)
	return append(out, src[end:]...)
}
