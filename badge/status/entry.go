package status

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// The supported types of credentialStatus.
const (
	BitstringEntry      = "BitstringStatusListEntry"
	List2021Entry       = "StatusList2021Entry"
	RevocationListEntry = "1EdTechRevocationList"

	// TokenType is the type of an entry in a Token Status List. No standard
	// defines it as a credentialStatus; agents of wallets write it there and as
	// the claim of a token, for which see ParseClaim. It is also the typ of a
	// status list token (Token Status List §5.1).
	TokenType = "statuslist+jwt"
)

// The purposes that invalidate a badge: revocation (permanent) and suspension
// (temporary).
const (
	Revocation = "revocation"
	Suspension = "suspension"
)

// knownPurposes are those of Bitstring Status List §2.1.
var knownPurposes = []string{Revocation, Suspension, "refresh", "message"}

// Entry is the credentialStatus of a badge: it locates the status in a list.
type Entry struct {
	// Type is one of the types above.
	Type string
	// ID names the entry, if it has a name.
	ID string
	// List is the URL of the list: statusListCredential, the uri of a Token
	// Status List, or the id of a 1EdTechRevocationList. It is copied from the entry and not checked; it
	// may not be safe to fetch.
	List string
	// Purpose is the meaning of a set value: [Revocation], [Suspension], … It is
	// "" in a Token Status List, where each value has one meaning.
	Purpose string
	// Index is the entry's position in the list. Unused by a 1EdTechRevocationList.
	Index uint64
	// Size is the width of the entry in bits, 1 to 8. Zero means 1.
	Size int
	// Messages holds the meaning of each value. It is either empty or complete:
	// with a Size above 1 it has 2^Size elements.
	Messages []Message
	// References are URLs of texts that explain the messages.
	References []string
}

// Message is the meaning of one value.
type Message struct {
	Value uint8
	Text  string
}

// Options names the deviations that are accepted when reading, and limits. The
// zero value accepts none. A deviation that was accepted is always reported.
type Options struct {
	// NumberIndex accepts a statusListIndex that is a JSON number instead of
	// a string.
	NumberIndex bool
	// MissingMultibase accepts a BitstringStatusList whose encodedList lacks
	// the multibase prefix and starts as gzip in base64url does ("H4sI"), as
	// lists made for StatusList2021 do.
	MissingMultibase bool
	// ShortList accepts a list with fewer entries than [MinEntries].
	ShortList bool
	// For is the entry to look up. A list of another type or for another
	// purpose is refused before it is inflated. Nil means any entry.
	For *Entry
	// MaxBytes is the maximum size of the inflated list in bytes. Zero, and
	// more than 8 MiB, mean 8 MiB.
	MaxBytes int
}

func (o Options) maxBytes() int {
	if o.MaxBytes <= 0 {
		return maxInflated
	}
	return min(o.MaxBytes, maxInflated)
}

// ParseEntry reads one credentialStatus object. The second result holds
// warnings: deviations that o accepts, and others that leave the meaning clear.
// An error with the code "status.unsupported_type" means that the status of the
// badge is unknown.
//
// Read and look up each entry of a badge that has several.
func ParseEntry(v tree.Value, o Options) (Entry, []badge.Problem, error) {
	if err := isObject(v); err != nil {
		return Entry{}, nil, err
	}
	obj := object{v}
	var e Entry
	var err error
	if e.Type, err = entryType(obj); err != nil {
		return Entry{}, nil, err
	}
	var remarks []badge.Problem
	switch e.Type {
	case RevocationListEntry:
		e.Purpose = Revocation
		e.ID, err = obj.text("id")
		e.List = e.ID
	case TokenType:
		if e.ID, err = obj.optionalText("id"); err == nil {
			err = e.readReference(obj)
		}
	default:
		remarks, err = e.readPosition(obj, o)
	}
	if err != nil {
		return Entry{}, nil, err
	}
	return e, remarks, nil
}

