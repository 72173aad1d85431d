-- SPDX-License-Identifier: GPL-2.0-or-later
-- What figures count of a chat, as one number beside it, and the sums of that by UTC day and month; scales other than 1 to 5.
-- docs/store.md explains it. Never edit: add 004.

ALTER TABLE definition ADD COLUMN min INTEGER NOT NULL DEFAULT 1;
ALTER TABLE definition ADD COLUMN max INTEGER NOT NULL DEFAULT 5;

-- Every combination of what figures know of an ended chat, but for its time. Rows are few, and never change.
CREATE TABLE cell (
    id INTEGER PRIMARY KEY,
    agent INTEGER NOT NULL REFERENCES agent,
    protocol TEXT NOT NULL,
    definition INTEGER NOT NULL,        -- 0: not asked
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,               -- a name that purple-care knows; "other" for any else
    rating INTEGER NOT NULL,            -- -1: none
    item TEXT NOT NULL,
    item_rating INTEGER NOT NULL,       -- -1: none
    UNIQUE (agent, protocol, definition, outcome, reason, rating, item, item_rating)
) STRICT;

ALTER TABLE chat ADD COLUMN counted_ms INTEGER; -- the end under which figures count it; NULL: it is in none yet
ALTER TABLE chat ADD COLUMN cell INTEGER REFERENCES cell;

CREATE TABLE fact (
    chat INTEGER PRIMARY KEY, ended_ms, agent, protocol, definition, outcome, reason, rating, item, item_rating
);
INSERT INTO fact
    SELECT c.id, c.ended_ms, c.agent, c.protocol, iif(c.outcome = 'not_asked', 0, ifnull(s.definition, 0)), c.outcome,
        CASE WHEN c.outcome <> 'not_asked' THEN 'none'
            WHEN c.reason IN ('none', 'private', 'protocol', 'idle', 'lost', 'closed', 'agent_choice', 'customer_waiting',
                'left', 'several', 'no_exchange', 'opted_out', 'too_recent', 'yearly_cap', 'weaker_encryption',
                'sampled_out', 'shadow', 'off', 'store', 'send_failed', 'asked_elsewhere', 'limit') THEN c.reason
            ELSE 'other' END,
        iif(c.outcome = 'answered', ifnull(s.rating, -1), -1),
        iif(c.outcome = 'not_asked', 'none', ifnull(s.item, 'none')),
        iif(c.outcome = 'answered' AND s.item <> 'none', ifnull(s.item_rating, -1), -1)
    FROM chat c LEFT JOIN survey s ON s.id = c.survey
    WHERE c.ended_ms > 0 AND c.ended_ms < 253399622400000
        AND c.outcome IN ('pending', 'answered', 'expired', 'skipped', 'opted_out', 'not_asked');
INSERT INTO cell (agent, protocol, definition, outcome, reason, rating, item, item_rating)
    SELECT DISTINCT agent, protocol, definition, outcome, reason, rating, item, item_rating FROM fact;
UPDATE chat SET counted_ms = f.ended_ms, cell = k.id FROM fact f JOIN cell k
    ON k.agent = f.agent AND k.protocol = f.protocol AND k.definition = f.definition AND k.outcome = f.outcome
        AND k.reason = f.reason AND k.rating = f.rating AND k.item = f.item AND k.item_rating = f.item_rating
    WHERE f.chat = chat.id;
DROP TABLE fact;

DROP INDEX chat_ended;
DROP INDEX chat_customer;
CREATE INDEX chat_facts ON chat (counted_ms, cell) WHERE counted_ms IS NOT NULL;
CREATE INDEX chat_customer ON chat (customer, counted_ms, cell) WHERE customer IS NOT NULL;
CREATE INDEX chat_import ON chat (client) WHERE client GLOB 'import-*';

