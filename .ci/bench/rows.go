package main

// unit says what a figure is.
type unit uint8

const (
	times    unit = iota // how many times the floor's time ours takes
	slower               // how many times our time the other takes: more is better
	disk                 // as times, with files on the disk instead of in memory
	parallel             // as times, on all processors instead of one
	wall                 // as times, on the clock with two workers against one, and divided by what two processors gain for signatures
	brief                // as wall, for work so short that a processor must wake up first
	kib                  // KiB allocated by one run of ours
	objects              // objects allocated by one run of ours
	count                // what ours counts
	mib                  // MiB that ours counts
	perUnit              // how many times what a unit of the budget takes for the floor: never off by more than a factor
)

// exact reports whether one run tells the figure, on every machine.
func (u unit) exact() bool { return u == kib || u == objects || u == count || u == mib }

// clocked reports whether two workers are compared with one.
func (u unit) clocked() bool { return u == wall || u == brief }

// row is one line of the table.
type row struct {
	name, against string
	folder        string // of the package
	ours, floor   string // benchmarks
	unit          unit
	reach, never  float64 // what is aimed at, and what it may never be worse than; 0 for none
}

const (
	proofs   = "badge/proof"
	verify   = "verify"
	ld       = "badge/internal/ld"
	rdf      = "badge/internal/rdf"
	bake     = "bake"
	hosts    = "issuer/host"
	archives = "verify/archive"
	command  = "examples/openbadges"
	suiteOf  = "its own floor"
	p256Unit = "a unit of P-256"
)

