package main

import (
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/archive/timeproof"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// authority starts a time stamping authority at a path of a TLS server.
func (d *desk) authority(answer http.HandlerFunc) (address string) {
	server := httptest.NewTLSServer(answer)
	d.t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	d.net = fetch.Config{
		OtherPorts:      []uint16{netip.MustParseAddrPort(server.Listener.Addr().String()).Port()},
		PrivateNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
		Roots:           roots,
	}
	return server.URL + "/stamp"
}

// An authority that does not answer, or with something else, loses no file: none
// is written, and the text says why.
func TestArchiveStampRefused(t *testing.T) {
	d := newDesk(t)
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		says   string
	}{
		"an error status": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }, "503"},
		"a web page": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, "<html>")
		}, "fetch."},
		"no time stamp": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/timestamp-reply")
			io.WriteString(w, "no")
		}, "timeproof."},
		"a rejection": {func(w http.ResponseWriter, _ *http.Request) { // PKIStatusInfo with status 2, without a token
			w.Header().Set("Content-Type", "application/timestamp-reply")
			io.WriteString(w, "\x30\x05\x30\x03\x02\x01\x02")
		}, "timeproof."},
	} {
		t.Run(name, func(t *testing.T) {
			address := d.authority(c.answer)
			status, _, complaint := d.command(nil, "archive", "make", "-at", now, "-web", "@web.json", "-stamp", address, "-o", "@new.zip", "@badge.png")
			require.Equal(t, exitRejected, status)
			require.Contains(t, complaint, c.says)
			_, err := os.Stat(d.path("new.zip"))
			require.ErrorIs(t, err, os.ErrNotExist)
		})
	}
	status, _, complaint := d.command(nil, "archive", "make", "-at", now, "-web", "@web.json", "-stamp", "http://tsa.example/", "-o", "@new.zip", "@badge.png")
	require.Equal(t, exitRejected, status)
	require.Contains(t, complaint, "fetch.")
}

// An archive with a time stamp, which openssl makes and verifies over the
// manifest alone.
func TestArchiveStamp(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("no time stamp is made, because openssl is not installed")
	}
	d := keeping(t)
	openssl := func(args ...string) {
		cmd := exec.CommandContext(t.Context(), "openssl", args...)
		cmd.Dir = d.path("")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s: %s", args, out)
	}
	d.write("extensions", []byte("[tsa]\nextendedKeyUsage = critical, timeStamping\nbasicConstraints = CA:FALSE\nkeyUsage = critical, digitalSignature\n"))
	d.write("serial", []byte("01\n"))
	d.write("authority.conf", []byte("[tsa]\ndefault_tsa = here\n[here]\nserial = serial\nsigner_cert = tsa.pem\nsigner_key = tsa.key\nsigner_digest = sha256\ndefault_policy = 1.2.3.4\ndigests = sha256\ness_cert_id_alg = sha256\n"))
	openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=Root", "-days", "30")
	openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Authority")
	openssl("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-extfile", "extensions", "-extensions", "tsa", "-out", "tsa.pem", "-days", "30")
	address := d.authority(func(w http.ResponseWriter, r *http.Request) {
		query, _ := io.ReadAll(r.Body)
		d.write("query", query)
		openssl("ts", "-reply", "-config", "authority.conf", "-queryfile", "query", "-out", "reply")
		w.Header().Set("Content-Type", "application/timestamp-reply")
		w.Write(d.file("reply"))
	})
	status, _, complaint := d.command(nil, "archive", "make", "-at", now, "-web", "@web.json", "-key", "@keeper.pem", "-stamp", address, "-o", "@new.zip", "@badge.png")
	require.Equal(t, exitAccepted, status, complaint)
	kept, err := archive.Open(d.file("new.zip"))
	require.NoError(t, err)
	series := kept.Proofs()
	require.Len(t, series, 2)
	require.Equal(t, timeproof.Statement, series[0][0].Kind)
	require.Equal(t, timeproof.TimeStamp, series[1][0].Kind)
	d.write("manifest.json", kept.Manifest())
	d.write("kept.tsr", series[1][0].Data)
	openssl("ts", "-verify", "-data", "manifest.json", "-in", "kept.tsr", "-CAfile", "root.pem")
}
