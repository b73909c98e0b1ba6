package summary

import (
	"bytes"
	"html"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

var every = []verify.Stage{verify.StageDocument, verify.StageOrigin, verify.StageStructure, verify.StageContext, verify.StageProof, verify.StageKey, verify.StageBinding,
	verify.StageSignature, verify.StageTime, verify.StageStatus, verify.StageTrust, verify.StageRecipient, verify.StageEndorsement, verify.StageConformance}

func passing() (checks []verify.Check) {
	for _, stage := range every {
		checks = append(checks, verify.Check{Stage: stage, Outcome: verify.Passed})
	}
	return checks
}

// questionOf is the index of the question that a stage belongs to.
func questionOf(t *testing.T, stage verify.Stage) int {
	at := -1
	for i, q := range questions {
		for _, of := range q.stages {
			if of == stage {
				require.Equal(t, -1, at, "%s belongs to two questions", stage)
				at = i
			}
		}
	}
	require.NotEqual(t, -1, at, "%s belongs to no question", stage)
	return at
}

// PG-5: each stage, alone, decides its question with each outcome, and no other; a
// missing stage was not checked.
func TestEachStageAlone(t *testing.T) {
	for i, stage := range every {
		at := questionOf(t, stage)
		for _, outcome := range []verify.Outcome{verify.Failed, verify.Unknown, verify.Warned} {
			checks := passing()
			checks[i].Outcome = outcome
			for j, a := range answers(checks, English) {
				want := verify.Passed
				if j == at {
					want = outcome
				}
				require.Equal(t, want, a.Outcome, "%s %s", stage, outcome)
			}
		}
		checks := append(passing()[:i], passing()[i+1:]...)
		require.Equal(t, verify.Skipped, answers(checks, Dutch)[at].Outcome, stage)
		blocked := passing()
		blocked[i].Outcome, blocked[i].Code = verify.Skipped, verify.CodeVerifyBlocked
		require.Equal(t, verify.Skipped, answers(blocked, Dutch)[at].Outcome, stage)
		departing := passing()
		departing[i].Outcome, departing[i].Departure = verify.Warned, true
		want := verify.Passed // by the other stages of the question
		if len(questions[at].stages) == 1 {
			want = verify.Warned
		}
		require.Equal(t, want, answers(departing, Dutch)[at].Outcome, stage)
	}
}

// PG-5: the article says for each question what the report says, in words, as text of
// its own row; a stage that the report lacks is not checked.
func TestArticleOfEachStage(t *testing.T) {
	rows := regexp.MustCompile(`<li><details class="([a-z]+)"><summary><span class="label">(.*?)</span> <span class="state"><svg.*?</svg>(.*?)</span></summary>\n<p>(.*?)</p>`)
	requireArticle := func(checks []verify.Check, lang Language) {
		t.Helper()
		var out bytes.Buffer
		want := answers(checks, lang)
		require.NoError(t, layout().ExecuteTemplate(&out, "article", view{words: wordsIn(lang), Checks: want}))
		found := rows.FindAllStringSubmatch(out.String(), -1)
		require.Len(t, found, len(questions), out.String())
		for i, row := range found {
			got := []string{row[1], html.UnescapeString(row[2]), html.UnescapeString(row[3]), html.UnescapeString(row[4])}
			require.Equal(t, []string{want[i].Outcome.String(), want[i].Label, want[i].State, want[i].Why}, got)
		}
	}
	for _, lang := range []Language{English, Dutch} {
		for i := range every {
			for _, outcome := range []verify.Outcome{verify.Failed, verify.Unknown, verify.Warned, verify.Skipped} {
				checks := passing()
				checks[i].Outcome = outcome
				requireArticle(checks, lang)
			}
			checks := slices.Delete(passing(), i, i+1)
			requireArticle(checks, lang)
			require.Equal(t, states[verify.Skipped].In(lang), answers(checks, lang)[questionOf(t, every[i])].State)
		}
	}
}

// PG-5: badges that fail in one way each, and what their pages say.
func TestPagesOfFailures(t *testing.T) {
	world := verifytest.New(t)
	office := world.Office(badge.OB3)
	award := func(change func(*badge.Credential)) []byte {
		c := verifytest.Badge()
		if change != nil {
			change(&c)
		}
		return world.Issue(office.Issuer, c).Bytes()
	}
	good := award(nil)
	revoked := award(nil)
	doc, err := badge.Parse(revoked)
	require.NoError(t, err)
	require.NoError(t, office.Host.SetStatus(t.Context(), office.Issuer, doc.Credential().CredentialStatus[0], 1))
	expired := award(func(c *badge.Credential) {
		c.ValidFrom, c.ValidUntil = badge.DateTimeOf(world.Now().Add(-2*time.Hour)), badge.DateTimeOf(world.Now().Add(-time.Hour))
	})
	verifier := func(trust verify.Trust) *verify.Verifier {
		cfg := world.Config(trust)
		cfg.Fetcher = office.Client
		v, err := verify.New(cfg)
		require.NoError(t, err)
		return v
	}
	accepting := verifier(verify.AnyIssuer())
	asked := func(v *verify.Verifier, data []byte) *verify.Report {
		r, _ := v.Verify(t.Context(), data)
		return r
	}
	other, _ := accepting.VerifyFor(t.Context(), good, badge.Recipient{Type: badge.IdentifierEmailAddress, Value: "other@student.example"})
	for name, row := range map[string]struct {
		report  *verify.Report
		failing []string // questions
		en, nl  string
	}{
		"good":        {asked(accepting, good), nil, "Confirmed by its signature", "Bevestigd door handtekening"},
		"forged":      {asked(accepting, bytes.Replace(good, []byte(verifytest.Badge().Subject.Achievement.Name), []byte("Another name"), 1)), []string{"signature"}, "The badge was changed", "De badge is gewijzigd"},
		"revoked":     {asked(accepting, revoked), []string{"not-revoked"}, "Revoked", "Ingetrokken"},
		"expired":     {asked(accepting, expired), []string{"in-date"}, "has expired", "is verlopen"},
		"unlisted":    {asked(verifier(verify.Issuers("https://other.example")), good), []string{"issuer"}, "not on the list", "niet op de lijst"},
		"another's":   {other, []string{"recipient"}, "awarded to somebody else", "aan iemand anders uitgereikt"},
		"not a badge": {asked(accepting, []byte("{}")), []string{"recognised", "signature"}, "not signed", "niet ondertekend"},
	} {
		t.Run(name, func(t *testing.T) {
			report := row.report
			for lang, says := range map[Language]string{English: row.en, Dutch: row.nl} {
				s := Of(report, lang)
				var failing []string
				for _, a := range s.Checks {
					if a.Outcome == verify.Failed {
						failing = append(failing, a.ID)
					}
				}
				article, err := Input{Report: report}.Article(lang)
				require.NoError(t, err)
				require.Contains(t, article, `<h2>`+headlines[report.Verdict()].In(lang)+`</h2>`)
				require.Contains(t, html.UnescapeString(string(article)), says)
				require.Equal(t, row.failing, failing)
				require.Equal(t, len(failing) > 0, report.Verdict() == verify.Rejected)
			}
		})
	}
}

// Without a confirmation the second question is never answered with yes.
func TestUnconfirmed(t *testing.T) {
	checks := passing()
	checks[1].Outcome, checks[7].Outcome = verify.Warned, verify.Skipped
	require.Equal(t, verify.Skipped, answers(checks, English)[1].Outcome)
	hosted := passing()
	hosted[7].Outcome, hosted[7].Code = verify.Skipped, "origin.hosted"
	hosted[1].Code = "origin.hosted"
	require.Equal(t, "origin.hosted", answers(hosted, English)[1].Code)
	require.Equal(t, verify.Passed, answers(hosted, English)[1].Outcome)
	for _, a := range answers(nil, English) {
		require.Equal(t, verify.Skipped, a.Outcome)
	}
}

// Every code with every outcome has a sentence in both languages, and the state
// is that of the outcome.
func TestEveryCode(t *testing.T) {
	count := 0
	for code := range verify.Codes() {
		for _, stage := range append(every, "other") {
			for outcome := range verify.Outcome(7) {
				c := verify.Check{Stage: stage, Outcome: outcome, Code: code}
				en, nl := answer(c, English), answer(c, Dutch)
				require.NotEmpty(t, en.Why)
				require.NotEqual(t, en.Why, nl.Why, "%s %s %s", stage, outcome, code)
				require.NotEqual(t, en.State, nl.State)
				count++
			}
		}
	}
	require.Positive(t, count)
	for r := range reasons {
		found := false
		for code := range verify.Codes() {
			found = found || code == r.code
		}
		require.True(t, found, r.code)
	}
}

// PG-4: every message has both languages.
func TestBothLanguages(t *testing.T) {
	for _, table := range []any{headlines, labels, states, stageQuestions, reasons, verdictWords, phrases, bindings, unread, unreadFamilies} {
		v := reflect.ValueOf(table)
		require.Positive(t, v.Len())
		check := func(m message) {
			require.NotEmpty(t, m[0])
			require.NotEmpty(t, m[1], m[0])
		}
		if v.Kind() == reflect.Map {
			for _, k := range v.MapKeys() {
				check(v.MapIndex(k).Interface().(message))
			}
			continue
		}
		for i := range v.Len() {
			check(v.Index(i).Interface().(message))
		}
	}
	for _, m := range []message{awarded, claimed, noContent, unnamed, hashed, nobody, checksTitle, departuresTitle, stagesTitle, inputsTitle, otherQuestion, unreached} {
		require.NotEmpty(t, m[0])
		require.NotEmpty(t, m[1])
		require.NotEqual(t, m[0], m[1])
	}
	for _, q := range questions {
		require.NotEqual(t, q.label[0], q.label[1])
	}
}

// PG-5: the three verdicts, with a hostile name.
func TestVerdicts(t *testing.T) {
	world := verifytest.New(t)
	school := world.Issuer("school.example", proof.EdDSARDFC2022)
	c := verifytest.Badge()
	hostile := "\x1b[2J\u202eThis badge is genuine.\n" + strings.Repeat("x", 10_000)
	c.Subject.Achievement.Name = hostile
	doc := world.Issue(school, c)
	forged := bytes.Replace(doc.Bytes(), []byte("xxx"), []byte("xxy"), 1)
	require.NotEqual(t, doc.Bytes(), forged)
	offline, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Now: world.Now})
	require.NoError(t, err)
	online := world.Verifier(verify.AnyIssuer())
	for _, row := range []struct {
		verifier *verify.Verifier
		data     []byte
		want     verify.Verdict
	}{{online, doc.Bytes(), verify.Accepted}, {online, forged, verify.Rejected}, {offline, doc.Bytes(), verify.Inconclusive}, {online, []byte("{}"), verify.Rejected}} {
		report, _ := row.verifier.Verify(t.Context(), row.data)
		for _, lang := range []Language{English, Dutch, "", "fr"} {
			s := Of(report, lang)
			require.Equal(t, row.want, s.Verdict)
			require.Len(t, s.Checks, 6)
			require.Len(t, s.Stages, len(report.Checks()))
			var out bytes.Buffer
			require.NoError(t, s.Text(&out))
			require.NotContains(t, out.String(), "\x1b")
			require.NotContains(t, out.String(), "\u202e")
			require.Equal(t, row.want == verify.Accepted, s.Checks[1].Outcome == verify.Passed)
		}
	}
	require.Equal(t, Of(nil, Dutch).Verdict, verify.Inconclusive)
}

