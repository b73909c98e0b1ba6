package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/presentation"
	"github.com/openbadges-go/openbadges/badge/proof"
)

const presentHelp = `Shows your badges to one verifier, with a proof that you are their recipient.
The verifier gives you a challenge and its domain. A BADGE is a picture with a
badge (PNG, SVG), JSON, a token (JWT), or - for standard input. It must name you
by a DID that lists the key of -key. Without a BADGE the presentation only says
who you are.

  openbadges present -key me.pem -challenge 6a1f9c -domain https://verifier.example \
      -to https://verifier.example/answer -o presentation.json badge.png
  openbadges verify -challenge 6a1f9c -domain https://verifier.example presentation.json

With the message that asks for badges, as openbadges serve writes it, -request is
enough: of the named badges, those that it asks for are shown.

  openbadges present -key me.pem -request request.json \
      -to https://verifier.example/exchange -o presentation.json *.json

The answer counts for some minutes, once. If -to is not an address of -domain,
somebody may be passing on the challenge of another verifier: nothing is made.

The exit status is 0, or 1 if there is no presentation. Wrong usage is 64.
`

func presentCommand() command {
	return command{"present", "[BADGE ...]", "show badges with a proof that they are yours", presentHelp, func(f *flag.FlagSet) job {
		s := &showing{now: time.Now}
		f.StringVar(&s.key, "key", "", "`FILE` with your private key (JWK, PEM or Multikey)")
		f.StringVar(&s.method, "method", "", "`URL` of the key in your DID document; without it, the key itself is your DID (did:key)")
		f.StringVar(&s.options.Challenge, "challenge", "", "`VALUE` that the verifier sent")
		f.StringVar(&s.options.Domain, "domain", "", "`NAME` of the verifier, as it was sent")
		f.StringVar(&s.request, "request", "", "`FILE` with the request of the verifier (VC API), in place of -challenge and -domain")
		f.StringVar(&s.options.Channel, "to", "", "`URL` to which you send the answer")
		f.BoolVar(&s.token, "token", false, "make a token (vp+jwt) in place of JSON; the badges must be tokens")
		f.StringVar(&s.out, "o", "", "`FILE` for the presentation, which must not exist; without it, standard output")
		return s.run
	}}
}

// showing is what the flags ask for.
type showing struct {
	key, method string
	request     string // "" for none
	options     presentation.Options
	token       bool
	out         string // "" for standard output
	now         func() time.Time
}

// timeToShow is how long a presentation counts.
const timeToShow = 10 * time.Minute

// run makes a presentation.
func (s *showing) run(ctx context.Context, p process, names []string) (int, error) {
	asked, err := s.ask()
	if err != nil {
		return exitRejected, err
	}
	for _, flag := range [][2]string{{"-key", s.key}, {"-challenge", s.options.Challenge}, {"-domain", s.options.Domain}, {"-to", s.options.Channel}} {
		if flag[1] == "" {
			return 0, misuse("%s is missing", flag[0])
		}
	}
	secret, err := readKey(s.key)
	if err != nil {
		return exitRejected, err
	}
	if s.method == "" {
		s.method = "did:key:" + secret.public.Multikey() + "#" + secret.public.Multikey()
	}
	s.options.Created = s.now()
	s.options.Expires = s.options.Created.Add(timeToShow)
	if s.options.Scheme = schemes[secret.public.Type()]; s.token {
		s.options.Scheme = tokenSchemes[secret.public.Type()]
	}
	var badges []*badge.Document
	for _, name := range names {
		doc, err := readDocument(name, p.stdin)
		if err != nil {
			return exitRejected, fmt.Errorf("%q: %w", name, err)
		}
		badges = append(badges, doc)
	}
	if s.request != "" {
		holder, _, _ := strings.Cut(s.method, "#")
		if badges, err = asked.Match(holder, s.options.Scheme, badges); err != nil {
			return exitRejected, err
		}
	}
	made, err := presentation.Make(ctx, badges, key.Signer{Key: secret.signer, Method: s.method}, s.options)
	if err != nil {
		return exitRejected, err
	}
	text := append(bytes.TrimSpace(made.Bytes()), '\n')
	if s.out != "" {
		return exitAccepted, writeNew(s.out, text, 0o644)
	}
	_, err = p.stdout.Write(text)
	return exitAccepted, err
}

// ask reads the request of a verifier.
func (s *showing) ask() (asked presentation.Request, err error) {
	if s.request == "" {
		return asked, nil
	}
	if s.options.Challenge != "" || s.options.Domain != "" {
		return asked, misuse("-request has a challenge and a domain; leave out -challenge and -domain")
	}
	text, err := os.ReadFile(s.request)
	if err != nil {
		return asked, fmt.Errorf("%q: %w", s.request, reason(err))
	}
	if asked, err = presentation.ParseRequest(text); err != nil {
		return asked, fmt.Errorf("%q: %w", s.request, err)
	}
	s.options.Challenge, s.options.Domain = asked.Challenge, asked.Domain
	return asked, nil
}

// tokenSchemes are the algorithms of tokens by type of key.
var tokenSchemes = map[string]proof.Scheme{"Ed25519": proof.EdDSA, "P-256": proof.ES256, "P-384": proof.ES384}
