package verify_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// reportCases are reports of every sort, by the name of their golden files.
func reportCases(t *testing.T) map[string]*verify.Report {
	world := nestedWorld(t)
	learner := badge.Recipient{ID: "did:example:learner"}
	judge := func(text []byte, change func(*verify.Config)) *verify.Report {
		r, _ := verifierWith(t, world, change).VerifyFor(t.Context(), text, learner)
		return r
	}
	embedded := signed(t, world, edited(t, verifytest.Badge(), nil)).Bytes()
	token := signedBy(t, world, "tokens.example", proof.EdDSA, edited(t, verifytest.Badge(), func(o object) {
		at(o, "/issuer")["id"], o["validUntil"], o["awardedDate"] = "did:web:tokens.example", "2027-01-31T23:30:00-05:00", "2026-08-31T23:30:00-05:00"
	})).Bytes()
	listed := signed(t, world, edited(t, verifytest.Badge(), func(o object) {
		o["credentialStatus"] = object{"id": revocations + "#23", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
			"statusListIndex": "23", "statusListCredential": revocations}
	})).Bytes()
	endorsed := nestedIn(t, world, "endorsement", nestedProof(t, world, "endorser.example", nil),
		nestedProof(t, world, "endorser.example", func(o object) { o["id"], o["validUntil"] = "urn:uuid:8", "2026-09-30T00:00:00Z" })).Bytes()
	pinned, err := key.FromPublic(world.Key("school.example", proof.EdDSARDFC2022).Public())
	require.NoError(t, err)
	return map[string]*verify.Report{
		"embedded-accepted": judge(embedded, nil),
		"token-accepted":    judge(token, func(c *verify.Config) { c.Trust = verify.AnyIssuer() }),
		"altered-rejected":  judge(bytes.Replace(embedded, []byte("Laser"), []byte("Later"), 1), nil),
		"offline-inconclusive": judge(listed, func(c *verify.Config) {
			c.Fetcher, c.Keys = nil, map[string][]key.Key{school: {pinned}}
		}),
		"endorsed-accepted":   judge(endorsed, func(c *verify.Config) { c.Trust = verify.Issuers(school, "did:web:endorser.example") }),
		"unreadable-rejected": judge([]byte(`{"id":"a","id":"b"}`), nil),
	}
}

// Reports as programs and as people read them. Golden files are written anew
// with -update.
func TestReport(t *testing.T) {
	update := flag.Lookup("update").Value.String() == "true"
	for name, r := range reportCases(t) {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, name[strings.LastIndex(name, "-")+1:], string(r.Verdict()), outline(r))
			text, err := json.Marshal(r)
			require.NoError(t, err)
			again, err := json.Marshal(r)
			require.NoError(t, err)
			require.Equal(t, text, again)
			var indented bytes.Buffer
			require.NoError(t, json.Indent(&indented, append(text, '\n'), "", "  "))
			for extension, got := range map[string]string{".json": indented.String(), ".txt": r.String()} {
				golden := filepath.Join("testdata", "report", name+extension)
				if update {
					require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
				}
				want, err := os.ReadFile(golden)
				require.NoError(t, err)
				require.Equal(t, string(want), got, "run go test ./verify -run TestReport -update")
			}
		})
	}
	files, err := filepath.Glob("testdata/report/*")
	require.NoError(t, err)
	require.Len(t, files, 2*len(reportCases(t)), "golden files that no case has")
}

// Every report answers every stage in the order of judging, and none says
// accepted where no signature passed (C-118).
func TestReportStages(t *testing.T) {
	order := []verify.Stage{verify.StageDocument, verify.StageOrigin, verify.StageStructure, verify.StageContext, verify.StageProof, verify.StageKey,
		verify.StageBinding, verify.StageSignature, verify.StageTime, verify.StageStatus, verify.StageTrust, verify.StageRecipient, verify.StageEndorsement, verify.StageConformance}
	for name, r := range reportCases(t) {
		t.Run("C-118 "+name, func(t *testing.T) {
			var stages []verify.Stage
			signed := false
			for _, c := range r.Checks() {
				if len(stages) == 0 || stages[len(stages)-1] != c.Stage {
					stages = append(stages, c.Stage)
				}
				signed = signed || c.Stage == verify.StageSignature && c.Outcome == verify.Passed
			}
			require.Equal(t, order, stages)
			_, verified := r.Verified()
			require.Equal(t, r.Verdict() == verify.Accepted, verified)
			require.False(t, verified && !signed)
		})
	}
}

