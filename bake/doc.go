// Package bake carries badges in and out of pictures.
//
// A baked badge is a picture, PNG or SVG, with a credential inside it. Three
// names do most of the work: [Embed] puts a credential into a picture,
// [Extract] gets it out, and [EmbedFile] is Embed for files, safe against
// crashes.
//
//	err := bake.EmbedFile("badge.png", "picture.png", bake.Payload{Slot: bake.OB3, Data: credential})
//
// The format is told by content, never by file name. Everything but the
// credential stays as it is, byte for byte; pixels are never decoded and
// markup is never re-encoded. In a PNG the credential is an uncompressed iTXt
// chunk just before IEND; in an SVG it is an element in the Open Badges
// namespace, the first child of the root (OB 2.0 Baking, OB 3.0 §5.3).
//
// # What a result means
//
// Extract returns text, not a verdict: whether the credential is genuine is for
// a verifier to find out. A picture of the earliest badges holds no credential
// but only its address, see [Payload]. The picture itself is not authenticated. Anyone can
// bake a genuine credential into any other picture, and a baked SVG may still
// hold scripts: [InspectSVG] lists them, and a web page should show an SVG
// through an img element or with a sandboxing Content-Security-Policy.
//
// # Strictness
//
// Readers disagree about broken pictures, and attacks live on disagreement. So
// every PNG chunk must be in order with its CRC right and nothing after IEND,
// and an SVG must be well-formed XML 1.0 in UTF-8, with no internal DTD
// subset. A picture with two credentials is refused with [ErrAmbiguous].
// Limits on size, depth and number are fixed, but for [Options.MaxBytes].
//
// # Nothing left behind
//
// Embed and Remove write nothing to dst before the whole picture has been found
// good, if the picture is a [bytes.Reader], a [bytes.Buffer], any io.Seeker
// that can seek, or an SVG. A PNG from a source that cannot seek, such as a
// pipe, passes through in pieces of 32 KiB and in constant memory: an error late
// in it leaves the beginning of a PNG in dst, without the new credential and
// without IEND, which every reader refuses.
//
// # Errors
//
// The sentinels [ErrNotBaked], [ErrAmbiguous], [ErrBaked], [ErrPicture] and
// [ErrPayload] are for errors.Is; [Error] adds a code, an offset and a sentence.
package bake
