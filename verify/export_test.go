package verify

// Parts says whom a Trust accepts: anyone, or the issuers with these ids.
func (t Trust) Parts() (anyone bool, ids []string) { return t.anyone, t.ids }
