package fetch

// The codes of this package.
const (
	codeKind        = "fetch.kind"               // Requests of this kind are not supported.
	codeURL         = "fetch.url"                // The URL may not be fetched. Only absolute https URLs without user information are allowed.
	codePort        = "fetch.port"               // The port is not allowed. Config.OtherPorts allows more than 443.
	codeRefused     = "fetch.refused"            // Config.Allow refused the request.
	codeName        = "fetch.name"               // The host name does not resolve.
	codeNotPublic   = "fetch.address_not_public" // The host has no public IP address. Config.PrivateNetworks allows others.
	codeConnect     = "fetch.connect"            // The host does not accept a connection. Try again later.
	codeTLS         = "fetch.tls"                // The TLS connection failed, or the certificate of the host is not valid.
	codeTimeout     = "fetch.timeout"            // The host did not answer in time. Try again later.
	codeHTTP        = "fetch.http"               // The answer ended too early or is not well-formed HTTP.
	codeHead        = "fetch.head"               // The header of the answer is longer than the limit.
	codeRedirect    = "fetch.redirect"           // The URL redirects to another origin.
	codeRedirects   = "fetch.redirects"          // The URL redirects in a loop or more often than the limit.
	codeTooLarge    = "fetch.too_large"          // The answer is larger than the limit.
	codeEncoding    = "fetch.encoding"           // The answer is compressed although it was requested plain.
	codeContentType = "fetch.content_type"       // The answer is neither JSON nor a token, or not in UTF-8.
	codeWebPage     = "fetch.web_page"           // The answer is a web page.
	codeStatus      = "fetch.status"             // The host returned an HTTP error.
)
