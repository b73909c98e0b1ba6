// Fleet runs the badges of a whole institution on one database, a SQLite file or
// PostgreSQL.
//
//	cd examples/fleet
//	go run . award -db badges.db -class class.json students.csv
//	go run . work -db badges.db -key key.pem -issuer issuer.json -base https://badges.school.example
//	go run . status -db badges.db -watch
//	go run . serve -db badges.db -base https://badges.school.example
//	go run . revoke -db badges.db -key key.pem -reason "a mistake" ids.txt
//	go run . verify -db badges.db badges/
//	go run . export -db badges.db out/
//
// Award stores the awards, which happens once for each class, recipient, date and
// number. Any number of processes can work; what one had begun when it was
// killed is done again by another. Package store keeps the pages of package host
// in the database.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/openbadges-go/openbadges/examples/fleet/store"
	"github.com/openbadges-go/openbadges/issuer/host"
)

const usage = `fleet runs the badges of an institution on one database.

  fleet award -db badges.db -class class.json students.csv
  fleet work -db badges.db -key key.pem -issuer issuer.json -base https://badges.school.example
  fleet status -db badges.db -watch
  fleet serve -db badges.db -base https://badges.school.example
  fleet revoke -db badges.db -key key.pem -reason "a mistake" ids.txt
  fleet verify -db badges.db badges/
  fleet export -db badges.db out/

fleet COMMAND -h lists the flags of a command. -db is the file of a SQLite
database, or postgres://… for PostgreSQL.
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Stdout, os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "fleet:", err)
		os.Exit(1)
	}
}

// run runs one command.
func run(ctx context.Context, out io.Writer, args []string) error {
	if len(args) == 0 {
		fmt.Fprint(out, usage)
		return errors.New("the command is missing")
	}
	switch args[0] {
	case "award":
		return award(ctx, out, args[1:])
	case "work":
		return work(ctx, args[1:])
	case "status":
		return statusOf(ctx, out, args[1:])
	case "serve":
		return serve(ctx, args[1:])
	case "revoke":
		return revoke(ctx, out, args[1:])
	case "verify":
		return inspect(ctx, out, args[1:])
	case "export":
		return export(ctx, out, args[1:])
	}
	return fmt.Errorf("the command %q is unknown", args[0])
}

// flags returns the flags that every command has.
func flags(command string) (f *flag.FlagSet, db *string) {
	f = flag.NewFlagSet("fleet "+command, flag.ContinueOnError)
	return f, f.String("db", "badges.db", "`file` of the SQLite database, or postgres://…")
}

// serve publishes the pages of the database until ctx is done.
func serve(ctx context.Context, args []string) (err error) {
	f, db := flags("serve")
	base := f.String("base", "", "`URL` that everything is published below")
	listen := f.String("listen", "127.0.0.1:8080", "`address` to listen at")
	if err := f.Parse(args); err != nil {
		return err
	}
	s, err := store.Open(ctx, *db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	h, err := host.New(host.Config{Base: *base, Store: s})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}
	log.Print("listening at ", l.Addr())
	return serveAt(ctx, h, l)
}

func serveAt(ctx context.Context, h http.Handler, l net.Listener) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10}
	stopped := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		wait, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		stopped <- server.Shutdown(wait)
	})
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
