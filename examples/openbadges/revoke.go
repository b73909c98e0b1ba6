package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

const revokeHelp = `Revokes badges that issue made. FOLDER is the folder of issue. A BADGE is

  https://…  the address of the badge
  a file     the picture with the badge, or its JSON
  a person   the e-mail address or account in the column recipient of awards.csv

  openbadges revoke -key key.pem -reason "awarded by mistake" out noor@student.example

Publish the folder again afterwards, unless openbadges host serves it. A
revocation cannot be taken back. The reason stays in the folder.
`

func revokeCommand() command {
	return command{"revoke", "FOLDER BADGE ...", "revoke badges that issue made", revokeHelp, func(f *flag.FlagSet) job {
		keyFile := f.String("key", "", "`FILE` with the private key of the issuer")
		why := f.String("reason", "", "`TEXT` that says why")
		return func(ctx context.Context, p process, names []string) (int, error) {
			switch {
			case *keyFile == "":
				return 0, misuse("-key is missing, wanted the file with which the badges were issued")
			case len(names) < 2:
				return 0, misuse("wanted the folder of issue and a badge")
			}
			if err := revoke(ctx, p, *keyFile, *why, names[0], names[1:]); err != nil {
				return exitRejected, err
			}
			return exitAccepted, nil
		}
	}}
}

func revoke(ctx context.Context, p process, keyFile, why, folder string, names []string) error {
	secret, err := readKey(keyFile)
	if err != nil {
		return err
	}
	o, err := openOffice(ctx, folder)
	if err != nil {
		return err
	}
	defer o.close()
	by, err := o.issuer(secret, nil)
	if err != nil {
		return err
	}
	var ids []string
	for _, name := range names {
		id, err := o.find(ctx, name)
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	if err := o.host.RevokeAll(ctx, by, ids, why); err != nil {
		return err
	}
	for _, id := range ids {
		fmt.Fprintf(p.stdout, "revoked %s\n", harmless(id))
	}
	return nil
}

// find returns the address of a badge of the folder.
func (o *office) find(ctx context.Context, name string) (string, error) {
	id, text := name, []byte(nil)
	rows, err := o.readTable()
	if err != nil {
		return "", err
	}
	var found []string
	for _, row := range rows {
		if strings.EqualFold(row.recipient, name) {
			found = append(found, row.badge)
		}
	}
	if _, err := os.Stat(name); err == nil {
		if len(found) > 0 {
			return "", fmt.Errorf("%s is a file and a recipient; name the file as %q, or the address of the badge", badge.Quote(name), "./"+name)
		}
		doc, err := readDocument(name, nil)
		if err != nil {
			return "", fmt.Errorf("%q: %w", name, err)
		}
		id, text = doc.ID(), doc.Bytes()
	} else if !isAddress([]byte(name)) {
		switch len(found) {
		case 0:
			return "", fmt.Errorf("%s is neither a file, nor an address, nor a recipient in %s", badge.Quote(name), tableName)
		case 1:
			id = found[0]
		default:
			return "", fmt.Errorf("%s has %d badges; name one of them: %s", badge.Quote(name), len(found), strings.Join(found, " "))
		}
	}
	page, published, err := o.published(ctx, id)
	switch {
	case err != nil:
	case !published:
		err = errors.New("is not a badge of the folder")
	case text != nil && !page.Gone && !bytes.Equal(bytes.TrimSpace(text), bytes.TrimSpace(page.Body)):
		err = fmt.Errorf("the badge in %q is not the one that is published there; name the address to revoke that one", name)
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", badge.Quote(id), err)
	}
	return id, nil
}
