#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Puts texts into a store that try to be markup, formulas or commands to a terminal, and proves that every output shows them as text.
"""usage: hostile.py BUILD STORE FOLDER      STORE holds real chats already; pages for a browser are left in FOLDER"""
import csv
import html.parser
import io
import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
import unicodedata

BUILD, STORE, FOLDER = (os.path.abspath(argument) for argument in sys.argv[1:4])
TAIL = "hostile"  # ends each text, so that it can be found
SCRIPTS = ["<script>window.ran=1</script>", "\"><img src=x onerror=\"window.ran=1\">", "'><svg/onload=window.ran=1>", "</title></style></script><b>",
           "</textarea><iframe srcdoc='<script>parent.ran=1</script>'></iframe>", "<a href=\"javascript:window.ran=1\">x</a>", "<!-- ", "]]><![CDATA[",
           "&lt;script&gt;&#60;b&#62;&amp;", "{{constructor.constructor('window.ran=1')()}}", "<base href=//example.org>", "<meta http-equiv=refresh content=0>"]
FORMULAS = ["=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1+1)", "\t=1+1", "\r=1+1", "'=1+1", "''=1+1", "a;=1+1", "a,=1+1", "a\"\n=1+1", "\"=1+1\""]
TERMINAL = ["\x1b[2J\x1b[31m", "\x1b]0;title\x07", "\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\", "\x9b31m", "\x9d0;title\x9c", "\x07\x08\x0e\x7f",
            "\x1bP+q\x1b\\", "a\rb", "\x85\u2028\u2029"]
TURNS = ["\u202eevil\u202c", "\u2066a\u2067b\u2068c\u2069", "\u200e\u200f\u061c", "\u202a\u202b\u202d", "שלום \u202e abc", "مرحبا 123"]
WIDE = ["日本語のなまえ" * 20, "👩‍👩‍👧‍👦🏳️‍🌈", "a" + "\u0301\u0316" * 300, "\u200b\ufeff\u00ad", "x" * 10000, "\U000e0041\U000e007f", "ﷺ" * 50]
TEXTS = [text + TAIL for text in SCRIPTS + FORMULAS + TERMINAL + TURNS + WIDE]
BYTES = [b"nul\x00<script>window.ran=1</script>", b"\xff\xfe<b>bytes", b"\xc0\xbcscript\xc0\xbe", b"\xed\xa0\x80\xf4\x90\x80\x80", b"\x80\x9b31m", b"cut \xe2\x82"]
failed = []


def note(name, wrong):
    """@wrong: what is wrong, one per line; empty: nothing."""
    print(f"{'FAIL' if wrong else 'ok'} {name}")
    for line in wrong[:4]:
        print(f"    {ascii(line)[:300]}")
    failed.extend([name] if wrong else [])


ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": FOLDER, "LC_ALL": "C.UTF-8", "LANGUAGE": "en", "TZ": "UTC",
               **{key: value for key, value in os.environ.items() if key.endswith("SAN_OPTIONS")}}


def care(*arguments, **more):
    return subprocess.run([os.path.join(BUILD, "purple-care"), *arguments], env={**ENVIRONMENT, **more}, capture_output=True, timeout=120, check=False)


# --- into a store ---

