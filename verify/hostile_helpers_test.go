package verify_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

const (
	victim     = "did:web:victim.example"
	attacker   = "did:web:attacker.example"
	victimHost = "victim.example"
	victimDoc  = "https://victim.example/.well-known/did.json"
	badgeID    = "urn:uuid:3f1b8a1e-0b5c-4d0e-9f8a-111111111111"
	tokenKey   = victim + "#EdDSA"
	objectKey  = victim + "#eddsa-rdfc-2022"
)

// tree is JSON that is about to be edited.
type tree = map[string]any

// scene is the surroundings of one hostile row: the keys of one world, a separate web,
// and a record of the requests.
type scene struct {
	t      *testing.T
	world  *verifytest.World
	config verify.Config
	mu     sync.Mutex
	pages  verify.Pages
	asked  []string

	histories []json.RawMessage // the claims of config.Histories
}

// Fetch answers from the pages of the scene and remembers the question.
func (s *scene) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, req.URL)
	return s.pages.Fetch(ctx, req)
}

func (s *scene) publish(address string, body any) {
	text, ok := body.(string)
	if !ok {
		text = string(marshal(body))
	}
	s.pages[address] = verify.Response{Body: []byte(text)}
}

// hosts lists the hosts that were asked, each once.
func (s *scene) hosts() string {
	found := map[string]bool{}
	for _, address := range s.asked {
		u, err := url.Parse(address)
		require.NoError(s.t, err)
		found[u.Host] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(found)), " ")
}

// newScene has the victim publish one key for each scheme; the caller trusts
// the victim alone.
func newScene(t *testing.T, world *verifytest.World) *scene {
	s := &scene{t: t, world: world, pages: verify.Pages{}}
	s.config = verify.Config{Trust: verify.Issuers(victim), Fetcher: s, Now: world.Now}
	s.publish(victimDoc, s.document(victim))
	return s
}

// document is the DID document of somebody whose keys are those of the world
// under the host name.
func (s *scene) document(did string) tree {
	methods, ids := []any{}, []any{}
	host := strings.TrimPrefix(strings.TrimPrefix(did, "did:web:"), "https://")
	for _, scheme := range []proof.Scheme{proof.EdDSARDFC2022, proof.EdDSA, proof.ES256, proof.ES384, proof.PS256} {
		id := did + "#" + string(scheme)
		ids = append(ids, id)
		methods = append(methods, method(id, did, s.key(host, scheme)))
	}
	return tree{"id": did, "verificationMethod": methods, "assertionMethod": ids}
}

// key is the private key of a host, the RSA keys being shared by all tests.
func (s *scene) key(host string, scheme proof.Scheme) crypto.Signer {
	if scheme == proof.RS256 || scheme == proof.PS256 {
		return rsaKeys()[map[bool]int{true: 0, false: 1}[host == victimHost]]
	}
	return s.world.Key(host, scheme)
}

var rsaKeys = sync.OnceValue(func() (keys [2]crypto.Signer) {
	for i := range keys {
		keys[i] = fixedRSA(strconv.Itoa(i))
	}
	return keys
})

// method is a verification method that publishes a key as a JWK.
func method(id, controller string, key crypto.Signer) tree {
	return tree{"id": id, "type": "JsonWebKey", "controller": controller, "publicKeyJwk": jwk(key)}
}

func publicKey(secret crypto.Signer) key.Key {
	k, err := key.FromPublic(secret.Public())
	if err != nil {
		return key.Key{}
	}
	return k
}

func jwk(key crypto.Signer) tree { return parseTree(publicKey(key).JWK()) }

func parseTree(text []byte) (t tree) {
	if err := json.Unmarshal(text, &t); err != nil {
		return nil
	}
	return t
}

func marshal(v any) []byte {
	text, _ := json.Marshal(v) // trees of JSON always marshal
	return text
}

// credential is the badge that all rows start from, without a proof.
func credential() tree {
	return parseTree([]byte(`{
		"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id": "` + badgeID + `", "type": ["VerifiableCredential", "AchievementCredential"],
		"issuer": {"id": "` + victim + `", "type": ["Profile"], "name": "Victim University"},
		"name": "Bachelor", "validFrom": "2026-09-01T00:00:00Z",
		"credentialSubject": {"id": "did:example:learner", "type": ["AchievementSubject"], "achievement": {
			"id": "https://victim.example/achievements/ba", "type": ["Achievement"], "name": "Bachelor",
			"description": "Has finished a course.", "criteria": {"narrative": "Pass."},
			"creditsAvailable": 36, "tag": ["arts", "law"]}}}`))
}

