package fetch

// The codes of this package, as found in [verify.FetchError].
const (
	codeKind        = "fetch.kind"               // nothing of that kind is ever fetched
	codeURL         = "fetch.url"                // the address is not one that may be fetched
	codePort        = "fetch.port"               // the address has a port that may not be asked
	codeRefused     = "fetch.refused"            // the policy of the caller does not want the address to be asked
	codeName        = "fetch.name"               // no address was found for the name of the host
	codeNotPublic   = "fetch.address_not_public" // the host has no address on the public internet
	codeConnect     = "fetch.connect"            // no connection could be made
	codeTLS         = "fetch.tls"                // no secure connection could be made, or the host did not prove who it is
	codeTimeout     = "fetch.timeout"            // the answer did not come in time
	codeHTTP        = "fetch.http"               // the answer broke off, or is not well-formed HTTP
	codeHead        = "fetch.head"               // the head of the answer is longer than is read
	codeRedirect    = "fetch.redirect"           // the address leads to another origin
	codeRedirects   = "fetch.redirects"          // more redirects than are followed, or a loop of them
	codeTooLarge    = "fetch.too_large"          // the answer is longer than is read
	codeEncoding    = "fetch.encoding"           // the answer is compressed, which was not asked for
	codeContentType = "fetch.content_type"       // the answer is neither JSON nor a token, or not in UTF-8
	codeWebPage     = "fetch.web_page"           // the answer is a web page for people
)
