package ld

import (
	"math"
	"strconv"
	"strings"
)

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

// maxLexical is the length of the longest canonical form of a number, that of
// -2.2250738585072014E-308.
const maxLexical = 24

// nativeForm reports whether a string is what a number or boolean would be
// written as under the same datatype.
func nativeForm(s string) bool {
	if s == "true" || s == "false" {
		return true
	}
	if s == "" || len(s) > maxLexical || !digit(s[0]) && s[0] != '-' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !digit(c) && c != '+' && c != '-' && c != '.' && c != 'E' {
			return false
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return false
	}
	integer, _ := lexicalNumber(f, "")
	return s == integer || s == lexicalDouble(f)
}

// readsBack reports whether a canonical form is that of this double alone.
func readsBack(lexical string, f float64) bool {
	back, err := strconv.ParseFloat(lexical, 64)
	return err == nil && back == f
}