// A document that awards nothing is not reported as an award.
func TestReportOfOtherKinds(t *testing.T) {
	world := schoolWorld(t)
	list := edited(t, verifytest.Badge(), func(o object) {
		o["@context"] = []any{"https://www.w3.org/ns/credentials/v2"}
		o["id"], o["type"], o["issuer"] = revocations, []any{"VerifiableCredential", "BitstringStatusListCredential"}, school
		o["credentialSubject"] = object{"id": revocations + "#list", "type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": bits(t, minList/8)}
		delete(o, "name")
	})
	for want, doc := range map[string]*badge.Document{
		"  lists    the status of its credentials\n":  list,
		"  endorses \"did:web:school.example\"\n":     nestedEndorsement(t, school, nil),
		"  to       a recipient named by a hash only": edited(t, verifytest.Badge(), identifiedBy(hashedIdentifier("a@example.com"))),
	} {
		r := judged(t, world, signed(t, world, doc))
		require.Equal(t, verify.Accepted, r.Verdict(), outline(r))
		require.Contains(t, r.String(), want)
	}
	require.Contains(t, judged(t, world, edited(t, verifytest.Badge(), func(o object) { delete(subjectOf(o), "id") })).String(), "  to       nobody: the badge names no recipient\n")
}

// hostileWords are what a forger would like a reader to see.
var hostileWords = map[string]string{
	"X05 bidi":           "Univ\u202eytisre\u202c \u2066x\u2069",
	"X05 invisible":      "Uni\u200bver\u2060si\ufeffty \U000e0041\U000e0042",
	"X07 lines":          "School\nGenuine.\r\n  genuine  everything\u2028 is fine\u0085.",
	"X07 escapes":        "\x1b[2J\x1b[1;1HGenuine.\x07\x7f\u009b2J",
	"X07 long":           strings.Repeat("very ", 20_000),
	"X08 a verdict":      "Genuine. In full",
	"X08 quotes":         `School", id "did:web:bank.example`,
	"X08 a check":        `trust        passed   everybody trusts them (trust.listed)`,
	"X01 markup":         `<script>alert(1)</script>`,
	"X12 formula":        `=cmd|' /C calc'!A0`,
	"X14 format strings": `%s%n%x %!d(string=hi)`,
}

// The report of a hostile badge has as many lines of printable text as that of a
// harmless one. It begins with Genuine only for an accepted badge, and quotes the
// badge's text.
func TestReportOfHostileText(t *testing.T) {
	places := map[string]func(o object, words string){
		"name":        func(o object, words string) { o["name"] = words },
		"issuer":      func(o object, words string) { at(o, "/issuer")["name"] = words },
		"achievement": func(o object, words string) { at(o, "/credentialSubject/achievement")["name"] = words },
		"recipient": func(o object, words string) {
			identifiedBy(plainIdentifier("name", words))(o)
		},
		"narrative": func(o object, words string) { at(o, "/credentialSubject/achievement/criteria")["narrative"] = words },
	}
	for place, put := range places {
		text := func(words string) *verify.Report {
			world := schoolWorld(t)
			return judged(t, world, signed(t, world, edited(t, verifytest.Badge(), func(o object) { put(o, words) })))
		}
		harmless := text("harmless")
		for name, words := range hostileWords {
			t.Run(name+" as "+place, func(t *testing.T) {
				r := text(words)
				require.Equal(t, verify.Accepted, r.Verdict(), outline(r))
				requirePrintable(t, r)
				lines := strings.Split(r.String(), "\n")
				require.Len(t, lines, strings.Count(harmless.String(), "\n")+1)
				require.Equal(t, "Genuine.", lines[0])
				require.NotContains(t, quotedText.ReplaceAllString(r.String(), ""), words[:min(len(words), 30)])
				for i, line := range strings.Split(harmless.String(), "\n") {
					word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
					require.True(t, strings.HasPrefix(strings.TrimSpace(lines[i]), word), "line %d was %q", i, line)
					require.Less(t, len(lines[i]), 1_000)
				}
			})
		}
	}
}

