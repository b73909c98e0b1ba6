package sdtext_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/sdtext"
)

// shown returns the disclosure with a JSON text.
func shown(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// digest returns the SHA-256 digest of a disclosure with a JSON text.
func digest(text string) string { return sdtext.SHA256.Digest(shown(text)) }

// filled replaces each <text> in a payload by the digest of that disclosure.
func filled(payload string, disclosures ...string) string {
	for i, d := range disclosures {
		payload = strings.ReplaceAll(payload, fmt.Sprintf("<%d>", i), digest(d))
	}
	return payload
}

func restore(t testing.TB, payload string, disclosures ...string) (*sdtext.Claims, error) {
	t.Helper()
	v, err := jsontext.Parse([]byte(payload))
	require.NoError(t, err)
	return sdtext.Restore(v, disclosures)
}

func code(err error) string {
	if e, ok := errors.AsType[*jsontext.Error](err); ok {
		return e.Code()
	}
	return fmt.Sprint(err)
}

func Example() {
	const name = `["4mFK0MxTK2FindSqCI-K8A","name","Ada"]`
	payload, err := jsontext.Parse([]byte(`{"id":"urn:a","_sd":["` + digest(name) + `","decoy"]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	claims, err := sdtext.Restore(payload, []string{shown(name)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(claims.Root.Raw(), claims.Disclosures[0].Path, claims.Undisclosed)
	// Output: {"id":"urn:a","name":"Ada"} /name 1
}

func TestRestore(t *testing.T) {
	const (
		ada    = `["s","name","Ada"]`
		spaced = `["s", "na\u006de", "A\u0064a"]`
		second = `["s",2]`
		inner  = `["s","city","Delft"]`
		object = `["s",{"n":1}]`
	)
	outer := filled(`["s","home",{"_sd":["<0>"],"street":"Singel"}]`, inner)
	list := filled(`["s",["a",{"...":"<0>"}]]`, second)
	for name, row := range map[string]struct {
		payload     string
		disclosures []string
		want        string
		paths       string
		undisclosed int
		withheld    []string
	}{
		"nothing to restore":                {`{ "a" : [ {} ] }`, nil, `{ "a" : [ {} ] }`, "", 0, nil},
		"SD-1 member":                       {filled(`{"id":1,"_sd":["<0>"]}`, ada), []string{ada}, `{"id":1,"name":"Ada"}`, "/name", 0, nil},
		"SD-1 in an empty object":           {filled(`{"s":{"_sd":["<0>"]},"z":null}`, ada), []string{ada}, `{"s":{"name":"Ada"},"z":null}`, "/s/name", 0, nil},
		"the spelling stays":                {filled(`{"_sd":["<0>"]}`, spaced), []string{spaced}, `{"name":"A\u0064a"}`, "/name", 0, nil},
		"SD-4 withheld":                     {filled(`{"id":1,"_sd":["<0>"]}`, ada), nil, `{"id":1}`, "", 1, []string{""}},
		"SD-4 a decoy":                      {filled(`{"s":{"_sd":["x","<0>"]}}`, ada), []string{ada}, `{"s":{"name":"Ada"}}`, "/s/name", 1, []string{"/s"}},
		"no digests":                        {`{"_sd":[]}`, nil, `{}`, "", 0, nil},
		"SD-2 element":                      {filled(`{"l":[1,{"...":"<0>"},3]}`, second), []string{second}, `{"l":[1,2,3]}`, "/l/1", 0, nil},
		"SD-2 elements withheld around":     {filled(`{"l":[{"...":"x"},{"...":"<0>"},{"...":"y"},3]}`, second), []string{second}, `{"l":[2,3]}`, "/l/0", 2, []string{"/l"}},
		"all elements withheld":             {`{"l":[{"...":"x"}]}`, nil, `{"l":[]}`, "", 1, []string{"/l"}},
		"SD-2 an object as element":         {filled(`{"l":[{"...":"<0>"}]}`, object), []string{object}, `{"l":[{"n":1}]}`, "/l/0", 0, nil},
		"SD-2 nested":                       {filled(`{"_sd":["<0>"]}`, outer), []string{inner, outer}, `{"home":{"street":"Singel","city":"Delft"}}`, "/home/city /home", 0, nil},
		"SD-2 nested, inner withheld":       {filled(`{"_sd":["<0>"]}`, outer), []string{outer}, `{"home":{"street":"Singel"}}`, "/home", 1, []string{"/home"}},
		"SD-2 nested in arrays":             {filled(`{"l":[{"...":"<0>"}]}`, list), []string{list, second}, `{"l":[["a",2]]}`, "/l/0 /l/0/1", 0, nil},
		"other members keep their spelling": {filled(`{"a": {"b":"\n", "c" :1}, "_sd":["<0>"]}`, ada), []string{ada}, `{"a":{"b":"\n", "c" :1},"name":"Ada"}`, "/name", 0, nil},
		"digests under an escaped name":     {filled(`{"l":[{"\u002e..":"<0>"}],"\u005fsd":["x"]}`, second), []string{second}, `{"l":[2]}`, "/l/0", 1, []string{""}},
		"a text that looks like digests":    {filled(`{"a":"_sd ...","_sd":["<0>"]}`, ada), []string{ada}, `{"a":"_sd ...","name":"Ada"}`, "/name", 0, nil},
		"the hash is named":                 {filled(`{"_sd_alg":"sha-256","_sd":["<0>"]}`, ada), []string{ada}, `{"name":"Ada"}`, "/name", 0, nil},
		"names that pointers write in code": {filled(`{"a/b":{"_sd":["<0>"]}}`, `["s","c~d",1]`), []string{`["s","c~d",1]`}, `{"a/b":{"c~d":1}}`, "/a~1b/c~0d", 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var texts []string
			for _, d := range row.disclosures {
				texts = append(texts, shown(d))
			}
			claims, err := restore(t, row.payload, texts...)
			require.NoError(t, err)
			require.Equal(t, row.want, claims.Root.Raw())
			var paths []string
			for i, d := range claims.Disclosures {
				require.Equal(t, texts[i], d.Text)
				require.True(t, claims.Root.At(d.Path).Exists(), d.Path)
				paths = append(paths, d.Path)
			}
			require.Equal(t, row.paths, strings.Join(paths, " "))
			require.Equal(t, row.undisclosed, claims.Undisclosed)
			require.Equal(t, row.withheld, claims.Withheld)
		})
	}
}

// The samples of RFC 9901 §4.2.1: one value in three spellings.
func TestDigest(t *testing.T) {
	for text, want := range map[string]string{
		`["_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius"]`:      "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0",
		`["_26bc4LT-ac6q2KI6cBW5es", "family_name", "M\u00f6bius"]`: "BwU3T4PB1Wk6TbA1HUOm9XenJYLZfYtJGn8hMl77zwg",
		`["_26bc4LT-ac6q2KI6cBW5es","family_name","Möbius"]`:        "TZjouOTrBKEwUNjNDs9yeMzBoQn8FFLPaJjRRmAtwrM",
	} {
		require.Equal(t, want, digest(text), text)
	}
	for _, hash := range []sdtext.Hash{sdtext.SHA256, sdtext.SHA384, sdtext.SHA512} {
		text := shown(`["s","a",1]`)
		claims, err := restore(t, `{"_sd_alg":"`+hash.String()+`","_sd":["`+hash.Digest(text)+`"]}`, text)
		require.NoError(t, err)
		require.Equal(t, `{"a":1}`, claims.Root.Raw(), hash)
		require.Equal(t, hash, claims.Hash)
	}
}

func TestRestoreRefuses(t *testing.T) {
	const ada, two = `["s","name","Ada"]`, `["s",2]`
	placeholder := `["s",{"...":"x"}]`
	member := `["s","home",{"_sd_alg":"sha-256"}]`
	for name, row := range map[string]struct {
		payload     string
		disclosures []string // JSON texts
		want        string
	}{
		"SD-5 a digest twice in one object":            {filled(`{"_sd":["<0>","<0>"]}`, ada), []string{ada}, "sdjwt.digest_repeated"},
		"SD-5 a digest twice in two objects":           {filled(`{"a":{"_sd":["<0>"]},"b":{"_sd":["<0>"]}}`, ada), []string{ada}, "sdjwt.digest_repeated"},
		"SD-5 a decoy twice":                           {`{"_sd":["x"],"a":[{"...":"x"}]}`, nil, "sdjwt.digest_repeated"},
		"SD-5 a digest again in a disclosure":          {filled(`{"_sd":["<0>","x"]}`, `["s","a",{"_sd":["x"]}]`), []string{`["s","a",{"_sd":["x"]}]`}, "sdjwt.digest_repeated"},
		"SD-5 a disclosure twice":                      {filled(`{"_sd":["<0>"]}`, ada), []string{ada, ada}, "sdjwt.digest_repeated"},
		"SD-5 digests that are a number":               {`{"_sd":1}`, nil, "sdjwt.digests"},
		"SD-5 digests that are one text":               {`{"_sd":"x"}`, nil, "sdjwt.digests"},
		"SD-5 a digest that is a number":               {`{"_sd":[1]}`, nil, "sdjwt.digests"},
		"SD-5 a digest of an element that is a number": {`{"a":[{"...":1}]}`, nil, "sdjwt.digests"},
		"SD-5 digests of an element":                   {`{"a":[{"...":["x"]}]}`, nil, "sdjwt.digests"},
		"SD-5 a placeholder with another member":       {filled(`{"l":[{"...":"<0>","a":1}]}`, two), []string{two}, "sdjwt.placeholder"},
		"SD-5 a placeholder outside of an array":       {filled(`{"l":{"...":"<0>"}}`, two), []string{two}, "sdjwt.placeholder"},
		"SD-5 a placeholder in a disclosed element":    {filled(`{"l":[{"...":"<0>"}]}`, placeholder), []string{placeholder}, "sdjwt.placeholder"},
		"SD-5 a named disclosure for an element":       {filled(`{"l":[{"...":"<0>"}]}`, ada), []string{ada}, "sdjwt.place"},
		"SD-5 a disclosure without name for a member":  {filled(`{"_sd":["<0>"]}`, two), []string{two}, "sdjwt.place"},
		"SD-5 the name _sd":                            {filled(`{"_sd":["<0>"]}`, `["s","_sd",["x"]]`), []string{`["s","_sd",["x"]]`}, "sdjwt.name_reserved"},
		"SD-5 the name _sd in code":                    {filled(`{"_sd":["<0>"]}`, `["s","\u005fsd",["x"]]`), []string{`["s","\u005fsd",["x"]]`}, "sdjwt.name_reserved"},
		"SD-5 the name ...":                            {filled(`{"_sd":["<0>"]}`, `["s","...","x"]`), []string{`["s","...","x"]`}, "sdjwt.name_reserved"},
		"SD-5 the name _sd_alg":                        {filled(`{"_sd":["<0>"]}`, `["s","_sd_alg","sha-512"]`), []string{`["s","_sd_alg","sha-512"]`}, "sdjwt.name_reserved"},
		"SD-5 a hash named inside":                     {`{"a":{"_sd_alg":"sha-256"}}`, nil, "sdjwt.name_reserved"},
		"SD-5 a hash named in a disclosure":            {filled(`{"_sd":["<0>"]}`, member), []string{member}, "sdjwt.name_reserved"},
		"SD-5 a name that is there":                    {filled(`{"name":"Eve","_sd":["<0>"]}`, ada), []string{ada}, "sdjwt.name_present"},
		"SD-5 a name that is there, behind":            {filled(`{"_sd":["<0>"],"name":"Eve"}`, ada), []string{ada}, "sdjwt.name_present"},
		"SD-5 two disclosures of one name":             {filled(`{"_sd":["<0>","<1>"]}`, ada, `["t","name","Eve"]`), []string{ada, `["t","name","Eve"]`}, "sdjwt.name_present"},
		"SD-4 a foreign disclosure":                    {filled(`{"_sd":["<0>"]}`, ada), []string{ada, `["t","x",1]`}, "sdjwt.disclosure_unreferenced"},
		"SD-4 a disclosure and no digest":              {`{}`, []string{ada}, "sdjwt.disclosure_unreferenced"},
		"SD-4 inside a disclosure that is withheld":    {filled(`{"_sd":["<0>"]}`, filled(`["s","o",{"_sd":["<0>"]}]`, ada)), []string{ada}, "sdjwt.disclosure_unreferenced"},
		"SD-9 encoded again":                           {filled(`{"_sd":["<0>"]}`, ada), []string{`["s", "name", "Ada"]`}, "sdjwt.disclosure_unreferenced"},
		"a digest of another hash":                     {filled(`{"_sd_alg":"sha-512","_sd":["<0>"]}`, ada), []string{ada}, "sdjwt.disclosure_unreferenced"},
		"an unknown hash":                              {`{"_sd_alg":"sha3-256"}`, nil, "sdjwt.hash_unsupported"},
		"a hash in capitals":                           {`{"_sd_alg":"SHA-256"}`, nil, "sdjwt.hash_unsupported"},
		"a hash that is not a text":                    {`{"_sd_alg":null}`, nil, "sdjwt.hash_unsupported"},
		"a disclosure of one":                          {`{}`, []string{`["s"]`}, "sdjwt.disclosure"},
		"a disclosure of four":                         {`{}`, []string{`["s","a",1,2]`}, "sdjwt.disclosure"},
		"a disclosure that is an object":               {`{}`, []string{`{"a":1,"b":2}`}, "sdjwt.disclosure"},
		"a salt that is a number":                      {`{}`, []string{`[1,"a",2]`}, "sdjwt.disclosure"},
		"a name that is a number":                      {`{}`, []string{`["s",1,2]`}, "sdjwt.disclosure"},
		"a disclosure that is not JSON":                {`{}`, []string{`["s","a",01]`}, "json.syntax"},
		"a disclosed object with a name twice":         {`{}`, []string{`["s","a",{"b":1,"b":2}]`}, "json.duplicate_member"},
	} {
		t.Run(name, func(t *testing.T) {
			var texts []string
			for _, d := range row.disclosures {
				texts = append(texts, shown(d))
			}
			_, err := restore(t, row.payload, texts...)
			require.Equal(t, row.want, code(err), "%v", err)
		})
	}
	for name, text := range map[string]string{"padding": shown(ada) + "=", "nothing": "", "a line break": shown(ada)[:8] + "\n" + shown(ada)[8:], "spare bits": shown(two)[:len(shown(two))-1] + "V"} {
		_, err := restore(t, `{}`, text)
		require.Equal(t, "sdjwt.disclosure", strings.Replace(code(err), "json.truncated", "sdjwt.disclosure", 1), name)
	}
}

// SD-5: digests in and around the elements of an array.
func TestDigestsInArrays(t *testing.T) {
	const ada, two = `["s","name","Ada"]`, `["s",2]`
	for name, row := range map[string]struct{ payload, disclosure, want, code string }{
		"SD-2 a member of an element":                   {filled(`{"l":[{"n":1,"_sd":["<0>"]},{}]}`, ada), ada, `{"l":[{"n":1,"name":"Ada"},{}]}`, ""},
		"SD-2 an element of an element":                 {filled(`{"l":[[{"...":"<0>"}],1]}`, two), two, `{"l":[[2],1]}`, ""},
		"SD-5 the text _sd as an element":               {`{"l":["_sd",["x"],"..."]}`, "", `{"l":["_sd",["x"],"..."]}`, ""},
		"SD-5 an element whose digests are a number":    {`{"l":[{"_sd":1}]}`, "", "", "sdjwt.digests"},
		"SD-5 an element whose digests are a text":      {`{"l":[[{"_sd":"x"}]]}`, "", "", "sdjwt.digests"},
		"SD-5 an element whose digests are an object":   {`{"l":[{"_sd":{"...":"x"}}]}`, "", "", "sdjwt.digests"},
		"SD-5 a digest in two elements":                 {filled(`{"l":[{"_sd":["<0>"]},{"_sd":["<0>"]}]}`, ada), ada, "", "sdjwt.digest_repeated"},
		"SD-5 a digest of an element and of its member": {filled(`{"l":[{"...":"<0>"},{"_sd":["<0>"]}]}`, two), two, "", "sdjwt.digest_repeated"},
		"SD-5 digests and a placeholder in one element": {filled(`{"l":[{"...":"<0>","_sd":["x"]}]}`, two), two, "", "sdjwt.placeholder"},
		"SD-5 an element in the place of a member":      {filled(`{"l":[{"_sd":["<0>"]}]}`, two), two, "", "sdjwt.place"},
		"SD-5 a member in the place of an element":      {filled(`{"l":[[{"...":"<0>"}]]}`, ada), ada, "", "sdjwt.place"},
		"SD-5 a name that is there, in an element":      {filled(`{"l":[{"name":"Eve","_sd":["<0>"]}]}`, ada), ada, "", "sdjwt.name_present"},
		"SD-5 a hash named in an element":               {`{"l":[{"_sd_alg":"sha-256"}]}`, "", "", "sdjwt.name_reserved"},
	} {
		t.Run(name, func(t *testing.T) {
			var texts []string
			if row.disclosure != "" {
				texts = []string{shown(row.disclosure)}
			}
			claims, err := restore(t, row.payload, texts...)
			if row.code != "" {
				require.Equal(t, row.code, code(err), "%v", err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, row.want, claims.Root.Raw())
		})
	}
}

func TestLimits(t *testing.T) {
	many := func(n int) (string, []string) {
		var digests, texts []string
		for i := range n {
			texts = append(texts, shown(fmt.Sprintf(`["s","n%d",%d]`, i, i)))
			digests = append(digests, sdtext.SHA256.Digest(texts[i]))
		}
		list, err := json.Marshal(digests)
		require.NoError(t, err)
		return `{"_sd":` + string(list) + `}`, texts
	}
	nested := func(depth int) (string, []string) {
		value, texts := "1", []string(nil)
		for range depth {
			texts = append(texts, shown(`["s",`+value+`]`))
			value = `[{"...":"` + sdtext.SHA256.Digest(texts[len(texts)-1]) + `"}]`
		}
		return `{"a":` + value + `}`, texts
	}
	decoys := func(n int) string {
		var lists []string
		for i := range n {
			lists = append(lists, fmt.Sprintf(`"x%d"`, i))
		}
		half := len(lists) / 3
		return `{"a":{"_sd":[` + strings.Join(lists[:half], ",") + `]},"b":{"_sd":[` + strings.Join(lists[half:2*half], ",") + `]},"c":{"_sd":[` + strings.Join(lists[2*half:], ",") + `]}}`
	}
	big := func(size int) string { return shown(`["s","a","` + strings.Repeat("x", size) + `"]`) }
	check := func(name, want, payload string, texts ...string) {
		t.Helper()
		_, err := restore(t, payload, texts...)
		if want == "" {
			require.NoError(t, err, name)
			return
		}
		require.Equal(t, want, code(err), name)
	}
	payload, texts := many(1_000)
	check("SD-12 1,000 disclosures", "", payload, texts...)
	payload, texts = many(1_001)
	check("SD-12 1,001 disclosures", "sdjwt.limit", payload, texts...)
	payload, texts = nested(15)
	check("SD-12 15 levels", "", payload, texts...)
	payload, texts = nested(31)
	check("SD-12 31 levels", "json.depth", payload, texts...)
	payload, texts = nested(900)
	check("SD-12 900 levels", "sdjwt.limit", payload, texts...)
	check("SD-12 10,000 digests", "", decoys(10_000))
	check("SD-12 10,001 digests", "sdjwt.limit", decoys(10_001))
	check("SD-12 a disclosure of 1 MB", "sdjwt.limit", `{}`, big(1<<20))
	check("SD-12 a disclosure of 60 KB", "sdjwt.disclosure_unreferenced", `{}`, big(45_000))
	texts = nil
	for i := range 20 {
		texts = append(texts, shown(fmt.Sprintf(`["s","n%d","%s"]`, i, strings.Repeat("x", 45_000))))
	}
	check("SD-12 1.2 MB of disclosures", "sdjwt.limit", `{}`, texts...)
}
