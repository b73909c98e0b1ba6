package verify_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	jsontree "github.com/openbadges-go/openbadges/badge/tree"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// notStopped are the functions whose error for each item says that the context
// has ended, or which yield nothing.
var notStopped = []string{"*host.Host.AwardAll", "*host.Host.PublishAll", "*host.Host.RevokeAll", "*host.Host.SetStatuses",
	"*issuer.Issuer.IssueAll", "*verify.Verifier.VerifyAll", "badge/batch.Map"}

// faultsFirst are the functions that say what is wrong with the arguments of
// this test before they look at the context.
var faultsFirst = []string{"*fetch.Client.Fetch", "*host.Folder.Change", "*host.Folder.ChangeMany", "*host.Folder.Load", "*host.Folder.LoadHead", "*host.Host.PublishPage",
	"*host.Host.PublishPicture", "*host.Host.PublishStatusList", "*host.Host.SetStatus", "*issuer.Issuer.StatusList", "*issuer.Issuer.StatusToken",
	"badge/proof.Disclose", "badge/proof.Sign", "badge/proof.SignClaims", "did.Resolver.Find", "did.Resolver.Match", "proof.Proof.Verify", "proof.Transformed.Verify", "proof.WellFormed.Transform",
	"verify.Pages.Fetch"}

// TestEndedContexts calls everything that has a context with one that has ended: the
// error wraps the reason and says it, or the function is in the list above
// (HO-19).
func TestEndedContexts(t *testing.T) {
	world := verifytest.New(t)
	school := world.Issuer("school.example", proof.EdDSARDFC2022)
	award := verifytest.Badge()
	award.ID = "https://school.example/1"
	doc := world.Issue(school, award)
	site, err := host.New(host.Config{Base: "https://school.example", Store: host.NewMemory()})
	require.NoError(t, err)
	require.NoError(t, site.PublishIssuer(t.Context(), school))
	values := append(zeroValues(), school, site, host.NewMemory(), world.Verifier(verify.AnyIssuer()))
	calls := map[string]reflect.Value{}
	for name, function := range zeroFunctions() {
		calls[name] = reflect.ValueOf(function)
	}
	for _, v := range values { // the last of a type is ready for use
		for i := range reflect.ValueOf(v).NumMethod() {
			calls[fmt.Sprintf("%T.%s", v, reflect.TypeOf(v).Method(i).Name)] = reflect.ValueOf(v).Method(i)
		}
	}
	for _, end := range []error{context.Canceled, context.DeadlineExceeded} {
		ended := endedContext(t, end)
		var passed []string
		for name, call := range calls {
			typ := call.Type()
			if typ.NumIn() == 0 || typ.In(0) != reflect.TypeFor[context.Context]() {
				continue
			}
			err := callWith(call, ended, doc, school)
			switch {
			case err == nil:
				passed = append(passed, name)
				continue
			case !errors.Is(err, end) && slices.Contains(faultsFirst, name):
				continue
			}
			assert.ErrorIs(t, err, end, "%s: %v", name, err)
			assert.Contains(t, err.Error(), end.Error(), name)
		}
		slices.Sort(passed)
		assert.Equal(t, notStopped, passed)
	}
}

func endedContext(t *testing.T, why error) context.Context {
	if errors.Is(why, context.Canceled) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		return ctx
	}
	ctx, cancel := context.WithTimeout(t.Context(), -1)
	t.Cleanup(cancel)
	return ctx
}

// callWith calls a function with arguments that it can work on, and returns its
// error.
func callWith(call reflect.Value, ctx context.Context, doc *badge.Document, school *issuer.Issuer) error {
	made := map[reflect.Type]any{
		reflect.TypeFor[context.Context]():  ctx,
		reflect.TypeFor[*badge.Document]():  doc,
		reflect.TypeFor[jsontree.Value]():   doc.Root(),
		reflect.TypeFor[[]byte]():           doc.Bytes(),
		reflect.TypeFor[*issuer.Issuer]():   school,
		reflect.TypeFor[badge.Credential](): verifytest.Badge(),
		reflect.TypeFor[string]():           "https://school.example/1",
		reflect.TypeFor[key.Signer]():       key.Signer{},
	}
	var args []reflect.Value
	for i := range call.Type().NumIn() {
		in := call.Type().In(i)
		if call.Type().IsVariadic() && i == call.Type().NumIn()-1 {
			break
		}
		if v, found := made[in]; found {
			args = append(args, reflect.ValueOf(v))
		} else {
			args = append(args, reflect.Zero(in))
		}
	}
	for _, result := range call.Call(args) {
		if err, ok := result.Interface().(error); ok && err != nil && !strings.HasPrefix(result.Type().String(), "*") {
			return err
		}
		takeAll(result)
	}
	return nil
}
