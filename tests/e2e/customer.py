#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
# A scripted XMPP customer on a library that is not libpurple: logs in, runs its steps, prints JSON, always ends.
"""customer.py -P PORT [-H HOST] [-j anna@localhost] [-r RESOURCE] [-w secret] [-t SECONDS] [-o FILE] STEP...

STEPs:  send JID TEXT         a chat message                 reply TEXT     to the sender of the last matched message
        wait SECS REGEX       next unread message matching   none SECS REGEX  fails if one matches within SECS
        join ROOM NICK        (no wait for history)          say TEXT       to the joined room
        raw XML               as it is                       sleep SECS     away / back   presence off / on
Every failure of wait or none ends the run.  Exit 0 ok, 1 a step failed, 2 no login, 3 overall time-out.
JSON: {"ok", "error", "transcript": [{"t", "dir": "in|out", "jid", "type", "body", "delayed"}], "steps": [...]}
"""
# Debian installs slixmpp for /usr/bin/python3 only: another python3 on the PATH would not find it.
import argparse
import asyncio
import json
import logging
import os
import re
import signal
import sys
import time

signal.signal(signal.SIGINT, signal.SIG_DFL)  # ^C ends it without a traceback
logging.disable(logging.CRITICAL)  # before the import, which would complain that a stringprep is slow
import slixmpp
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import StanzaPath

sys.dont_write_bytecode = True
import loopback  # noqa: E402  (beside this file)


class Customer(slixmpp.ClientXMPP):
    """One login and what it saw; steps are methods named step_VERB, which return an error or None."""

    def __init__(self, options):
        super().__init__(f"{options.jid}/{options.resource}", options.password)
        self["feature_mechanisms"].unencrypted_plain = True
        self["feature_mechanisms"].unencrypted_scram = True
        self.options, self.start = options, time.time()
        self.unread, self.last, self.room, self.online = asyncio.Queue(), None, None, False
        self.result = {"ok": False, "error": None, "transcript": [], "steps": []}
        self.remove_handler("IM")
        self.register_handler(Callback("all messages", StanzaPath("message"), self.on_message))
        self.add_event_handler("session_start", lambda _: self.loop.create_task(self.run_steps()))
        for event in ("failed_all_auth", "connection_failed", "disconnected"):
            self.add_event_handler(event, lambda _, what=event: self.fail(what))

    def clock(self):
        return round(time.time() - self.start, 3)

    def finish(self, code):
        text = json.dumps(self.result, ensure_ascii=False, indent=1)
        if self.options.out:
            with open(self.options.out, "w", encoding="utf-8") as file:
                file.write(text)
        else:
            print(text, flush=True)
        os._exit(code)  # no wait for threads or half-closed streams

    def fail(self, what):
        self.result["error"] = self.result["error"] or what
        self.finish(1 if self.online else 2)

    def note(self, direction, jid, kind, body, **more):
        entry = {"t": self.clock(), "dir": direction, "jid": str(jid), "type": kind, "body": body, **more}
        self.result["transcript"].append(entry)
        return entry

    def on_message(self, message):
        if message["body"]:
            delayed = message.xml.find("{urn:xmpp:delay}delay") is not None
            self.unread.put_nowait(self.note("in", message["from"], message["type"], message["body"], delayed=delayed))

    def post(self, jid, text, kind="chat"):
        self.make_message(mto=jid, mbody=text, mtype=kind).send()
        self.note("out", jid, kind, text)

    async def next_match(self, seconds, pattern):
        end = time.time() + float(seconds)
        while (left := end - time.time()) > 0:
            try:
                entry = await asyncio.wait_for(self.unread.get(), left)
            except asyncio.TimeoutError:
                break
            if re.search(pattern, entry["body"], re.S):
                return entry
        return None

    async def step_send(self, rest):
        self.post(*rest.split(" ", 1))

    async def step_reply(self, rest):
        if not self.last:
            return "nothing to reply to"
        self.post(self.last["jid"], rest)

    async def step_wait(self, rest):
        self.last = await self.next_match(*rest.split(" ", 1))
        return None if self.last else "no message matched"

    async def step_none(self, rest):
        entry = await self.next_match(*rest.split(" ", 1))
        return "unexpected: " + entry["body"] if entry else None

    async def step_join(self, rest):
        self.room, nick = rest.split(" ", 1)
        self.send_raw(f"<presence to='{self.room}/{nick}'><x xmlns='http://jabber.org/protocol/muc'/></presence>")

    async def step_say(self, rest):
        self.post(self.room, rest, "groupchat")

    async def step_raw(self, rest):
        self.send_raw(rest)

    async def step_sleep(self, rest):
        await asyncio.sleep(float(rest))

    async def step_away(self, _):
        self.send_presence(ptype="unavailable")

    async def step_back(self, _):
        self.send_presence()

    async def run_steps(self):
        self.online = True
        self.send_presence()
        for step in self.options.steps:
            verb, _, rest = step.partition(" ")
            action = getattr(self, "step_" + verb, None)
            error = await action(rest) if action else "unknown step"
            self.result["steps"].append({"step": step, "t": self.clock(), "ok": not error})
            if error:
                self.result["error"] = f"{step}: {error}"
                break
        self.result["ok"] = not self.result["error"]
        await asyncio.sleep(0.1)  # lets the last stanza leave
        self.finish(0 if self.result["ok"] else 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-H", "--host", default="127.0.0.1")
    parser.add_argument("-P", "--port", type=int, required=True)
    parser.add_argument("-j", "--jid", default="anna@localhost")
    parser.add_argument("-r", "--resource", default="phone")
    parser.add_argument("-w", "--password", default="secret")
    parser.add_argument("-t", "--timeout", type=float, default=30)
    parser.add_argument("-o", "--out", help="write the JSON there instead")
    parser.add_argument("steps", nargs="*")
    options = parser.parse_args()
    asyncio.set_event_loop(asyncio.new_event_loop())
    customer = Customer(options)

    def give_up(*_):
        customer.result["error"] = customer.result["error"] or "overall time-out"
        customer.finish(3)

    signal.signal(signal.SIGALRM, give_up)  # works even if the loop hangs
    signal.signal(signal.SIGTERM, give_up)
    signal.setitimer(signal.ITIMER_REAL, options.timeout)
    loopback.connect(customer, options.port, options.host)
    customer.loop.run_forever()


if __name__ == "__main__":
    main()
