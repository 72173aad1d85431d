-- SPDX-License-Identifier: GPL-2.0-or-later
-- What a lead did about the words and the low marks of customers; docs/comments.md explains it. Never edit: add 006.

-- Goes with the words, and with whoever said them; only `settled` then stays, and only of what was handled.
CREATE TABLE mark (
    answer INTEGER PRIMARY KEY REFERENCES answer,
    read_ms INTEGER,                    -- NULL: unread
    read_by TEXT,                       -- a user of this machine, as all the others
    read_size INTEGER,                  -- letters that were there then: words may grow
    handled_ms INTEGER,
    handled_by TEXT,
    note TEXT,                          -- what was done about it
    theme TEXT,
    theme_ms INTEGER,
    theme_by TEXT,
    best_ms INTEGER,                    -- shown to the team as best practice
    best_by TEXT,
    settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)) -- was handled, by nobody knows whom
) STRICT;
CREATE INDEX mark_best ON mark (best_ms) WHERE best_ms NOT NULL;

-- The answer that figures count, where it is 1 or 2: kept with chat.cell, so that a report need not look at each answer.
ALTER TABLE chat ADD COLUMN low INTEGER;
UPDATE chat SET low = (SELECT a.id FROM survey s JOIN answer a ON a.survey = s.id AND a.seq = s.rated_seq
                        WHERE s.id = chat.survey AND a.item IS NULL AND a.rating <= 2)
    WHERE outcome = 'answered';
CREATE INDEX chat_low ON chat (counted_ms, agent, protocol, customer, erased, low) WHERE low NOT NULL;

-- What may have to be made good, by the time when it was given.
CREATE INDEX answer_low ON answer (at_ms) WHERE rating <= 2 AND item IS NULL;
