package verify_test

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

func TestStatusListByAnotherIssuer(t *testing.T) { // S10
	const register = "did:web:register.example"
	world := schoolWorld(t)
	world.Issuer("register.example", proof.EdDSARDFC2022)
	address := "https://register.example/list"
	list := listCredential(t, address, "revocation", 23)
	list["issuer"] = register
	publishList(t, world, "register.example", address, list)
	doc := badgeWithStatus(t, world, entryAt(address, "revocation", "23"))
	for _, row := range []struct {
		believed map[string][]string
		outcome  verify.Outcome
		code     string
	}{
		{nil, verify.Unknown, "status.list_issuer"},
		{map[string][]string{school: {register}}, verify.Failed, "status.revoked"},
		{map[string][]string{school: {"did:web:another.example"}}, verify.Unknown, "status.list_issuer"},
		{map[string][]string{"did:web:another.example": {register}}, verify.Unknown, "status.list_issuer"},
	} {
		v := verifierWith(t, world, func(c *verify.Config) { c.StatusIssuers = row.believed })
		r, _ := v.Verify(t.Context(), doc.Bytes())
		requireCheck(t, r, verify.StageStatus, row.outcome, row.code)
	}
	for _, listers := range []map[string][]string{{"": {register}}, {school: {"the register"}}} {
		_, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), StatusIssuers: listers})
		require.Error(t, err)
	}
}

// A list that gives another address as its own is asked there as well, and the
// worse answer counts.
func TestStatusListElsewhere(t *testing.T) {
	const mirror = "https://mirror.example/list"
	older := func(list object) { list["validFrom"] = "2026-08-01T00:00:00Z" }
	for name, row := range map[string]struct {
		copied, original   []int
		copy               func(object)
		at                 func(object)
		unpublished, twice bool
		outcome            verify.Outcome
		code               string
	}{
		"both clear":                         {outcome: verify.Warned, code: "status.list_elsewhere"},
		"the copy is set":                    {copied: []int{23}, outcome: verify.Failed, code: "status.revoked"},
		"the original is set":                {original: []int{23}, outcome: verify.Failed, code: "status.revoked"},
		"the original cannot be asked":       {unpublished: true, outcome: verify.Warned, code: "status.list_elsewhere"},
		"the original is another's":          {at: entryMember("issuer", "did:web:other.example"), outcome: verify.Warned, code: "status.list_elsewhere"},
		"the original has another purpose":   {at: inSubject("statusPurpose", "suspension"), outcome: verify.Failed, code: "status.purpose"},
		"the copy has another purpose":       {copy: inSubject("statusPurpose", "suspension"), outcome: verify.Failed, code: "status.purpose"},
		"the copy is another's":              {copy: entryMember("issuer", "did:web:other.example"), outcome: verify.Unknown, code: "status.list_issuer"},
		"an older copy, original clear":      {copied: []int{23}, copy: older, twice: true, outcome: verify.Warned, code: "status.list_elsewhere"},
		"an older copy, the original is set": {original: []int{23}, copy: older, twice: true, outcome: verify.Failed, code: "status.revoked"},
		"an older copy, no original":         {copy: older, twice: true, unpublished: true, outcome: verify.Failed, code: "status.rollback"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			world.Issuer("other.example", proof.EdDSARDFC2022)
			publish := func(address string, list object, edit func(object)) {
				if edit != nil {
					edit(list)
				}
				publishList(t, world, map[bool]string{true: "school.example", false: "other.example"}[list["issuer"] == school], address, list)
			}
			verifier := verifierWith(t, world, nil)
			if row.twice { // the original was seen before
				publish(revocations, listCredential(t, revocations, "revocation", row.original...), row.at)
				_, _ = verifier.Verify(t.Context(), badgeWithStatus(t, world, entryAt(revocations, "revocation", "1")).Bytes())
				require.Equal(t, 1, world.Hits(revocations))
				world.SetNow(world.Now().Add(48 * time.Hour))
			}
			publish(mirror, listCredential(t, revocations, "revocation", row.copied...), row.copy)
			publish(revocations, listCredential(t, revocations, "revocation", row.original...), row.at)
			if row.unpublished {
				world.Answer(revocations, verify.Response{Status: 404})
			}
			doc := badgeWithStatus(t, world, entryAt(mirror, "revocation", "23"))
			r, _ := verifier.Verify(t.Context(), doc.Bytes())
			requireCheck(t, r, verify.StageStatus, row.outcome, row.code)
			require.Equal(t, map[verify.Outcome]verify.Verdict{verify.Failed: verify.Rejected, verify.Unknown: verify.Inconclusive,
				verify.Warned: verify.Accepted}[row.outcome], r.Verdict(), outline(r))
		})
	}
}

