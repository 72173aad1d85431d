# SPDX-License-Identifier: GPL-2.0-or-later
# Says what an AppArmor profile allows, and what a traced program did, so that the two can be compared where no kernel enforces it.
"""Rules for files alone: @{VARIABLES}, *, **, ?, [...], {a,b}, owner, audit, deny. What is included is read by apparmor_parser."""
import itertools
import os
import re
import subprocess

RULE = re.compile(r"^((?:(?:audit|deny|allow|owner|file)\s+)*)(\"[^\"]+\"|[/@]\S*)\s+([rwakmlixpPuUcC]+),$")
VARIABLE = re.compile(r"@\{(\w+)\}")


def regex_of(pattern):
    """A pattern without variables as a regular expression."""
    out, depth, at = "", 0, 0
    while at < len(pattern):
        char = pattern[at]
        follows = pattern[at:at + 2]
        if char == "*":
            some = "[^/]" if follows != "**" else "."
            # After a slash and at the end it stands for something, not for nothing.
            whole = pattern[at - 1:at] == "/" and pattern[at:].strip("*") == ""
            out += some + ("+" if whole else "*")
            at += len(follows) if follows == "**" else 1
            continue
        if char == "[":
            end = pattern.index("]", at + 1)
            out += pattern[at:end + 1]
            at = end + 1
            continue
        if char in "{}":
            depth += 1 if char == "{" else -1
            out += "(?:" if char == "{" else ")"
        elif char == ",":
            out += "|" if depth else ","
        elif char == "?":
            out += "[^/]"
        else:
            out += re.escape(char)
        at += 1
    return out


class Profile:
    """What one profile says of files and networks."""

    def __init__(self, path, without=""):
        """@without: rules in which this stands are left out."""
        text = subprocess.run(["apparmor_parser", "-p", path], capture_output=True, check=True, encoding="utf-8").stdout
        self.variables, self.rules = {}, []
        lines = [line.split(" #")[0].strip() for line in text.splitlines() if not line.lstrip().startswith("#")]
        for name, sign, values in (found.groups() for line in lines if (found := re.match(r"@\{(\w+)\}\s*(\+?=)\s*(.*)", line))):
            self.variables[name] = (self.variables.get(name, []) if sign == "+=" else []) + values.split()
        self.families = {found[1] for line in lines if (found := re.match(r"network (\w+)", line))}
        self.families -= {found[1] for line in lines if (found := re.match(r"deny network (\w+)", line))}
        if any(re.match(r"(network )?unix\b", line) for line in lines):
            self.families.add("unix")
        for words, pattern, permissions in (found.groups() for line in lines if (found := RULE.match(line)) and not (without and without in line)):
            for expanded in self.expand(pattern.strip('"')):
                self.rules.append(("deny" in words, "owner" in words, re.compile(regex_of(re.sub("//+", "/", expanded))), set(permissions)))

    def expand(self, pattern):
        names = VARIABLE.findall(pattern)
        known = [[value for raw in self.variables[name] for value in self.expand(raw)] for name in names if name in self.variables]
        if len(known) < len(names):
            return []  # such as @{profile_name}: no path
        return ["".join(itertools.chain(*itertools.zip_longest(VARIABLE.split(pattern)[::2], values, fillvalue=""))) for values in itertools.product(*known)]

    def refused(self, path, wanted, is_owner):
        """Those of the @wanted permissions that are not given."""
        given, denied = set(), set()
        for deny, needs_owner, pattern, permissions in self.rules:
            if (is_owner or not needs_owner) and pattern.fullmatch(path):
                if deny:
                    denied |= permissions
                else:
                    given |= permissions
        return {one for one in wanted if one not in given or one in denied}


# --- what a program did ---

CALL = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+|\?)(?:<(.*)>)?(?: (E\w+).*)?$")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
NAMED = re.compile(r"^(?:AT_FDCWD|\d+)<([^>]*)>")
TRACED = "%file,%network,%process,mmap,flock,fcntl,fchmod,fchown,ftruncate,setresuid,setuid,setreuid"
# A change of a file at a path, or of two; what each path needs.
CHANGES = {"unlink": "w", "unlinkat": "w", "rmdir": "w", "mkdir": "w", "mkdirat": "w", "symlink": "w", "symlinkat": "w", "chmod": "w", "fchmodat": "w",
           "chown": "w", "lchown": "w", "fchownat": "w", "truncate": "w", "mknod": "w", "mknodat": "w", "rename": "rw", "renameat": "rw", "renameat2": "rw",
           "link": "l", "linkat": "l"}
