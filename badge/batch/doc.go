// Package batch applies one function to every item of a sequence on several
// workers and keeps the order of the items.
//
// Verifier.VerifyAll of package verify and Issuer.IssueAll of package issuer
// call [Map] and follow its rules. Use it yourself for the steps around them,
// such as extracting badges from many pictures.
package batch