def by_import():
    """What import takes of them; what it refuses is refused with a line that is harmless itself."""
    taken = 0
    for at, text in enumerate(TEXTS):
        path = os.path.join(FOLDER, "one.csv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow("chat_id agent customer protocol ended_at outcome reason rating item item_rating".split())
            for half in range(6):
                agent, customer = (text, f"k{at}") if half % 2 else ("anna", text)
                rows.writerow([f"h{at}-{half}", agent, customer, "xmpp", f"2025-0{1 + half}-03T10:00:00Z", "answered", "", 1 + (at + half) % 5, "", ""])
        done = care("import", "--store", STORE, path)
        taken += done.returncode == 0
        note(f"import {at}: taken or refused, quietly", terminal_faults(done.stdout) + terminal_faults(done.stderr)
             + ([] if done.returncode in (0, 1) else [f"exit {done.returncode}"]))
    note(f"import took many of them ({taken})", [] if taken >= 20 else [f"{taken}"])


def by_sql():
    """What no client would ever write: names, words, notes, protocols and hashes as they are."""
    db = sqlite3.connect(STORE)
    texts = [text.encode("utf-8", "surrogatepass") for text in TEXTS] + [text + TAIL.encode() for text in BYTES]
    as_text = "CAST(? AS TEXT)"
    for at, text in enumerate(texts):
        unique = text + b" %d" % at
        agent = db.execute(f"INSERT INTO agent (name) VALUES ({as_text})", (unique,)).lastrowid
        customer = db.execute(f"INSERT INTO customer (key, created_ms, note, note_ms, name, name_ms) VALUES ({as_text}, 0, {as_text}, 1735725600000,"
                              f" {as_text}, 1735725600000)", (unique, text, text)).lastrowid
        definition = db.execute(f"INSERT INTO definition (hash) VALUES ({as_text})", (unique,)).lastrowid
        for half in range(3):
            rating, end = 1 + (at + 2 * half) % 5, 1735725600000 + (at * 3 + half) * 3600000
            cell = db.execute(f"INSERT INTO cell (agent, protocol, definition, outcome, reason, rating, item, item_rating)"
                              f" VALUES (?, {as_text}, ?, 'answered', 'none', ?, 'none', -1)", (agent, unique if half else b"xmpp", definition, rating)).lastrowid
            chat = db.execute(f"INSERT INTO chat (ext, agent, protocol, account, room, customer, started_ms, last_ms, ended_ms, agent_lines, customer_lines,"
                              f" ended_by, outcome, reason, client, counted_ms, cell, replies, first_reply_ms, promises, kept, open_questions) VALUES"
                              f" ({as_text}, ?, {as_text}, {as_text}, 0, ?, ?, ?, ?, 3, 3, 'explicit', 'answered', 'none', {as_text}, ?, ?, 3, 9000, 1, 0, 1)",
                              (b"%08x-0000-4000-8000-%012x" % (at * 3 + half, 0x77), agent, unique if half else b"xmpp", text, customer, end - 60000, end, end,
                               text[:20], end, cell)).lastrowid
            survey = db.execute(f"INSERT INTO survey (ext, chat, customer, state, asked_ms, changed_ms, rounds, clarified, by_agent, probability, definition,"
                                f" answers, rating, rated_seq, step, language) VALUES (?, ?, ?, 'answered', ?, ?, 1, 0, 0, 1, ?, 1, ?, 1, 'done', {as_text})",
                                (f"s{at}-{half}", chat, customer, end, end, definition, rating, text)).lastrowid
            db.execute("UPDATE chat SET survey = ? WHERE id = ?", (survey, chat))
            answer = db.execute("INSERT INTO answer (survey, seq, rating, kind, at_ms) VALUES (?, 1, ?, 'final', ?)", (survey, rating, end + 5000)).lastrowid
            db.execute("UPDATE chat SET low = ? WHERE id = ?", (answer if rating <= 2 else None, chat))
            db.execute(f"INSERT INTO comment VALUES (?, {as_text})", (answer, text))
            db.execute(f"INSERT INTO mark (answer, read_ms, read_by, handled_ms, handled_by, note, theme, theme_ms, theme_by, best_ms, best_by) VALUES"
                       f" (?, 1, {as_text}, 1, {as_text}, {as_text}, {as_text}, 1, {as_text}, ?, {as_text})",
                       (answer, text, text, text, text, text, 4070908800000 if rating == 5 else None, text))
        db.execute(f"INSERT INTO ledger (at_ms, chat, kind, value, hash) VALUES (?, {as_text}, {as_text}, {as_text}, {as_text})", (end, text, text, text, text))
    db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('sums', 'due')")
    db.commit()
    db.close()


# --- out of it ---

def is_harmless(letter):
    return not (unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Cs") and letter != "\n"
                or letter in "\u061c\u200e\u200f" or "\u202a" <= letter <= "\u202e" or "\u2066" <= letter <= "\u2069")


def terminal_faults(output, allowed=""):
    """@allowed: what a terminal is told on purpose."""
    try:
        text = output.decode("utf-8")
    except UnicodeDecodeError as error:
        return [str(error)]
    text = re.sub(allowed, "", text) if allowed else text
    return [f"U+{ord(letter):04X} after {text[max(0, at - 40):at]!r}" for at, letter in enumerate(text) if not is_harmless(letter)]


def cell_faults(output):
    """Of data: words in quoted cells are a customer's own, whatever they are, and a program gets all of them."""
    text, wrong = output.decode("utf-8", "replace"), []
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    wrong += [f"{len(row)} cells beside {len(rows[0])}: {row}" for row in rows if len(row) != len(rows[0])]
    for row in rows:
        wrong += [f"runs: {cell!r}" for cell in row if cell[:1] in tuple("=+-@\t\r") and not re.fullmatch(r"-?\d+(\.\d+)?", cell)]
    # A spreadsheet of another country parts cells at a semicolon, or at tabs.
    for line in text.split("\n"):
        wrong += [f"runs where ; parts cells: {line[:90]}" for part in re.findall(r"(?:^|,)([^\",]*[;\t][=+@-][^,]*)", line) if part]
    return wrong


def csv_faults(output):
    return cell_faults(output) + terminal_faults(output)


def json_faults(output):
    try:
        value = json.loads(output)
    except ValueError as error:
        return [str(error)]
    return terminal_faults(output) + ([] if value["format"] == 1 else ["no format"])


class Page(html.parser.HTMLParser):
    """What elements and attributes a page has; a page of a harmless store tells which it may have."""
    def __init__(self, text):
        super().__init__()
        self.seen, self.text = set(), []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        for name, value in attrs:
            self.seen.add(f"{tag} {name}")
            if name in ("href", "src", "style", "class", "content"):
                self.seen.add(f"{tag} {name}={value}")

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        self.seen.add("a comment")


def html_faults(output, harmless):
    wrong = terminal_faults(output)
    page = Page(output.decode("utf-8", "replace"))
    wrong += [f"new in the page: {what}" for what in sorted(page.seen - harmless)]
    if TAIL not in "".join(page.text):
        wrong.append("nothing of the store is in it")
    return wrong


def harmless_parts():
    """Of pages of the same kind with no markup in any text."""
    store, path = os.path.join(FOLDER, "tame", "care.db"), os.path.join(FOLDER, "tame.csv")
    os.mkdir(os.path.dirname(store))
    with open(path, "w", encoding="utf-8") as file:
        file.write("chat_id,agent,customer,protocol,ended_at,outcome,reason,rating,item,item_rating\n")
        file.writelines(f"t{i},{'ab'[i % 2]},k{i},{'pq'[i % 2]},2025-0{1 + i % 6}-03T10:00:00Z,answered,,{1 + i % 5},ideal,4\n" for i in range(240))
    care("import", "--store", store, path)
    subprocess.run([sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "page", "fill.py"), store, "2025-04-01"], check=True)
    seen = set()
    for by in ("agent", "customer", "language", "protocol"):
        seen |= Page(care("report", "--store", store, "--period", "all", "--tz", "UTC", "--format", "html", "--by", by).stdout.decode()).seen
    return seen | {"figcaption", "br", "small", "p class=none"}


