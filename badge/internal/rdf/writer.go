package rdf

// Append appends the statement in canonical N-Quads form (RDFC-1.0 §A), line
// feed included. It does not check terms: if Canonicalize refuses the
// statement, readers refuse the line or read another statement.
func (q Quad) Append(dst []byte) []byte { return q.append(dst) }

func (q *Quad) append(dst []byte) []byte {
	dst = append(q.Subject.append(dst), ' ')
	dst = append(q.Predicate.append(dst), ' ')
	dst = append(q.Object.append(dst), ' ')
	if q.Graph.Kind != None {
		dst = append(q.Graph.append(dst), ' ')
	}
	return append(dst, ".\n"...)
}

func (t *Term) append(dst []byte) []byte {
	switch t.Kind {
	case IRI:
		return appendIRI(dst, t.Value)
	case Blank:
		dst = append(dst, "_:"...)
		return append(dst, t.Value...)
	case Literal:
		return t.appendLiteral(dst)
	}
	return dst
}

func (t *Term) appendLiteral(dst []byte) []byte {
	dst = append(dst, '"')
	dst = appendEscaped(dst, t.Value)
	dst = append(dst, '"')
	switch {
	case t.Language != "":
		dst = append(dst, '@')
		return append(dst, t.Language...)
	case t.Datatype != "" && t.Datatype != xsdString:
		dst = append(dst, "^^"...)
		return appendIRI(dst, t.Datatype)
	}
	return dst
}

func appendIRI(dst []byte, s string) []byte {
	dst = append(dst, '<')
	dst = append(dst, s...)
	return append(dst, '>')
}

// appendEscaped writes the seven characters that have a short escape with that
// escape, the other control characters as \u and four upper-case digits, and
// all others unchanged.
func appendEscaped(dst []byte, s string) []byte {
	const hex = "0123456789ABCDEF"
	done := 0
	for i := range len(s) {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' && c != 0x7F {
			continue
		}
		dst = append(dst, s[done:i]...)
		done = i + 1
		switch c {
		case '\b':
			dst = append(dst, `\b`...)
		case '\t':
			dst = append(dst, `\t`...)
		case '\n':
			dst = append(dst, `\n`...)
		case '\f':
			dst = append(dst, `\f`...)
		case '\r':
			dst = append(dst, `\r`...)
		case '"', '\\':
			dst = append(dst, '\\', c)
		default:
			dst = append(dst, `\u00`...)
			dst = append(dst, hex[c>>4], hex[c&0xF])
		}
	}
	return append(dst, s[done:]...)
}
