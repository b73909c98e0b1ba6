package verify_test

import (
	"context"
	"fmt"
	"go/ast"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/batch"
	"github.com/openbadges-go/openbadges/badge/display"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/presentation"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/rules"
	"github.com/openbadges-go/openbadges/badge/status"
	jsontree "github.com/openbadges-go/openbadges/badge/tree"
	"github.com/openbadges-go/openbadges/badge/webvh"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/archive/timeproof"
	"github.com/openbadges-go/openbadges/verify/did"
	"github.com/openbadges-go/openbadges/verify/fetch"
	"github.com/openbadges-go/openbadges/verify/summary"
)

// zeroValues are the zero values of all exported types with methods.
func zeroValues() []any {
	return []any{
		badge.AchievementType(""), badge.AlignmentTargetType(""), badge.AssociationType(""), badge.DateTime(""), badge.IdentifierType(""),
		badge.ResultStatusType(""), badge.ResultType(""), badge.Kind(""), badge.Version(""), badge.Severity(0),
		&badge.Document{}, badge.Problem{}, badge.Recipient{}, badge.VerificationObject{}, badge.Revocation{}, badge.RevocationList{},
		badge.JWS{}, badge.SDJWT{}, badge.Disclosure{}, badge.Match{}, badge.Embedded{}, badge.Change{}, badge.Difference{}, badge.Extension{},
		&badge.Credential{}, &badge.Achievement{}, &badge.Profile{}, &badge.Subject{}, &badge.CredentialStatus{}, &badge.CryptographicKey{},
		&badge.Address{}, &badge.Alignment{}, &badge.Association{}, &badge.Context{}, &badge.CredentialSchema{}, &badge.Criteria{}, &badge.Evidence{},
		&badge.GeoCoordinates{}, &badge.IdentifierEntry{}, &badge.IdentityObject{}, &badge.Image{}, &badge.ProofView{}, &badge.RefreshService{},
		&badge.Related{}, &badge.Result{}, &badge.ResultDescription{}, &badge.RevokedAssertion{}, &badge.RubricCriterionLevel{}, &badge.StatusMessage{},
		&badge.TermsOfUse{},
		jsontree.Value{}, jsontree.Kind(0), rules.Rule{}, batch.Options{}, presentation.Options{}, presentation.Query{}, presentation.Request{}, presentation.Wanted{},
		key.Key{}, key.Signer{}, &key.ControllerDocument{}, key.VerificationMethod{}, key.History{},
		proof.Proof{}, proof.Scheme(""), proof.CheckOptions{}, proof.CompatFlags(0), proof.Context{}, &proof.Contexts{}, proof.Difference{}, proof.Disclosed{},
		proof.Explanation{}, proof.Options{}, proof.Selection{}, proof.SignedData{}, proof.Transformed{}, proof.Verified{}, proof.WellFormed{},
		status.Entry{}, &status.List{}, status.Message{}, status.Options{}, status.Result{}, &status.RevocationList{}, status.Token{}, &status.TokenList{},
		edubadges.Agent{}, edubadges.Endorsement{}, edubadges.HolderName{}, edubadges.BadgeType(""), edubadges.Class{}, edubadges.Issuer{}, edubadges.Line{}, edubadges.Text{}, edubadges.Conversion{}, edubadges.Deployment{}, edubadges.Dialect(""), edubadges.Edubadge{}, edubadges.Element{}, edubadges.Extension{},
		edubadges.Field(""), edubadges.Institution(""), edubadges.Name(""), edubadges.Object{}, edubadges.Remark{}, edubadges.Value{},
		display.Fact{}, display.Language(""), display.Text{},
		webvh.Change{}, webvh.Check(nil), &webvh.Log{}, webvh.Sign(nil), webvh.Source{}, webvh.Version{},
		bake.ActiveContent{}, &bake.Error{}, bake.Options{}, bake.Payload{}, bake.Remark{}, bake.Slot(""),
		issuer.Config{}, &issuer.InvalidError{}, issuer.Issued{}, &issuer.Issuer{}, issuer.Item{}, issuer.Securing{},
		&host.AddressError{}, host.Config{}, &host.Folder{}, host.Head{}, &host.Host{}, &host.Memory{}, host.Page{}, host.StatusChange{},
		verify.Binding(""), verify.Budget{}, verify.Challenge{}, verify.Check{}, verify.Config{}, verify.Conformance(0), verify.EmbeddedReport{}, verify.FetchKind(""), verify.Item{},
		verify.Outcome(0), verify.Pages{}, verify.ProofResult{}, &verify.Report{}, verify.Request{}, verify.Response{}, verify.Stage(""),
		verify.StatusPolicy(0), verify.Trust{}, verify.Verdict(""), &verify.Verifier{},
		did.Binding(""), did.Fetch(nil), did.Resolution{}, did.Resolver{},
		&fetch.Client{}, fetch.Config{},
		archive.Answer{}, &archive.Archive{}, archive.Badge{}, archive.Level(""), archive.Policy{}, &archive.Recorder{}, archive.Result{}, archive.Verdict(""), archive.Words{},
		timeproof.Kind(""), timeproof.Log{}, timeproof.Policy{}, timeproof.Proof{}, timeproof.Seen{},
		summary.Answer{}, summary.Fact{}, summary.Input{}, summary.Language(""), summary.Summary{},
	}
}

