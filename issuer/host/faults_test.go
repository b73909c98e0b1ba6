package host_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
)

// The settings of a child process.
const (
	faultFolder = "OPENBADGES_TEST_FAULT_FOLDER"
	faultStep   = "OPENBADGES_TEST_FAULT_STEP"
)

// again runs the same test in a child process.
func again(t *testing.T, folder string, step int) *exec.Cmd {
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), faultFolder+"="+folder, faultStep+"="+strconv.Itoa(step))
	return cmd
}

// S-56, S-61: an issuing office that is killed before any of its writes has
// kept what it acknowledged, gives no place twice, and works again at once.
func TestKilledAtEveryWrite(t *testing.T) {
	if folder := os.Getenv(faultFolder); folder != "" {
		step, _ := strconv.Atoi(os.Getenv(faultStep))
		if err := killedOffice(t.Context(), folder, step); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	for step := 1; ; step++ {
		require.Less(t, step, 1000)
		folder := t.TempDir()
		cmd := again(t, folder, step)
		var stderr strings.Builder
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			require.Empty(t, stderr.String(), "the process must not fail before it is killed")
		}
		requireKept(t, folder, strings.Split(string(out), "\n"), step)
		if err == nil {
			require.Greater(t, step, 40, "too few operations for an office")
			return
		}
	}
}

// killedOffice publishes, awards and revokes until its step-th operation on
// files, and says what is done.
func killedOffice(ctx context.Context, folder string, step int) error {
	f, err := host.OpenFolder(folder)
	if err != nil {
		return err
	}
	f.StopAt(step, func() {
		self, _ := os.FindProcess(os.Getpid())
		self.Kill()
		select {}
	})
	h, i, err := officeIn(f)
	if err != nil {
		return err
	}
	list := h.URL("lists/1")
	if err := h.PublishStatusList(ctx, i, list, status.Revocation); err != nil {
		return err
	}
	fmt.Println("list")
	var made []*badge.Document
	for n := range 3 {
		entry, err := h.AllocateStatus(ctx, i, list)
		if err != nil {
			return err
		}
		fmt.Println("place", entry.StatusListIndex)
		c := workshop()
		c.ID, c.CredentialStatus = h.URL(fmt.Sprint("badges/", n)), []badge.CredentialStatus{entry}
		d, err := i.Issue(ctx, c)
		if err != nil {
			return err
		}
		made = append(made, d)
	}
	if _, err := h.PublishAll(ctx, slices.Values(made)); err != nil {
		return err
	}
	fmt.Println("published")
	if err := h.Revoke(ctx, i, made[0].ID(), "cheated"); err != nil {
		return err
	}
	fmt.Println("revoked")
	return nil
}

func officeIn(s host.Store) (*host.Host, *issuer.Issuer, error) {
	h, err := host.New(host.Config{Base: base, Store: s})
	if err != nil {
		return nil, nil, err
	}
	i, err := newSchool(school)
	return h, i, err
}

// requireKept opens the folder of a killed office.
func requireKept(t *testing.T, folder string, said []string, step int) {
	t.Helper()
	ctx := t.Context()
	left := unfinished(t, folder)
	require.LessOrEqual(t, left, 4, "step %d", step) // as many as are written at a time
	f := openFolder(t, folder)
	h, i, err := officeIn(f)
	require.NoError(t, err)
	list := h.URL("lists/1")
	if slices.Contains(said, "list") {
		_, found, err := f.Load(ctx, "/lists/1")
		require.NoError(t, err)
		require.True(t, found, "step %d", step)
	}
	require.NoError(t, errors.Join(h.PublishIssuer(ctx, i), h.PublishStatusList(ctx, i, list, status.Revocation)), "step %d", step)
	require.Zero(t, unfinished(t, folder), "step %d", step)
	taken, _, err := f.Load(ctx, "places of /lists/1")
	require.NoError(t, err)
	for _, line := range said {
		if place, ok := strings.CutPrefix(line, "place "); ok {
			n, err := strconv.Atoi(place)
			require.NoError(t, err)
			require.NotZero(t, taken.Body[n/8]&(1<<(n%8)), "step %d: the place %d would be given again", step, n)
		}
	}
	for n := range 3 {
		p, found, err := f.Load(ctx, fmt.Sprint("/badges/", n))
		require.NoError(t, err)
		if !found {
			require.NotContains(t, said, "published", "step %d", step)
			continue
		}
		d, err := badge.Parse(p.Body)
		require.NoError(t, err, "step %d: a page is half there", step)
		verdict, code := verdictOf(t, h, d)
		if n == 0 && slices.Contains(said, "revoked") {
			require.Equal(t, "status.revoked", code, "step %d", step)
		} else if n > 0 {
			require.Equal(t, verify.Accepted, verdict, "step %d", step)
		}
	}
}

// A folder that is full, read-only, replaced or removed is an error, and what
// was there stays.
func TestFolderRemoved(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"removed":  os.RemoveAll,
		"replaced": func(path string) error { return errors.Join(os.RemoveAll(path), os.WriteFile(path, nil, 0o600)) },
	} {
		path := filepath.Join(t.TempDir(), "pages")
		f := openFolder(t, path)
		write(t, f, "/a", "text/plain", "one")
		require.NoError(t, spoil(path))
		require.Error(t, f.Change(t.Context(), "/a", func(host.Page, bool) (host.Page, error) {
			return host.Page{Type: "text/plain", Body: []byte("two")}, nil
		}), name)
	}
}

// S-55: a lock that another process keeps is an error, and so is the end of the
// context while it is waited for.
func TestFolderBusy(t *testing.T) {
	path := t.TempDir()
	one, two := openFolder(t, path), openFolder(t, path)
	release, err := one.Hold(t.Context(), 0)
	require.NoError(t, err)
	_, err = two.Hold(t.Context(), time.Millisecond)
	require.ErrorIs(t, err, host.ErrBusy)
	require.Contains(t, err.Error(), strconv.Itoa(os.Getpid()), "it names the process")
	waiting, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, two.Change(waiting, "/a", nil), context.DeadlineExceeded)
	_, found, err := two.Load(t.Context(), "/a")
	require.NoError(t, err)
	require.False(t, found)
	require.NoError(t, release())
	write(t, two, "/a", "text/plain", "x")
}

// A lock file that somebody removes or replaces does not let two processes in.
func TestFolderLockRemoved(t *testing.T) {
	path := t.TempDir()
	one, two := openFolder(t, path), openFolder(t, path)
	require.NoError(t, os.Remove(filepath.Join(path, "lock")))
	write(t, one, "/a", "text/plain", "one")
	entered := make(chan struct{})
	proceed := make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- one.Change(context.Background(), "/a", func(old host.Page, _ bool) (host.Page, error) {
			close(entered)
			<-proceed
			old.Body = append(old.Body, '1')
			return old, nil
		})
	}()
	<-entered
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, two.Change(ended, "/a", nil), context.Canceled)
	other := make(chan error, 1)
	go func() {
		other <- two.Change(context.Background(), "/a", func(old host.Page, _ bool) (host.Page, error) {
			old.Body = append(old.Body, '2')
			return old, nil
		})
	}()
	close(proceed)
	require.NoError(t, errors.Join(<-done, <-other))
	p, _, err := one.Load(t.Context(), "/a")
	require.NoError(t, err)
	require.Equal(t, "one12", string(p.Body))
}
