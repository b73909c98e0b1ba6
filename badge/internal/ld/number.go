package ld

import (
	"math"
	"strconv"
	"strings"
)

// maxInteger is the largest integer that all smaller ones survive beside as
// IEEE 754 doubles: 2^53-1.
const maxInteger = 1<<53 - 1

// parseNumber returns the double that a JSON number stands for, and whether
// the number survives: no other number that is accepted has the same canonical
// form.
func parseNumber(literal string) (float64, bool) {
	f, err := strconv.ParseFloat(literal, 64)
	switch {
	case err != nil:
		return 0, false
	case f == 0:
		return 0, !math.Signbit(f) && significant(literal) == decimal{}
	case f == math.Trunc(f) && math.Abs(f) > maxInteger:
		return 0, false
	}
	shortest := strconv.FormatFloat(f, 'e', -1, 64)
	back, err := strconv.ParseFloat(lexicalDouble(f), 64)
	return f, err == nil && back == f && significant(literal) == significant(shortest)
}

// decimal is a number as its significant digits and a power of ten.
type decimal struct {
	negative bool
	digits   string
	exponent int
}

// significant takes a JSON number literal apart; zero is the zero decimal.
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

// nativeForm reports whether a string is what a number or boolean would be
// written as under the same datatype.
func nativeForm(s string) bool {
	if s == "true" || s == "false" {
		return true
	}
	if s == "" || !digit(s[0]) && s[0] != '-' || strings.Trim(s, "0123456789+-.E") != "" {
		return false
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return false
	}
	integer, _ := lexicalNumber(f, "")
	return s == integer || s == lexicalDouble(f)
}