var rows = []row{
	{"whole `Verify` with the extensions of edubadges, typical", "without", verify, "Extensions/verify_with", "Extensions/verify_without", times, 1.02, 1.1},
	{"issue with the extensions of edubadges, typical", "without", verify, "Extensions/issue_with", "Extensions/issue_without", times, 1.02, 1.1},
	{"whole `Verify` of an eduCredentials badge with its own context", "floor", verify, "Educredential/ours", "Educredential/floor", times, 1.6, 3},
	{"the command, 4,000 files, text, per file", "floor", command, "Files/text", "Files/floor", times, 2, 4},
	{"… JSON, per file", "floor", command, "Files/json", "Files/floor", times, 2, 4},
	{"… JSON, two workers, on the clock", "one worker", command, "Files/two_workers", "Files/one_worker", wall, 0.55, 0.65},
	{"read and check eddsa-rdfc-2022, simple", "floor", proofs, "Check/simple/ours", "Check/simple/floor", times, 1.1, 1.3},
	{"… typical", "floor", proofs, "Check/typical/ours", "Check/typical/floor", times, 1.15, 1.5},
	{"… complete", "floor", proofs, "Check/complete/ours", "Check/complete/floor", times, 1.3, 1.8},
	{"whole `Verify`, all stages, offline, typical", "floor", verify, "Verify/ours", "Verify/floor", times, 1.4, 1.8},
	{"issue with self-check, typical", "marshal + SHA-256 + sign + verify", verify, "Issue/ours", "Issue/floor", times, 1.8, 2.5},
	{"SVG embed, 1 MB", "copy + SHA-256", bake, "SVG/embed", "SVG/floor", times, 4, 7},
	{"SVG extract, 1 MB", "copy + SHA-256", bake, "SVG/extract", "SVG/floor", times, 3, 4},
	{"PNG extract from a file of 1 MB", "reading the file", bake, "FilePNG/photo/extract", "FilePNG/photo/floor", times, 0.5, 1},
	{"1,000 `did:web` issuers, 4,000 badges in random order, 1 worker: requests", "", verify, "Issuers/1", "", count, 1000, 1000},
	{"… 2 workers", "", verify, "Issuers/2", "", count, 1000, 1000},
	{"… 16 workers", "", verify, "Issuers/16", "", count, 1000, 1000},
	{"CLR with 200 signed badges, in a VC-JWT, verify", "200 badges", verify, "Transcript/EdDSA/200/ours", "Transcript/EdDSA/200/floor", times, 1.1, 1.2},
	{"… 500", "500 badges", verify, "Transcript/EdDSA/500/ours", "Transcript/EdDSA/500/floor", times, 1.1, 1.2},
	{"CLR with 200 signed badges, eddsa-rdfc-2022, verify", "200 badges", verify, "Transcript/eddsa-rdfc-2022/200/ours", "Transcript/eddsa-rdfc-2022/200/floor", times, 1.6, 2.2},
	{"badge with 2,000 results, per result", "with 200", verify, "Results/2000", "Results/200", times, 1, 1.1},

	{"whole `Verify` of a `did:web` badge, issuer known", "key pinned", verify, "Keys/known", "Keys/pinned", times, 1.05, 1.1},
	{"make an archive of a signed badge", "verifying it", archives, "Archive/signed/make", "Archive/signed/verify", times, 2, 3},
	{"… with a status list", "verifying it", archives, "Archive/listed/make", "Archive/listed/verify", times, 2, 3},
	{"open and check an archive of a signed badge", "verifying it", archives, "Archive/signed/check", "Archive/signed/verify", times, 1.8, 2},
	{"… with a status list", "verifying it", archives, "Archive/listed/check", "Archive/listed/verify", times, 1.8, 2},
	{"bytes of an archive of a signed badge", "", archives, "Archive/signed/size", "", count, 20_000, 40_000},
	{"… with a status list", "", archives, "Archive/listed/size", "", count, 20_000, 40_000},
	{"whole `Verify` of a hosted badge of 2.0, pages fetched", "reading and hashing the pages", verify, "20/hosted/ours", "20/hosted/floor", times, 0, 0},
	{"whole `Verify` of a signed badge of 2.0, pages fetched", "the same + RSA", verify, "20/signed/ours", "20/signed/floor", times, 0, 0},
	{"whole `Verify` of a badge in a PNG of 120 KB", "copy + SHA-256 + the badge alone", verify, "Pictures/png/ours", "Pictures/png/floor", times, 1.1, 1.5},
	{"… in an SVG", "copy + SHA-256 + the badge alone", verify, "Pictures/svg/ours", "Pictures/svg/floor", times, 1.1, 1.5},
	{"whole `Verify` of a VC-JWT, EdDSA, typical", "base64 + crypto + json.Unmarshal", verify, "VerifyToken/ours", "VerifyToken/floor", times, 1.5, 2},
	{"read a status list token of a million badges", "inflate its list", "badge/status", "TokenList/ours", "TokenList/floor", times, 1.2, 1.3},
	{"report of a typical badge as JSON", "floor", verify, "Report/json", "Report/floor", times, 0.3, 0.4},
	{"… as text", "floor", verify, "Report/text", "Report/floor", times, 0.3, 0.5},
	{"`VerifyAll`, 2,000 typical badges, 2 workers", "floor on 2 workers", verify, "VerifyAll/ours", "VerifyAll/floor", parallel, 1.4, 1.8},
	{"`VerifyAll`, one worker", "a loop", verify, "OneWorker/all", "OneWorker/loop", times, 1.02, 1.05},
	{"ecdsa-sd-2023, all revealed", "its signatures", proofs, "Disclosure/one", "Disclosure/floor", times, 1.1, 1.2},
	{"… two workers, on the clock", "one worker", proofs, "Disclosure/two", "Disclosure/one", brief, 0.55, 0.6},

	{"check of RS256, typical", suiteOf, proofs, "Suites/RS256/ours", "Suites/RS256/floor", times, 1, 1.3},
	{"… ES256", suiteOf, proofs, "Suites/ES256/ours", "Suites/ES256/floor", times, 1, 1.3},
	{"… EdDSA", suiteOf, proofs, "Suites/EdDSA/ours", "Suites/EdDSA/floor", times, 1, 1.3},
	{"… eddsa-jcs-2022", suiteOf, proofs, "Suites/eddsa-jcs-2022/ours", "Suites/eddsa-jcs-2022/floor", times, 1, 1.3},
	{"… ecdsa-rdfc-2019", suiteOf, proofs, "Suites/ecdsa-rdfc-2019/ours", "Suites/ecdsa-rdfc-2019/floor", times, 1.15, 1.5},
	{"… ecdsa-jcs-2019", suiteOf, proofs, "Suites/ecdsa-jcs-2019/ours", "Suites/ecdsa-jcs-2019/floor", times, 1, 1.3},
	{"VC-JWT, judge and check the signature, RS256, typical", "raw crypto", proofs, "Token/RS256/ours", "Token/RS256/floor", times, 1.3, 1.6},
	{"… ES256", "raw crypto", proofs, "Token/ES256/ours", "Token/ES256/floor", times, 1.3, 1.6},
	{"… EdDSA", "raw crypto", proofs, "Token/EdDSA/ours", "Token/EdDSA/floor", times, 1.3, 1.6},
	{"SD-JWT with 20 disclosures, read, judge and check", "base64 + SHA-256 + crypto + json.Unmarshal", proofs, "SDJWT/ours", "SDJWT/floor", times, 1.3, 1.6},
	{"document with a supplied context (general path)", "floor", proofs, "UnknownContext/ours", "UnknownContext/floor", times, 10, 30},
	{"the same check with json-gold used naively, simple", "ours", ld, "Naive/simple/ours", "Naive/simple/naive", slower, 20, 0},
	{"… typical", "ours", ld, "Naive/typical/ours", "Naive/typical/naive", slower, 20, 0},
	{"… complete", "ours", ld, "Naive/complete/ours", "Naive/complete/naive", slower, 10, 0},

	{"PNG embed, 1 MB, checksums verified", "memcpy + checksum", bake, "EmbedPNG/memory/1024KB", "EmbedPNG/floor/1024KB", times, 1.1, 1.5},
	{"PNG embed, 20 MB", "memcpy + checksum", bake, "EmbedPNG/memory/20480KB", "EmbedPNG/floor/20480KB", times, 1.1, 1.5},
	{"PNG extract, 20 MB, from a ReaderAt: allocated", "", bake, "ExtractPNG/at", "", kib, 64, 64},
	{"PNG extract past a text of 1 MiB, from a file", "reading the file + checksum", bake, "FilePNG/text/extract", "FilePNG/text/checked", times, 1, 2},
	{"SVG inspect, 1 MB", "copy + SHA-256", bake, "SVG/inspect", "SVG/floor", times, 4, 7},

	{"violations of the first invalid document of a process", "SHA-256 of 1 MiB", "badge/internal/schema", "First/ours", "First/floor", times, 20, 40},
	{"10,000 revocations", "one", hosts, "SetStatuses/memory/10000", "SetStatuses/memory/1", times, 10, 20},
	{"`IssueAll` with status places, one worker", "badges that have an entry", hosts, "IssueWithStatus/ours", "IssueWithStatus/floor", times, 1.03, 1.15},
	{"1,024 pages published together in a folder", "the same files with the fewest system calls", hosts, "PublishAll/folder", "FewestCalls", disk, 1.3, 1.5},
	{"… in a folder in memory", "the same files with the fewest system calls", hosts, "PublishAll/folder", "FewestCalls", times, 1.5, 2},
	{"10,000 status places, in a folder", "one", hosts, "AllocateStatuses/folder/10000", "AllocateStatuses/folder/1", times, 10, 20},

	{"allocated for a typical check", "", proofs, "Check/typical/ours", "", kib, 16, 32},
	{"objects for a typical check", "", proofs, "Check/typical/ours", "", objects, 65, 66},
	{"objects for a whole `Verify`, typical", "", verify, "Verify/ours", "", objects, 100, 120},
	{"memory of a Verifier after 10,000 badges", "", verify, "Rest", "", mib, 4, 8},
	{"twice the statements, none alike", "once", ld, "Double/twice", "Double/once", times, 2.2, 2.2},
	{"clique of seven blank nodes refused", "SHA-256 of 1 MiB", rdf, "Hostile/clique_of_7", "Hostile/floor", times, 25, 40},
	{"chain of 2,000 blank nodes refused", "SHA-256 of 1 MiB", rdf, "Hostile/chain_of_2000", "Hostile/floor", times, 25, 40},
	{"a unit of the budget, a long text", p256Unit, verify, "Units/text", "Units/floor", perUnit, 1, 2},
	{"… statements", p256Unit, verify, "Units/statements", "Units/floor", perUnit, 1, 2},
	{"… alike blank nodes", p256Unit, verify, "Units/alike", "Units/floor", perUnit, 1, 2},
	{"… a document with a supplied context", p256Unit, verify, "Units/expansion", "Units/floor", perUnit, 1, 2},
	{"… departures", p256Unit, verify, "Units/problems", "Units/floor", perUnit, 1, 2},
	{"… a selective disclosure", p256Unit, verify, "Units/statement_signatures", "Units/floor", perUnit, 1, 2},
	{"… embedded credentials", p256Unit, verify, "Units/embedded", "Units/floor", perUnit, 1, 2},
}
