package rules

// maxProblems bounds the errors and, apart from them, the warnings that the
// rules report of one document. More help nobody; errors are never crowded
// out by warnings.
const maxProblems = 100
