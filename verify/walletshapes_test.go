package verify_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify"
)

// walletShapes are the files of the protocols by which wallets receive and show
// badges: for each the code with which a verifier of badges refuses it. Requests,
// offers, queries and metadata are not badges, and many files leave parts out
// with three dots.
var walletShapes = map[string]string{
	// Offers, requests, answers and metadata of issuing (OpenID4VCI), where a key
	// proof is not a badge.
	"openid4vci/README.md":                                       "badge.format",
	"openid4vci/authorization_details.json":                      "badge.format",
	"openid4vci/authorization_details_jwt_vc_json.json":          "badge.format",
	"openid4vci/authorization_details_ldp_vc.json":               "badge.format",
	"openid4vci/authorization_details_multiple_credentials.json": "badge.format",
	"openid4vci/authorization_details_sd_jwt_vc.json":            "badge.format",
	"openid4vci/authorization_details_with_as.json":              "badge.format",
	"openid4vci/credential_issuer_metadata_sd_jwt_jwt.txt":       "jws.base64",
	"openid4vci/credential_issuer_metadata_sd_jwt_long.json":     "structure.kind",
	"openid4vci/credential_metadata_jwt_vc_json.json":            "structure.kind",
	"openid4vci/credential_metadata_ldp_vc.json":                 "structure.kind",
	"openid4vci/credential_metadata_sd_jwt_vc.json":              "structure.kind",
	"openid4vci/credential_offer_authz_code.txt":                 "badge.format",
	"openid4vci/credential_offer_by_reference.json":              "structure.kind",
	"openid4vci/credential_offer_multiple_credentials.json":      "structure.kind",
	"openid4vci/credential_offer_pre-authz_code.json":            "structure.kind",
	"openid4vci/credential_response_jwt_vc_json.txt":             "badge.format",
	"openid4vci/credential_response_ldp_vc.txt":                  "badge.format",
	"openid4vci/credential_response_sd_jwt_vc.txt":               "badge.format",
	"openid4vci/issuer_jwks.json":                                "json.syntax",
	"openid4vci/proof.jwt":                                       "structure.kind",

	// Queries, requests, answers and metadata of showing (OpenID4VP), where the proofs
	// of badges are left out in part.
	"openid4vp/README.md": "badge.format",
	"openid4vp/client_metadata/sd_jwt_vc_verifier_metadata.json": "structure.kind",
	"openid4vp/client_metadata/w3c_jwt_verifier_metadata.json":   "structure.kind",
	"openid4vp/client_metadata/w3c_ldp_verifier_metadata.json":   "structure.kind",
	"openid4vp/credentials/jwt_vc.json":                          "structure.kind",
	"openid4vp/credentials/ldp_vc.json":                          "proof.value",
	"openid4vp/credentials/sd_jwt_vc.json":                       "proof.missing",
	"openid4vp/credentials/sd_jwt_vc_unsecured.json":             "structure.kind",
	"openid4vp/query_lang/claims_alternatives.json":              "structure.kind",
	"openid4vp/query_lang/credentials_alternatives.json":         "structure.kind",
	"openid4vp/query_lang/multi_credentials.json":                "structure.kind",
	"openid4vp/query_lang/simple.json":                           "structure.kind",
	"openid4vp/query_lang/value_matching_simple.json":            "structure.kind",
	"openid4vp/request/dcql_jwt_vc.json":                         "structure.kind",
	"openid4vp/request/dcql_ldp_vc.json":                         "structure.kind",
	"openid4vp/request/request_header_client_id_did.json":        "structure.kind",
	"openid4vp/request/request_object_client_id_did.json":        "json.syntax",
	"openid4vp/response/jwt_vc.json":                             "structure.kind",
	"openid4vp/response/kb_jwt_unsecured.json":                   "structure.kind",
	"openid4vp/response/ldp_vc.json":                             "proof.value",

	// Parts of one SD-JWT VC, which TestPublishedKeyBindings joins and checks: alone, and
	// broken into lines, they do not count.
	"openid4vp/sd_jwt_vcld/disclosures.md":          "badge.format",
	"openid4vp/sd_jwt_vcld/kb_jwt_header.json":      "structure.kind",
	"openid4vp/sd_jwt_vcld/kb_jwt_payload.json":     "structure.kind",
	"openid4vp/sd_jwt_vcld/kb_jwt_serialized.txt":   "jws.base64",
	"openid4vp/sd_jwt_vcld/keys.json":               "structure.kind",
	"openid4vp/sd_jwt_vcld/sd_jwt_issuance.txt":     "jws.base64",
	"openid4vp/sd_jwt_vcld/sd_jwt_jws_part.txt":     "jws.base64",
	"openid4vp/sd_jwt_vcld/sd_jwt_payload.json":     "proof.missing",
	"openid4vp/sd_jwt_vcld/sd_jwt_presentation.txt": "jws.base64",
	"openid4vp/sd_jwt_vcld/user_claims.json":        "structure.kind",
	"openid4vp/sd_jwt_vcld/verified_contents.json":  "proof.missing",
}

// Nothing that wallets and issuers send one another beside badges counts as one.
func TestWalletShapes(t *testing.T) {
	root := filepath.Join(referenceFolder(), "next")
	reference(t, "next", "README.md")
	v, err := verify.New(verify.Config{Trust: verify.AnyIssuer()})
	require.NoError(t, err)
	seen := 0
	for _, folder := range []string{"openid4vci", "openid4vp"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(root, folder), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			name, err := filepath.Rel(root, path)
			require.NoError(t, err)
			want := walletShapes[filepath.ToSlash(name)]
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			seen++
			r, err := v.Verify(t.Context(), text)
			if err == nil || r.Decisive().Code != want {
				t.Errorf("\t%q: %q,", filepath.ToSlash(name), r.Decisive().Code)
			}
			return nil
		}))
	}
	require.Equal(t, len(walletShapes), seen)
}