// The same holds for what is not accepted, wherever the hostile text stands
// and whatever of it is quoted; errors show nothing of it (X13).
func TestReportOfHostileBadges(t *testing.T) {
	places := map[string]func(o object, words string){
		"member":  func(o object, words string) { o[words[:min(200, len(words))]] = 1 },
		"id":      func(o object, words string) { o["id"] = words },
		"issuer":  func(o object, words string) { at(o, "/issuer")["id"] = words },
		"subject": func(o object, words string) { subjectOf(o)["id"] = words },
		"type": func(o object, words string) {
			o["type"] = []any{"VerifiableCredential", "AchievementCredential", words}
		},
		"context":  func(o object, words string) { o["@context"] = append(o["@context"].([]any), words) },
		"day":      func(o object, words string) { o["validFrom"] = words },
		"award":    func(o object, words string) { o["awardedDate"] = words },
		"status":   func(o object, words string) { o["credentialStatus"] = object{"id": words, "type": words} },
		"method":   func(o object, words string) { at(o, "/proof")["verificationMethod"] = words },
		"suite":    func(o object, words string) { at(o, "/proof")["cryptosuite"] = words },
		"value":    func(o object, words string) { at(o, "/proof")["proofValue"] = words },
		"purpose":  func(o object, words string) { at(o, "/proof")["proofPurpose"] = words },
		"endorser": func(o object, words string) { o["endorsementJwt"] = []any{words} },
	}
	world := schoolWorld(t)
	good := signed(t, world, edited(t, verifytest.Badge(), nil)).JSON()
	for place, put := range places {
		for name, words := range hostileWords {
			t.Run(name+" as "+place, func(t *testing.T) {
				o := fromJSON(t, good)
				if list, ok := o["proof"].([]any); ok {
					o["proof"] = list[0]
				}
				put(o, words)
				r, err := verifierWith(t, world, nil).Verify(t.Context(), toJSON(t, o))
				require.Error(t, err, outline(r))
				requirePrintable(t, r)
				for i, line := range strings.Split(r.String(), "\n") {
					head := strings.HasPrefix(line, "Not accepted: ") || strings.HasPrefix(line, "Could not find out: ")
					require.Equal(t, i == 0, head, "line %d is %q", i, line)
					require.False(t, strings.HasPrefix(strings.TrimSpace(line), "Genuine"), "line %d is %q", i, line)
					require.Less(t, len(line), 2_000)
				}
				require.NotContains(t, quotedText.ReplaceAllString(r.String(), ""), words[:min(len(words), 30)])
				if place != "member" { // that is named by the pointer
					require.NotContains(t, err.Error(), words)
				}
				for _, c := range err.Error() {
					require.True(t, unicode.IsPrint(c), "%q", err.Error())
				}
			})
		}
	}
}

// quotedText is the text in quotes, with escapes.
var quotedText = regexp.MustCompile(`"(\\.|[^"\\\n])*"`)

// requirePrintable asks that neither form of a report can steer a terminal.
func requirePrintable(t *testing.T, r *verify.Report) {
	text, err := json.Marshal(r)
	require.NoError(t, err)
	require.True(t, json.Valid(text))
	for _, c := range r.String() + string(text) {
		require.True(t, c == '\n' || unicode.IsGraphic(c), "%U", c)
	}
}

// Escapes in the JSON form do not change the meaning.
func TestReportJSONKeepsItsWords(t *testing.T) {
	world := schoolWorld(t)
	for name, words := range hostileWords {
		doc := signed(t, world, edited(t, verifytest.Badge(), func(o object) { o["name"] = words }))
		text, err := json.Marshal(judged(t, world, doc))
		require.NoError(t, err)
		var back struct{ Claims struct{ Name string } }
		require.NoError(t, json.Unmarshal(text, &back))
		require.Equal(t, words, back.Claims.Name, name)
	}
}