// zeroFunctions are all exported functions.
func zeroFunctions() map[string]any {
	return map[string]any{
		"badge.Build": badge.Build, "badge.BuildAchievement": badge.BuildAchievement, "badge.BuildProfile": badge.BuildProfile, "badge.CodeOf": badge.CodeOf, "badge.Quote": badge.Quote,
		"badge.Convert": badge.Convert, "badge.DateTimeOf": badge.DateTimeOf, "badge.Diff": badge.Diff, "badge.HashIdentity": badge.HashIdentity,
		"badge.InstantOf": badge.InstantOf, "badge.NewID": badge.NewID, "badge.Newer": badge.Newer, "badge.Parse": badge.Parse, "badge.PathOf": badge.PathOf,
		"badge.SameCredential": badge.SameCredential, "badge.Upgrade": badge.Upgrade,
		"badge/tree.Parse": jsontree.Parse, "badge/rules.All": rules.All, "badge/rules.Validate": rules.Validate, "badge/rules.ForIssue": rules.ForIssue,
		"badge/rules.ValidateAs": rules.ValidateAs, "badge/batch.Map": batch.Map[int, int], "badge/presentation.Make": presentation.Make, "badge/presentation.ParseRequest": presentation.ParseRequest,
		"badge/key.FromPublic": key.FromPublic, "badge/key.Parse": key.Parse, "badge/key.ParseControllerDocument": key.ParseControllerDocument,
		"badge/key.ParseHistory": key.ParseHistory, "badge/key.ParseJWK": key.ParseJWK, "badge/key.ParseJWKS": key.ParseJWKS, "badge/key.ParseMultikey": key.ParseMultikey,
		"badge/key.ParsePrivate": key.ParsePrivate, "badge/key.ParseVerificationMethod": key.ParseVerificationMethod, "badge/key.ValidateID": key.ValidateID,
		"badge/key.InProcess": key.InProcess, "badge/key.IsPrivate": key.IsPrivate, "badge/key.Redact": key.Redact,
		"badge/proof.ContextFor": proof.ContextFor, "badge/proof.ReadContexts": proof.ReadContexts, "badge/proof.Diff": proof.Diff, "badge/proof.Disclose": proof.Disclose,
		"badge/proof.Explain": proof.Explain, "badge/proof.Find": proof.Find, "badge/proof.IsEnvelope": proof.IsEnvelope, "badge/proof.Bind": proof.Bind, "badge/proof.CheckBinding": proof.CheckBinding, "badge/proof.VerifyHistory": proof.VerifyHistory,
		"badge/proof.Sign": proof.Sign, "badge/proof.SignClaims": proof.SignClaims, "badge/proof.Unwrap": proof.Unwrap, "badge/proof.VerifyObject": proof.VerifyObject,
		"badge/proof.ValidateContexts": proof.ValidateContexts, "badge/proof.ValidateToken": proof.ValidateToken,
		"badge/status.NewList": status.NewList, "badge/status.ParseEntry": status.ParseEntry, "badge/status.ParseList": status.ParseList,
		"badge/status.ParseRevocationList": status.ParseRevocationList,
		"badge/status.NewTokenList":        status.NewTokenList, "badge/status.ParseTokenList": status.ParseTokenList,
		"badge/status.ParseToken": status.ParseToken, "badge/status.ParseClaim": status.ParseClaim, "badge/status.ParseAggregation": status.ParseAggregation, "badge/status.WriteAggregation": status.WriteAggregation,
		"badge/edubadges.AnnexI": edubadges.AnnexI, "badge/edubadges.Check": edubadges.Check, "badge/edubadges.Drift": edubadges.Drift, "badge/edubadges.Complete": edubadges.Complete,
		"badge/edubadges.Convert": edubadges.Convert, "badge/edubadges.Deployments": edubadges.Deployments, "badge/edubadges.DialectOf": edubadges.DialectOf,
		"badge/edubadges.Educredentials": edubadges.Educredentials, "badge/edubadges.EntityIDOf": edubadges.EntityIDOf,
		"badge/edubadges.Extensions": edubadges.Extensions, "badge/edubadges.Guessable": edubadges.Guessable, "badge/edubadges.Locate": edubadges.Locate,
		"badge/edubadges.Match": edubadges.Match, "badge/edubadges.Members": edubadges.Members, "badge/edubadges.NumberExtension": edubadges.NumberExtension,
		"badge/edubadges.Offer": edubadges.Offer, "badge/edubadges.ParseExtension": edubadges.ParseExtension, "badge/edubadges.Read": edubadges.Read, "badge/edubadges.Recipients": edubadges.Recipients, "badge/edubadges.Views": edubadges.Views, "badge/edubadges.LocalTime": edubadges.LocalTime, "badge/edubadges.ParseHolderName": edubadges.ParseHolderName,
		"badge/edubadges.TextExtension": edubadges.TextExtension, "badge/edubadges.UUIDOf": edubadges.UUIDOf,
		"badge/display.Alignments": display.Alignments, "badge/display.Date": display.Date, "badge/display.Details": display.Details, "badge/display.Edubadge": display.Edubadge, "badge/display.Label": display.Label, "badge/display.Style": display.Style,
		"badge/webvh.Append": webvh.Append, "badge/webvh.Approve": webvh.Approve, "badge/webvh.Read": webvh.Read,
		"bake.Embed": bake.Embed, "bake.EmbedFile": bake.EmbedFile, "bake.Extract": bake.Extract, "bake.ExtractAll": bake.ExtractAll,
		"bake.ExtractAt": bake.ExtractAt, "bake.InspectSVG": bake.InspectSVG, "bake.Remove": bake.Remove,
		"issuer.New": issuer.New, "issuer.Outlives": issuer.Outlives, "issuer.Revoke": issuer.Revoke, "issuer.Rotate": issuer.Rotate, "issuer/host.New": host.New, "issuer/host.NewMemory": host.NewMemory, "issuer/host.OpenFolder": host.OpenFolder,
		"verify.AnyIssuer": verify.AnyIssuer, "verify.Codes": verify.Codes, "verify.Issuers": verify.Issuers, "verify.New": verify.New,
		"verify.NewFetchError": verify.NewFetchError, "verify/did.FragmentKey": did.FragmentKey,
		"verify/archive.NewRecorder": archive.NewRecorder, "verify/archive.Open": archive.Open,
		"verify/archive/timeproof.Attest": timeproof.Attest, "verify/archive/timeproof.Check": timeproof.Check, "verify/archive/timeproof.NewQuery": timeproof.NewQuery,
		"verify/archive/timeproof.Renewal": timeproof.Renewal, "verify/archive/timeproof.Stamp": timeproof.Stamp,
		"verify/fetch.New": fetch.New, "verify/summary.Of": summary.Of, "verify/summary.Both": summary.Both, "verify/summary.Page": summary.Page, "verify/summary.Style": summary.Style, "verify/summary.Totals": summary.Totals,
	}
}

