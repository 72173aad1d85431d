-- SPDX-License-Identifier: GPL-2.0-or-later
-- The first schema: chats, surveys, answers, customers and the ledger; docs/store.md explains it.
-- Times are milliseconds UTC. `ext` is the id the world knows; integers join inside. Never edit: add 002.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The store's own secret: sampling hashes with it, so that nobody can choose whom it picks.
INSERT INTO meta (key, value) VALUES ('key', lower(hex(randomblob(32))));

CREATE TABLE agent (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE definition (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE customer (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    private INTEGER NOT NULL DEFAULT 0 CHECK (private IN (0, 1)),
    opted_out_ms INTEGER,
    created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE chat (
    id INTEGER PRIMARY KEY,
    ext TEXT NOT NULL UNIQUE,
    agent INTEGER NOT NULL REFERENCES agent,
    protocol TEXT NOT NULL,
    account TEXT NOT NULL,
    address TEXT,                       -- dropped when no late answer can come any more
    room INTEGER NOT NULL CHECK (room IN (0, 1)),
    customer INTEGER REFERENCES customer, -- NULL: anonymous
    started_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    ended_ms INTEGER NOT NULL,          -- 0: still open
    agent_lines INTEGER NOT NULL,
    customer_lines INTEGER NOT NULL,
    ended_by TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    guards TEXT,
    survey INTEGER REFERENCES survey,   -- the one that the outcome speaks of
    client TEXT NOT NULL                -- who looks after it: slot-run, as in care.lock
) STRICT;
CREATE INDEX chat_ended ON chat (ended_ms);
CREATE INDEX chat_customer ON chat (customer) WHERE customer IS NOT NULL;
CREATE INDEX chat_unsettled ON chat (outcome) WHERE outcome IN ('open', 'pending');
CREATE INDEX chat_address ON chat (ended_ms) WHERE address IS NOT NULL;

CREATE TABLE survey (
    id INTEGER PRIMARY KEY,
    ext TEXT NOT NULL UNIQUE,
    chat INTEGER NOT NULL REFERENCES chat,
    customer INTEGER REFERENCES customer,
    state TEXT NOT NULL,
    asked_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    rounds INTEGER NOT NULL,
    clarified INTEGER NOT NULL CHECK (clarified IN (0, 1)),
    by_agent INTEGER NOT NULL CHECK (by_agent IN (0, 1)),
    probability REAL NOT NULL,
    definition INTEGER REFERENCES definition,
    who TEXT,                           -- dropped together with the chat's address
    answers INTEGER NOT NULL,
    rating INTEGER CHECK (rating BETWEEN 1 AND 5) -- the one that counts
) STRICT;
CREATE INDEX survey_chat ON survey (chat);
CREATE INDEX survey_customer ON survey (customer, asked_ms) WHERE customer IS NOT NULL;
CREATE INDEX survey_expired ON survey (asked_ms) WHERE state = 'expired';
CREATE INDEX survey_open ON survey (state) WHERE state IN ('asking', 'asked', 'suspended');
-- Two clients on one store: only one of them can have a question out to a customer.
CREATE UNIQUE INDEX survey_one_open ON survey (customer)
    WHERE customer IS NOT NULL AND state IN ('asking', 'asked', 'suspended');

CREATE TABLE answer (
    id INTEGER PRIMARY KEY,
    survey INTEGER NOT NULL REFERENCES survey,
    seq INTEGER NOT NULL CHECK (seq > 0),
    rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
    kind TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    UNIQUE (survey, seq)
) STRICT;

-- The only place where a customer's words are kept.
CREATE TABLE comment (
    answer INTEGER PRIMARY KEY REFERENCES answer,
    text TEXT NOT NULL
) STRICT;

-- Append-only, without personal data; each hash covers the row and the hash before it.
CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    chat TEXT,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER ledger_keeps_rows BEFORE DELETE ON ledger
BEGIN
    SELECT raise(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_keeps_values BEFORE UPDATE ON ledger
BEGIN
    SELECT raise(ABORT, 'the ledger is append-only');
END;
