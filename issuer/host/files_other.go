//go:build !linux || !(amd64 || arm64)

package host

import "os"

func newFiles(root *os.Root) (files, error) { return rootFiles{root}, nil }
