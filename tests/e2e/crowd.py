#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Many customers in one process, for tests that need hundreds: each asks for help, rates when asked, counts what it got.
"""crowd.py -P PORT -o FILE [-w secret]: commands on stdin, until its end

come NAME   logs NAME@localhost in and sends "hello NAME" to the agent
leave NAME  logs out
stdout: COME NAME, HEARD NAME n (lines so far), ASKED NAME, RATED NAME, THANKED NAME, as they happen
FILE at the end: JSON {NAME: {"asked": n, "rated": n, "thanked": n, "lines": [...]}}
"""
# Debian installs slixmpp for /usr/bin/python3 only: another python3 on the PATH would not find it.
import argparse
import asyncio
import json
import logging
import random
import re
import sys

logging.disable(logging.CRITICAL)  # before the import, which would complain that a stringprep is slow
import slixmpp

sys.dont_write_bytecode = True
import loopback  # noqa: E402  (beside this file)

AGENT = "agent@localhost"
QUESTION = re.compile(r"^Automatic question", re.S)
THANKS = re.compile(r"[Tt]hank", re.S)


def say(*words):
    print(*words, flush=True)


class Customer(slixmpp.ClientXMPP):
    def __init__(self, name, password, seen):
        super().__init__(f"{name}@localhost/phone", password)
        self["feature_mechanisms"].unencrypted_plain = True
        self["feature_mechanisms"].unencrypted_scram = True
        self.name, self.seen = name, seen
        self.add_event_handler("session_start", self.on_start)
        self.add_event_handler("message", self.on_message)

    def on_start(self, _):
        self.send_presence()
        self.send_message(mto=AGENT, mbody=f"hello {self.name}", mtype="chat")
        say("COME", self.name)

    def on_message(self, message):
        text = message["body"]
        self.seen["lines"].append(text)
        if QUESTION.search(text):
            self.seen["asked"] += 1
            say("ASKED", self.name)
            if self.seen["asked"] == 1:
                self.loop.call_later(random.uniform(0, 0.15), self.rate, message["from"])
        elif THANKS.search(text):
            self.seen["thanked"] += 1
            say("THANKED", self.name)
        else:
            say("HEARD", self.name, len(self.seen["lines"]))

    def rate(self, to):
        self.seen["rated"] += 1
        self.send_message(mto=to.bare, mbody="5", mtype="chat")
        say("RATED", self.name)


async def crowd(options):
    seen, online = {}, {}
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).decode().split():
        verb, name = line
        if verb == "come":
            seen[name] = {"asked": 0, "rated": 0, "thanked": 0, "lines": []}
            online[name] = Customer(name, options.password, seen[name])
            loopback.connect(online[name], options.port)
        elif verb == "leave" and name in online:
            online.pop(name).disconnect(wait=0.2)
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump(seen, file, indent=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-P", "--port", type=int, required=True)
    parser.add_argument("-w", "--password", default="secret")
    parser.add_argument("-o", "--out", required=True)
    options = parser.parse_args()
    asyncio.run(crowd(options))


if __name__ == "__main__":
    main()
