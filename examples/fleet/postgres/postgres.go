// Package postgres starts throw-away clusters of PostgreSQL for tests.
package postgres

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// nobody is the user that runs the server if the test runs as root, which
// PostgreSQL refuses.
const nobody = 65534

// Cluster is a server with one database, on a Unix socket in a separate folder.
type Cluster struct {
	folder, programs string
	fsync            bool
	small            int // limit for the size of files in KiB, 0 for none
}

// Start makes and starts a cluster that ends with the test. The programs of
// PostgreSQL are those in the folder FLEET_POSTGRES_BIN, else those of Debian or
// on the PATH. Without them the test is skipped; with CI=true it fails. fsync
// makes the server as slow and as safe as a real one.
func Start(t testing.TB, fsync bool) *Cluster {
	t.Helper()
	programs := find()
	if programs == "" {
		const sentence = "PostgreSQL is not installed: install Debian's postgresql, or name the folder of initdb in FLEET_POSTGRES_BIN"
		if os.Getenv("CI") == "true" {
			t.Fatal(sentence)
		}
		t.Skip(sentence)
	}
	// The path of a socket is limited to about a hundred bytes, and the folders
	// of tests have long names.
	folder, err := os.MkdirTemp("/tmp", "fleet-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	c := &Cluster{folder: folder, programs: programs, fsync: fsync}
	if os.Getuid() == 0 {
		if err := os.Chown(folder, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	c.run(t, "initdb", "-U", "fleet", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
	c.Restart(t)
	t.Cleanup(func() { c.Stop(t) })
	return c
}

// find returns the folder of initdb, "" if there is none.
func find() string {
	if folder := os.Getenv("FLEET_POSTGRES_BIN"); folder != "" {
		return folder
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	return ""
}

// URL is the address of the database.
func (c *Cluster) URL() string {
	return "postgres:///postgres?" + url.Values{"host": {c.folder}, "user": {"fleet"}}.Encode()
}

// Stop ends the server at once, as a crash does. A server that is stopped already
// is left alone.
func (c *Cluster) Stop(t testing.TB) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(c.folder, "data", "postmaster.pid")); err == nil {
		c.run(t, "pg_ctl", "-m", "immediate", "-w", "stop")
	}
}

// Restart starts the server after Stop.
func (c *Cluster) Restart(t testing.TB) {
	t.Helper()
	c.run(t, "pg_ctl", "-w", "-t", "40", "-l", filepath.Join(c.folder, "log"),
		"-o", "-c listen_addresses='' -c unix_socket_directories="+c.folder+" -c fsync="+strconv.FormatBool(c.fsync), "start")
}

// RestartSmall is Restart with a limit for the size of each file, in KiB, which is
// at least 20,000 for the log of the server.
func (c *Cluster) RestartSmall(t testing.TB, kib int) {
	t.Helper()
	c.small = kib
	defer func() { c.small = 0 }()
	c.Restart(t)
}

func (c *Cluster) run(t testing.TB, program string, args ...string) {
	t.Helper()
	args = append([]string{filepath.Join(c.programs, program), "-D", filepath.Join(c.folder, "data")}, args...)
	cmd := exec.Command(args[0], args[1:]...)
	if c.small > 0 { // sh counts in blocks of 512 bytes
		cmd = exec.Command("sh", append([]string{"-c", "ulimit -f " + strconv.Itoa(2*c.small) + `; exec "$@"`, "sh"}, args...)...)
	}
	cmd.Dir = c.folder
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	log, err := os.CreateTemp(t.TempDir(), "log") // a pipe would stay open in the server
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(log.Name())
		t.Fatalf("%s: %v\n%s", program, err, said)
	}
}
