// Openbadges verifies, issues and publishes Open Badges and edubadges. Its users
// write no code.
//
//	openbadges verify -net badge.png
//	openbadges help
//
// It makes no requests unless a flag such as -net asks for them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/openbadges-go/openbadges/verify/fetch"
)

// Exit statuses.
const (
	exitAccepted     = 0 // and any other success
	exitRejected     = 1 // and any other failure
	exitInconclusive = 2
	exitUsage        = 64 // EX_USAGE of sysexits.h
	exitUnreadable   = 66 // EX_NOINPUT
)

func main() {
	collectLater()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], process{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, terminal: isTerminal(os.Stderr),
		colour: isTerminal(os.Stdout) && os.Getenv("NO_COLOR") == ""}))
}

// collectLater lets the heap grow to five times what is in use before it is collected
// again, as long as it stays below 256 MiB: a command that runs for a moment spends
// a sixth of its processor time on collecting some megabytes otherwise. GOGC and
// GOMEMLIMIT in the environment have precedence.
func collectLater() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(256 << 20)
	}
}

// process is the environment of the command.
type process struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	net            fetch.Config // how -net reaches the web
	terminal       bool         // whether stderr is one
	colour         bool         // whether stdout shows colours
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// command is one sub-command: a row of the table.
type command struct {
	name    string
	args    string // for the usage line
	summary string // one line
	help    string // the lines between usage and flags
	// setup defines the flags and returns the job that reads them.
	setup func(f *flag.FlagSet) job
}

// job does the work of a sub-command with the arguments that are not flags. An
// error is printed; a usageError is printed with the usage and ends with
// exitUsage, any other one with the status.
type job func(ctx context.Context, p process, args []string) (status int, err error)

// usageError is a command line that makes no sense.
type usageError struct {
	error
	example string // of what was wanted; "" for none
}

func misuse(format string, args ...any) error { return usageError{error: fmt.Errorf(format, args...)} }

// commands returns the table of sub-commands, in the order of the help.
func commands() []command {
	return []command{
		verifyCommand(),
		issueCommand(),
		revokeCommand(),
		hostCommand(),
		serveCommand(),
		keyCommand(),
		lintCommand(),
		showCommand(),
		extractCommand(),
		bakeCommand(),
		removeCommand(),
		presentCommand(),
		convertCommand(),
		explainCommand(),
		archiveCommand(),
		schemaCommand(),
		versionCommand(),
		completionCommand(),
	}
}

// run is main with an explicit environment.
func run(ctx context.Context, args []string, p process) int {
	if len(args) == 0 {
		fmt.Fprint(p.stderr, overview())
		return exitUsage
	}
	name := args[0]
	if slices.Contains([]string{"help", "-h", "-help", "--help"}, name) {
		if name != "help" || len(args) == 1 {
			fmt.Fprint(p.stdout, overview())
			return exitAccepted
		}
		name, args = args[1], []string{args[1], "-h"}
	}
	all := commands()
	i := slices.IndexFunc(all, func(c command) bool { return c.name == name })
	if i < 0 {
		fmt.Fprintf(p.stderr, "openbadges: %s is not a command\n%s", quoted(name), overview())
		return exitUsage
	}
	return all[i].run(ctx, args[1:], p)
}

// overview lists the sub-commands.
func overview() string {
	var out strings.Builder
	out.WriteString("usage: openbadges COMMAND [flags] [arguments]   (openbadges COMMAND -h says more)\n\n")
	for _, c := range commands() {
		fmt.Fprintf(&out, "  %-11s %s\n", c.name, c.summary)
	}
	return out.String()
}

func (c command) usage() string {
	return strings.TrimRight("usage: openbadges "+c.name+" [flags] "+c.args, " ")
}

// run runs the sub-command.
func (c command) run(ctx context.Context, args []string, p process) int {
	f := flag.NewFlagSet(c.name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	do := c.setup(f)
	names, err := parse(f, args)
	status := exitUsage
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintf(p.stdout, "%s\n\n%s", c.usage(), c.help)
		f.SetOutput(p.stdout)
		fmt.Fprintln(p.stdout, "\nflags:")
		f.PrintDefaults()
		return exitAccepted
	case err != nil:
		err = usageError{error: err}
		if wants(args, "json") && c.name == verifyName {
			misused(p, names, err)
		}
	default:
		if status, err = do(ctx, p, names); err != nil && status == exitAccepted {
			status = exitRejected
		}
	}
	if err == nil {
		return status
	}
	fmt.Fprintf(p.stderr, "openbadges %s: %s\n", c.name, harmless(err.Error()))
	if wrong := (usageError{}); errors.As(err, &wrong) {
		fmt.Fprint(p.stderr, wrong.example)
		fmt.Fprintf(p.stderr, "%s   (openbadges %s -h says more)\n", c.usage(), c.name)
		return exitUsage
	}
	return status
}

// parse reads flags before, between and after the other arguments, which it
// returns. After -- there are only others.
func parse(f *flag.FlagSet, args []string) (names []string, err error) {
	for {
		err := f.Parse(args)
		rest := f.Args()
		if at := len(args) - len(rest); len(rest) == 0 || err != nil || at > 0 && args[at-1] == "--" {
			return append(names, rest...), err
		}
		names, args = append(names, rest[0]), rest[1:]
	}
}

// wants reports whether arguments have a flag, in either form.
func wants(args []string, name string) bool {
	return slices.Contains(args, "-"+name) || slices.Contains(args, "--"+name)
}
