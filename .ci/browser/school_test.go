package browser

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"image"
	"image/png"
	"io/fs"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
)

// schoolBase is where the pages of a school would be. In the tests they are at the
// same paths of a loopback address.
const schoolBase = "https://badges.school.example"

// school is a host with a page of each kind.
type school struct {
	t    *testing.T
	host *host.Host
	base string // of the server, without a slash
	by   *issuer.Issuer
	now  time.Time // of the clock of its issuers; the host shows the pages of today
}

// newSchool starts a host on a free port of the loopback interface. It ends with
// the test.
func newSchool(t *testing.T) *school {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := &school{t: t, now: time.Now(), base: "http://" + l.Addr().String()}
	s.host, err = host.New(host.Config{Base: schoolBase, Store: host.NewMemory()})
	require.NoError(t, err)
	server := &http.Server{Handler: s.host, ReadHeaderTimeout: time.Minute}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	s.by = s.issuer(badge.OB3, s.host.URL("issuer"))
	var picture bytes.Buffer
	require.NoError(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 200, 200))))
	require.NoError(t, s.host.PublishPicture(t.Context(), s.host.URL("picture.png"), picture.Bytes()))
	for list, purpose := range map[string]string{"revocations": status.Revocation, "suspensions": status.Suspension} {
		require.NoError(t, s.host.PublishStatusList(t.Context(), s.by, s.host.URL(list), purpose))
	}
	return s
}

// issuer publishes an issuer of a version.
func (s *school) issuer(version badge.Version, id string) *issuer.Issuer {
	s.t.Helper()
	cfg := issuer.Config{Version: version, Now: func() time.Time { return s.now }, Profile: badge.Profile{ID: id, Type: []string{"Profile"}, Name: "The School",
		URL: "https://school.example", Email: "info@school.example", Description: "Teaches, and awards badges.", Image: &badge.Image{ID: s.host.URL("picture.png"), Type: "Image"}}}
	if version == badge.OB3 {
		cfg.Proofs = []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: ed25519.NewKeyFromSeed(make([]byte, 32)), Method: id + "#1"}}}
	}
	i, err := issuer.New(cfg)
	require.NoError(s.t, err)
	require.NoError(s.t, s.host.PublishIssuer(s.t.Context(), i))
	return i
}

func (s *school) class(path string) badge.Achievement {
	return badge.Achievement{ID: s.host.URL(path), Type: []string{"Achievement"}, Name: "Rapid Prototyping", Description: "Makes a thing, tests it, and changes it.",
		Criteria: badge.Criteria{Narrative: "Make three prototypes."}, Image: &badge.Image{ID: s.host.URL("picture.png"), Type: "Image"},
		Alignment: []badge.Alignment{{Type: []string{"Alignment"}, TargetName: "Design", TargetURL: "https://skills.example/1"}}}
}

// award publishes a badge by an issuer and returns its id.
func (s *school) award(by *issuer.Issuer, name string, change func(*badge.Credential)) string {
	s.t.Helper()
	c := badge.Credential{ID: s.host.URL("badges/" + name), Subject: badge.Subject{Type: []string{"AchievementSubject"}, Achievement: s.class("classes/of-" + name),
		Identifier: []badge.IdentityObject{by.HashedIdentity(badge.IdentifierEmailAddress, "noor@student.example")}}}
	change(&c)
	d, err := by.Issue(s.t.Context(), c)
	require.NoError(s.t, err)
	require.NoError(s.t, s.host.Publish(s.t.Context(), d))
	return d.ID()
}

// listed gives a badge an entry in a status list.
func (s *school) listed(list string) func(*badge.Credential) {
	return func(c *badge.Credential) {
		entry, err := s.host.AllocateStatus(s.t.Context(), s.by, s.host.URL(list))
		require.NoError(s.t, err)
		c.CredentialStatus = []badge.CredentialStatus{entry}
	}
}

// publish publishes a document that a function built.
func (s *school) publish(d *badge.Document, problem any) string {
	s.t.Helper()
	require.NotNil(s.t, d, problem)
	require.NoError(s.t, s.host.Publish(s.t.Context(), d))
	return d.ID()
}