// withoutCode are the functions and types whose errors are about the program
// that calls them, not about input. They say which function makes the value.
var withoutCode = []string{"*issuer.Issuer.", "*host.", "*fetch.Client.", "issuer.New", "issuer.Revoke", "issuer.Rotate", "issuer/host.", "verify.New", "bake.", "summary.Summary.Text", "verify/summary.Page"}

// TestZeroValues: nothing exported panics for nil or zero, however it is
// printed, and the errors have codes.
func TestZeroValues(t *testing.T) {
	for _, v := range zeroValues() {
		values := []reflect.Value{reflect.ValueOf(v)}
		if typ := reflect.TypeOf(v); typ.Kind() == reflect.Pointer {
			values = append(values, reflect.Zero(typ))
		}
		for _, value := range values {
			for i := range value.NumMethod() {
				method := value.Type().Method(i).Name
				if nilled(value) && hasMethod(value.Type().Elem(), method) {
					continue // a nil pointer has no value, so Go calls nothing
				}
				if method != "Format" { // called below
					callZero(t, fmt.Sprintf("%v.%s", value.Type(), method), value.Method(i))
				}
			}
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
				require.NotContains(t, fmt.Sprintf(verb, value.Interface()), "PANIC", "%T %s", v, verb)
			}
		}
	}
	for name, function := range zeroFunctions() {
		callZero(t, name, reflect.ValueOf(function))
	}
}

