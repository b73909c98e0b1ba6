package archive

import (
	"cmp"
	"fmt"
	"time"

	"github.com/openbadges-go/openbadges/badge/display"
	"github.com/openbadges-go/openbadges/verify/summary"
)

// levelWords say what each level rests on.
var levelWords = map[Level]display.Text{
	LevelSigned:    {"signed by its issuer", "ondertekend door de uitgever"},
	LevelFetched:   {"confirmed by its issuer's host today", "vandaag bevestigd door de host van de uitgever"},
	LevelWitnessed: {"a copy that a keeper witnessed", "een kopie waarvan een bewaarder getuige was"},
	LevelCopy:      {"a bare copy that nobody confirms", "een losse kopie die niemand bevestigt"},
}

var (
	validToday = display.Text{"This badge is valid", "Deze badge is geldig"}
	validOn    = display.Text{"This badge was valid on %s", "Deze badge was geldig op %s"}
	notValid   = display.Text{"This badge is not valid", "Deze badge is niet geldig"}
	notShown   = display.Text{"The archive does not show whether this badge was valid", "Het archief laat niet zien of deze badge geldig was"}
	provedBy   = display.Text{"It is proved that the archive existed on %s.", "Het is bewezen dat het archief op %s bestond."}
)

// answers are the two answers in words, by code.
var answers = map[string]display.Text{
	CodeWasValid:  {"The badge was valid then.", "De badge was toen geldig."},
	CodeNotValid:  {"The badge was not valid then.", "De badge was toen niet geldig."},
	CodeUncertain: {"The archive does not show whether the badge was valid then.", "Het archief laat niet zien of de badge toen geldig was."},
	CodeUndated:   {"Nobody whom you trust proves when the badge existed.", "Niemand die u vertrouwt bewijst wanneer de badge bestond."},
	CodeIsValid:   {"Today the badge is valid.", "Vandaag is de badge geldig."},
	CodeChanged: {"Today the badge is valid, and its host publishes another text of it than the archive has.",
		"Vandaag is de badge geldig, en de host publiceert er een andere tekst van dan in het archief zit."},
	CodeLapsed:  {"Today the badge is not valid.", "Vandaag is de badge niet geldig."},
	CodeSince:   {"The archive does not show whether the badge is valid today. Ask its issuer.", "Het archief laat niet zien of de badge vandaag geldig is. Vraag het de uitgever."},
	CodeRevoked: {"The issuer has revoked or suspended the badge since.", "De uitgever heeft de badge sindsdien ingetrokken of opgeschort."},
	CodeUnread:  {"The badge was removed from the archive.", "De badge is uit het archief verwijderd."},
}

// Words is a result in words for people.
type Words struct {
	Headline string // the verdict; "was valid" has the day
	Level    string // what it rests on
	Was, Is  string // both answers, each one or two sentences
}

// Words returns the result in words. It contains no text of the badge.
func (r Result) Words(lang summary.Language) Words {
	w := Words{Level: levelWords[cmp.Or(r.Level, LevelCopy)].In(lang), Was: answers[cmp.Or(r.Was.Code, CodeUndated)].In(lang), Is: answers[cmp.Or(r.Is.Code, CodeSince)].In(lang)}
	seen := r.Seen.Time.Format(time.DateOnly)
	if !r.Seen.Time.IsZero() {
		w.Was = fmt.Sprintf(provedBy.In(lang), seen) + " " + w.Was
	}
	switch r.Verdict() {
	case IsValid:
		w.Headline = validToday.In(lang)
	case WasValid:
		w.Headline = fmt.Sprintf(validOn.In(lang), seen)
	case Rejected:
		w.Headline = notValid.In(lang)
	default:
		w.Headline = notShown.In(lang)
	}
	return w
}
