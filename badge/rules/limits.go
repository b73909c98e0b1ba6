package rules

// maxProblems is the maximum number of errors, and separately of warnings, that
// the rules report for one document. More do not help, and warnings do not
// displace errors.
const maxProblems = 100
