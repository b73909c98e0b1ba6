package store

import (
	"context"
	"database/sql/driver"

	"modernc.org/sqlite"
)

// statementsKept bounds the statements that a connection keeps. The queue and this
// program have a few dozen.
const statementsKept = 128

// connector opens connections to SQLite that keep the statements they have
// prepared. Parsing most statements of the queue takes longer than running them,
// and the driver parses a statement each time. That of PostgreSQL keeps them.
type connector struct{ driver.Connector }

func newConnector(source string) (driver.Connector, error) {
	c, err := sqlite.NewConnector(source)
	return connector{c}, err
}

// Connect implements driver.Connector.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	opened, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{opened.(sqliteConn), map[string]*statement{}}, nil
}

// sqliteConn is what the connections of the driver implement, apart from Execer
// and Queryer.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// conn is a connection. One goroutine uses it at a time.
type conn struct {
	sqliteConn
	kept map[string]*statement
}

// statement is a prepared statement.
type statement struct {
	driver.Stmt
	kept bool
	busy bool // its rows are being read, so it cannot run again
}

// prepare returns a statement that is not busy.
func (c *conn) prepare(ctx context.Context, text string) (*statement, error) {
	known := c.kept[text]
	if known != nil && !known.busy {
		return known, nil
	}
	made, err := c.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	s := &statement{Stmt: made, kept: known == nil && len(c.kept) < statementsKept}
	if s.kept {
		c.kept[text] = s
	}
	return s, nil
}

// done ends a use of a statement.
func (s *statement) done() error {
	s.busy = false
	if s.kept {
		return nil
	}
	return s.Close()
}

// ExecContext implements driver.ExecerContext.
func (c *conn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.prepare(ctx, text)
	if err != nil {
		return nil, err
	}
	result, err := s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
	if end := s.done(); err == nil {
		err = end
	}
	return result, err
}

// QueryContext implements driver.QueryerContext.
func (c *conn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.prepare(ctx, text)
	if err != nil {
		return nil, err
	}
	rows, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		s.done() // err says more
		return nil, err
	}
	s.busy = true
	return &result{rows, s}, nil
}

// Close implements driver.Conn.
func (c *conn) Close() error {
	for _, s := range c.kept {
		s.Close() // fails if the statement failed, and its caller has that error
	}
	return c.sqliteConn.Close()
}

// result is the rows of a statement.
type result struct {
	driver.Rows
	of *statement
}

// Close implements driver.Rows.
func (r *result) Close() error {
	err := r.Rows.Close()
	if end := r.of.done(); err == nil {
		err = end
	}
	return err
}
