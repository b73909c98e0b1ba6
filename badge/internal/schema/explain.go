package schema

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// explainer turns the tree of failures of one run into violations. It writes its
// own sentences from the places of a failure in the schema and in the value,
// because those of the library quote input without a limit.
type explainer struct {
	document func(url string) any
	instance any
}

// explain returns the violations of a run, sorted by path and without repeats.
func explain(failed *jsonschema.ValidationError, document func(string) any, instance any) []Violation {
	e := explainer{document, instance}
	violations := e.violations(failed)
	slices.SortFunc(violations, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Keyword, b.Keyword), cmp.Compare(a.Message, b.Message))
	})
	violations = slices.Compact(violations)
	return violations[:min(len(violations), maxViolations)]
}

// violations returns those of the leaves. It follows only the best branch of an
// anyOf or oneOf.
func (e explainer) violations(failed *jsonschema.ValidationError) []Violation {
	switch keyword := e.keyword(failed); {
	case len(failed.Causes) == 0 || keyword == "contains" || keyword == "minContains":
		return e.leaf(failed)
	case keyword == "anyOf" || keyword == "oneOf":
		return e.best(failed)
	}
	var all []Violation
	for _, cause := range failed.Causes {
		if all = append(all, e.violations(cause)...); len(all) > maxViolations {
			break
		}
	}
	return all
}

// best returns the violations of the branch that fails in the fewest places. A
// branch that fails by the type of the whole value comes last.
func (e explainer) best(failed *jsonschema.ValidationError) []Violation {
	here := instancePointer(failed)
	var best []Violation
	bestRank := -1
	for _, branch := range failed.Causes {
		violations := e.violations(branch)
		rank := len(violations)
		for _, f := range violations {
			if f.Path == here && f.Keyword == "type" {
				rank += maxViolations
			}
		}
		if bestRank < 0 || rank < bestRank {
			best, bestRank = violations, rank
		}
	}
	return best
}

// keyword returns the keyword that failed: the last token of its place that
// is neither a name nor an index.
func (e explainer) keyword(failed *jsonschema.ValidationError) string {
	tokens := strings.Split(failed.KeywordLocation, "/")
	for i := len(tokens) - 1; i > 0; i-- {
		if _, err := strconv.Atoi(tokens[i]); err != nil {
			return tokens[i]
		}
	}
	return ""
}

// leaf describes one failure. The title of a schema names the wanted value.
func (e explainer) leaf(failed *jsonschema.ValidationError) []Violation {
	keyword := e.keyword(failed)
	base, fragment, _ := strings.Cut(failed.AbsoluteKeywordLocation, "#")
	document := e.document(base)
	wanted := at(document, fragment)
	parent, _ := at(document, fragment[:max(0, strings.LastIndexByte(fragment, '/'))]).(object)
	path := instancePointer(failed)
	value := at(e.instance, failed.InstanceLocation)
	if keyword == "minContains" {
		keyword, wanted = "contains", parent["contains"]
	}
	switch keyword {
	case "required":
		return missing(path, wanted, value)
	case "additionalProperties":
		return surplus(path, parent, value)
	}
	want, ok := parent["title"].(string)
	if !ok || keyword == "minItems" {
		want = describe(keyword, wanted)
	}
	return []Violation{{Keyword: keyword, Path: path, Message: fmt.Sprintf("found %s, wanted %s", found(value), want)}}
}

// missing returns a violation for each missing property.
func missing(path string, wanted, value any) (violations []Violation) {
	names, _ := wanted.([]any)
	members, _ := value.(object)
	for _, name := range names {
		n, _ := name.(string)
		if _, ok := members[n]; !ok {
			violations = append(violations, Violation{"required", path, fmt.Sprintf("the property %s is missing", excerpt(n))})
		}
	}
	return violations
}

// surplus returns a violation for each property that a closed class does not
// allow.
func surplus(path string, parent object, value any) (violations []Violation) {
	members, _ := value.(object)
	known, _ := parent["properties"].(object)
	patterns, _ := parent["patternProperties"].(object)
	for name := range members {
		if _, ok := known[name]; !ok && !matchesAny(patterns, name) {
			violations = append(violations, Violation{"additionalProperties", jsontext.Join(path, name), fmt.Sprintf("the property %s is not allowed here", excerpt(name))})
		}
	}
	return violations
}

func matchesAny(patterns object, name string) bool {
	for pattern := range patterns {
		if re, err := regexp.Compile(pattern); err == nil && re.MatchString(name) {
			return true
		}
	}
	return false
}

// describe names what a keyword requires.
func describe(keyword string, wanted any) string {
	switch keyword {
	case "type":
		return "a JSON " + strings.ReplaceAll(alternatives(wanted), `"`, "")
	case "enum":
		return "one of " + alternatives(wanted)
	case "const":
		return found(wanted)
	case "pattern":
		return "a string that matches " + found(wanted)
	case "format":
		return "a string of the format " + found(wanted)
	case "minItems":
		return fmt.Sprintf("an array of at least %s", found(wanted))
	case "contains":
		if s, ok := wanted.(object); ok && s["enum"] != nil {
			return "an element that is one of " + alternatives(s["enum"])
		}
		return "an element that the schema requires"
	}
	return fmt.Sprintf("a value that satisfies the keyword %s", excerpt(keyword))
}

// alternatives lists a few values.
func alternatives(v any) string {
	values, ok := v.([]any)
	if !ok {
		return found(v)
	}
	var parts []string
	for i, value := range values {
		if i == maxListed {
			parts = append(parts, fmt.Sprintf("%d more", len(values)-i))
			break
		}
		parts = append(parts, found(value))
	}
	return strings.Join(parts, ", ")
}

// found names a value in a message, and quotes it if it is short.
func found(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return cutText(v.String())
	case string:
		return excerpt(v)
	case []any:
		return fmt.Sprintf("an array of %d", len(v))
	}
	return "an object"
}

func excerpt(s string) string { return jsontext.Excerpt(s) }

func cutText(s string) string { return strings.ToValidUTF8(s[:min(len(s), maxQuoted)], "") }

// instancePointer returns the place of a failure as a JSON Pointer. The
// library writes its tokens percent-encoded.
func instancePointer(failed *jsonschema.ValidationError) string {
	pointer, err := url.PathUnescape(failed.InstanceLocation)
	if err != nil {
		return failed.InstanceLocation
	}
	return pointer
}

// at follows a pointer with percent-encoded tokens, as the library writes it.
func at(tree any, pointer string) any {
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if token == "" {
			continue
		}
		if t, err := url.PathUnescape(token); err == nil {
			token = t
		}
		token = jsontext.UnescapeToken(token)
		switch node := tree.(type) {
		case object:
			tree = node[token]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(node) {
				return nil
			}
			tree = node[i]
		default:
			return nil
		}
	}
	return tree
}
