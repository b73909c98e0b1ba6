// Sqlite publishes badges from a SQLite database. It shows how to store the pages
// of package host in a database: see store.go.
//
//	cd examples/sqlite
//	go run . -db badges.db -base http://127.0.0.1:8080 badge.json …
//
// It publishes the given badges, each at its own id, which must be below the
// base, and then answers requests until it is interrupted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/issuer/host"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("sqlite: ")
	file := flag.String("db", "badges.db", "file of the database")
	base := flag.String("base", "http://127.0.0.1:8080", "URL that everything is published below")
	listen := flag.String("listen", "127.0.0.1:8080", "address to listen at")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *file, *base, *listen, flag.Args()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, file, base, listen string, badges []string) (err error) {
	s, err := open(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	h, err := host.New(host.Config{Base: base, Store: s})
	if err != nil {
		return err
	}
	for _, name := range badges {
		if err := publish(ctx, h, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return serve(ctx, h, listen)
}

func publish(ctx context.Context, h *host.Host, name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	d, err := badge.Parse(data)
	if err != nil {
		return err
	}
	if err := h.Publish(ctx, d); err != nil {
		return err
	}
	log.Print("published ", d.ID())
	return nil
}

func serve(ctx context.Context, h http.Handler, listen string) error {
	server := &http.Server{Addr: listen, Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10}
	stopped := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		wait, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		stopped <- server.Shutdown(wait)
	})
	log.Print("listening at ", listen)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
