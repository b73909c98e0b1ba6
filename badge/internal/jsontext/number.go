package jsontext

import (
	"math/big"
	"strconv"
	"strings"
)

// number reads a number. Its literal stays as written. It must be short and
// have a finite IEEE 754 double, which is zero only if the literal is zero.
func (p *parser) number() *Error {
	start := p.pos
	if p.peek() == '-' {
		p.pos++
	}
	if p.peek() == '0' {
		p.pos++
	} else if err := p.digits(); err != nil {
		return err
	}
	if p.peek() == '.' {
		p.pos++
		if err := p.digits(); err != nil {
			return err
		}
	}
	if c := p.peek(); c == 'e' || c == 'E' {
		p.pos++
		if c := p.peek(); c == '+' || c == '-' {
			p.pos++
		}
		if err := p.digits(); err != nil {
			return err
		}
	}
	literal := p.src[start:p.pos]
	if len(literal) > MaxNumber {
		return p.fail(CodeNumberLength, start, "a number has %d characters, wanted at most %d", len(literal), MaxNumber)
	}
	if !isDouble(literal) {
		return p.fail(CodeNumberRange, start, "the number %s is out of the range of IEEE 754 doubles", literal)
	}
	return nil
}

func (p *parser) digits() *Error {
	start := p.pos
	for c := p.peek(); c >= '0' && c <= '9'; c = p.peek() {
		p.pos++
	}
	if p.pos == start {
		return p.unexpected("a digit")
	}
	return nil
}

// A number 0.ddd… × 10^exponent without leading zeros is infinite as a double
// from the largest exponent and these digits on, and zero up to the smallest
// exponent and these digits. Both bounds have hundreds of digits; the ones here
// are at least as many as a literal can have.
const (
	largestExponent, infinite = 309, "17976931348623158079372897140530"  // 2^1024 - 2^970
	smallestExponent, zero    = -323, "24703282292062327208828439643411" // 2^-1075
)

// isDouble reports whether a literal of at most MaxNumber bytes is within the
// range of doubles. It compares digits, because strconv.ParseFloat takes a
// thousand times as long for some literals as for others.
func isDouble(literal string) bool {
	mantissa, exponent := literal, int64(0)
	if i := strings.IndexAny(literal, "eE"); i >= 0 {
		mantissa = literal[:i]
		exponent, _ = strconv.ParseInt(literal[i+1:], 10, 32) // if out of range: the nearest integer in range
	}
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(mantissa, "-"), ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	exponent += int64(len(digits) - len(fraction))
	switch {
	case digits == "":
		return true
	case exponent == largestExponent:
		return digits < infinite
	case exponent == smallestExponent:
		return digits > zero
	default:
		return smallestExponent < exponent && exponent < largestExponent
	}
}

// Survival says how a number literal gets on as the double that stands for it.
type Survival uint8

const (
	Exact   Survival = iota // the double is that integer, or the fraction has the shortest digits of the double
	Rounded                 // the literal is a fraction with other digits than the shortest of its double
	Lost                    // the literal is an integer that no double holds, out of range, or a long fraction close to zero
)

// Bounds of an integer that can be a double: its odd factor has at most 53 bits,
// and each power of ten adds a power of five to it.
const (
	maxOddBits  = 53
	maxTens     = 22 // 5^23 has 54 bits
	alwaysExact = 15 // digits, which any double of usual size keeps
)

// Fractions of more digits below this magnitude are not converted: the smallest
// doubles keep fewer digits, and strconv takes a thousand times as long for them.
const (
	mostDigits   = 17 // of a double, in its shortest form
	minMagnitude = -306
)

// Double returns the double that stands for a number literal.
func Double(literal string) (float64, Survival) {
	if f, ok := short(literal); ok {
		return f, Exact
	}
	written := significant(literal)
	switch digits := len(written.digits); {
	case written.exponent >= 0 && !written.isDouble(),
		digits > mostDigits && written.exponent+digits < minMagnitude:
		return 0, Lost
	}
	f, err := strconv.ParseFloat(literal, 64)
	switch {
	case err != nil, f == 0 && written.digits != "":
		return 0, Lost
	case written.exponent >= 0, len(written.digits) <= alwaysExact && written.exponent > minMagnitude, written == significant(strconv.FormatFloat(f, 'e', -1, 64)):
		return f, Exact
	}
	return f, Rounded
}

// short returns the value of the digits of a small integer.
func short(literal string) (float64, bool) {
	if literal == "" || len(literal) > alwaysExact {
		return 0, false
	}
	n := int64(0)
	for i := range len(literal) {
		if literal[i] < '0' || literal[i] > '9' {
			return 0, false
		}
		n = 10*n + int64(literal[i]-'0')
	}
	return float64(n), true
}

// decimal is a number as its significant digits and a power of ten.
type decimal struct {
	negative bool
	digits   string
	exponent int
}

// isDouble reports whether an integer is a double.
func (d decimal) isDouble() bool {
	switch {
	case d.exponent > maxTens:
		return false
	case len(d.digits)+d.exponent <= alwaysExact:
		return true
	}
	n, ok := new(big.Int).SetString("0"+d.digits+strings.Repeat("0", d.exponent), 10)
	return ok && n.BitLen()-int(n.TrailingZeroBits()) <= maxOddBits
}

// significant takes a JSON number literal apart; zero is the zero decimal.
func significant(literal string) decimal {
	d := decimal{}
	literal, d.negative = strings.CutPrefix(literal, "-")
	mantissa := literal
	if i := strings.IndexAny(literal, "eE"); i >= 0 {
		mantissa = literal[:i]
		d.exponent, _ = strconv.Atoi(literal[i+1:]) // out of range only beside zero
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	d.exponent -= len(fraction)
	d.digits = strings.TrimLeft(whole+fraction, "0")
	trimmed := strings.TrimRight(d.digits, "0")
	d.exponent += len(d.digits) - len(trimmed)
	if d.digits = trimmed; trimmed == "" {
		return decimal{}
	}
	return d
}
