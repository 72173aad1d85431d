-- SPDX-License-Identifier: GPL-2.0-or-later
-- What is remembered of customers for agents, how attentive chats were, and how each reminder fared; docs/store.md explains it.
-- Never edit: add 005.

ALTER TABLE customer ADD COLUMN note TEXT;  -- the agents' words
ALTER TABLE customer ADD COLUMN note_ms INTEGER;
ALTER TABLE customer ADD COLUMN name TEXT;  -- what they want to be called
ALTER TABLE customer ADD COLUMN name_ms INTEGER;
ALTER TABLE customer ADD COLUMN language_by TEXT CHECK (language_by = 'agent'); -- NULL: by their answers

-- Of no customer and no chat: only how this desk's reminders are taken.
CREATE TABLE reminder (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    rule TEXT NOT NULL,
    level TEXT NOT NULL,
    result TEXT NOT NULL,
    after_ms INTEGER NOT NULL,
    UNIQUE (at_ms, rule, level, result, after_ms)
) STRICT;
-- By these a rule is passive or not, however long ago it was.
CREATE INDEX reminder_turn ON reminder (rule) WHERE result IN ('demoted', 'restored');

-- Never part of a score. All NULL: nothing is known; times are NULL where there is no such figure.
ALTER TABLE chat ADD COLUMN replies INTEGER;
ALTER TABLE chat ADD COLUMN first_reply_ms INTEGER;
ALTER TABLE chat ADD COLUMN median_reply_ms INTEGER;
ALTER TABLE chat ADD COLUMN longest_wait_ms INTEGER;
ALTER TABLE chat ADD COLUMN first_part_ms INTEGER;
ALTER TABLE chat ADD COLUMN last_part_ms INTEGER;
ALTER TABLE chat ADD COLUMN promises INTEGER;
ALTER TABLE chat ADD COLUMN kept INTEGER;
ALTER TABLE chat ADD COLUMN open_questions INTEGER;
-- All that is read of single ones.
CREATE INDEX chat_attended ON chat (counted_ms, cell, first_reply_ms, median_reply_ms, first_part_ms, last_part_ms,
        longest_wait_ms, replies, promises, kept, open_questions)
    WHERE replies IS NOT NULL;

-- Sums of them by UTC month: chats, counts, and how often each time was met.
CREATE TABLE attended (
    start_ms INTEGER NOT NULL,
    agent INTEGER NOT NULL,
    protocol TEXT NOT NULL,
    n INTEGER NOT NULL,
    replies INTEGER NOT NULL,
    promises INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    open_questions INTEGER NOT NULL,
    times BLOB NOT NULL,                -- see care-times.h
    UNIQUE (start_ms, agent, protocol)
) STRICT;