FOLDERS = ("mkdir", "mkdirat", "rmdir")


def absolute(text, folder):
    """The paths that a call names, whole."""
    found = []
    for before, name in re.findall(r'((?:AT_FDCWD|\d+)<[^>]*>, )?"((?:[^"\\]|\\.)*)"', text):
        base = NAMED.match(before)
        path = os.path.join(base[1] if base else folder, name.encode("latin-1", "backslashreplace").decode("unicode_escape").encode("latin-1", "replace").decode("utf-8", "replace"))
        found.append(os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path)) if name else path)
    return found


def opened(name, arguments, place, folder):
    """(path, permissions) of an open; a folder's path ends in a slash."""
    flags = "O_WRONLY|O_CREAT|O_TRUNC" if name == "creat" else arguments
    wanted = "rw" if "O_RDWR" in flags else "w" if "O_WRONLY" in flags else "r"
    path = place or (absolute(arguments, folder) or [""])[0]
    path = re.sub(r" \(deleted\)$|\(deleted\)$", "", path)
    if path and ("O_DIRECTORY" in flags and "O_TMPFILE" not in flags or os.path.isdir(path) and "O_TMPFILE" not in flags) and not path.endswith("/"):
        path += "/"
    return path, wanted + ("w" if "O_CREAT" in flags and "w" not in wanted else "")


def what_it_did(name, arguments, place, folder):
    """(path, permissions) for each file that a call needs some of."""
    at = NAMED.match(arguments)
    if "O_PATH" in arguments:
        return  # looks up a name and opens nothing
    if name in ("open", "openat", "creat"):
        yield opened(name, arguments, place, folder)
    elif name in CHANGES:
        paths = absolute(arguments, folder)
        if name.startswith("symlink") or name in ("link", "linkat"):
            paths = paths[-1:]
        for path in paths:
            ends = name in FOLDERS or "AT_REMOVEDIR" in arguments
            yield path + ("/" if ends else ""), CHANGES[name]
    elif name in ("fchmod", "fchown", "ftruncate") and at:
        yield re.sub(r"\(deleted\)$", "", at[1]) + ("/" if os.path.isdir(at[1]) else ""), "w"
    elif (name == "flock" or name == "fcntl" and "SETLK" in arguments) and at and at[1].startswith("/"):
        yield at[1] + ("/" if os.path.isdir(at[1]) else ""), "k"
    elif name == "mmap" and "PROT_EXEC" in arguments and (mapped := re.search(r"\d+<(/[^>]*)>", arguments)):
        yield mapped[1], "m"
    elif name == "connect" and (socket := re.search(r'sun_path="([^"]+)"', arguments)):
        yield socket[1], "rw"
    elif name in ("execve", "execveat"):
        yield (absolute(arguments, folder) or [""])[0], "x"


class Trace:
    """Runs a program and keeps what it did: (path, permissions, user), and the families of its sockets."""

    def __init__(self, command, file, folder, **how):
        self.done = subprocess.run(["strace", "-f", "-y", "-qq", "-s", "4096", "-e", f"trace={TRACED}", "-e", "signal=none", "-o", file, *command],
                                   cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=120, encoding="utf-8", **how)
        self.files, self.families, self.calls = set(), set(), 0
        user = how.get("user", os.geteuid())
        with open(file, encoding="utf-8", errors="replace") as lines:
            for line in self.whole(lines):
                found = CALL.match(line)
                if not found:
                    continue
                _, name, arguments, status, place, _ = found.groups()
                self.calls += 1
                if name in ("setresuid", "setuid", "setreuid") and status == "0":
                    user = int(re.findall(r"\d+", arguments)[-1])
                if name == "socket":
                    self.families.add(re.match(r"AF_(\w+)", arguments)[1].lower())
                for path, wanted in what_it_did(name, arguments, place, folder):
                    if path.startswith("/"):
                        self.files.add((path, wanted, user))

    @staticmethod
    def whole(lines):
        """Calls that another thread interrupted, put together again."""
        begun = {}
        for line in lines:
            line = line.rstrip("\n")
            who = line.split(" ", 1)[0]
            if line.endswith("<unfinished ...>"):
                begun[who] = line[:-len("<unfinished ...>")].rstrip()
            elif (again := re.match(r"^\d+ +<\.\.\. \w+ resumed>(.*)$", line)) and who in begun:
                yield begun.pop(who) + again[1]
            else:
                yield line
