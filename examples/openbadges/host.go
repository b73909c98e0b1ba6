package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"time"
)

const hostHelp = `Serves what issue published: badges, classes, status lists and the keys of the
issuer. FOLDER is the folder of issue. It is served while issue and revoke change
it.

  openbadges host out
  openbadges host -listen :443 -cert cert.pem -tls-key key.pem out

A browser gets a page at the address of a badge or a class, and a program its
data. Verifiers ask at the address of -base of issue, over https: let the web server
there pass requests on to openbadges host, or give it a certificate. It listens
only on this machine unless -listen says otherwise.
`

func hostCommand() command {
	return command{"host", "FOLDER", "serve what issue published", hostHelp, func(f *flag.FlagSet) job {
		listen := f.String("listen", "127.0.0.1:8080", "`ADDRESS` to listen on")
		cert := f.String("cert", "", "`FILE` with the certificate, for https")
		secret := f.String("tls-key", "", "`FILE` with the key of the certificate")
		return func(ctx context.Context, p process, names []string) (int, error) {
			switch {
			case len(names) != 1:
				return 0, misuse("wanted the folder of issue")
			case (*cert == "") != (*secret == ""):
				return 0, misuse("-cert and -tls-key belong together")
			}
			if err := serveFolder(ctx, p, names[0], *listen, *cert, *secret); err != nil {
				return exitRejected, err
			}
			return exitAccepted, nil
		}
	}}
}

func serveFolder(ctx context.Context, p process, folder, listen, cert, secret string) error {
	o, err := openOffice(ctx, folder)
	if err != nil {
		return err
	}
	defer o.close()
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("%w; -listen names another address", err)
	}
	fmt.Fprintf(p.stdout, "serving %s on %s\n", harmless(o.Base), l.Addr())
	server := &http.Server{
		Handler: o.host, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
	}
	ended := make(chan error, 1)
	go func() {
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		ended <- server.Shutdown(last)
	}()
	if cert != "" {
		err = server.ServeTLS(l, cert, secret)
	} else {
		err = server.Serve(l)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return <-ended
	}
	return err
}
