// Stadslab tells the story of a city laboratory that awards edubadges.
//
//	go run ./examples/stadslab
//
// An institution reads a list of students, awards a workshop and a backpack
// session to them in one go, publishes the badges and bakes them into pictures,
// one folder per student. The program of another institution verifies every
// picture over the network and asks whether it belongs to the student who
// presents it. Three forgeries are refused.
//
// Each award is made twice: as a hosted badge of Open Badges 2.0, in a PNG, and
// as a signed one of Open Badges 3.0, in an SVG. The papers of the office stay
// in the folder; run it again, and nothing is awarded twice.
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

// hostName is where the institution publishes its badges.
const hostName = "badges.hogeschool.example"

func main() {
	log.SetFlags(0)
	out := flag.String("out", filepath.Join("out", "stadslab"), "folder to write to")
	port := flag.Uint("port", 8043, "port of this machine at which the badges are published; it is part of their addresses")
	list := flag.String("students", "", "CSV file with the columns name, mail, eduid, workshop and backpack, in place of the built-in list")
	flag.Parse()
	if *port > 65535 {
		log.Fatal("stadslab: there is no such port")
	}
	students := builtIn
	if *list != "" {
		var err error
		if students, err = os.ReadFile(*list); err != nil {
			log.Fatal("stadslab: ", err)
		}
	}
	s := story{out: *out, port: uint16(*port), students: bytes.NewReader(students), now: time.Now, w: os.Stdout}
	if err := s.tell(context.Background()); err != nil {
		log.Fatal("stadslab: ", err)
	}
	fmt.Println("\nThe pictures are in", filepath.Join(*out, "pictures"))
}