// at returns the object at a JSON Pointer without escapes.
func at(t tree, pointer string) tree {
	var v any = t
	for name := range strings.SplitSeq(strings.Trim(pointer, "/"), "/") {
		switch parent := v.(type) {
		case tree:
			if name != "" {
				v = parent[name]
			}
		case []any:
			i, _ := strconv.Atoi(name)
			v = parent[i]
		}
	}
	return v.(tree)
}

// draft is a JWT in the making.
type draft struct {
	*scene
	header, claims       tree
	rawHeader, rawClaims string // in place of the trees, if not empty
	key                  crypto.Signer
	sign                 func(input []byte) []byte // in place of what alg and key make
	afterwards           func(text string) string
	alg                  proof.Scheme // in place of what the header says
}

// newToken is a JWT as the victim makes it.
func (s *scene) newToken() *draft {
	claims := credential()
	maps.Copy(claims, tree{"iss": victim, "jti": badgeID, "sub": "did:example:learner", "nbf": 1788220800})
	return &draft{scene: s, header: tree{"alg": "EdDSA", "kid": tokenKey}, claims: claims}
}

// by has the token signed with the key of a host for the given algorithm.
func (j *draft) by(host string, alg proof.Scheme) {
	j.header["alg"], j.header["kid"] = string(alg), "did:web:"+host+"#"+string(alg)
	j.key = j.scene.key(host, alg)
}

func (j *draft) text() []byte {
	header, claims := j.rawHeader, j.rawClaims
	if header == "" {
		header = string(marshal(j.header))
	}
	if claims == "" {
		claims = string(marshal(j.claims))
	}
	input := b64(header) + "." + b64(claims)
	if j.alg == "" {
		alg, _ := j.header["alg"].(string)
		j.alg = proof.Scheme(alg)
	}
	if j.key == nil {
		j.key = j.scene.key(victimHost, proof.EdDSA)
	}
	sign := j.sign
	if sign == nil {
		sign = func(input []byte) []byte { return signJWS(j.key, j.alg, input) }
	}
	text := input + "." + b64(string(sign([]byte(input))))
	if j.afterwards != nil {
		text = j.afterwards(text)
	}
	return []byte(text)
}

