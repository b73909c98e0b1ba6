package verify_test

import "github.com/openbadges-go/openbadges/badge/status"

// withEntry is a badge whose status entry was edited before it was signed.
func withEntry(edit func(entry tree)) func(*scene) []byte {
	return func(s *scene) []byte {
		const list = "https://victim.example/status/1"
		entry := tree{"id": list + "#7", "type": status.BitstringEntry, "statusPurpose": "revocation",
			"statusListIndex": "7", "statusListCredential": list}
		edit(entry)
		j := s.newToken()
		j.claims["credentialStatus"] = entry
		return j.text()
	}
}

func lacking(name string) func(tree) { return func(entry tree) { delete(entry, name) } }

func having(name string, value any) func(tree) { return func(entry tree) { entry[name] = value } }

// statusEntryRows are signed badges whose status entry cannot be read: nobody
// knows whether they are revoked, so they count for nothing, and the list is
// not asked for.
var statusEntryRows = []hostile{
	{"S25/no index", withEntry(lacking("statusListIndex")), no, "status.member", victimHost},
	{"S25/no list", withEntry(lacking("statusListCredential")), no, "status.member", victimHost},
	{"S25/no purpose", withEntry(lacking("statusPurpose")), no, "status.member", victimHost},
	{"S06/-1", withEntry(having("statusListIndex", "-1")), no, "status.index", victimHost},
	{"S06/01", withEntry(having("statusListIndex", "01")), no, "status.index", victimHost},
	{"S06/minus one", withEntry(having("statusListIndex", "minus one")), no, "status.index", victimHost},
	{"S07/0", withEntry(having("statusSize", 0)), no, "status.size", victimHost},
	{"S07/9", withEntry(having("statusSize", 9)), no, "status.size", victimHost},
	{"S07/2 without messages", withEntry(having("statusSize", 2)), no, "status.message", victimHost},
}
