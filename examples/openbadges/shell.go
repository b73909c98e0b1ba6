package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

const completionHelp = `Prints a script that completes commands, flags and files in a shell.

  source <(openbadges completion bash)
  source <(openbadges completion zsh)
  openbadges completion fish | source
`

func completionCommand() command {
	return command{"completion", "bash|zsh|fish", "print a script for the completion in a shell", completionHelp, func(f *flag.FlagSet) job {
		return func(_ context.Context, p process, names []string) (int, error) {
			if len(names) != 1 {
				return 0, misuse("wanted bash, zsh or fish")
			}
			script, err := completion(names[0])
			if err != nil {
				return exitUsage, err
			}
			_, err = fmt.Fprint(p.stdout, script)
			return exitAccepted, err
		}
	}}
}

// completion returns the script for a shell, made from the table of commands.
func completion(shell string) (string, error) {
	var names []string
	flags := map[string]string{}
	for _, c := range commands() {
		names = append(names, c.name)
		f := flag.NewFlagSet(c.name, flag.ContinueOnError)
		c.setup(f)
		f.VisitAll(func(one *flag.Flag) { flags[c.name] += " -" + one.Name })
	}
	all := strings.Join(names, " ")
	var out strings.Builder
	switch shell {
	case "bash", "zsh":
		if shell == "zsh" {
			out.WriteString("autoload -U +X bashcompinit && bashcompinit\n")
		}
		fmt.Fprintf(&out, "_openbadges() {\n  local word=${COMP_WORDS[COMP_CWORD]} words=\n  if [ \"$COMP_CWORD\" = 1 ]; then words=%q\n  else case ${COMP_WORDS[1]} in\n", all)
		for _, name := range names {
			fmt.Fprintf(&out, "    %s) words=%q ;;\n", name, strings.TrimSpace(flags[name]))
		}
		out.WriteString("  esac; fi\n  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\ncomplete -o default -F _openbadges openbadges\n")
	case "fish":
		fmt.Fprintf(&out, "complete -c openbadges -n __fish_use_subcommand -f -a %q\n", all)
		for _, name := range names {
			for one := range strings.FieldsSeq(flags[name]) {
				fmt.Fprintf(&out, "complete -c openbadges -n '__fish_seen_subcommand_from %s' -o %s\n", name, one[1:])
			}
		}
	default:
		return "", misuse("%s is unknown, wanted bash, zsh or fish", badge.Quote(shell))
	}
	return out.String(), nil
}

const versionHelp = `Prints the version of the program and of Go.
`

func versionCommand() command {
	return command{"version", "", "print the version", versionHelp, func(*flag.FlagSet) job {
		return func(_ context.Context, p process, names []string) (int, error) {
			if len(names) > 0 {
				return 0, misuse("%s is not expected", badge.Quote(names[0]))
			}
			_, err := fmt.Fprintln(p.stdout, version())
			return exitAccepted, err
		}
	}}
}

func version() string {
	number := "(unknown)"
	if info, ok := debug.ReadBuildInfo(); ok {
		number = info.Main.Version
	}
	return "openbadges " + number + ", " + runtime.Version()
}
