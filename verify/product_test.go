//go:build linux

package verify_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"maps"
	"runtime"
	"runtime/metrics"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// factors multiply what a badge costs. Each is small or at its limit.
var factors = []string{"proofs", "inner", "revisions", "contexts", "statements", "alike", "statuses"}

// products are all pairs of factors at their limits, and all factors together.
func products() (list []map[string]bool) {
	for i, a := range factors {
		for _, b := range factors[i+1:] {
			list = append(list, map[string]bool{a: true, b: true})
		}
	}
	all := map[string]bool{}
	for _, f := range factors {
		all[f] = true
	}
	return append(list, all)
}

const productContext = "https://school.example/context.json"

// product makes badges with some factors at their limits.
type product struct {
	t     *testing.T
	world *verifytest.World
	large map[string]bool
}

// badge is a genuine badge. Seven proofs that are not good come before the good
// one.
func (p product) badge() []byte {
	doc := edited(p.t, verifytest.Badge(), func(o object) {
		p.describe(o, 1_300)
		if p.large["inner"] {
			delete(at(o, "/credentialSubject/achievement"), "alignment")
			o["endorsement"] = p.endorsements(40)
		}
		if p.large["statuses"] {
			var entries []any
			for i := range 8 {
				entries = append(entries, entryAt(productList(i), "revocation", "7"))
				entries[i].(object)["id"] = fmt.Sprintf("urn:entry:%d", i)
			}
			o["credentialStatus"] = entries
		}
	})
	return toJSON(p.t, p.signed("school.example", doc))
}

// describe adds what makes the statements of a badge many or alike, and words
// that revisions and supplied contexts define.
func (p product) describe(o object, n int) {
	achievement := at(o, "/credentialSubject/achievement")
	const target = "https://school.example/t"
	var list []any
	for i := range n {
		if p.large["statements"] {
			list = append(list, object{"id": fmt.Sprintf("urn:a:%d", i), "type": []any{"Alignment"}, "targetName": "T", "targetUrl": target})
		}
		if p.large["alike"] && i < 240 {
			list = append(list, object{"type": []any{"Alignment"}, "targetName": "T", "targetUrl": target})
		}
	}
	if list != nil {
		achievement["alignment"] = list
	}
	if p.large["revisions"] {
		achievement["resultDescription"] = []any{object{"id": "urn:r", "type": []any{"ResultDescription"}, "name": "R", "resultType": "LetterGrade", "allowedValue": []any{"A", "B"}}}
	}
	if p.large["contexts"] {
		o["@context"] = append(o["@context"].([]any), productContext)
	}
}

func (p product) endorsements(n int) (list []any) {
	for i := range n {
		list = append(list, p.signed("endorser.example", nestedEndorsement(p.t, badgeUUID, func(o object) {
			issuer := at(o, "/issuer")
			o["id"], issuer["id"] = fmt.Sprintf("urn:uuid:%d", i), "did:web:endorser.example"
			var ids []any
			for n := range 5 {
				ids = append(ids, object{"type": "IdentifierEntry", "identifier": fmt.Sprint(n), "identifierType": "identifier"})
			}
			if p.large["statements"] {
				issuer["otherIdentifier"] = ids
			}
		})))
	}
	return list
}

// signed signs a document, and adds seven bad proofs where there are many.
func (p product) signed(domain string, doc *badge.Document) object {
	by := key.Signer{Key: p.world.Key(domain, proof.EdDSARDFC2022), Method: "did:web:" + domain + "#key-1"}
	made, err := proof.Sign(p.t.Context(), doc, proof.EdDSARDFC2022, by, proof.Options{Created: p.world.Now(), Extensions: productExtensions()})
	require.NoError(p.t, err)
	o := fromJSON(p.t, made.JSON())
	if !p.large["proofs"] {
		return o
	}
	good := o["proof"].([]any)[0].(object)
	var list []any
	for i := range 7 {
		bad := maps.Clone(good)
		bad["created"] = fmt.Sprintf("2026-09-0%dT00:00:00Z", i+1)
		list = append(list, bad)
	}
	o["proof"] = append(list, good)
	return o
}

func productList(i int) string { return fmt.Sprintf("https://school.example/status/product-%d", i) }

func productExtensions() []badge.Extension {
	return []badge.Extension{{URL: productContext, Context: []byte(`{"@context":{"machine":"https://school.example/vocab#machine"}}`)}}
}

// productCost is what it took to verify one badge.
type productCost struct {
	cpu                    time.Duration
	allocated, peak, stays uint64
}