// A newer list of one issuer with the id of a list of another does not make that
// list an older one.
func TestNewerListOfAnotherIssuer(t *testing.T) {
	const other, register = "https://other.example/list", "did:web:other.example"
	world := schoolWorld(t)
	world.Issuer("other.example", proof.EdDSARDFC2022)
	publishList(t, world, "school.example", revocations, listCredential(t, revocations, "revocation", 23))
	newer := listCredential(t, revocations, "revocation")
	newer["issuer"], newer["validFrom"] = register, "2026-09-30T00:00:00Z"
	publishList(t, world, "other.example", other, newer)
	verifier := verifierWith(t, world, func(c *verify.Config) { c.Trust = verify.AnyIssuer() })
	theirs := tokenBy(t, world, "other.example", edited(t, verifytest.Badge(), func(o object) {
		at(o, "/issuer")["id"], o["credentialStatus"] = register, entryAt(other, "revocation", "1")
	}))
	r, err := verifier.Verify(t.Context(), theirs.Bytes())
	require.NoError(t, err, outline(r))
	requireCheck(t, r, verify.StageStatus, verify.Warned, "status.list_elsewhere")

	r, err = verifier.Verify(t.Context(), badgeWithStatus(t, world, entryAt(revocations, "revocation", "7")).Bytes())
	require.NoError(t, err, outline(r))
	requireCheck(t, r, verify.StageStatus, verify.Passed, "status.clear")
	r, _ = verifier.Verify(t.Context(), badgeWithStatus(t, world, entryAt(revocations, "revocation", "23")).Bytes())
	requireCheck(t, r, verify.StageStatus, verify.Failed, "status.revoked")
}

// A list is verified once for all entries of a badge, also one that is refused.
func TestStatusListOnce(t *testing.T) {
	world := schoolWorld(t)
	list := listCredential(t, revocations, "revocation")
	list["validFrom"] = "2027-01-01T00:00:00Z" // to come
	publishList(t, world, "school.example", revocations, list)
	work := func(n int) int {
		var entries []any
		for i := range n {
			entry := entryAt(revocations, "revocation", "7")
			entry["id"] = fmt.Sprintf("urn:entry:%d", i)
			entries = append(entries, entry)
		}
		spent, r := verify.Spent(t.Context(), verifierWith(t, world, nil), badgeWithStatus(t, world, entries).Bytes())
		requireCheck(t, r, verify.StageStatus, verify.Unknown, "status.list_unaccepted")
		return spent.Work
	}
	one, eight := work(1), work(8)
	require.Less(t, eight-one, 7*100, "%d and %d units", one, eight) // an entry takes 50, and its list 200
}

// A malformed entry never counts as missing, nor as one whose list is unreachable.
func TestStatusMalformedEntries(t *testing.T) {
	entry := func(edit func(object)) object {
		e := entryAt(revocations, "revocation", "23")
		edit(e)
		return e
	}
	without := func(name string) func(object) { return func(o object) { delete(o, name) } }
	for name, row := range map[string]struct {
		entries any
		code    string
	}{
		"text":         {[]any{revocations}, "status.syntax"},
		"number":       {[]any{5}, "status.syntax"},
		"boolean":      {[]any{true}, "status.syntax"},
		"null in list": {[]any{nil}, "status.syntax"},
		"no type":      {entry(without("type")), "status.member"},
		"no index":     {entry(without("statusListIndex")), "status.member"},
		"no list":      {entry(without("statusListCredential")), "status.member"},
		"bad index":    {entry(index("x")), "status.index"},
		"bad size":     {entry(entryMember("statusSize", "1")), "status.size"},
		"no messages":  {entry(entryMember("statusSize", 2)), "status.message"},
		"empty":        {[]any{}, "status.empty"},
	} {
		for _, policy := range []verify.StatusPolicy{verify.StatusRequired, verify.StatusIfReachable} {
			t.Run(name, func(t *testing.T) {
				world := schoolWorld(t)
				v := verifierWith(t, world, func(c *verify.Config) { c.StatusPolicy = policy })
				r, err := v.Verify(t.Context(), badgeWithStatus(t, world, row.entries).Bytes())
				require.ErrorIs(t, err, verify.ErrRejected, outline(r))
				if r.Decisive().Stage == verify.StageStatus {
					require.Equal(t, row.code, r.Decisive().Code)
				}
			})
		}
	}
}

