package rules

import (
	"errors"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// statusRules check status entries of supported types with the reader that
// verification uses. An entry of another type is not checked: its meaning is
// unknown, not wrong.
var statusRules = []rule{
	{status.CodeMember, statusEntries, warning, failure, "BSL §2.1", entryRead},
	{status.CodeIndex, statusEntries, warning, failure, "BSL §2.1", entryRead},
	{status.CodeRange, statusEntries, warning, failure, "BSL §2.1", entryRead},
	{status.CodeSize, statusEntries, warning, failure, "BSL §2.1", entryRead},
	{status.CodeMessage, statusEntries, warning, failure, "BSL §2.1", entryRead},
	{status.CodeEntryID, statusEntries, none, failure, "BSL §2.1", entryRead},
	{status.CodePurposeUnknown, statusEntries, none, failure, "BSL §2.1", entryRead},
}

var statusEntries = []string{"CredentialStatus"}

// entry is a status entry as it was read.
type entry struct {
	value jsontext.Value
	found []badge.Problem
}

// entryRead reports the faults of a status entry that have the code of the
// rule.
func entryRead(f *finder, v jsontext.Value) {
	if f.entry == nil || f.entry.value != v {
		_, remarks, err := status.ParseEntry(tree.Value(v), status.Options{})
		if e, ok := errors.AsType[*jsontext.Error](err); ok {
			remarks = append(remarks, badge.Problem{Code: e.Code(), Path: e.Path(), Message: e.Message()})
		}
		f.entry = &entry{v, remarks}
	}
	for _, e := range f.entry.found {
		if e.Code == f.code {
			f.reportAt(e.Path, e.Message)
		}
	}
}
