//go:build linux

package rdf_test

import (
	"crypto/ed25519"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/stretchr/testify/require"
)

const (
	// refusalCost limits the time of a refusal, in checks of a signature: 20 ms
	// if a check takes 40 µs.
	refusalCost = 500
	raceFactor  = 12 // the race detector slows canonicalization more than signature checks
)

// D27: cliques and chains of blank nodes cost the plain algorithm seconds to
// years. They get their labels, or are refused early.
func TestD27(t *testing.T) {
	limit := refusalCost * signatureTime()
	if info, ok := debug.ReadBuildInfo(); ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		limit *= raceFactor
	}
	row := func(name string, quads []rdf.Quad, refused bool) {
		t.Run(name, func(t *testing.T) {
			var err error
			spent := threadTime(func() { _, err = rdf.Canonicalize(t.Context(), quads, rdf.Options{}) })
			if refused {
				requireCode(t, rdf.CodeComplexity, err)
				require.Less(t, spent, limit)
			} else {
				require.NoError(t, err)
			}
		})
	}
	for n := 3; n <= 12; n++ {
		row(fmt.Sprintf("D27 clique of %d", n), clique(n), n > 6)
	}
	for _, n := range []int{32, 64, 128, 500, 1000, 2000} {
		row(fmt.Sprintf("D27 chain of %d", n), chain(n), n > 64)
	}
}

// signatureTime measures one check of a signature.
func signatureTime() time.Duration {
	const checks = 1000
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	signature, public := ed25519.Sign(key, nil), key.Public().(ed25519.PublicKey)
	return threadTime(func() {
		for range checks {
			ed25519.Verify(public, nil, signature)
		}
	}) / checks
}

// threadTime is the processor time of do, the least of three runs, to leave out
// other programs and garbage collection.
func threadTime(do func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	least := time.Hour
	for range 3 {
		start := usedTime()
		do()
		least = min(least, usedTime()-start)
	}
	return least
}

func usedTime() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_THREAD, &usage) // cannot fail with these arguments
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
