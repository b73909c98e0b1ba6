package status

import (
	"encoding/json"
	"net/url"

	"github.com/openbadges-go/openbadges/badge/tree"
)

// ParseAggregation reads the URLs of status list tokens that a status list
// aggregation names (Token Status List §9.2), each once. More than 1,000 are
// refused.
func ParseAggregation(data []byte) ([]string, error) {
	v, err := tree.Parse(data)
	if err != nil {
		return nil, err
	}
	all := v.Member("status_lists")
	if v.Kind() != tree.Object || all.Kind() != tree.Array || all.Len() > maxAggregated {
		return nil, fail(codeAggregation, "", "found a JSON %s with %d status_lists, wanted an object with a list of at most %d", v.Kind(), all.Len(), maxAggregated)
	}
	lists := make([]string, 0, all.Len())
	seen := make(map[string]bool, all.Len())
	for _, e := range all.Elements() {
		list, _ := e.Text()
		if u, err := url.Parse(list); err != nil || !u.IsAbs() {
			return nil, fail(codeAggregation, e.Pointer(), "found %s, wanted the URL of a status list token", quote(e.Raw()))
		}
		if !seen[list] {
			lists = append(lists, list)
		}
		seen[list] = true
	}
	return lists, nil
}

// WriteAggregation writes the document that [ParseAggregation] reads.
func WriteAggregation(lists []string) ([]byte, error) {
	out, err := json.Marshal(map[string][]string{"status_lists": append([]string{}, lists...)})
	if err == nil {
		_, err = ParseAggregation(out)
	}
	return out, err
}
