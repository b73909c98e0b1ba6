package host

import (
	"context"
	"iter"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/issuer"
)

// AwardAll issues badges with IssueAll of the Issuer, publishes each at its id,
// and yields it once it is published, in the order of the items. Badges are
// stored in groups: with a ManyStore this is much faster than one by one.
//
// A badge that is refused, or that cannot be published, comes with its error and
// does not affect the others. When the loop is left early, badges may have been
// published that are never yielded.
func (h *Host) AwardAll(ctx context.Context, i *issuer.Issuer, items iter.Seq[issuer.Item]) iter.Seq2[issuer.Issued, error] {
	return func(yield func(issuer.Issued, error) bool) {
		var group []award
		for issued, err := range i.IssueAll(ctx, items) {
			group = append(group, award{issued, err})
			if len(group) < batchSize {
				continue
			}
			if !h.publishAwards(ctx, group, yield) {
				return
			}
			group = group[:0]
		}
		h.publishAwards(ctx, group, yield)
	}
}

// award is an issued badge, or the error in its place.
type award struct {
	issuer.Issued
	err error
}

// publishAwards publishes and yields a group. It returns false if the loop is
// left.
func (h *Host) publishAwards(ctx context.Context, group []award, yield func(issuer.Issued, error) bool) bool {
	var docs []*badge.Document
	for _, a := range group {
		if a.err == nil {
			docs = append(docs, a.Document)
		}
	}
	if _, err := h.PublishAll(ctx, slices.Values(docs)); err != nil {
		for n, a := range group { // one by one, to learn which of them cannot be published
			if a.err == nil {
				group[n].err = h.Publish(ctx, a.Document)
			}
		}
	}
	for _, a := range group {
		if !yield(a.Issued, a.err) {
			return false
		}
	}
	return true
}