// S-46: products of factors cost no more than one of them may: every pair at its
// limits, and all together.
func TestHostileProducts(t *testing.T) {
	world := nestedWorld(t)
	zeros := bits(t, 2<<20)
	for i := range 8 {
		address := productList(i)
		list := listCredential(t, address, "revocation")
		subjectOf(list)["encodedList"] = zeros
		publishList(t, world, "school.example", address, list)
	}
	factor := heapFactor()
	var most []string
	list := products()
	if factor > 1 {
		list = list[len(list)-1:] // the pairs would take minutes
	}
	for _, large := range list {
		name := strings.Join(slices.Sorted(maps.Keys(large)), " × ")
		data := product{t, world, large}.badge()
		v := verifierWith(t, world, func(c *verify.Config) {
			c.Trust, c.Extensions = verify.AnyIssuer(), productExtensions()
		})
		spent, r := verify.Spent(t.Context(), v, data)
		require.LessOrEqual(t, spent.Work, 200_000, name)
		require.True(t, r.Verdict() == verify.Accepted || r.Decisive().Code == "verify.budget", "%s: %s", name, outline(r))
		var cost productCost
		requireCheap(t, name, budgetCPU, func() time.Duration {
			cost = productOf(t, verifierWith(t, world, func(c *verify.Config) {
				c.Trust, c.Extensions = verify.AnyIssuer(), productExtensions()
			}), data)
			return cost.cpu
		})
		require.Less(t, cost.allocated, uint64(factor)*256<<20, name)
		require.Less(t, cost.peak, uint64(factor)*budgetMemory, name)
		if !large["statuses"] { // the lists that are kept have their own limit
			require.Less(t, cost.stays, uint64(factor)<<20, name)
		}
		most = append(most, fmt.Sprintf("%6.1f ms %6d units %4d MiB allocated %3d MiB live %4d KiB kept  %s %s",
			float64(cost.cpu)/1e6, spent.Work, cost.allocated>>20, cost.peak>>20, cost.stays>>10, r.Decisive().Code, name))
	}
	slices.Sort(most)
	t.Logf("%s", strings.Join(most[max(0, len(most)-25):], "\n"))
}

// productOf measures a verification on a separate thread.
func productOf(t *testing.T, v *verify.Verifier, data []byte) (cost productCost) {
	runtime.GC()
	before, allocated := heapObjects(), allocations()
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		start := threadTime()
		r, _ := v.Verify(t.Context(), data)
		_ = r.String()
		cost.cpu = threadTime() - start
	}()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for running := true; running; {
		select {
		case <-done:
			running = false
		case <-tick.C:
		}
		if now := heapObjects(); now > before+cost.peak {
			cost.peak = now - before
		}
	}
	cost.allocated = allocations() - allocated
	runtime.GC()
	runtime.GC() // a sync.Pool keeps what it has for one collection
	if now := heapObjects(); now > before {
		cost.stays = now - before
	}
	runtime.KeepAlive(v)
	return cost
}

func allocations() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// slowness is how many times as long as on the reference machine a signature
// takes here, at least 1.
func slowness() float64 {
	k, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader) // does not fail
	signature, _ := ecdsa.SignASN1(rand.Reader, k, make([]byte, 32))
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	start, n := threadTime(), 0
	for ; threadTime()-start < 100*time.Millisecond; n++ {
		ecdsa.VerifyASN1(&k.PublicKey, make([]byte, 32), signature)
	}
	return max(1, float64(threadTime()-start)/float64(n)/float64(86*time.Microsecond))
}

// S-52: the memory that a Verifier keeps is limited, whatever lists it has read.
func TestListsAtRest(t *testing.T) {
	world := schoolWorld(t)
	zeros := bits(t, 4<<20)
	v := verifierWith(t, world, nil)
	runtime.GC()
	before := heapObjects()
	for i := range 40 {
		var entries []any
		for n := range 4 {
			address := fmt.Sprintf("https://school.example/status/%d-%d", i, n)
			list := listCredential(t, address, "revocation")
			subjectOf(list)["encodedList"] = zeros
			publishList(t, world, "school.example", address, list)
			entries = append(entries, object{"id": address + "#7", "type": "BitstringStatusListEntry",
				"statusPurpose": "revocation", "statusListIndex": "7", "statusListCredential": address})
		}
		r, err := v.Verify(t.Context(), badgeWithStatus(t, world, entries).Bytes())
		require.NoError(t, err, outline(r))
	}
	runtime.GC()
	require.Less(t, heapObjects(), before+48<<20)
	runtime.KeepAlive(v)
}
