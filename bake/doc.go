// Package bake carries badges in and out of pictures.
//
// A baked badge is a PNG or SVG with a credential inside. Three functions do
// most of the work: [Embed] puts a credential into a picture, [Extract] gets it
// out, and [EmbedFile] is Embed for files, safe against crashes.
//
//	credential := bake.Payload{Slot: bake.OB3, Data: data}
//	err := bake.EmbedFile("badge.png", "picture.png", credential, bake.Options{})
//
// The content tells the format, never the file name. All other bytes of the
// picture stay as they are: pixels are not decoded and markup is not rewritten.
// In a PNG the credential is an uncompressed iTXt chunk just before IEND; in an
// SVG it is an element in the Open Badges namespace, the first child of the root
// (OB 2.0 Baking, OB 3.0 §5.3).
//
// # What a result means
//
// Extract returns text. Package verify finds out whether the credential is
// genuine. A picture of the earliest badges holds only the URL of the badge, see
// [Payload]. Nothing authenticates the picture: anyone can bake a genuine
// credential into another picture, and a baked SVG can still hold scripts.
// [InspectSVG] lists them; a web page should show an SVG in an img element or
// with a sandboxing Content-Security-Policy.
//
// # What is read
//
// Extract reads what bakers have written since 2011: JSON, a JWS or, in the slot
// of OB 2.0, a URL, in iTXt or tEXt; in an SVG a JWS in the verify attribute and
// again in the text, a URL in verify alone, and JSON whose verify attribute is
// missing, relative or padded. The same badge twice is one badge, and so is a
// URL beside the JSON of the assertion at that URL. White space after IEND and
// odd chunks of others do not matter. Payload.Remarks lists what was tolerated.
//
// # What is refused
//
// Readers disagree about broken pictures, and a forger uses that to show each
// reader another badge. Two different badges are [ErrAmbiguous], also where the
// verify attribute of an SVG names another badge than its text. Refused as well:
// a wrong checksum, in any chunk; bytes after IEND other than white space; a
// compressed credential, unless Options.AllowCompressed is set.
//
// An SVG must be well-formed XML 1.0 in UTF-8. A file that declares ISO-8859,
// Windows-125x or US-ASCII is accepted if it is ASCII; under ISO-8859-1 and
// Windows-1252 other bytes are allowed outside the badge. A DOCTYPE may declare
// entities of plain text, which only attribute values may use. XML readers
// accept more: UTF-16 and other encodings, and DOCTYPEs that load files, nest
// entities or declare attributes.
//
// Limits on size, depth and number are fixed, except for [Options.MaxBytes].
//
// # Nothing is left behind
//
// Embed and Remove check the whole picture before they write to dst, if the
// picture is a [bytes.Reader], a [bytes.Buffer], an io.Seeker that can seek, or
// an SVG. A PNG from another source, such as a pipe, is copied in pieces of
// 32 KiB and in constant memory: after an error dst holds the start of a PNG,
// without the new credential and without IEND, which every reader refuses.
//
// # Errors
//
// The sentinels [ErrNotBaked], [ErrAmbiguous], [ErrBaked], [ErrPicture] and
// [ErrPayload] are for errors.Is; [Error] adds a code, an offset and a sentence.
package bake
