#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A support desk for one test: a real server, a headless client with the plugin, customers on another library.
#
# Sourced with the build folder as argument. Each check prints "ok NAME" or "FAIL NAME"; `verdict` ends the test.
# KEEP=1 keeps the working folder, whose name is in $W.
set -u
e2e=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
B=$(cd "${1:-build}" 2>/dev/null && pwd) || { echo "FAIL no build folder '${1:-build}': make first"; exit 1; }
PATH=/usr/bin:/bin:/usr/sbin:/sbin:$PATH # Debian's python3, which has slixmpp, before any other
export LC_ALL=C.UTF-8 LANGUAGE=en
unset PURPLE_CARE_STORE
W=$(mktemp -d "${TMPDIR:-/tmp}/purple-care.XXXXXX")
HOST_PID='' fails=0

cleanup() {
    trap '' INT TERM HUP
    [ -z "${PS_DIR:-}" ] || ps_quit
    jobs -p | xargs -r kill -9 2>/dev/null
    { wait; } 2>/dev/null # or the shell would tell of each
    "$e2e/xmpp-server" stop "$W/server"
    [ "$fails" = 0 ] || tail -n 15 "$W"/*.out "$W"/*.err 2>/dev/null
    if [ -n "${KEEP:-}" ]; then echo "kept $W"; else rm -rf "$W"; fi
}
trap cleanup EXIT
trap 'exit 1' INT TERM HUP

note() { # NAME STATUS
    if [ "$2" = 0 ]; then echo "ok $1"; else echo "FAIL $1"; fails=$((fails + 1)); fi
}
check() { # NAME COMMAND...
    local name=$1 status=0
    shift
    "$@" >/dev/null 2>&1 || status=$?
    note "$name" "$status"
}
refuse() { # NAME COMMAND...: it must fail
    local name=$1 status=0
    shift
    "$@" >/dev/null 2>&1 && status=1
    note "$name" "$status"
}
verdict() { [ "$fails" = 0 ]; exit; }

await() { # FILE REGEX [SECS]
    local i
    for ((i = 0; i < ${3:-8} * 20; i++)); do
        grep -qE -- "$2" "$1" 2>/dev/null && return 0
        sleep 0.05
    done
    return 1
}
# From Debian 13 on nothing is translated in C.UTF-8, whatever LANGUAGE says: this is the same locale by the name of another.
speak() {
    [ -d "$W/locales" ] || { mkdir "$W/locales" && cp -r /usr/lib/locale/C.utf8 "$W/locales/en_US.utf8"; } || return 1
    export LOCPATH=$W/locales LC_ALL=en_US.UTF-8
}
count() { grep -cE -- "$2" "$1"; } # FILE REGEX
tell() { echo "$*" >&7; }          # a command to the client

server() {
    XMPP_ROSTER=${XMPP_ROSTER-1} "$e2e/xmpp-server" start "$W/server" || { echo "FAIL no server"; fails=1; exit 1; }
    # shellcheck source=/dev/null
    . "$W/server/env"
}
desk() { # DIR [POLICY-LINE...]: the settings of a desk; $ACCOUNTS says which accounts are its own, $FOLLOW_UPS how many there are
    local dir=$1
    shift
    mkdir -p "$dir/care"
    chmod 700 "$dir/care"
    printf '%s\n' '[ask]' "follow-ups=${FOLLOW_UPS-0}" '[desk]' "accounts=${ACCOUNTS-*}" "$@" >"$dir/care/policy.conf"
}
client() { # DIR OUT [MINIHOST-OPTION...]: starts the agent's client; $WRAP runs it
    local dir=$1 out=$2
    shift 2
    rm -f "$W/in"
    mkfifo "$W/in"
    : >"$out" # and then only added to, so that a test may empty it in between
    # shellcheck disable=SC2086 # WRAP is a command line
    ${WRAP:-} "$B/test/minihost" -d "$dir" -p "$B" -l core-purple-care -u agent@localhost/desk -w "$XMPP_PASS" \
        -P "$XMPP_PORT" "$@" <"$W/in" >>"$out" 2>"$out.err" &
    HOST_PID=$!
    exec 7>"$W/in"
    await "$out" '^ON' "${ON_SECS:-20}" && grep -q $'^LOADED\tcore-purple-care\tok' "$out"
}
quit_client() { # OUT: true when the client said BYE and ended with 0
    local i status=0
    tell quit
    for ((i = 0; i < 100; i++)); do
        kill -0 "$HOST_PID" 2>/dev/null || break
        sleep 0.1
    done
    exec 7>&-
    kill -9 "$HOST_PID" 2>/dev/null
    wait "$HOST_PID" 2>/dev/null || status=$?
    HOST_PID=
    [ "$status" = 0 ] && grep -q '^BYE' "$1"
}
kill_client() { # as a power cut would
    kill -9 "$HOST_PID" 2>/dev/null
    exec 7>&-
    wait "$HOST_PID" 2>/dev/null
    HOST_PID=
}
customer() { # NAME STEP...; what was said is in $W/NAME.json
    local who=$1
    shift
    "$e2e/customer.py" -P "$XMPP_PORT" -w "$XMPP_PASS" -j "$who@localhost" -t "${CUSTOMER_SECS:-60}" -o "$W/$who.json" "$@"
}
store() { echo "$1/care/care.db"; }
sql() { sqlite3 -readonly "$(store "$1")" "$2"; } # DIR QUERY
report() { "$B/purple-care" report --store "$(store "$1")" --period all --format json; }
field() { # KEY.KEY: of the JSON on stdin
    python3 -c 'import json, sys
value = json.load(sys.stdin)
for key in sys.argv[1].split("."):
    value = value[int(key)] if isinstance(value, list) else value[key]
print(value)' "$1"
}
QUESTION='1 .*5 '        # what a customer recognises the question by
THANKS='[Tt]hank.*saved' # and the thank-you