def check(name, faults, *arguments, exits=(0,)):
    done = care(*arguments)
    wrong = faults(done.stdout) + terminal_faults(done.stderr) + ([] if done.returncode in exits else [f"exit {done.returncode}: {done.stderr[:200]}"])
    note(name, wrong)
    return done.stdout


def check_outputs():
    harmless = harmless_parts()
    at_store, period = ["--store", STORE], ["--period", "all", "--tz", "UTC"]
    for by in ("agent", "protocol", "language", "customer", "hour", "week", "quarter", "item"):
        for form, faults in (("text", terminal_faults), ("json", json_faults), ("csv", csv_faults), ("html", lambda out: html_faults(out, harmless))):
            out = check(f"report --by {by}, {form}", faults, "report", *at_store, *period, "--by", by, "--format", form)
            if form == "html" and by in ("agent", "customer", "language", "protocol"):
                with open(os.path.join(FOLDER, f"by-{by}.html"), "wb") as file:
                    file.write(out)
    for text in TEXTS[:len(SCRIPTS) + len(FORMULAS) + len(TERMINAL) + len(TURNS)]:
        done = care("report", *at_store, *period, "--agent", text, "--format", "html")
        faults = html_faults(done.stdout, harmless) if done.returncode == 0 else terminal_faults(done.stderr) + ([] if done.returncode in (1, 2) else ["crash"])
        note(f"a page of one agent: {ascii(text)[:30]}", faults)
    for form, faults in (("text", terminal_faults), ("json", json_faults), ("csv", cell_faults)):
        check(f"comments, {form}", faults, "comments", *at_store, "--format", form)
        check(f"audit, {form}", faults if form != "csv" else csv_faults, "audit", *at_store, *period, "--format", form)
        check(f"customers, {form}", faults, "customers", *at_store, "--format", form)
    for what in ("chats", "answers", "ledger"):
        check(f"export {what}, csv", cell_faults, "export", *at_store, "--what", what, "--format", "csv")
        check(f"export {what}, json", json_faults, "export", *at_store, "--what", what, "--format", "json")
    for form, faults in (("text", terminal_faults), ("json", json_faults)):
        check(f"simulate, {form}", faults, "simulate", *at_store, *period, "--format", form)
        check(f"kpi, {form}", faults, "kpi", *at_store, *period, "--format", form)
    check("kpi, html", terminal_faults, "kpi", *at_store, *period, "--format", "html")
    note("kpi, html: nothing of the store's is markup", [what for what in Page(care("kpi", *at_store, *period, "--format", "html").stdout.decode()).seen
                                                     if re.match(r"(script|img|iframe|base|b|textarea)\b|.* on|a href=(?!#)", what)])
    for at in range(0, 3 * (len(TEXTS) + len(BYTES)), 7):
        check(f"why {at}", terminal_faults, "why", *at_store, f"{at:08x}", exits=(0, 1))
    check("verify", terminal_faults, "verify", *at_store, exits=(0, 3))
    check("doctor", terminal_faults, "doctor", *at_store, exits=(0, 1, 3))


