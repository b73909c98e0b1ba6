// Package browser tests the page of openbadges serve, the reports of verify -html,
// and the pages of package issuer/host, in Chromium. It needs Chromium and axe-core, and
// zbarimg to read the QR code of a print:
//
//	apt-get install chromium zbar-tools
//	npm ci --ignore-scripts
//	go test .
//
// OPENBADGES_CHROMIUM names another browser. OPENBADGES_SCREENSHOTS names a folder
// for pictures of the pages.
package browser