func b64(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

func unb64(text string) []byte {
	data, _ := base64.RawURLEncoding.DecodeString(text)
	return data
}

// signJWS signs with the standard library alone (RFC 7518 §3).
func signJWS(key crypto.Signer, alg proof.Scheme, input []byte) []byte {
	digest := sha256.Sum256(input)
	switch k := key.(type) {
	case ed25519.PrivateKey:
		return ed25519.Sign(k, input)
	case *ecdsa.PrivateKey:
		sum, hash, size := digest[:], crypto.SHA256, (k.Params().BitSize+7)/8
		if alg == proof.ES384 {
			h := crypto.SHA384.New()
			h.Write(input)
			sum, hash = h.Sum(nil), crypto.SHA384
		}
		text, _ := k.Sign(nil, sum, hash) // without randomness: RFC 6979
		var pair struct{ R, S *big.Int }
		_, _ = asn1.Unmarshal(text, &pair)
		return slices.Concat(pair.R.FillBytes(make([]byte, size)), pair.S.FillBytes(make([]byte, size)))
	case *rsa.PrivateKey:
		if alg == proof.PS256 {
			signature, _ := rsa.SignPSS(noRandomness{}, k, crypto.SHA256, digest[:], &rsa.PSSOptions{SaltLength: 32})
			return signature
		}
		signature, _ := rsa.SignPKCS1v15(nil, k, crypto.SHA256, digest[:])
		return signature
	}
	return nil
}

// newProof is a Data Integrity proof as the victim makes it.
func newProof() tree {
	return tree{"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": "2026-09-01T00:00:00Z",
		"proofPurpose": "assertionMethod", "verificationMethod": objectKey}
}

// prove puts one more proof on a document, signed by key: the hashes come from
// package proof, the signature from here.
func (s *scene) prove(doc, p tree, key crypto.Signer) tree {
	alone := maps.Clone(doc)
	p["proofValue"] = base58(make([]byte, ed25519.SignatureSize))
	alone["proof"] = p
	d, err := badge.Parse(marshal(alone))
	require.NoError(s.t, err)
	explained, err := proof.Explain(context.Background(), d, proof.CheckOptions{})
	require.NoError(s.t, err)
	require.NoError(s.t, explained[0].Err)
	t := explained[0].Data
	p["proofValue"] = base58(ed25519.Sign(key.(ed25519.PrivateKey), slices.Concat(t.ProofHash, t.DocumentHash)))
	switch others := doc["proof"].(type) {
	case nil:
		doc["proof"] = p
	case []any:
		doc["proof"] = append(others, p)
	default:
		doc["proof"] = []any{others, p}
	}
	return doc
}

// genuine is the badge with the victim's embedded proof.
func (s *scene) genuine() tree {
	return s.prove(credential(), newProof(), s.key(victimHost, proof.EdDSARDFC2022))
}

// base58 writes bytes as multibase base58btc.
func base58(data []byte) string {
	const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	n, digit, out := new(big.Int).SetBytes(data), new(big.Int), []byte{}
	for n.Sign() > 0 {
		n.DivMod(n, big.NewInt(58), digit)
		out = append(out, alphabet[digit.Int64()])
	}
	for i := 0; i < len(data) && data[i] == 0; i++ {
		out = append(out, '1')
	}
	slices.Reverse(out)
	return "z" + string(out)
}

// hostile is one attack and its wanted result.
type hostile struct {
	name string // the row it answers, then what it does
	make func(s *scene) []byte
	want verify.Verdict
	code string
	asks string // the hosts that may be asked; empty: nobody is
}

const (
	yes    = verify.Accepted
	no     = verify.Rejected
	unsure = verify.Inconclusive

	good = "signature.valid"
)

// jwt forges a token from the victim's.
func jwt(edit func(j *draft)) func(*scene) []byte {
	return func(s *scene) []byte {
		j := s.newToken()
		edit(j)
		return j.text()
	}
}

// altered tampers with the victim's embedded-proof badge after it was signed.
func altered(edit func(doc tree)) func(*scene) []byte {
	return func(s *scene) []byte {
		doc := parseTree(marshal(s.genuine()))
		edit(doc)
		return marshal(doc)
	}
}

// signs has the victim sign an unusual badge with an unusual proof.
func signs(edit func(s *scene, doc, p tree)) func(*scene) []byte {
	return func(s *scene) []byte {
		doc, p := credential(), newProof()
		edit(s, doc, p)
		return marshal(s.prove(doc, p, s.key(victimHost, proof.EdDSARDFC2022)))
	}
}

// replaced edits the text of the victim's embedded-proof badge.
func replaced(from, to string) func(*scene) []byte {
	return func(s *scene) []byte {
		text := string(marshal(s.genuine()))
		require.Contains(s.t, text, from)
		return []byte(strings.Replace(text, from, to, 1))
	}
}

func hostileRows() []hostile {
	return slices.Concat(joseRows, es256kRows, claimRows, keyRows, integrityRows, contextRows, bindingRows, didRows, keyDateRows, setDateRows, keyHistoryRows, historyRows, jsonRows, compatRows, statusEntryRows)
}

// TestHostile plays every row of the catalogue of attacks that a verifier can
// meet, from the bytes to the verdict.
func TestHostile(t *testing.T) {
	world := verifytest.New(t)
	for _, row := range hostileRows() {
		t.Run(row.name, func(t *testing.T) {
			s := newScene(t, world)
			input := row.make(s)
			verifier, err := verify.New(s.config)
			require.NoError(t, err)
			report, err := verifier.Verify(t.Context(), input)
			c := report.Decisive()
			require.Equal(t, row.want, report.Verdict(), "%s at %s: %s", c.Code, c.Stage, c.Message)
			require.Equal(t, row.code, c.Code, "%s at %s: %s", c.Stage, c.Path, c.Message)
			require.Equal(t, row.want == yes, err == nil)
			_, verified := report.Verified()
			require.Equal(t, row.want == yes, verified)
			for _, host := range strings.Fields(s.hosts()) {
				require.Contains(t, strings.Fields(row.asks), host, "was asked")
			}
		})
	}
}

// TestHostileRows sees to it that no row of the catalogue is left out.
func TestHostileRows(t *testing.T) {
	answered := map[string]bool{}
	names := map[string]bool{}
	for _, row := range hostileRows() {
		require.False(t, names[row.name], row.name)
		names[row.name] = true
		id, _, _ := strings.Cut(row.name, "/")
		answered[id] = true
	}
	for letter, last := range map[string]int{"J": 44, "D": 46, "I": 22, "N": 16} {
		for n := 1; n <= last; n++ {
			id := letter + fmtRow(n)
			if !slices.Contains(elsewhere, id) {
				require.True(t, answered[id], "nothing answers row %s", id)
			}
		}
	}
}

func fmtRow(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// elsewhere lists the rows that other tests hold: those of refreshing, of
// badges of Open Badges 2.0, and of the connection itself.
var elsewhere = []string{"D45", "J42", "J43", "I02", "I21"}
