// Package browser tests the page of openbadges serve, and the reports of verify
// -html, in Chromium. It needs Chromium and axe-core:
//
//	apt-get install chromium
//	npm ci --ignore-scripts
//	go test .
//
// OPENBADGES_CHROMIUM names another browser. OPENBADGES_SCREENSHOTS names a folder
// for pictures of the pages.
package browser
