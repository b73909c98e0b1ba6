//go:build linux

package verify_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// budgetSDJWTs are tokens with many, large or nested disclosures.
func budgetSDJWTs() []budgetInput {
	digest := func(disclosure string) string {
		sum := sha256.Sum256([]byte(disclosure))
		return b64(string(sum[:]))
	}
	token := func(payload string, disclosures ...string) []byte {
		jws := b64(`{"alg":"EdDSA","typ":"dc+sd-jwt","kid":"`+tokenKey+`"}`) + "." + b64(payload) + "." + b64(strings.Repeat("s", 64))
		return []byte(jws + "~" + strings.Join(append(disclosures, ""), "~"))
	}
	claims := func(more string) string { return `{"iss":"` + victim + `","vct":"urn:example:a"` + more + `}` }
	shown := func(n int, value string) (digests string, disclosures []string) {
		for i := range n {
			one := b64(fmt.Sprintf(`["s","m%d",%s]`, i, value))
			disclosures = append(disclosures, one)
			digests += `,"` + digest(one) + `"`
		}
		return digests[1:], disclosures
	}
	many, manyShown := shown(1_000, `[1]`)
	large, largeShown := shown(16, `"`+strings.Repeat("x", 45_000)+`"`)
	values, valuesShown := shown(16, `[`+budgetList(4_900, "1")+`]`)
	nested, nestedShown := `1`, []string{}
	for range 30 {
		one := b64(`["s","n",` + nested + `]`)
		nestedShown = append(nestedShown, one)
		nested = `{"_sd":["` + digest(one) + `"],"a":"` + strings.Repeat("x", 10) + `"}`
	}
	decoys := budgetNumbered(9_900, `"d%d"`)
	return []budgetInput{
		{"an SD-JWT with a thousand disclosures", token(claims(`,"_sd":[`+many+`]`), manyShown...)},
		{"an SD-JWT with large disclosures", token(claims(`,"_sd":[`+large+`]`), largeShown...)},
		{"an SD-JWT with disclosures of many values", token(claims(`,"_sd":[`+values+`]`), valuesShown...)},
		{"an SD-JWT with nested disclosures", token(claims(","+nested[1:len(nested)-1]), nestedShown...)},
		{"an SD-JWT with 10,000 digests", token(claims(`,"a":{"_sd":[` + budgetNumbered(4_900, `"d%d"`) + `]},"b":{"_sd":[` + budgetNumbered(4_900, `"e%d"`) + `]}`))},
		{"an SD-JWT with too many digests", token(claims(`,"_sd":[` + decoys + `]`))},
		{"an SD-JWT with disclosures of nobody", token(claims(""), manyShown...)},
		{"an SD-JWT of tildes", token(claims(""), make([]string, 500_000)...)},
		{"an SD-JWT with a large key binding", append(token(claims("")), strings.Repeat("k", 1_000_000)...)},
	}
}
