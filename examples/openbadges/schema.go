package main

import (
	"context"
	_ "embed" // for the schema
	"flag"
	"io"
)

//go:embed schema.json
var schema string

const schemaHelp = `Prints the JSON Schema (2020-12) of a line of openbadges verify -json. The report
alone is "#/$defs/report" in it.

  openbadges schema > openbadges.schema.json
`

func schemaCommand() command {
	return command{"schema", "", "print the JSON Schema of verify -json", schemaHelp, func(*flag.FlagSet) job {
		return func(_ context.Context, p process, names []string) (int, error) {
			if len(names) > 0 {
				return exitUsage, misuse("schema takes no arguments")
			}
			_, err := io.WriteString(p.stdout, schema)
			return exitAccepted, err
		}
	}}
}
