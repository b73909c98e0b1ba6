package jsontext

// Decode reads like the method of Codec, with a new Codec.
func Decode(v Value, dst any) { NewCodec(nil, dst).Decode(v, dst) }

// Encode writes like the method of Codec, with a new Codec.
func Encode(src any) ([]byte, error) { return NewCodec(nil, src).Encode(src) }
