package verify

import "context"

// Parts says whom a Trust accepts: anyone, or the issuers with these ids.
func (t Trust) Parts() (anyone bool, ids []string) { return t.anyone, t.ids }

// Spent returns what it takes of the budget to judge a badge, and the report.
func Spent(ctx context.Context, v *Verifier, data []byte) (Budget, *Report) {
	q := v.begin()
	q.now = v.cfg.Now()
	doc, err := open(data)
	if err != nil {
		return Budget{}, q.failed(ctx, unopened(err))
	}
	r := q.inquire(doc, v.badgeRole(nil)).judge(ctx)
	had, left := q.web.account.had, q.web.account.left
	return Budget{Work: had.Work - left.Work, Requests: had.Requests - left.Requests,
		Bytes: had.Bytes - left.Bytes, Inflated: had.Inflated - left.Inflated}, r
}
