package webvh

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// present is the clock of these tests.
var present = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)

// signature checks a proof with package proof, as package verify does.
func signature() Check {
	return func(document []byte, by key.Key) error {
		return proof.VerifyObject(context.Background(), document, by, proof.CheckOptions{})
	}
}

// resolution is a result of another program.
type resolution struct {
	DIDDocument           map[string]any
	DIDDocumentMetadata   map[string]any
	DIDResolutionMetadata struct{ Error string }
}

// logFolder is a log with what another program made of it.
type logFolder struct {
	name   string
	source Source
	wanted map[string]resolution // by the name of the file
}

// vectorLogs reads the published logs whose folder has that beginning or, if it
// begins with "!", has not.
func vectorLogs(t testing.TB, negative bool) (list []logFolder) {
	paths, err := filepath.Glob(filepath.Join(reftest.Dir(t), "next/didwebvh/vectors/*/*/did.jsonl"))
	require.NoError(t, err)
	for _, path := range paths {
		folder := filepath.Dir(path)
		name := filepath.Base(filepath.Dir(folder)) + "/" + filepath.Base(folder)
		if strings.HasPrefix(name, "negative-") != negative {
			continue
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		f := logFolder{name: name, wanted: map[string]resolution{}, source: Source{Log: text, Now: present, Check: signature(),
			Witnesses: func() ([]byte, error) { return os.ReadFile(filepath.Join(folder, "did-witness.json")) }}}
		if first, _, _ := bytes.Cut(text, []byte("\n")); len(first) > 0 {
			var e struct{ Parameters struct{ SCID string } }
			require.NoError(t, json.Unmarshal(first, &e))
			f.source.DID = prefix + e.Parameters.SCID + ":example.com"
		}
		results, err := filepath.Glob(filepath.Join(folder, "resolutionResult*.json"))
		require.NoError(t, err)
		for _, result := range results {
			text, err := os.ReadFile(result)
			require.NoError(t, err)
			var r resolution
			require.NoError(t, json.Unmarshal(text, &r))
			f.wanted[filepath.Base(result)] = r
		}
		list = append(list, f)
	}
	return list
}

// comparable returns a document with full ids of services and without the slash
// at the end of an endpoint, in which the two programs differ.
func comparable(t *testing.T, document map[string]any) string {
	services, _ := document["service"].([]any)
	for _, s := range services {
		service := s.(map[string]any)
		if id := service["id"].(string); strings.HasPrefix(id, "#") {
			service["id"] = document["id"].(string) + id
		}
		service["serviceEndpoint"] = strings.TrimSuffix(service["serviceEndpoint"].(string), "/")
	}
	text, err := json.Marshal(document)
	require.NoError(t, err)
	return string(text)
}

// KH-1: what two other programs made of their own logs, documents and metadata,
// latest and numbered versions.
//
// They contradict each other in witness-update. Its second entry replaces two of two
// witnesses by one of one, and in both logs only that one approved it. Under the new
// list that is enough, and one program counts by it (ts). Under the list before it
// is not, and the other program counts by that (python). The text of did:webvh 1.0 has
// a change of witnesses take effect after its entry is published: otherwise whoever
// holds an update key could replace the witnesses without them. So python is right,
// its result is wanted of both logs, and each of the 26 logs has the result of one of
// the programs.
func TestPublishedLogs(t *testing.T) {
	logs := vectorLogs(t, false)
	require.Len(t, logs, 26)
	results := map[string]map[string]resolution{}
	for _, f := range logs {
		results[f.name] = f.wanted
	}
	for _, f := range logs {
		t.Run("KH-1 "+f.name, func(t *testing.T) {
			l, err := Read(f.source)
			require.NoError(t, err)
			result := f.wanted["resolutionResult.json"]
			if f.name == "witness-update/ts" {
				require.Empty(t, result.DIDResolutionMetadata.Error, "the result that contradicts the other")
				result = results["witness-update/python"]["resolutionResult.json"]
			}
			if wanted := result.DIDResolutionMetadata.Error; wanted != "" {
				_, err := l.Latest()
				require.Equal(t, wanted, resolutionErrors[badge.CodeOf(err)])
				require.Len(t, l.Versions(), 1, "the first version is that of its own witnesses")
				require.True(t, strings.HasPrefix(f.name, "witness-update/"))
				return
			}
			for file, want := range f.wanted {
				require.Empty(t, want.DIDResolutionMetadata.Error)
				query := ""
				if file != "resolutionResult.json" { // one program recorded the latest version in all files
					query = fmt.Sprintf("versionNumber=%v", want.DIDDocumentMetadata["versionNumber"])
					if strings.HasSuffix(f.name, "/ts") {
						require.Equal(t, file, fmt.Sprintf("resolutionResult.%v.json", want.DIDDocumentMetadata["versionNumber"]))
					}
				}
				v, err := l.Query(query)
				require.NoError(t, err)
				var document map[string]any
				require.NoError(t, json.Unmarshal(v.Document, &document))
				require.JSONEq(t, comparable(t, want.DIDDocument), comparable(t, document))
				meta := want.DIDDocumentMetadata
				require.Equal(t, meta["versionId"], v.ID)
				require.EqualValues(t, meta["versionNumber"], v.Number)
				require.Equal(t, meta["versionTime"], v.Time.Format(time.RFC3339))
				require.Equal(t, meta["created"], v.Created.Format(time.RFC3339))
				if f.name != "multi-update/ts" || query == "" { // that program gives the time of the version
					require.Equal(t, meta["updated"], v.Updated.Format(time.RFC3339))
				}
				require.Equal(t, meta["deactivated"] == true, v.Deactivated)
				byID, err := l.Query("versionId=" + v.ID)
				require.NoError(t, err)
				require.Equal(t, v, byID)
				byTime, err := l.Query("versionTime=" + v.Time.Format(time.RFC3339))
				require.NoError(t, err)
				require.Equal(t, v, byTime)
			}
		})
	}
}

// resolutionErrors are the names of the errors of DID resolution for the codes.
var resolutionErrors = map[string]string{codeNotFound: "notFound", codeInvalid: "invalidDid", codeProof: "invalidProof", codeParameters: "invalidParameters"}

// KH-2: logs that must be refused, with the name of the error. The five folders
// without a log are about identifiers, which package did reads.
func TestPublishedFaults(t *testing.T) {
	logs := vectorLogs(t, true)
	require.Len(t, logs, 16)
	empty := 0
	for _, f := range logs {
		t.Run("KH-2 "+f.name, func(t *testing.T) {
			if len(f.source.Log) == 0 {
				empty++
				return
			}
			l, err := Read(f.source)
			if err == nil {
				_, err = l.Latest()
			}
			require.Equal(t, f.wanted["resolutionResult.json"].DIDResolutionMetadata.Error, resolutionErrors[badge.CodeOf(err)], "%v", err)
		})
	}
	require.Equal(t, 5, empty)
}
