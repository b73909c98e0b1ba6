package bake

// Every code that an Error or an ActiveContent of this package can carry.
const (
	codeUnsupportedFormat = "bake.unsupported_format"       // The file is neither a PNG nor an uncompressed SVG. Badges are baked into these two only.
	codePictureSize       = "bake.picture_size"             // The picture is larger than the limit, or would become so. Raise Options.MaxBytes.
	codeNotBaked          = "bake.not_baked"                // The picture carries no badge. Ask for the file as its issuer sent it.
	codeMultiple          = "bake.multiple_credentials"     // The picture carries more than one badge. ExtractAll lists them.
	codeRepeated          = "bake.repeated"                 // The picture carries the same badge more than once.
	codeAlreadyBaked      = "bake.already_baked"            // The picture already carries a credential. Set Options.Replace to replace it.
	codeDestination       = "bake.destination"              // The destination is not the name of a regular file. Choose a file name in an existing folder.
	codeNotVerified       = "bake.not_verified"             // The picture that was written does not hold the credential. Please report this.
	codePayloadSlot       = "payload.slot"                  // The slot is not OB2, OB3 or CLR.
	codePayloadSize       = "payload.size"                  // The credential is empty or larger than the limit.
	codePayloadEncoding   = "payload.encoding"              // The credential is not UTF-8 text that the picture format can hold.
	codePayloadForm       = "payload.form"                  // The text is neither a JSON object nor a compact JWS.
	codePayloadURL        = "payload.url"                   // The URL is missing, not allowed here, or not an absolute http or https URL.
	codePNGSignature      = "png.signature"                 // The first eight bytes are a damaged PNG signature. Transfer the file again in binary mode.
	codePNGTruncated      = "png.truncated"                 // The file ends before the PNG does. Download it again.
	codePNGChunkLength    = "png.chunk_length"              // A chunk declares more bytes than PNG or the size limit allows.
	codePNGChunkType      = "png.chunk_type"                // A chunk type is not four letters or sets the reserved bit.
	codePNGChunkOrder     = "png.chunk_order"               // IHDR, IDAT or IEND is missing, repeated or out of place.
	codePNGChunkLimit     = "png.chunk_limit"               // There are more chunks than the limit.
	codePNGHeader         = "png.header"                    // IHDR holds values that PNG does not define.
	codePNGChecksum       = "png.checksum"                  // The checksum of a chunk does not match its bytes: the file was damaged or edited.
	codePNGTrailing       = "png.trailing_data"             // Bytes follow the end of the PNG, where readers disagree about a badge. Bake the picture again.
	codePNGText           = "png.text"                      // The text chunk of the credential is malformed.
	codePNGTextSize       = "png.text_size"                 // The text of the credential is larger than the limit.
	codePNGCompressed     = "png.compressed_text"           // The credential is compressed, which Open Badges forbids. Options.AllowCompressed reads it.
	codePNGCarrier        = "png.carrier"                   // The credential is in a tEXt or zTXt chunk; the standard asks for iTXt.
	codePNGTolerated      = "png.tolerated"                 // The PNG deviates from its standard in a part that does not affect the badge.
	codeSVGEncoding       = "svg.encoding"                  // The text is not XML 1.0 in UTF-8 or declares another encoding. Save it as UTF-8.
	codeSVGCharacter      = "svg.character"                 // XML does not allow a character in the text.
	codeSVGSyntax         = "svg.syntax"                    // The text is not well-formed XML.
	codeSVGTruncated      = "svg.truncated"                 // The text ends before the root element does. Download it again.
	codeSVGEntity         = "svg.entity"                    // A reference names an entity other than the five that XML predefines.
	codeSVGDTD            = "svg.dtd_not_allowed"           // The DOCTYPE has an internal subset. Save the drawing as plain SVG.
	codeSVGDuplicate      = "svg.duplicate_attribute"       // An element has the same attribute twice.
	codeSVGPrefix         = "svg.undeclared_prefix"         // A namespace prefix has no declaration in scope.
	codeSVGNamespace      = "svg.namespace"                 // Namespaces in XML forbids a namespace declaration.
	codeSVGRoot           = "svg.root"                      // The root element is not svg in the SVG namespace.
	codeSVGOutsideRoot    = "svg.outside_root"              // An element or text is outside the root element.
	codeSVGDepth          = "svg.depth_limit"               // Elements are nested deeper than the limit.
	codeSVGElements       = "svg.element_limit"             // There are more elements than the limit.
	codeSVGAttributes     = "svg.attribute_limit"           // An element has more attributes than the limit.
	codeSVGValue          = "svg.value_limit"               // An attribute value is longer than the limit.
	codeSVGNamespaces     = "svg.namespace_limit"           // An element declares more namespaces than the limit.
	codeSVGMisplaced      = "svg.misplaced"                 // The credential element is not a direct child of the root.
	codeSVGChild          = "svg.child_element"             // The credential element contains other elements.
	codeSVGAmbiguous      = "svg.ambiguous"                 // The credential element holds different badges in its verify attribute and its text.
	codeSVGVerify         = "svg.verify"                    // The verify attribute is missing or is not the URL of the assertion.
	codeActiveScript      = "active.script"                 // The SVG has a script element, a handler element or a script URL.
	codeActiveEvent       = "active.event_handler"          // The SVG has an event handler attribute.
	codeActiveReference   = "active.external_reference"     // The SVG makes a viewer fetch or open another URL.
	codeActiveInstruction = "active.processing_instruction" // The SVG has a processing instruction such as xml-stylesheet.
	codeActiveEmbedded    = "active.foreign_content"        // The SVG has foreignObject or an element of another language.
	codeActiveAnimation   = "active.animated_reference"     // The SVG has an animation that sets a reference or an event handler.
)