// entryType returns the one supported type of an entry.
func entryType(obj object) (string, error) {
	types, err := obj.texts("type")
	if err != nil {
		return "", err
	}
	known := ""
	for _, t := range types {
		switch {
		case t != BitstringEntry && t != List2021Entry && t != RevocationListEntry && t != TokenType:
		case known != "":
			return "", fail(CodeMember, obj.at("type"), "an entry cannot be both %q and %q", known, t)
		default:
			known = t
		}
	}
	if known == "" {
		return "", fail(CodeUnsupported, obj.at("type"), "the status type %s is not supported", quote(types[0]))
	}
	return known, nil
}

// readPosition reads the members of an entry in a list of bits.
func (e *Entry) readPosition(obj object, o Options) (remarks []badge.Problem, err error) {
	if e.ID, err = obj.optionalText("id"); err != nil {
		return nil, err
	}
	if e.List, err = obj.text("statusListCredential"); err != nil {
		return nil, err
	}
	if e.ID == e.List {
		remarks = append(remarks, remark(CodeEntryID, obj.at("id"), "the id of the entry is the URL of the list"))
	}
	if e.Purpose, err = obj.text("statusPurpose"); err != nil {
		return nil, err
	}
	if !slices.Contains(knownPurposes, e.Purpose) {
		remarks = append(remarks, remark(CodePurposeUnknown, obj.at("statusPurpose"), "the purpose %s is unknown", quote(e.Purpose)))
	}
	var number bool
	if e.Index, number, err = readIndex(obj, o); err != nil {
		return nil, err
	}
	if number {
		remarks = append(remarks, remark(codeIndexNumber, obj.at("statusListIndex"), "the index is a number, wanted a string"))
	}
	if e.Size, err = readSize(obj); err != nil {
		return nil, err
	}
	if e.Messages, err = readMessages(obj, e.Size); err != nil {
		return nil, err
	}
	if obj.has("statusReference") {
		if e.References, err = obj.texts("statusReference"); err != nil {
			return nil, err
		}
		if len(e.References) > maxReferences {
			return nil, fail(CodeMember, obj.at("statusReference"), "found %d references, wanted at most %d", len(e.References), maxReferences)
		}
	}
	return remarks, nil
}

// readIndex reads statusListIndex; number reports that it was not a string.
func readIndex(obj object, o Options) (index uint64, number bool, err error) {
	const name = "statusListIndex"
	v := obj.Member(name)
	literal, isText := v.Text()
	switch {
	case !v.Exists():
		return 0, false, obj.missing(name)
	case !isText && !o.NumberIndex:
		return 0, false, fail(CodeIndex, obj.at(name), "found %s, wanted a string of digits", quote(v.Raw()))
	case !isText:
		literal, number = v.Raw(), true
	}
	if !digits(literal) {
		return 0, false, fail(CodeIndex, obj.at(name), "found %s, wanted a decimal number without sign or leading zero", quote(literal))
	}
	if index, err = strconv.ParseUint(literal, 10, 64); err == nil {
		return index, number, nil
	}
	return 0, false, fail(CodeRange, obj.at(name), "index %s is beyond the end of any list", quote(literal))
}

func readSize(obj object) (int, error) {
	v := obj.Member("statusSize")
	if !v.Exists() {
		return 1, nil
	}
	if s := v.Raw(); len(s) == 1 && '1' <= s[0] && s[0] <= '0'+maxSize {
		return int(s[0] - '0'), nil
	}
	return 0, fail(CodeSize, obj.at("statusSize"), "the size is %s, wanted a number from 1 to %d", quote(v.Raw()), maxSize)
}

