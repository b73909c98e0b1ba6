package jsontext

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAppendCanonical(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"names":     {`{"b":1,"a":{"d":[],"c":{}}}`, `{"a":{"c":{},"d":[]},"b":1}`},
		"numbers":   {`[1.0,-0,0.10,1e0,4.50,2e-3,0.000000000000000000000000001,1e-7,0.000001,5e-324,9007199254740991,333333333.3333333]`, `[1,0,0.1,1,4.5,0.002,1e-27,1e-7,0.000001,5e-324,9007199254740991,333333333.3333333]`},
		"large":     {`[9007199254740992,-9007199254740994,1e21,1E22]`, `[9007199254740992,-9007199254740994,1e+21,1e+22]`},
		"rounded":   {`[0.1000000000000000055,9007199254740992.5,0.30000000000000004]`, `[0.1,9007199254740992,0.30000000000000004]`},
		"exponents": {`[1.5e-10,1.5e-100,-2e-209,1e-300]`, `[1.5e-10,1.5e-100,-2e-209,1e-300]`},
		"strings":   {`"\u20ac$\u000f\nA'\u0042\u0022\u005c\\\"\/\u007f<>"`, "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\x7f<>\""},
		"literals":  {` [ null , true , false ] `, `[null,true,false]`},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := Parse([]byte(c.in))
			require.NoError(t, err)
			got, err := AppendCanonical(nil, v)
			require.NoError(t, err)
			require.Equal(t, c.want, string(got))
			again, err := Parse(got)
			require.NoError(t, err)
			twice, err := AppendCanonical(nil, again)
			require.NoError(t, err)
			require.Equal(t, c.want, string(twice))
		})
	}
}

func TestAppendCanonicalOrder(t *testing.T) {
	v, err := Parse([]byte(`{"\ufb33":1,"\ud83d\ude00":2,"\u20ac":3,"1":5,"\u00f6":7,"skip":8}`))
	require.NoError(t, err)
	got, err := AppendCanonical(nil, v, "skip")
	require.NoError(t, err)
	require.Equal(t, "{\"1\":5,\"ö\":7,\"€\":3,\"😀\":2,\"\ufb33\":1}", string(got))
}

func TestAppendCanonicalRefusesWhatWouldChange(t *testing.T) {
	for _, number := range []string{"9007199254740993", "-9007199254740993.0", "1E30", "1e300", "12345678901234567890e1", "4.940656458412465441e-324"} {
		v, err := Parse([]byte(`{"a":[` + number + `]}`))
		require.NoError(t, err)
		_, err = AppendCanonical(nil, v)
		var e *Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, CodeNumberRange, e.Code())
		require.Equal(t, "/a/0", e.Path())
	}
}
