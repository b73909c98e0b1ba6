package host

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"html/template"
	"image"
	_ "image/png" // to read the size of a picture
	"net/url"
	"path"
	"strconv"
	"strings"

	"rsc.io/qr"

	"github.com/openbadges-go/openbadges/badge"
)

// preview is a picture for previews of a page: a PNG of at least minPreview pixels
// each way, since networks show no other ones.
type preview struct {
	Address       string
	Width, Height int
}

// picture fills in the picture and the preview: the first pictures that serve.
// The page shows pictures of this host, and PNG pictures inside the badge.
func (m *maker) picture(images ...*badge.Image) error {
	for _, i := range images {
		if i == nil {
			continue
		}
		if data, ok := strings.CutPrefix(i.ID, "data:image/png;base64,"); ok {
			png, err := base64.StdEncoding.DecodeString(data)
			if _, _, bad := image.DecodeConfig(bytes.NewReader(png)); m.Picture == "" && err == nil && bad == nil && len(png) <= maxInline {
				m.Picture = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(png)) // nothing else is in it
			}
			continue
		}
		name, err := m.host.nameOf(i.ID)
		if err != nil {
			continue
		}
		p, found, err := m.pictureAt(name)
		switch {
		case err != nil:
			return err
		case !found:
			continue
		case m.Picture == "" && !strings.HasPrefix(name, "//"): // two slashes would be another host
			m.Picture = template.URL(name)
		}
		if size, kind, err := image.DecodeConfig(bytes.NewReader(p.Body)); m.Preview == nil && err == nil && kind == "png" &&
			p.Type == "image/png" && min(size.Width, size.Height) >= minPreview {
			m.Preview = &preview{i.ID, size.Width, size.Height}
		}
	}
	return nil
}

// pictureAt returns a picture of this host.
func (m *maker) pictureAt(name string) (Page, bool, error) {
	if s, ok := m.host.store.(HeadStore); ok {
		if head, found, err := s.LoadHead(m.ctx, name); err != nil || !found || head.Size > maxPicture {
			return Page{}, false, err
		}
	}
	p, found, err := m.host.loadPublic(m.ctx, name)
	return p, found && !p.Gone && len(p.Body) <= maxPicture && (p.Type == "image/png" || p.Type == "image/svg+xml"), err
}

// linkedIn returns the address at which a holder adds the badge to a profile. Its
// year and month are those of UTC, as is the date on the page.
func (m *maker) linkedIn() string {
	q := url.Values{"startTask": {"CERTIFICATION_NAME"}, "name": {m.Title}, "certUrl": {m.Address}, "certId": {path.Base(m.Address)}}
	if m.Issuer != "" {
		q.Set("organizationName", m.Issuer)
	}
	if t := m.Awarded.UTC(); !t.IsZero() {
		q.Set("issueYear", strconv.Itoa(t.Year()))
		q.Set("issueMonth", strconv.Itoa(int(t.Month()))) // from 1
	}
	if t := m.Ends.UTC(); !t.IsZero() {
		q.Set("expirationYear", strconv.Itoa(t.Year()))
		q.Set("expirationMonth", strconv.Itoa(int(t.Month())))
	}
	return "https://www.linkedin.com/profile/add?" + q.Encode()
}

// linkedData is a page in the words of schema.org, for search engines.
type linkedData struct {
	Context     string      `json:"@context"`
	Type        string      `json:"@type"`
	Name        string      `json:"name"`
	Description string      `json:"description,omitempty"`
	URL         string      `json:"url"`
	Image       string      `json:"image,omitempty"`
	Category    string      `json:"credentialCategory,omitempty"`
	By          *linkedData `json:"recognizedBy,omitempty"`
	Competency  []string    `json:"competencyRequired,omitempty"`
	Created     string      `json:"dateCreated,omitempty"`
	Expires     string      `json:"expires,omitempty"`
}

// linkedData returns nil for a badge that does not count.
func (m *maker) linkedData() *linkedData {
	if m.State == revoked || m.State == suspended {
		return nil
	}
	d := &linkedData{Context: "https://schema.org", Type: "EducationalOccupationalCredential", Name: m.Title, Description: m.About, URL: m.Address,
		Category: "Badge", Competency: m.Skills}
	if m.Preview != nil {
		d.Image = m.Preview.Address
	}
	if m.Kind == kindIssuer {
		d.Type, d.Category = "Organization", ""
		d.URL = cmp.Or(m.IssuerURL, m.Address)
		return d
	}
	if m.Issuer != "" {
		d.By = &linkedData{Context: d.Context, Type: "Organization", Name: m.Issuer, URL: m.IssuerURL}
	}
	const date = "2006-01-02"
	if !m.Awarded.IsZero() {
		d.Created = m.Awarded.UTC().Format(date)
	}
	if !m.Ends.IsZero() {
		d.Expires = m.Ends.UTC().Format(date)
	}
	return d
}

// qrCode is a QR code as an SVG path of modules of one unit.
type qrCode struct {
	Size int // with its margin
	Path string
}

// qrMargin is the white margin that a reader needs, in modules (ISO/IEC 18004).
const qrMargin = 4

// qrOf returns a QR code with an address, nil if it is too long to scan from paper.
func qrOf(address string) *qrCode {
	if len(address) > maxQR {
		return nil
	}
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		return nil
	}
	var p strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			start := x
			for code.Black(x, y) {
				x++
			}
			if n := strconv.Itoa(x - start); x > start {
				p.WriteString("M" + strconv.Itoa(start+qrMargin) + " " + strconv.Itoa(y+qrMargin) + "h" + n + "v1h-" + n + "z")
			}
		}
	}
	return &qrCode{code.Size + 2*qrMargin, p.String()}
}
