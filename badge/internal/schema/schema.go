// Package schema says whether a JSON value has the structure that Open Badges
// 3.0 and CLR 2.0 give to a class.
package schema