// edubadge publishes the class of an edubadge with its issuer.
func (s *school) edubadge() string {
	text := func(s string) edubadges.Text { return edubadges.Text{Dutch: s, English: s} }
	_, department, remarks := edubadges.Issuer{ID: s.host.URL("department"), Name: text("The Workshop"), Description: text("Makes things."), URL: text("https://school.example"), Email: "info@school.example",
		Image: s.host.URL("picture.png"), Institution: text("The University"), BRIN: "00XX", Country: "NL"}.Build()
	s.publish(department, remarks)
	_, class, remarks := edubadges.Class{ID: s.host.URL("classes/edubadge"), Issuer: s.host.URL("department"), Type: edubadges.MicroCredential, Of: edubadges.HBO, Language: "nl_NL", Name: "Solderen",
		Description: "Soldeert.", Criteria: "Soldeer drie printplaten.", LearningOutcome: "De student kan:\n- solderen\n- meten", Image: s.host.URL("picture.png"), ECTS: "3", Level: 6, LevelVerified: true,
		Participation: []string{"online"}, Assessment: []string{"written_exam"}, Supervised: true, IdentityVerified: true, QualityName: "Kader", QualityURL: "https://quality.example/k", QualityText: "Tekst."}.Build()
	return s.publish(class, remarks)
}

// schoolPage is a page of a school, with what it says in each language.
type schoolPage struct{ name, address, en, nl string }

// pages makes a page of each kind.
func (s *school) pages() []schoolPage {
	ctx := s.t.Context()
	suspended := s.award(s.by, "suspended", s.listed("suspensions"))
	require.NoError(s.t, s.host.Suspend(ctx, s.by, suspended, ""))
	revoked := s.award(s.by, "revoked", s.listed("revocations"))
	require.NoError(s.t, s.host.Revoke(ctx, s.by, revoked, "a reason that stays here"))
	today := s.now
	s.now = today.AddDate(-2, 0, 0)
	expired := s.award(s.by, "expired", func(c *badge.Credential) { c.ValidUntil = badge.DateTimeOf(s.now.AddDate(1, 0, 0)) })
	s.now = today
	early := s.award(s.by, "early", func(c *badge.Credential) { c.ValidFrom = badge.DateTimeOf(s.now.AddDate(1, 0, 0)) })
	by := s.issuer(badge.OB2, s.host.URL("issuer-2"))
	gone := s.award(by, "gone", func(c *badge.Credential) {
		class, err := by.BadgeClass(c.Subject.Achievement)
		require.NoError(s.t, err)
		s.publish(class, nil)
	})
	require.NoError(s.t, s.host.Revoke(ctx, by, gone, "a reason that all may read"))
	class := s.class("classes/1")
	class.Creator = &badge.Profile{ID: s.by.ID(), Type: []string{"Profile"}}
	built, err := badge.BuildAchievement(badge.OB3, class)
	s.issuer(badge.OB3, "did:web:badges.school.example")
	return []schoolPage{
		{"did-web", schoolBase + "/.well-known/did.json", "Teaches, and awards badges.", "Uitgever van badges"},
		{"issuer", s.by.ID(), "Teaches, and awards badges.", "Uitgever van badges"},
		{"class", s.publish(built, err), "Badge that can be earned", "Badge die te behalen is"},
		{"edubadge", s.edubadge(), "6 (verified)", "Schriftelijk tentamen"},
		{"good", s.award(s.by, "good", s.listed("revocations")), "Not revoked", "Niet ingetrokken"},
		{"suspended", suspended, "Suspended", "Tijdelijk opgeschort"},
		{"expired", expired, "Expired", "Verlopen"},
		{"early", early, "Not valid yet", "Nog niet geldig"},
		{"revoked", revoked, "Revoked", "Ingetrokken"},
		{"gone", gone, "a reason that all may read", "Deze badge is ingetrokken"},
	}
}

// openSchool opens a page of a school in a language.
func (tb *tab) openSchool(s *school, address, lang string) {
	tb.Helper()
	path, ok := strings.CutPrefix(address, schoolBase)
	require.True(tb, ok, address)
	tb.do(chromedp.Navigate(s.base + path + "?lang=" + lang))
}

