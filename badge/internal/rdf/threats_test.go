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
	// refusalCost is how many checks of a signature a refusal may cost: 20 ms
	// where a check takes 40 µs.
	refusalCost = 500
	raceFactor  = 12 // how much slower the race detector makes the one beside the other
)

// D27: cliques and chains of blank nodes cost the plain algorithm seconds to
// years. They get their labels, or are refused before they have cost much.
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

// signatureTime is what one check of a signature costs here and now.
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

// threadTime is the processor time that do takes, the least of three tries, so
// that neither other programs nor a collection of garbage count.
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
