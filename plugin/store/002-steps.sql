-- SPDX-License-Identifier: GPL-2.0-or-later
-- Follow-up steps, questions in mid-chat, languages, and what stays of customers who were erased.
-- A survey of kind 'pulse' is no question at a chat's end: no outcome and no clock speaks of it. Never edit: add 003.

ALTER TABLE survey ADD COLUMN kind TEXT NOT NULL DEFAULT 'final' CHECK (kind IN ('final', 'pulse'));
ALTER TABLE survey ADD COLUMN language TEXT;
ALTER TABLE survey ADD COLUMN step TEXT NOT NULL DEFAULT 'rating';
ALTER TABLE survey ADD COLUMN item TEXT NOT NULL DEFAULT 'none';
ALTER TABLE survey ADD COLUMN item_rating INTEGER CHECK (item_rating BETWEEN 1 AND 5);
ALTER TABLE survey ADD COLUMN rated_seq INTEGER NOT NULL DEFAULT 0; -- the answer that counts
-- So far every answer was one to the main question, and the last one counted.
UPDATE survey SET step = 'done', rated_seq = answers WHERE rating IS NOT NULL;

ALTER TABLE answer ADD COLUMN item TEXT; -- NULL: to the main question

ALTER TABLE customer ADD COLUMN language TEXT;
ALTER TABLE chat ADD COLUMN erased INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1)); -- nobody's for good

DROP INDEX survey_one_open;
CREATE UNIQUE INDEX survey_one_open ON survey (customer)
    WHERE customer IS NOT NULL AND kind = 'final' AND state IN ('asking', 'asked', 'suspended');
DROP INDEX survey_expired;
CREATE INDEX survey_expired ON survey (asked_ms) WHERE kind = 'final' AND state = 'expired';
CREATE INDEX survey_follow_up ON survey (changed_ms)
    WHERE kind = 'final' AND state = 'answered' AND step IN ('item', 'comment');

-- Of an erased customer stays what keeps them from being asked, by a hash that only who knows the key finds.
CREATE TABLE tombstone (
    hash TEXT PRIMARY KEY,              -- HMAC-SHA256 of the customer's key under the store's, hex
    private INTEGER NOT NULL CHECK (private IN (0, 1)),
    opted_out_ms INTEGER
) STRICT, WITHOUT ROWID;

-- Their questions, each time rounded up to a whole day: exact, it would tell which chats were theirs.
CREATE TABLE tombstone_asked (
    hash TEXT NOT NULL,
    asked_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    n INTEGER NOT NULL CHECK (n > 0),
    PRIMARY KEY (hash, asked_ms, state)
) STRICT, WITHOUT ROWID;
