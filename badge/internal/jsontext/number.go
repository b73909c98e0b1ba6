package jsontext

import (
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
