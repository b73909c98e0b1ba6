// Package batch does the same work on every item of a long sequence, on
// several workers, and keeps the order.
//
// Verifier.VerifyAll of package verify and Issuer.IssueAll of package issuer
// are [Map] with their own work; its rules are theirs. Use it for steps around
// them, such as reading badges out of many pictures.
package batch
