package status

import (
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

func fail(code, path, format string, args ...any) error {
	return jsontext.NewError(code, path, format, args...)
}

// remark returns the warning about an accepted deviation.
func remark(code, path, format string, args ...any) badge.Problem {
	return badge.Problem{Code: code, Path: path, Message: fmt.Sprintf(format, args...), Severity: badge.SeverityWarning}
}

// quote shows the start of a text in a message.
func quote(s string) string { return jsontext.Excerpt(s) }