// readMessages reads statusMessage. An entry of more than one bit needs it,
// with exactly one text for each value (Bitstring Status List §2.1).
func readMessages(obj object, size int) ([]Message, error) {
	const name = "statusMessage"
	if !obj.has(name) {
		if size > 1 {
			return nil, fail(CodeMessage, obj.Pointer(), "an entry of %d bits needs a statusMessage", size)
		}
		return nil, nil
	}
	elements, err := obj.elements(name)
	if err != nil {
		return nil, err
	}
	if len(elements) != 1<<size {
		return nil, fail(CodeMessage, obj.at(name), "found %d messages for %d bits, wanted %d", len(elements), size, 1<<size)
	}
	messages := make([]Message, len(elements))
	seen := make([]bool, len(elements))
	for i, v := range elements {
		if err := isObject(v); err != nil {
			return nil, err
		}
		element := object{v}
		if messages[i], err = readMessage(element, size); err != nil {
			return nil, err
		}
		if seen[messages[i].Value] {
			return nil, fail(CodeMessage, element.at("status"), "value 0x%x has two messages", messages[i].Value)
		}
		seen[messages[i].Value] = true
	}
	return messages, nil
}

func readMessage(obj object, size int) (Message, error) {
	literal, err := obj.text("status")
	if err != nil {
		return Message{}, err
	}
	text, err := obj.prose("message")
	if err != nil {
		return Message{}, err
	}
	hex, ok := strings.CutPrefix(literal, "0x")
	value, err := strconv.ParseUint(hex, 16, size)
	if !ok || err != nil {
		return Message{}, fail(CodeMessage, obj.at("status"), "found %s, wanted a value of %d bits in the form 0x…", quote(literal), size)
	}
	return Message{Value: uint8(value), Text: text}, nil
}

// size is the width in bits.
func (e Entry) size() int { return max(e.Size, 1) }

// message returns the text for a value, "" if there is none.
func (e Entry) message(value uint8) string {
	for _, m := range e.Messages {
		if m.Value == value {
			return m.Text
		}
	}
	return ""
}

// JSON writes e as a credentialStatus object, in a fixed order of members. It
// fails if [ParseEntry] would not read it back without a warning. An entry
// without an ID gets the list's URL with the index as fragment, because Open
// Badges 3.0 requires an id.
func (e Entry) JSON() ([]byte, error) {
	type message struct {
		Status  string `json:"status"`
		Message string `json:"message"`
	}
	out := struct {
		ID         string    `json:"id"`
		Type       string    `json:"type"`
		Purpose    string    `json:"statusPurpose,omitempty"`
		Index      string    `json:"statusListIndex,omitempty"`
		List       string    `json:"statusListCredential,omitempty"`
		Size       int       `json:"statusSize,omitempty"`
		Messages   []message `json:"statusMessage,omitempty"`
		References []string  `json:"statusReference,omitempty"`
	}{ID: e.ID, Type: e.Type}
	switch e.Type {
	case TokenType:
		return nil, fail(CodeUnsupported, "", "a token names its entry in a Token Status List in a claim: use Claim")
	case RevocationListEntry:
		out.ID = e.List
	default:
		out.Purpose, out.Index, out.List = e.Purpose, strconv.FormatUint(e.Index, 10), e.List
		out.References = e.References
		if out.ID == "" {
			out.ID = e.List + "#" + out.Index
		}
		if e.size() > 1 {
			out.Size = e.Size
		}
		for _, m := range e.Messages {
			out.Messages = append(out.Messages, message{"0x" + strconv.FormatUint(uint64(m.Value), 16), m.Text})
		}
	}
	text := encode(out)
	v, err := tree.Parse(text)
	if err != nil {
		return nil, err
	}
	if _, remarks, err := ParseEntry(v, Options{}); err != nil {
		return nil, err
	} else if len(remarks) > 0 {
		return nil, fail(remarks[0].Code, remarks[0].Path, "%s", remarks[0].Message)
	}
	return text, nil
}

// encode writes v, of texts and numbers, without the escapes that only HTML
// needs.
func encode(v any) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v) // texts and numbers always have a JSON form
	return bytes.TrimRight(out.Bytes(), "\n")
}