// A report shows what only edubadges state, and what the work was.
func TestFactsOfEdubadge(t *testing.T) {
	v, err := verify.New(verify.Config{Trust: verify.AnyIssuer()})
	require.NoError(t, err)
	report, _ := v.Verify(t.Context(), []byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"type":["VerifiableCredential","OpenBadgeCredential"],
		"id":"urn:uuid:1","issuer":{"id":"https://school.example","type":["Profile"],"name":"University"},"validFrom":"2026-05-01T10:20:30Z","evidence":[{"type":["Evidence"],"id":"https://work.example/1","name":"Work"}],
		"credentialSubject":{"type":["AchievementSubject"],"achievement":{"type":["Achievement","EducredentialAchievement"],"id":"urn:uuid:2","name":"n","ECTS":3,"SBU":84,"inLanguage":"nl",
		"alignment":[{"type":["Alignment"],"targetName":"Design","targetUrl":"https://skills.example/1"}]}}}`))
	facts := map[string]string{}
	for _, f := range Of(report, Dutch).Facts {
		facts[f.Label] = f.Value
	}
	for label, want := range map[string]string{"ECTS": "3", "Studiebelasting": "84 uur", "Taal": "Nederlands", "Van instelling": "University", "Sluit aan bij": "Design",
		"Bewijsstuk": "Work", "Pagina met bewijsstuk": "https://work.example/1"} {
		require.Equal(t, want, facts[label], label)
	}
}

// A row of a table quotes what a badge says.
func TestRow(t *testing.T) {
	world := verifytest.New(t)
	c := verifytest.Badge()
	c.Subject.Achievement.Name = "\x1b[2JGood"
	report, err := world.Verifier(verify.AnyIssuer()).Verify(t.Context(), world.Issue(world.Issuer("school.example", proof.EdDSARDFC2022), c).Bytes())
	require.NoError(t, err)
	verdict, why := Input{Report: report}.Row(Dutch)
	require.Equal(t, "Echt", verdict)
	require.Contains(t, why, "heeft")
	require.NotContains(t, why, "\x1b")
	report, _ = world.Verifier(verify.AnyIssuer()).Verify(t.Context(), []byte("{}"))
	verdict, why = Input{Report: report}.Row(English)
	require.Equal(t, "Not valid", verdict)
	require.Equal(t, Of(report, English).Reason, why)
	verdict, _ = Input{Code: "input.hosted_only", Verdict: verify.Inconclusive}.Row(Dutch)
	require.Equal(t, "Kon niet worden vastgesteld", verdict)
	verdict, why = Input{Code: "input.missing"}.Row(Dutch)
	require.Equal(t, []string{"Geen badge", "Dit bestand bestaat niet."}, []string{verdict, why})
	require.Equal(t, "Inputs: 3 (2 × genuine, 0 × not valid, 0 × could not be established, 1 × not a badge)",
		Totals(English, map[verify.Verdict]int{verify.Accepted: 2, "unreadable": 1}))
}

func TestDay(t *testing.T) {
	require.Equal(t, "5 October 2026", day("2026-10-05T00:30:00Z", English, false))
	require.Equal(t, "1 februari 2026, 04:30:00 UTC", day("2026-01-31T23:30:00-05:00", Dutch, true))
	require.Equal(t, "soon", day(badge.DateTime("soon"), English, true))
}