func nilled(v reflect.Value) bool { return v.Kind() == reflect.Pointer && v.IsNil() }

func hasMethod(typ reflect.Type, name string) bool {
	_, found := typ.MethodByName(name)
	return found
}

// callZero calls a function with zero arguments and takes what it yields.
func callZero(t *testing.T, name string, function reflect.Value) {
	typ := function.Type()
	var args []reflect.Value
	for i := range typ.NumIn() {
		switch in := typ.In(i); {
		case typ.IsVariadic() && i == typ.NumIn()-1:
		case in == reflect.TypeFor[context.Context]():
			args = append(args, reflect.ValueOf(t.Context()))
		case in == reflect.TypeFor[http.ResponseWriter]():
			args = append(args, reflect.ValueOf(httptest.NewRecorder()))
		case in == reflect.TypeFor[*http.Request]():
			args = append(args, reflect.ValueOf(httptest.NewRequest("GET", "/", nil)))
		default:
			args = append(args, reflect.Zero(in))
		}
	}
	assert.NotPanicsf(t, func() {
		for _, result := range function.Call(args) {
			takeAll(result)
			if err, ok := result.Interface().(error); ok && typ.Out(typ.NumOut()-1) == reflect.TypeFor[error]() && !reflect.ValueOf(err).IsZero() {
				about := slices.ContainsFunc(withoutCode, func(start string) bool { return strings.HasPrefix(name, start) })
				if strings.HasPrefix(name, "*") && about {
					assert.Contains(t, err.Error(), "use ", "%s names the function that makes the value", name)
				}
				assert.True(t, about || badge.CodeOf(err) != "", "%s: %v", name, err)
			}
		}
	}, "%s", name)
}

// takeAll takes what an iterator yields.
func takeAll(v reflect.Value) {
	if v.Kind() == reflect.Func && !v.IsNil() && v.Type().NumIn() == 1 && v.Type().In(0).Kind() == reflect.Func {
		v.Call([]reflect.Value{reflect.MakeFunc(v.Type().In(0), func([]reflect.Value) []reflect.Value { return []reflect.Value{reflect.ValueOf(true)} })})
	}
}

// The tables above name everything that is exported.
func TestZeroTablesAreComplete(t *testing.T) {
	types := map[string]bool{}
	for _, v := range zeroValues() {
		typ := reflect.TypeOf(v)
		if typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		types[strings.TrimPrefix(typ.PkgPath(), module+"/")+"."+typ.Name()] = true
	}
	functions := zeroFunctions()
	for _, p := range goList(t, "./...") {
		if _, listed := nameBudget[p.rel()]; !listed || anyCovers(testOnly, p.rel()) {
			continue
		}
		for _, file := range parsed(t, p.Dir, p.GoFiles) {
			for _, decl := range file.Decls {
				switch d := decl.(type) {
				case *ast.FuncDecl:
					if name := p.rel() + "." + d.Name.Name; d.Recv == nil && d.Name.IsExported() {
						assert.Contains(t, functions, name)
						delete(functions, name)
					}
				case *ast.GenDecl:
					for _, spec := range d.Specs {
						s, ok := spec.(*ast.TypeSpec)
						if !ok || !s.Name.IsExported() || s.Assign.IsValid() {
							continue
						}
						if _, isInterface := s.Type.(*ast.InterfaceType); !isInterface {
							assert.True(t, types[p.rel()+"."+s.Name.Name], "%s.%s", p.rel(), s.Name.Name)
						}
					}
				}
			}
		}
	}
	assert.Empty(t, functions, "not exported")
}
