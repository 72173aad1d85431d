#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Reads and presses what Pidgin shows through AT-SPI, as a screen reader would; for tests with PS_ACCESS=1.
"""access.py tree [WHERE]         all of it, a widget a line: depth, role, name, text, extents
  access.py mark FILE            writes down which widgets there are
  access.py new FILE             those that have come since, as tree shows them
  access.py nameless FILE        of those, the ones that need a name and have none; fails if there are any
  access.py text ROLE/NAME       what a widget says: its text, else its name; then its description
  access.py press ROLE/NAME      does what a click does
  access.py focus ROLE/NAME      gives it the keyboard
  access.py wait ROLE/NAME [SECS]  until one is shown
  access.py states ROLE/NAME     its states, one word each
  access.py extents ROLE/NAME    x y width height on the screen, of each that is shown
ROLE and NAME are regular expressions, matched whole; either may be left out: "push button/Later", "/Later", "label/".
NAME is looked for in the name and, for labels and entries, in the text. Only what is shown counts, menus aside.
"""
import re
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

# What can be pressed, filled or only looked at: worth nothing to somebody who can't see it and isn't told.
NEED_A_NAME = {
    "push button", "toggle button", "check box", "radio button", "menu item", "check menu item", "radio menu item",
    "menu", "combo box", "entry", "password text", "text", "spin button", "slider", "icon", "image", "drawing area",
    "table", "tree table", "page tab", "dialog", "frame", "color chooser",
}
MENUS = ("menu", "menu item", "check menu item", "radio menu item", "tearoff menu item")


def safe(function, default=None):
    """A widget may go while it is asked."""
    try:
        return function()
    except GLib.Error:
        return default


def application():
    for _ in range(200):
        desktop = Atspi.get_desktop(0)
        for i in range(safe(desktop.get_child_count, 0)):
            app = safe(lambda: desktop.get_child_at_index(i))
            if app is not None and re.match("(?i)pidgin", safe(app.get_name, "") or ""):
                return app
        time.sleep(0.05)
    sys.exit("no Pidgin on the accessibility bus: PS_ACCESS=1 before ps_start?")


def role_of(widget):
    """By the names of Debian 12; from at-spi2 2.54 on a push button is a button."""
    role = safe(widget.get_role_name)
    return "push button" if role == "button" else role


def walk(widget, depth=0):
    widget.clear_cache_single() if hasattr(widget, "clear_cache_single") else widget.clear_cache()
    role = role_of(widget)
    if role is None:
        return
    yield widget, depth, role
    for i in range(safe(widget.get_child_count, 0)):
        child = safe(lambda: widget.get_child_at_index(i))
        if child is not None:
            yield from walk(child, depth + 1)


def states(widget):
    return {s.value_nick for s in safe(lambda: widget.get_state_set().get_states(), [])}


def is_shown(widget, role):
    return "showing" in states(widget) or role in MENUS


def text_of(widget):
    text = safe(widget.get_text_iface)
    if text is None:
        return ""
    return safe(lambda: Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text)), "") or ""


def name_of(widget):
    return safe(widget.get_name, "") or ""


def extents_of(widget):
    area = safe(lambda: Atspi.Component.get_extents(widget.get_component_iface(), Atspi.CoordType.SCREEN))
    return (area.x, area.y, area.width, area.height) if area is not None else (0, 0, 0, 0)


def line_of(widget, depth, role):
    text = text_of(widget)
    parts = ["  " * depth + role, repr(name_of(widget))]
    if text and text != name_of(widget):
        parts.append("text " + repr(text[:200]))
    about = safe(widget.get_description, "")
    if about:
        parts.append("(" + about.replace("\n", " | ") + ")")
    if "showing" in states(widget):
        parts.append("%d,%d %dx%d" % extents_of(widget))
    else:
        parts.append("hidden")
    return " ".join(parts)


def find(where):
    role, _, name = where.partition("/")
    for widget, _, its_role in walk(application()):
        if role and not re.fullmatch(role, its_role):
            continue
        words = [name_of(widget), text_of(widget)]
        if name and not any(re.fullmatch(name, w, re.DOTALL) for w in words):
            continue
        if is_shown(widget, its_role):
            yield widget


def one(where, secs=5.0):
    end = time.monotonic() + secs
    while True:
        for widget in find(where):
            return widget
        if time.monotonic() > end:
            sys.exit("no widget " + where)
        time.sleep(0.1)


def needs_a_name(widget, role):
    if role == "menu":  # a combo box's own menu goes by the box's name
        parent = safe(widget.get_parent)
        return parent is None or role_of(parent) != "combo box"
    return role in NEED_A_NAME


def marks():
    return {w.path for w, _, _ in walk(application())}


def those_since(path):
    with open(path, encoding="utf-8") as file:
        before = set(file.read().split("\n"))
    return [w for w in walk(application()) if w[0].path not in before]


def press(widget):
    action = widget.get_action_iface()
    if action is None:
        sys.exit("nothing can be done with it")
    names = [Atspi.Action.get_action_name(action, i) for i in range(Atspi.Action.get_n_actions(action))]
    for wanted in ("click", "press", "activate", "toggle"):
        if wanted in names:
            return Atspi.Action.do_action(action, names.index(wanted))
    sys.exit("it has only " + ", ".join(names))


def main(argv):
    if len(argv) < 2:
        sys.exit(__doc__)
    command, rest = argv[1], argv[2:]
    if command == "tree":
        for root in [application()] if not rest else list(find(rest[0])):
            for found in walk(root):
                print(line_of(*found))
    elif command == "mark":
        with open(rest[0], "w", encoding="utf-8") as file:
            file.write("\n".join(sorted(marks())))
    elif command == "new":
        for found in those_since(rest[0]):
            print(line_of(*found))
    elif command == "nameless":
        bad = [f for f in those_since(rest[0]) if needs_a_name(f[0], f[2]) and not name_of(f[0]).strip()]
        for widget, _, role in bad:
            parent = safe(widget.get_parent)
            print("%s, below %s %r" % (line_of(widget, 0, role), role_of(parent), name_of(parent)))
        return 1 if bad else 0
    elif command == "text":
        widget = one(rest[0])
        print(text_of(widget) or name_of(widget))
        about = safe(widget.get_description, "")
        if about:
            print(about)
    elif command == "press":
        return 0 if press(one(rest[0])) else 1
    elif command == "focus":
        return 0 if Atspi.Component.grab_focus(one(rest[0]).get_component_iface()) else 1
    elif command == "wait":
        one(rest[0], float(rest[1]) if len(rest) > 1 else 8.0)
    elif command == "states":
        print("\n".join(sorted(states(one(rest[0])))))
    elif command == "extents":
        for widget in find(rest[0]):
            print(*extents_of(widget))
    else:
        sys.exit(__doc__)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
