package browser

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// world has what all tests share: the command, its badges, a server, and a
// browser.
type world struct {
	folder  string
	program string
	base    string // of the server, without a slash
	host    string // of the host of the badges, without a slash
	axe     string // the program of axe-core
	browser context.Context
	close   []func()
}

var (
	shared = &world{}
	once   sync.Once
	failed error
)

func TestMain(m *testing.M) {
	status := m.Run()
	for i := len(shared.close) - 1; i >= 0; i-- {
		shared.close[i]()
	}
	os.Exit(status)
}

// open returns the world. Without a browser or axe-core the test is left out,
// except on a build server, which has both.
func open(t *testing.T) *world {
	t.Helper()
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	chromium := chromiumPath()
	if err != nil || chromium == "" {
		const sentence = "Chromium or axe-core is not installed: apt-get install chromium, and npm ci --ignore-scripts in .ci/browser"
		if os.Getenv("CI") == "true" {
			t.Fatal(sentence)
		}
		t.Skip(sentence)
	}
	once.Do(func() {
		shared.axe = string(axe)
		failed = shared.start(chromium)
	})
	require.NoError(t, failed)
	return shared
}

func chromiumPath() string {
	for _, name := range []string{os.Getenv("OPENBADGES_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func (w *world) start(chromium string) (err error) {
	if w.folder, err = os.MkdirTemp("", "openbadges-browser-"); err != nil {
		return err
	}
	w.close = append(w.close, func() { os.RemoveAll(w.folder) })
	w.program = filepath.Join(w.folder, "openbadges")
	build := exec.Command("go", "build", "-o", w.program, "./examples/openbadges")
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		return errors.New(string(out))
	}
	if err := w.makeBadges(); err != nil {
		return err
	}
	if w.base, err = w.listen("http://", "serve", "-addr", "127.0.0.1:0", "-web", "out"); err != nil {
		return err
	}
	if w.host, err = w.listen(" on ", "host", "-listen", "127.0.0.1:0", "out"); err != nil {
		return err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(filepath.Join(w.folder, "profile")))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	w.close = append(w.close, stop)
	w.browser, stop = chromedp.NewContext(ctx)
	w.close = append(w.close, stop)
	return chromedp.Run(w.browser)
}

// path returns a file of the world.
func (w *world) path(name string) string { return filepath.Join(w.folder, name) }

// run runs the command in the folder of the world.
func (w *world) run(args ...string) ([]byte, error) {
	cmd := exec.Command(w.program, args...)
	cmd.Dir = w.folder
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return out, errors.New(strings.Join(args, " ") + ": " + complaint.String())
	}
	return out, nil
}

// hostile is text that a page must show and never obey: a script, the end of
// every element, a right-to-left override, and 10,000 characters without a space.
var hostile = "\u202e</script></title></style>\"'><script>window.hacked=1;alert(1)</script><img src=x onerror=\"window.hacked=1\">" + strings.Repeat("W", 10_000)

// makeBadges issues the badges of the tests with the command: good.png, revoked.png,
// unreachable.png, hostile.png, forged.json, and art.png, which holds none.
func (w *world) makeBadges() error {
	const list = "E-mail;Name\nnoor@student.example;Noor\n"
	var problem error
	do := func(args ...string) []byte {
		out, err := w.run(args...)
		problem = errors.Join(problem, err)
		return out
	}
	put := func(name string, data []byte) {
		problem = errors.Join(problem, os.WriteFile(w.path(name), data, 0o600))
	}
	do("key", "make", "key.pem")
	do("issue", "-example", ".")
	put("students.csv", []byte(list))
	sample, err := os.ReadFile(w.path("class.json"))
	problem = errors.Join(problem, err)
	class := func(id, text string) {
		var c map[string]any
		problem = errors.Join(problem, json.Unmarshal(sample, &c))
		if c == nil {
			return
		}
		if c["id"] = "https://badges.school.example/classes/" + id; text != "" {
			c["name"], c["description"] = text, text
			c["criteria"] = map[string]any{"narrative": text}
			c["alignment"] = []any{map[string]any{"type": []string{"Alignment"}, "targetName": text, "targetUrl": "https://skills.example/1"}}
		}
		changed, err := json.Marshal(c)
		problem = errors.Join(problem, err)
		put(id+".json", changed)
	}
	for _, one := range []struct{ name, out, base, text string }{
		{"good", "out", "https://badges.school.example", ""}, {"revoked", "out", "https://badges.school.example", ""},
		{"hostile", "out", "https://badges.school.example", hostile}, {"unreachable", "elsewhere", "https://badges.elsewhere.example", ""},
	} {
		class(one.name, one.text)
		do("issue", "-key", "key.pem", "-issuer", "issuer.json", "-class", one.name+".json", "-recipients", "students.csv", "-picture", "art.png", "-base", one.base, "-out", one.out)
		problem = errors.Join(problem, w.take(one.out, one.name+".png"))
	}
	do("revoke", "-key", "key.pem", "-reason", "awarded by mistake", "out", "revoked.png")
	text := do("extract", "good.png")
	put("forged.json", bytes.Replace(text, []byte("Rapid Prototyping"), []byte("Doctor of Medicine"), 1))
	return problem
}

// take moves the only picture of a folder of issue.
func (w *world) take(from, to string) error {
	found, err := filepath.Glob(w.path(from + "/pictures/*.png"))
	if err != nil || len(found) != 1 {
		return errors.Join(err, errors.New("there is not exactly one new picture for "+to))
	}
	return os.Rename(found[0], w.path(to))
}

// listen starts a server on a free port and returns its address, which it prints
// after a text. The page of openbadges serve knows the pages of out and no others.
func (w *world) listen(after string, args ...string) (string, error) {
	cmd := exec.Command(w.program, args...)
	cmd.Dir = w.folder
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	w.close = append(w.close, func() {
		cmd.Process.Signal(os.Interrupt)
		time.AfterFunc(5*time.Second, func() { cmd.Process.Kill() })
		cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	_, address, found := strings.Cut(line, after)
	if err != nil || !found {
		return "", errors.Join(err, errors.New(args[0]+" said "+line))
	}
	return "http://" + strings.TrimRight(strings.TrimSpace(address), "/"), nil
}
