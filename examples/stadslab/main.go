// Stadslab shows how an institution awards edubadges and how another verifies them.
//
//	go run ./examples/stadslab
//
// The story has seven chapters, and each has a function in story.go, chapters.go or keep.go:
//
//  1. The institution builds its department and its badge classes in Dutch and
//     English. A micro-credential that is too small is refused, in both languages.
//  2. It awards badges to the lists of recipients that teachers upload to
//     edubadges. Each award is a hosted edubadge in a PNG and, converted to the
//     eduCredentials profile and signed, a badge in an SVG.
//  3. Another institution verifies each picture over the network, for the student
//     who presents it.
//  4. A student makes a page private and public again.
//  5. The agent of a wallet gets an offer.
//  6. Three forgeries are rejected.
//  7. The other institution keeps archives of the badges. The key is changed, the
//     host is switched off, and a year later each badge is verified from its archive.
//
// The folder keeps what was issued; a second run awards nothing twice.
package main

import (
	"context"
	"embed"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"time"
)

//go:embed lists
var builtIn embed.FS

// hostName is the host at which the institution publishes its badges.
const hostName = "badges.hogeschool.example"

func main() {
	log.SetFlags(0)
	out := flag.String("out", filepath.Join("out", "stadslab"), "output `folder`")
	port := flag.Uint("port", 8043, "local `port` of the host; it is part of the URLs of the badges")
	folder := flag.String("lists", "", "`folder` with accounts.csv, workshop.csv and backpack.csv; without it, the built-in lists")
	flag.Parse()
	if *port > 65535 {
		log.Fatalf("stadslab: the port is %d, wanted 0 to 65535", *port)
	}
	lists, err := fs.Sub(builtIn, "lists")
	if err != nil {
		log.Fatal("stadslab: ", err)
	}
	if *folder != "" {
		lists = os.DirFS(*folder)
	}
	s := story{out: *out, port: uint16(*port), lists: lists, now: time.Now, w: os.Stdout}
	if err := s.run(context.Background()); err != nil {
		log.Fatal("stadslab: ", err)
	}
	fmt.Println("\nThe pictures are in", filepath.Join(*out, "pictures"))
}