-- Sums of chats. unit is 'day' or 'month', start_ms its beginning in UTC. r_: reasons of the not asked; x0 to x10: ratings
-- from the scale's lowest up; the same for each item.
CREATE TABLE rollup (
    unit TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    agent INTEGER NOT NULL,
    protocol TEXT NOT NULL,
    definition INTEGER NOT NULL,
    pending INTEGER NOT NULL DEFAULT 0, answered INTEGER NOT NULL DEFAULT 0, expired INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0, opted_out INTEGER NOT NULL DEFAULT 0, not_asked INTEGER NOT NULL DEFAULT 0,
    r_none INTEGER NOT NULL DEFAULT 0, r_private INTEGER NOT NULL DEFAULT 0, r_protocol INTEGER NOT NULL DEFAULT 0,
    r_idle INTEGER NOT NULL DEFAULT 0, r_lost INTEGER NOT NULL DEFAULT 0, r_closed INTEGER NOT NULL DEFAULT 0,
    r_agent_choice INTEGER NOT NULL DEFAULT 0, r_customer_waiting INTEGER NOT NULL DEFAULT 0,
    r_left INTEGER NOT NULL DEFAULT 0, r_several INTEGER NOT NULL DEFAULT 0, r_no_exchange INTEGER NOT NULL DEFAULT 0,
    r_opted_out INTEGER NOT NULL DEFAULT 0, r_too_recent INTEGER NOT NULL DEFAULT 0,
    r_yearly_cap INTEGER NOT NULL DEFAULT 0, r_weaker_encryption INTEGER NOT NULL DEFAULT 0,
    r_sampled_out INTEGER NOT NULL DEFAULT 0, r_shadow INTEGER NOT NULL DEFAULT 0, r_off INTEGER NOT NULL DEFAULT 0,
    r_store INTEGER NOT NULL DEFAULT 0, r_send_failed INTEGER NOT NULL DEFAULT 0,
    r_asked_elsewhere INTEGER NOT NULL DEFAULT 0, r_limit INTEGER NOT NULL DEFAULT 0,
    r_other INTEGER NOT NULL DEFAULT 0, x0 INTEGER NOT NULL DEFAULT 0, x1 INTEGER NOT NULL DEFAULT 0,
    x2 INTEGER NOT NULL DEFAULT 0, x3 INTEGER NOT NULL DEFAULT 0, x4 INTEGER NOT NULL DEFAULT 0,
    x5 INTEGER NOT NULL DEFAULT 0, x6 INTEGER NOT NULL DEFAULT 0, x7 INTEGER NOT NULL DEFAULT 0,
    x8 INTEGER NOT NULL DEFAULT 0, x9 INTEGER NOT NULL DEFAULT 0, x10 INTEGER NOT NULL DEFAULT 0,
    ideal0 INTEGER NOT NULL DEFAULT 0, ideal1 INTEGER NOT NULL DEFAULT 0, ideal2 INTEGER NOT NULL DEFAULT 0,
    ideal3 INTEGER NOT NULL DEFAULT 0, ideal4 INTEGER NOT NULL DEFAULT 0, ideal5 INTEGER NOT NULL DEFAULT 0,
    ideal6 INTEGER NOT NULL DEFAULT 0, ideal7 INTEGER NOT NULL DEFAULT 0, ideal8 INTEGER NOT NULL DEFAULT 0,
    ideal9 INTEGER NOT NULL DEFAULT 0, ideal10 INTEGER NOT NULL DEFAULT 0, culture0 INTEGER NOT NULL DEFAULT 0,
    culture1 INTEGER NOT NULL DEFAULT 0, culture2 INTEGER NOT NULL DEFAULT 0, culture3 INTEGER NOT NULL DEFAULT 0,
    culture4 INTEGER NOT NULL DEFAULT 0, culture5 INTEGER NOT NULL DEFAULT 0, culture6 INTEGER NOT NULL DEFAULT 0,
    culture7 INTEGER NOT NULL DEFAULT 0, culture8 INTEGER NOT NULL DEFAULT 0, culture9 INTEGER NOT NULL DEFAULT 0,
    culture10 INTEGER NOT NULL DEFAULT 0, attentiveness0 INTEGER NOT NULL DEFAULT 0,
    attentiveness1 INTEGER NOT NULL DEFAULT 0, attentiveness2 INTEGER NOT NULL DEFAULT 0,
    attentiveness3 INTEGER NOT NULL DEFAULT 0, attentiveness4 INTEGER NOT NULL DEFAULT 0,
    attentiveness5 INTEGER NOT NULL DEFAULT 0, attentiveness6 INTEGER NOT NULL DEFAULT 0,
    attentiveness7 INTEGER NOT NULL DEFAULT 0, attentiveness8 INTEGER NOT NULL DEFAULT 0,
    attentiveness9 INTEGER NOT NULL DEFAULT 0, attentiveness10 INTEGER NOT NULL DEFAULT 0,
    responsiveness0 INTEGER NOT NULL DEFAULT 0, responsiveness1 INTEGER NOT NULL DEFAULT 0,
    responsiveness2 INTEGER NOT NULL DEFAULT 0, responsiveness3 INTEGER NOT NULL DEFAULT 0,
    responsiveness4 INTEGER NOT NULL DEFAULT 0, responsiveness5 INTEGER NOT NULL DEFAULT 0,
    responsiveness6 INTEGER NOT NULL DEFAULT 0, responsiveness7 INTEGER NOT NULL DEFAULT 0,
    responsiveness8 INTEGER NOT NULL DEFAULT 0, responsiveness9 INTEGER NOT NULL DEFAULT 0,
    responsiveness10 INTEGER NOT NULL DEFAULT 0, empowerment0 INTEGER NOT NULL DEFAULT 0,
    empowerment1 INTEGER NOT NULL DEFAULT 0, empowerment2 INTEGER NOT NULL DEFAULT 0,
    empowerment3 INTEGER NOT NULL DEFAULT 0, empowerment4 INTEGER NOT NULL DEFAULT 0,
    empowerment5 INTEGER NOT NULL DEFAULT 0, empowerment6 INTEGER NOT NULL DEFAULT 0,
    empowerment7 INTEGER NOT NULL DEFAULT 0, empowerment8 INTEGER NOT NULL DEFAULT 0,
    empowerment9 INTEGER NOT NULL DEFAULT 0, empowerment10 INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (unit, start_ms, agent, protocol, definition)
) STRICT, WITHOUT ROWID;
-- The program makes them at its next start; until then reports count chats one by one.
INSERT INTO meta (key, value) VALUES ('sums', 'due');
