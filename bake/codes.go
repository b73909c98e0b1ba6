package bake

// Every code that an Error of this package can carry.
const (
	codeUnsupportedFormat = "bake.unsupported_format"       // the bytes are neither PNG nor uncompressed SVG
	codePictureSize       = "bake.picture_size"             // the picture is, or would become, larger than the limit
	codeNotBaked          = "bake.not_baked"                // the picture carries no credential
	codeMultiple          = "bake.multiple_credentials"     // the picture carries more than one credential
	codeAlreadyBaked      = "bake.already_baked"            // a credential is there already and Replace was not asked for
	codeDestination       = "bake.destination"              // the destination is a symbolic link or not a regular file
	codeNotVerified       = "bake.not_verified"             // the picture just written does not read back as the payload
	codePayloadSlot       = "payload.slot"                  // the slot is none of OB2, OB3, CLR
	codePayloadSize       = "payload.size"                  // the credential is empty or larger than the limit
	codePayloadEncoding   = "payload.encoding"              // the credential is not UTF-8 text that the picture format can hold
	codePayloadForm       = "payload.form"                  // the text is neither a JSON object nor a compact JWS
	codePayloadURL        = "payload.url"                   // the URL is missing, not wanted here, or not an absolute http(s) URL
	codePNGSignature      = "png.signature"                 // the first eight bytes are a damaged PNG signature
	codePNGTruncated      = "png.truncated"                 // the file ends inside a chunk or before IEND
	codePNGChunkLength    = "png.chunk_length"              // a chunk declares more bytes than PNG or the size limit allows
	codePNGChunkType      = "png.chunk_type"                // a chunk type is not four letters or sets the reserved bit
	codePNGChunkOrder     = "png.chunk_order"               // IHDR, IDAT or IEND is missing, repeated or out of place
	codePNGChunkLimit     = "png.chunk_limit"               // there are more chunks than the limit
	codePNGHeader         = "png.header"                    // IHDR holds values that PNG does not define
	codePNGChecksum       = "png.checksum"                  // a chunk's CRC does not match its bytes
	codePNGTrailing       = "png.trailing_data"             // bytes follow IEND
	codePNGKeyword        = "png.keyword"                   // a text chunk has no keyword of 1 to 79 bytes
	codePNGText           = "png.text"                      // the credential's text chunk is malformed
	codePNGTextSize       = "png.text_size"                 // the credential's text is larger than the limit
	codePNGCompressed     = "png.compressed_text"           // the credential's text is compressed, which the standard forbids
	codePNGCarrier        = "png.carrier"                   // the keyword stands in a chunk type that cannot hold this slot
	codeSVGEncoding       = "svg.encoding"                  // the text is not XML 1.0 in UTF-8, or says it is not
	codeSVGCharacter      = "svg.character"                 // a character, or a reference to one, that XML does not allow
	codeSVGSyntax         = "svg.syntax"                    // the text is not well-formed XML
	codeSVGTruncated      = "svg.truncated"                 // the text ends before the root element does
	codeSVGEntity         = "svg.entity"                    // a reference to an entity other than the five XML predefines
	codeSVGDTD            = "svg.dtd_not_allowed"           // the DOCTYPE has an internal subset
	codeSVGDuplicate      = "svg.duplicate_attribute"       // an element repeats an attribute
	codeSVGPrefix         = "svg.undeclared_prefix"         // a namespace prefix has no declaration in scope
	codeSVGNamespace      = "svg.namespace"                 // a namespace declaration that Namespaces in XML forbids
	codeSVGRoot           = "svg.root"                      // the root element is not svg in the SVG namespace
	codeSVGOutsideRoot    = "svg.outside_root"              // an element or text stands outside the root element
	codeSVGDepth          = "svg.depth_limit"               // elements are nested deeper than the limit
	codeSVGElements       = "svg.element_limit"             // there are more elements than the limit
	codeSVGAttributes     = "svg.attribute_limit"           // an element has more attributes than the limit
	codeSVGValue          = "svg.value_limit"               // an attribute value is longer than the limit
	codeSVGNamespaces     = "svg.namespace_limit"           // an element declares more namespaces than the limit
	codeSVGMisplaced      = "svg.misplaced"                 // the credential element is not a direct child of the root
	codeSVGChild          = "svg.child_element"             // the credential element has child elements
	codeSVGAmbiguous      = "svg.ambiguous"                 // the credential element fills both its verify attribute and its body
	codeSVGVerify         = "svg.verify"                    // the verify attribute is missing or not what the slot asks for
	codeActiveScript      = "active.script"                 // a script element, a handler element or a script URL
	codeActiveEvent       = "active.event_handler"          // an on… attribute
	codeActiveReference   = "active.external_reference"     // something that makes a viewer fetch or open another address
	codeActiveInstruction = "active.processing_instruction" // a processing instruction such as xml-stylesheet
	codeActiveEmbedded    = "active.foreign_content"        // foreignObject or an element of another language
	codeActiveAnimation   = "active.animated_reference"     // an animation that sets a reference or a handler
)
