#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Gives an imported store what an import does not bring: words of customers, languages, and how attentive the chats were.
"""usage: fill.py STORE [VERSION-FROM]      VERSION-FROM: chats from this day on were asked another question"""
import sqlite3
import sys

WORDS = {
    1: ["Nobody answered for twenty minutes, then the chat was closed.", "I had to explain the same thing three times."],
    2: ["The answer was right, but it felt copied.", "Zu lange gewartet."],
    3: ["It was all right."],
    4: ["Quick and clear, thank you!", "Anna asked what I had tried already, which saved us both a lot of time.\nThe link she sent was the right one."],
    5: ["You listened, and you called back as you had promised.", "ありがとうございました。とても丁寧でした。", "شكراً جزيلاً، كان الرد سريعاً وواضحاً."],
}
LANGUAGES = ["en", "en", "de", "en", "fr", "ja", None]


def words_of(number, rating):
    """None: said nothing."""
    return WORDS[rating][number // 7 % len(WORDS[rating])] if number % 3 == 0 else None


def answer(db, chat, number, rating, text):
    """One answered question for a chat that was imported as answered; its figures stay as they are."""
    row, customer, at_ms, definition = chat
    survey = db.execute(
        "INSERT INTO survey (ext, chat, customer, state, asked_ms, changed_ms, rounds, clarified, by_agent, probability, definition, answers,"
        " rating, rated_seq, step, language) VALUES (?, ?, ?, 'answered', ?, ?, 1, 0, 0, 1, ?, 1, ?, 1, 'done', ?)",
        (f"filled-{number}", row, customer, at_ms, at_ms, definition, rating, LANGUAGES[number % len(LANGUAGES)])).lastrowid
    db.execute("UPDATE chat SET survey = ? WHERE id = ?", (survey, row))
    given = db.execute("INSERT INTO answer (survey, seq, rating, kind, at_ms) VALUES (?, 1, ?, 'final', ?)", (survey, rating, at_ms + 9000)).lastrowid
    if rating <= 2:
        db.execute("UPDATE chat SET low = ? WHERE id = ?", (given, row))
    if text is not None:
        db.execute("INSERT INTO comment VALUES (?, ?)", (given, text))


def attend(db):
    """How attentive every chat was."""
    db.execute("UPDATE chat SET replies = 2 + id % 9, first_reply_ms = 8000 + id % 40 * 1000, median_reply_ms = 15000 + id % 70 * 1000,"
               " longest_wait_ms = 60000 + id % 300 * 1000, first_part_ms = 20000, last_part_ms = 30000 + id % 50 * 1000, promises = id % 3,"
               " kept = id % 3 - (id % 9 = 2), open_questions = (id % 11 = 0) WHERE counted_ms IS NOT NULL")
    # Sums by month are made by whoever opens the store to write; until then a reader counts.
    db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('sums', 'due')")


def ask_anew(db, day):
    """Cells are what figures are made of: each one's twin under the new question takes the chats from @day on."""
    new = db.execute("INSERT INTO definition (hash) VALUES ('second wording')").lastrowid
    same = "agent, protocol, {}, outcome, reason, rating, item, item_rating"
    db.execute(f"INSERT INTO cell ({same.format('definition')}) SELECT {same.format('?')} FROM cell WHERE definition <> 0", (new,))
    db.execute("UPDATE chat SET cell = twin.id FROM cell old JOIN cell twin ON twin.agent = old.agent AND twin.protocol = old.protocol"
               " AND twin.definition = ?1 AND twin.outcome = old.outcome AND twin.reason = old.reason AND twin.rating = old.rating"
               " AND twin.item = old.item AND twin.item_rating = old.item_rating"
               " WHERE old.id = chat.cell AND old.definition NOT IN (0, ?1) AND counted_ms >= strftime('%s', ?2) * 1000", (new, day))


def main():
    db = sqlite3.connect(sys.argv[1])
    if len(sys.argv) > 2:
        ask_anew(db, sys.argv[2])
    chats = db.execute("SELECT c.id, c.customer, c.counted_ms, k.definition, k.rating FROM chat c JOIN cell k ON k.id = c.cell"
                       " WHERE k.outcome = 'answered' ORDER BY c.id").fetchall()
    for number, (*chat, rating) in enumerate(chats):
        answer(db, chat, number, rating, words_of(number, rating))
    attend(db)
    db.commit()


if __name__ == "__main__":
    main()
