package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/bake"
)

const extractHelp = `Takes the badge out of a picture: JSON, a token, or for an old picture the URL of
the badge. It prints every byte as it is in the picture, unless -o names a file.

  openbadges extract -o badge.json badge.png
`

func extractCommand() command {
	return command{"extract", "PICTURE", "take the badge out of a picture", extractHelp, func(f *flag.FlagSet) job {
		out := f.String("o", "", "`FILE` for the badge, which must not exist; without it, standard output")
		return func(_ context.Context, p process, names []string) (int, error) {
			if len(names) != 1 {
				return 0, misuse("there are %d pictures, wanted one", len(names))
			}
			data, err := read(names[0], p.stdin)
			if err != nil {
				return exitUnreadable, fmt.Errorf("%q: %w", names[0], reason(err))
			}
			found, err := bake.Extract(bytes.NewReader(data), bake.Options{})
			if err != nil {
				return exitUnreadable, fmt.Errorf("%q: %w", names[0], err)
			}
			if found.Data == nil {
				found.Data = []byte(found.URL + "\n")
			}
			return exitAccepted, p.write(*out, found.Data)
		}
	}}
}

const bakeHelp = `Puts a badge into a picture. The place is that of the version of the badge.

  openbadges bake -o noor.png art.png badge.json

A picture that carries a badge already is refused, unless -replace is given.
`

func bakeCommand() command {
	return command{"bake", "PICTURE BADGE", "put a badge into a picture", bakeHelp, func(f *flag.FlagSet) job {
		out := f.String("o", "", "`FILE` for the new picture, which must not exist; required")
		replace := f.Bool("replace", false, "replace the badge that the picture carries")
		return func(_ context.Context, p process, names []string) (int, error) {
			switch {
			case len(names) != 2:
				return 0, misuse("wanted a picture and a badge")
			case *out == "":
				return 0, misuse("-o is missing, wanted the name of the new picture")
			}
			picture, err := read(names[0], p.stdin)
			if err != nil {
				return exitUnreadable, fmt.Errorf("%q: %w", names[0], reason(err))
			}
			text, err := read(names[1], p.stdin)
			if err != nil {
				return exitUnreadable, fmt.Errorf("%q: %w", names[1], reason(err))
			}
			payload, err := payloadOf(text)
			if err != nil {
				return exitUnreadable, fmt.Errorf("%q: %w", names[1], err)
			}
			var baked bytes.Buffer
			if err := bake.Embed(&baked, bytes.NewReader(picture), payload, bake.Options{Replace: *replace}); err != nil {
				return exitUnreadable, fmt.Errorf("%q: %w", names[0], err)
			}
			return exitAccepted, p.write(*out, baked.Bytes())
		}
	}}
}

// payloadOf returns a badge with the place that its version has in a picture.
func payloadOf(text []byte) (bake.Payload, error) {
	text = bytes.TrimSpace(text) // a picture has no room for the line end of a token
	doc, err := badge.Parse(text)
	switch {
	case err != nil:
		return bake.Payload{}, err
	case doc.Kind() == badge.KindCLR:
		return bake.Payload{Slot: bake.CLR, Data: text}, nil
	case doc.Kind() != badge.KindCredential:
		return bake.Payload{}, fmt.Errorf("this is of the kind %q, wanted a badge", doc.Kind())
	}
	if doc.Version() == badge.OB3 || doc.Version() == badge.OB3VCDM1 {
		return bake.Payload{Slot: bake.OB3, Data: text}, nil
	}
	payload := bake.Payload{Slot: bake.OB2, Data: text}
	if strings.HasPrefix(doc.ID(), "https://") {
		payload.URL = doc.ID()
	}
	return payload, nil
}

const removeHelp = `Copies a picture without the badges in it.

  openbadges remove -o art.png badge.png
`

func removeCommand() command {
	return command{"remove", "PICTURE", "copy a picture without its badge", removeHelp, func(f *flag.FlagSet) job {
		out := f.String("o", "", "`FILE` for the new picture, which must not exist; required")
		return func(_ context.Context, p process, names []string) (int, error) {
			switch {
			case len(names) != 1:
				return 0, misuse("there are %d pictures, wanted one", len(names))
			case *out == "":
				return 0, misuse("-o is missing, wanted the name of the new picture")
			}
			picture, err := read(names[0], p.stdin)
			if err != nil {
				return exitUnreadable, fmt.Errorf("%q: %w", names[0], reason(err))
			}
			var bare bytes.Buffer
			if err := bake.Remove(&bare, bytes.NewReader(picture), bake.Options{}); err != nil {
				return exitUnreadable, fmt.Errorf("%q: %w", names[0], err)
			}
			return exitAccepted, p.write(*out, bare.Bytes())
		}
	}}
}

// write writes to a new file, or to standard output without a name.
func (p process) write(name string, data []byte) error {
	if name == "" {
		_, err := p.stdout.Write(data)
		return err
	}
	return writeNew(name, data, 0o644)
}
