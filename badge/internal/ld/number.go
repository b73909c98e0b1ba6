package ld

import (
	"math"
	"strconv"
	"strings"
)

// maxInteger is 2^53-1: this integer and all smaller ones are exact as IEEE 754
// doubles.
const maxInteger = 1<<53 - 1

// Bounds of a decimal that may be exact as a double. Others are not converted:
// they are never exact, and some are slow to convert.
const (
	maxDigits    = 17   // more than any double needs
	maxMagnitude = 16   // places before the point: 2^53 has as many, and larger doubles are integers
	minMagnitude = -306 // below, doubles lose digits
)

// parseNumber returns the double of a JSON number, and whether it is exact: no
// other accepted number has the same canonical form.
func parseNumber(literal string) (float64, bool) {
	written := significant(literal)
	f, ok := written.double(literal)
	if !ok || f == math.Trunc(f) && math.Abs(f) > maxInteger || f == 0 && math.Signbit(f) {
		return 0, false
	}
	if written != significant(strconv.FormatFloat(f, 'e', -1, 64)) {
		return 0, false
	}
	canonical := lexicalDouble(f)
	back, ok := significant(canonical).double(canonical)
	return f, ok && back == f
}

// double converts the literal that d was taken from, within the bounds.
func (d decimal) double(literal string) (float64, bool) {
	magnitude := d.exponent + len(d.digits)
	if len(d.digits) > maxDigits || magnitude > maxMagnitude || magnitude < minMagnitude {
		return 0, false
	}
	f, err := strconv.ParseFloat(literal, 64)
	return f, err == nil
}

// decimal is a number as its significant digits and a power of ten.
type decimal struct {
	negative bool
	digits   string
	exponent int
}

// significant parses a JSON number literal; zero is the zero decimal.
func significant(literal string) decimal {
	d := decimal{}
	literal, d.negative = strings.CutPrefix(literal, "-")
	mantissa, exponent, _ := strings.Cut(strings.ToLower(literal), "e")
	if exponent != "" {
		n, err := strconv.Atoi(exponent)
		if err != nil {
			return decimal{digits: literal}
		}
		d.exponent = n
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	d.exponent -= len(fraction)
	d.digits = strings.TrimLeft(whole+fraction, "0")
	trimmed := strings.TrimRight(d.digits, "0")
	d.exponent += len(d.digits) - len(trimmed)
	d.digits = trimmed
	if d.digits == "" {
		return decimal{}
	}
	return d
}

// lexicalNumber returns the lexical form and the datatype of a number (JSON-LD
// 1.1 Processing Algorithms §8.2.2): an integer has no fraction, everything
// else is a double.
func lexicalNumber(f float64, datatype string) (lexical, typ string) {
	if f == math.Trunc(f) && math.Abs(f) < 1e21 && datatype != xsdDouble {
		return strconv.FormatFloat(f, 'f', 0, 64), orDefault(datatype, xsdInteger)
	}
	return lexicalDouble(f), orDefault(datatype, xsdDouble)
}

// lexicalDouble is the canonical form of a double: at most 16 significant
// digits, at least one behind the point, an exponent without zeros in front.
func lexicalDouble(f float64) string {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'E', 15, 64), "E")
	mantissa = strings.TrimRight(mantissa, "0")
	if strings.HasSuffix(mantissa, ".") {
		mantissa += "0"
	}
	sign, digits := "", strings.TrimLeft(exponent, "+-0")
	if exponent[0] == '-' {
		sign = "-"
	}
	return mantissa + "E" + sign + orDefault(digits, "0")
}

func orDefault(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// nativeForm reports whether a string equals the form in which a number or
// boolean is written under the same datatype.
func nativeForm(s string) bool {
	if s == "true" || s == "false" {
		return true
	}
	if s == "" || !digit(s[0]) && s[0] != '-' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !digit(c) && c != '+' && c != '-' && c != '.' && c != 'E' {
			return false
		}
	}
	f, ok := significant(s).double(s)
	if !ok {
		return false
	}
	integer, _ := lexicalNumber(f, "")
	return s == integer || s == lexicalDouble(f)
}