// A status list that is a token need not repeat its members as claims, and what
// it repeats must agree.
func TestStatusListTokens(t *testing.T) {
	for name, row := range map[string]struct {
		claims  object
		set     []int
		wrapped bool
		alg     string // "" for EdDSA
		outcome verify.Outcome
		code    string
	}{
		"no claims":            {outcome: verify.Passed, code: "status.clear"},
		"no claims, revoked":   {set: []int{23}, outcome: verify.Failed, code: "status.revoked"},
		"iss alone, revoked":   {claims: object{"iss": school}, set: []int{23}, outcome: verify.Failed, code: "status.revoked"},
		"another iss":          {claims: object{"iss": "did:web:other.example"}, outcome: verify.Failed, code: "status.list_unaccepted"},
		"another jti":          {claims: object{"jti": suspensions}, outcome: verify.Failed, code: "status.list_unaccepted"},
		"another nbf":          {claims: object{"nbf": 1}, outcome: verify.Failed, code: "status.list_unaccepted"},
		"iss that is a number": {claims: object{"iss": 5}, outcome: verify.Failed, code: "status.list_unaccepted"},
		"in a vc claim":        {set: []int{23}, wrapped: true, outcome: verify.Failed, code: "status.revoked"},
		"RE-16 exp to come":    {claims: object{"exp": 1900000000}, set: []int{23}, outcome: verify.Failed, code: "status.revoked"},
		"RE-16 exp past":       {claims: object{"exp": 1788220801}, outcome: verify.Unknown, code: "status.list_expired"},
		"RE-16 exp past, set":  {claims: object{"exp": 1788220801}, set: []int{23}, outcome: verify.Unknown, code: "status.list_expired"},
		"RE-16 exp is text":    {claims: object{"exp": "1900000000"}, outcome: verify.Failed, code: "status.list_unaccepted"},
		"RE-16 alg none":       {alg: "none", outcome: verify.Failed, code: "status.list_unaccepted"},
		"RE-16 alg unknown":    {alg: "ES999", outcome: verify.Unknown, code: "status.list_unaccepted"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			world.Issuer("other.example", proof.EdDSARDFC2022)
			list := listCredential(t, revocations, "revocation", row.set...)
			if row.wrapped {
				list = object{"vc": list}
			}
			for name, value := range row.claims {
				list[name] = value
			}
			header := object{"alg": cmp.Or(row.alg, "EdDSA"), "kid": school + "#key-1", "typ": "vc+jwt"}
			input := base64.RawURLEncoding.EncodeToString(toJSON(t, header)) + "." + base64.RawURLEncoding.EncodeToString(toJSON(t, list))
			signature := signJWS(world.Key("school.example", proof.EdDSARDFC2022), proof.EdDSA, []byte(input))
			world.Publish(revocations, []byte(input+"."+base64.RawURLEncoding.EncodeToString(signature)))
			r := judged(t, world, badgeWithStatus(t, world, entryAt(revocations, "revocation", "23")))
			requireCheck(t, r, verify.StageStatus, row.outcome, row.code)
		})
	}
}

// The departures of a list as a document are one departure of the badge, from
// the cache as well. They leave the answer of the list as it is.
func TestStatusListDeparts(t *testing.T) { // RE-16
	for name, row := range map[string]struct {
		edit    func(object)
		set     []int
		departs bool
		code    string
	}{
		"none":              {edit: func(object) {}, code: "status.clear"},
		"no class":          {edit: entryMember("type", "BitstringStatusListCredential"), departs: true, code: "status.clear"},
		"no class, revoked": {edit: entryMember("type", "BitstringStatusListCredential"), set: []int{23}, departs: true, code: "status.revoked"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			list := listCredential(t, revocations, "revocation", row.set...)
			row.edit(list)
			publishList(t, world, "school.example", revocations, list)
			doc := badgeWithStatus(t, world, entryAt(revocations, "revocation", "23"))
			reported, strict := verifierWith(t, world, nil), verifierWith(t, world, required)
			for range 2 {
				r, _ := reported.Verify(t.Context(), doc.Bytes())
				_, answered := found(r, verify.StageStatus, row.code)
				require.True(t, answered, outline(r))
				require.Equal(t, row.code == "status.clear", r.Err() == nil, outline(r))
				_, departs := found(r, verify.StageConformance, "status.list_departure")
				require.Equal(t, row.departs, departs, outline(r))
				require.Equal(t, row.departs, len(r.Departures()) == 1, outline(r))

				r, _ = strict.Verify(t.Context(), doc.Bytes())
				_, answered = found(r, verify.StageStatus, row.code)
				require.True(t, answered, outline(r))
				require.Equal(t, row.departs || row.code != "status.clear", r.Verdict() == verify.Rejected, outline(r))
			}
		})
	}
}
