package host

import (
	"context"
	"fmt"
	"time"
)

const (
	lockName = "lock"
	lockMode = 0o640
	// lockPatience is how long a change waits for another process. A change
	// takes milliseconds, one of many pages some seconds.
	lockPatience = 10 * time.Second
	// lockPause bounds the time between two attempts.
	lockPause = 20 * time.Millisecond
)

// acquire waits for the lock until ctx is done or patience ends.
func (l *lock) acquire(ctx context.Context, patience time.Duration) error {
	deadline := time.Now().Add(patience)
	for pause := 100 * time.Microsecond; ; pause = min(2*pause, lockPause) {
		switch ok, err := l.try(); {
		case err != nil:
			return fmt.Errorf("host: locking the folder: %w", err)
		case ok:
			return nil
		case time.Now().After(deadline):
			return fmt.Errorf("%w: %s", ErrBusy, l.holder())
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}
