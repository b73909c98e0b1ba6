// Stadslab shows how an institution awards edubadges and how another verifies them.
//
//	go run ./examples/stadslab
//
// An institution reads a list of students and awards badges for a workshop and a
// backpack session. It publishes the badges and bakes them into pictures, one
// folder per student. Another institution verifies every picture over the network
// and checks that it belongs to the student who presents it. It rejects three
// forgeries.
//
// Each award is issued twice: as a hosted badge of Open Badges 2.0 in a PNG, and
// as a signed badge of Open Badges 3.0 in an SVG. The folder keeps what was
// issued; a second run awards nothing twice.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"
)

//go:embed students.csv
var builtIn []byte

// hostName is the host at which the institution publishes its badges.
const hostName = "badges.hogeschool.example"

func main() {
	log.SetFlags(0)
	out := flag.String("out", filepath.Join("out", "stadslab"), "output `folder`")
	port := flag.Uint("port", 8043, "local `port` of the host; it is part of the URLs of the badges")
	list := flag.String("students", "", "CSV `file` with the columns name, mail, eduid, workshop and backpack; without it, the built-in list")
	flag.Parse()
	if *port > 65535 {
		log.Fatalf("stadslab: the port is %d, wanted 0 to 65535", *port)
	}
	students := builtIn
	if *list != "" {
		var err error
		if students, err = os.ReadFile(*list); err != nil {
			log.Fatal("stadslab: ", err)
		}
	}
	s := story{out: *out, port: uint16(*port), students: bytes.NewReader(students), now: time.Now, w: os.Stdout}
	if err := s.run(context.Background()); err != nil {
		log.Fatal("stadslab: ", err)
	}
	fmt.Println("\nThe pictures are in", filepath.Join(*out, "pictures"))
}