// A page of each kind, without script: in English on a wide light window and in
// Dutch on a narrow dark one. axe-core finds no fault, and a print has the address
// as text and as a QR code if there is a badge.
func TestSchoolPages(t *testing.T) {
	w := open(t)
	s := newSchool(t)
	pages := s.pages()
	for _, h := range []how{{plain: true}, {plain: true, dark: true, width: 320}} {
		t.Run("PG-6", func(t *testing.T) {
			tb := w.tab(t, h)
			tb.allow(s.base, "status of 410")
			for _, page := range pages {
				lang, says := "en", page.en
				if h.dark {
					lang, says = "nl", page.nl
				}
				tb.openSchool(s, page.address, lang)
				text := value[string](tb, `document.body.innerText`)
				require.Contains(t, text, says, page.name)
				require.NotContains(t, text, "a reason that stays here")
				require.Equal(t, lang, value[string](tb, `document.documentElement.lang`))
				require.Equal(t, 1, value[int](tb, `document.querySelectorAll("h1").length`))
				require.True(t, value[bool](tb, `[...document.images].every(i => i.complete && i.naturalWidth > 0)`))
				small := value[[]string](tb, `[...document.querySelectorAll("a.button, a.language")].filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)`)
				require.Empty(t, small, "targets of less than 44 pixels")
				tb.picture(lang + "-" + page.name)
				tb.fits()
				tb.axe()
				tb.do(emulation.SetScriptExecutionDisabled(h.plain), emulation.SetEmulatedMedia().WithMedia("print"))
				printed := strings.Contains(page.address, "/badges/") && page.name != "gone" // whose page has no badge to print
				require.Equal(t, printed, value[bool](tb, `(e => e !== null && e.getBoundingClientRect().width > 100)(document.querySelector("svg.qr"))`), page.name)
				require.Equal(t, printed, value[bool](tb, `document.querySelector("footer") !== null && document.querySelector("footer").innerText.includes(%q)`, page.address), page.name)
				tb.do(emulation.SetEmulatedMedia().WithMedia(""))
			}
		})
	}
}

// The pages of badges and classes lead to that of their issuer, also if its id is a
// did:web.
func TestSchoolLinks(t *testing.T) {
	w := open(t)
	s := newSchool(t)
	by := s.issuer(badge.OB3, "did:web:badges.school.example")
	good := s.award(by, "good", func(c *badge.Credential) {
		class, err := by.BadgeClass(c.Subject.Achievement)
		s.publish(class, err)
	})
	tb := w.tab(t, how{plain: true})
	tb.allow(s.base, "")
	tb.openSchool(s, good, "nl")
	require.Equal(t, "https://school.example/", value[string](tb, `document.querySelector("p.issuer a").href`))
	require.True(t, value[bool](tb, `document.querySelector("p.issuer a").relList.contains("noopener")`))
	require.Equal(t, good+"?data", value[string](tb, `document.querySelector(".actions a[rel=alternate]").href`))
	class := value[string](tb, `[...document.querySelectorAll(".facts a")].find(a => a.href.includes("/classes/")).href`)
	tb.openSchool(s, class, "nl")
	require.Contains(t, value[string](tb, `document.body.innerText`), "Badge die te behalen is")
	require.True(t, value[bool](tb, `[...document.links].every(a => ["http:", "https:", "mailto:"].includes(a.protocol))`))
}

// The page takes an archive of badges and answers in both languages, and the page
// inside the archive has no fault either.
func TestArchive(t *testing.T) {
	w := open(t)
	_, err := w.run("archive", "make", "-web", "out", "-q", "-force", "-o", "kept.zip", "good.png")
	require.NoError(t, err)
	for _, h := range []how{{}, {plain: true, dark: true, width: 320}} {
		tb := w.tab(t, h)
		lang, says := "en", "Level "
		if h.dark {
			lang, says = "nl", "Niveau "
		}
		tb.open("/?lang=" + lang)
		tb.drop("kept.zip")
		text := value[string](tb, `document.querySelector("article.report").innerText`)
		require.Contains(t, text, says)
		require.Contains(t, text, "Rapid Prototyping")
		require.True(t, value[bool](tb, `document.activeElement.matches(".verdict")`), "the verdict has the focus")
		require.Equal(t, lang, value[string](tb, `document.documentElement.lang`))
		tb.picture("archive-" + lang)
		tb.fits()
		tb.axe()
	}
	files, err := zip.OpenReader(w.path("kept.zip"))
	require.NoError(t, err)
	defer files.Close()
	inside, err := fs.ReadFile(files, "index.html")
	require.NoError(t, err)
	tb := w.tab(t, how{plain: true, width: 320})
	tb.show(inside)
	require.Contains(t, value[string](tb, `document.body.innerText`), "Archief van badges")
	tb.fits()
	tb.axe()
}

// The page of a good badge offers an archive, which the same page takes.
func TestArchiveIsOffered(t *testing.T) {
	w := open(t)
	tb := w.tab(t, how{plain: true})
	tb.open("/?lang=en")
	tb.drop("good.png")
	require.Equal(t, "badge-1.zip", value[string](tb, `document.querySelector("a.archive").download`))
	require.True(t, value[bool](tb, `document.querySelector("a.archive").href.startsWith("data:application/zip;base64,UEsD")`))
}