def check_settings():
    """What a policy says of a desk is from a file that others may write, too."""
    path = os.path.join(FOLDER, "policy.conf")
    for at, text in enumerate(TEXTS):
        line = re.sub(r"[\n\r]", " ", text)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"[policy]\nname={line}\nversion={line}\n[vision]\nsentence={line}\nvalues={line};care\n[desk]\naccounts=*\nagents={line}\n{line}={line}\n"
                       f"[{line[:40].replace(']', '')}]\na=b\n[benchmark]\nsector={line}\n[ask]\ntext-question={line}\n")
        wrong = []
        for arguments in (["policy", "check", path], ["policy", "show", "--user", path], ["simulate", "--store", STORE, "--policy", path]):
            done = care(*arguments)
            wrong += terminal_faults(done.stdout) + terminal_faults(done.stderr) + ([] if 0 <= done.returncode <= 3 else [f"exit {done.returncode}"])
        note(f"policy {at}: {ascii(text)[:30]}", wrong)


def on_a_terminal(*arguments):
    """What a terminal gets, with its colours."""
    pid, end = pty.fork()
    if pid == 0:
        os.execve(os.path.join(BUILD, "purple-care"), ["purple-care", *arguments], {**ENVIRONMENT, "TERM": "xterm", "COLUMNS": "80"})
    output = b""
    while True:
        try:
            part = os.read(end, 65536)
        except OSError:
            break
        if not part:
            break
        output += part
    os.waitpid(pid, 0)
    os.close(end)
    return output.replace(b"\r\n", b"\n")


def check_terminal():
    for arguments in (["report", "--period", "all", "--by", "agent"], ["comments"], ["customers"], ["audit", "--period", "all"], ["simulate"], ["doctor"],
                      ["comments", "--format", "csv"], ["customers", "--format", "csv"], *(["export", "--what", what] for what in ("chats", "answers", "ledger"))):
        output = on_a_terminal(*arguments, "--store", STORE)
        note(f"on a terminal: {' '.join(arguments)}", terminal_faults(output, r"\x1b\[[0-9;]*m|\x1b\[K|\r") + ([] if output else ["nothing"]))


def main():
    by_import()
    by_sql()
    check_outputs()
    check_settings()
    check_terminal()
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
