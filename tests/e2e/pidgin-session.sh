#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Functions for a real Pidgin under a private Xvfb and D-Bus, without a window manager; to be sourced.
#
#   ps_start DIR JID[/RES] PASSWORD HOST PORT [PLUGIN.so]...   Pidgin on DIR/purple, account online, plugins loaded
#   ps_connected [SECS]   waits for the account           ps_focus TITLE-REGEX   gives a window the keyboard
#   ps_type TEXT          types and presses Return        ps_shot FILE.png       a picture of the screen
#   ps_write TEXT         types                           ps_key KEY...          presses keys, as xdotool names them
#   ps_call METHOD ARG... any PurpleInterface call        ps_history             what the open windows show
#   ps_quit               a clean quit over D-Bus, then ends Xvfb and D-Bus (only what it started)
#   ps_access COMMAND...  access.py on what it shows (PS_ACCESS=1)   ps_drive COMMAND...  driver.c's (PS_DRIVER=1); prints its answer
#   ps_look dark|rtl|big  theme, direction, font of the next start   ps_place/ps_click WORDS   a widget's place; a click on it
# Before ps_start: PS_ACCESS=1 for AT-SPI; PS_ENV, an array of VAR=value; PS_WRAP, a command line that runs Pidgin; PS_IDLE, plugins
# that are there but not loaded; PS_FRESH=1, a user who never had Pidgin's preferences; PS_PREFS, more of <pref> for /pidgin/conversations; PS_TABS=1, one window for all.
# PS_DISPLAY=:0 uses that display and no Xvfb.

ps_xml() { sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g' <<<"$1"; }

ps_write_accounts() { # JID PASSWORD HOST PORT
    cat >"$PS_DIR/purple/accounts.xml" <<X
<?xml version='1.0' encoding='UTF-8' ?>
<account version='1.0'><account><protocol>prpl-jabber</protocol><name>$(ps_xml "$1")</name><password>$(ps_xml "$2")</password>
<settings>
<setting name='connect_server' type='string'>$3</setting><setting name='port' type='int'>$4</setting>
<setting name='connection_security' type='string'>opportunistic_tls</setting><setting name='auth_plain_in_clear' type='bool'>1</setting>
</settings>
<settings ui='gtk-gaim'><setting name='auto-login' type='bool'>1</setting></settings>
</account></account>
X
}

ps_write_prefs() { # PLUGIN.so... as installed; tabs=0: one window a conversation, so that titles find them
    local loaded=
    for p in "$@"; do loaded="$loaded<item value='$p'/>"; done
    cat >"$PS_DIR/purple/prefs.xml" <<X
<?xml version='1.0' encoding='UTF-8' ?>
<pref version='1' name='/'>
<pref name='pidgin'>
<pref name='plugins'><pref name='loaded' type='pathlist'>$loaded</pref></pref>
<pref name='docklet'><pref name='show' type='string' value='never'/></pref>
<pref name='sound'><pref name='mute' type='bool' value='1'/><pref name='method' type='string' value='none'/></pref>
<pref name='blist'><pref name='x' type='int' value='900'/><pref name='y' type='int' value='20'/><pref name='width' type='int' value='320'/><pref name='height' type='int' value='600'/><pref name='show_offline_buddies' type='bool' value='1'/></pref>
<pref name='conversations'><pref name='spellcheck' type='bool' value='0'/><pref name='tabs' type='bool' value='${PS_TABS:-0}'/>${PS_PREFS:-}</pref>
</pref>
<pref name='purple'><pref name='logging'><pref name='log_ims' type='bool' value='1'/></pref><pref name='savedstatus'><pref name='startup_current_status' type='bool' value='0'/></pref></pref>
</pref>
X
}

ps_await_file() { # FILE: until it has content
    local i
    for ((i = 0; i < 100; i++)); do
        [ -s "$1" ] && return 0
        sleep 0.05
    done
    echo "nothing came to $1" >&2
    return 1
}

ps_start_display() {
    if [ -n "${PS_DISPLAY:-}" ]; then
        export DISPLAY=$PS_DISPLAY
        return
    fi
    : >"$PS_DIR/display"
    Xvfb -displayfd 3 -screen 0 1280x900x24 -nolisten tcp -noreset 3>"$PS_DIR/display" >"$PS_DIR/xvfb.log" 2>&1 &
    PS_XVFB=$!
    ps_await_file "$PS_DIR/display" || return 1
    DISPLAY=:$(cat "$PS_DIR/display")
    export DISPLAY
}

PS_ENV=()

ps_look() {
    case $1 in
    dark) PS_ENV+=(GTK2_RC_FILES=/usr/share/themes/Adwaita-dark/gtk-2.0/gtkrc) ;;
    rtl) speak && PS_ENV+=(LANGUAGE=he) ;; # GTK's own translation says the direction
    big)
        echo 'gtk-font-name = "Sans 20"' >"$W/big.gtkrc" # 200 %
        PS_ENV+=(GTK2_RC_FILES="$W/big.gtkrc")
        ;;
    esac
}
ps_place() { # WORDS-REGEX: x y width height of each widget that says so; Pidgin's list of alerts is in no accessibility tree
    ps_drive widgets "$PS_DIR/widgets" && awk -F'\t' -v words="^($1)\$" '$3 != "" && $2 ~ words { print $3 }' "$PS_DIR/widgets" | grep .
}
ps_click() { # WORDS-REGEX: with the mouse, in its middle
    local x y w h
    read -r x y w h _ < <(ps_place "$1") && xdotool mousemove "$((x + w / 2))" "$((y + h / 2))" click 1
}
ps_until() { # SECS COMMAND...
    local i
    for ((i = 0; i < $1 * 5; i++)); do
        "${@:2}" >/dev/null 2>&1 && return
        sleep 0.2
    done
    return 1
}
ps_drive() { # prints what it answers; fails if it says FAILED
    local from i
    from=$(($(wc -l <"$PS_DIR/driver.out") + 1))
    echo "$*" >"$PS_DIR/driver.in"
    for ((i = 0; i < ${DRIVE_SECS:-20} * 20; i++)); do
        tail -n "+$from" "$PS_DIR/driver.out" | grep -q "^DONE $1\$" && break
        kill -0 "$PS_PID" 2>/dev/null || break
        sleep 0.05
    done
    tail -n "+$from" "$PS_DIR/driver.out" | grep -v '^DONE'
    tail -n "+$from" "$PS_DIR/driver.out" | grep -q '^DONE' && ! tail -n "+$from" "$PS_DIR/driver.out" | grep -q '^FAILED'
}

# The accessibility bus; it starts the registry by itself.
ps_start_access() {
    local i
    # In a folder of its own: the socket that an earlier one left would be in its way.
    XDG_RUNTIME_DIR=$(mktemp -d "$PS_DIR/run.XXXX") /usr/libexec/at-spi-bus-launcher --launch-immediately >"$PS_DIR/at-spi.log" 2>&1 &
    PS_ATSPI=$!
    for ((i = 0; i < 100; i++)); do
        dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus org.a11y.Bus.GetAddress >/dev/null 2>&1 && return
        sleep 0.05
    done
    echo "no accessibility bus" >&2
    return 1
}
ps_access() { "$(dirname "${BASH_SOURCE[0]}")/access.py" "$@" 2>"$PS_DIR/access.err"; }

ps_start() {
    PS_DIR=$1
    local jid=$2 pass=$3 host=$4 port=$5 p plugins=()
    shift 5
    mkdir -p "$PS_DIR/purple/plugins" "$PS_DIR/home" && PS_DIR=$(cd "$PS_DIR" && pwd) || return 1
    chmod 700 "$PS_DIR/home"
    if [ -n "${PS_DRIVER:-}" ]; then
        rm -f "$PS_DIR/driver.in"
        mkfifo "$PS_DIR/driver.in" && : >"$PS_DIR/driver.out" && set -- "$@" "$B/test/driver.so"
    fi
    for p in "$@"; do
        cp "$p" "$PS_DIR/purple/plugins/" || return 1
        plugins+=("$PS_DIR/purple/plugins/$(basename "$p")")
    done
    for p in ${PS_IDLE:-}; do cp "$p" "$PS_DIR/purple/plugins/" || return 1; done
    ps_write_accounts "$jid" "$pass" "$host" "$port"
    [ -n "${PS_FRESH:-}" ] || ps_write_prefs "${plugins[@]}"
    ps_start_display || return 1
    : >"$PS_DIR/bus" # or an earlier start's address is taken for this one's
    dbus-daemon --session --nofork --print-address=3 3>"$PS_DIR/bus" >"$PS_DIR/dbus.log" 2>&1 &
    PS_DBUS=$!
    ps_await_file "$PS_DIR/bus" || return 1
    DBUS_SESSION_BUS_ADDRESS=$(cat "$PS_DIR/bus")
    export DBUS_SESSION_BUS_ADDRESS
    local access=(NO_AT_BRIDGE=1 GTK_MODULES=)
    if [ -n "${PS_ACCESS:-}" ]; then
        ps_start_access || return 1
        access=(GTK_MODULES=gail:atk-bridge)
    fi
    # shellcheck disable=SC2086 # PS_WRAP is a command line
    env HOME="$PS_DIR/home" XDG_CONFIG_HOME="$PS_DIR/home/.config" XDG_DATA_HOME="$PS_DIR/home/.local/share" \
        XDG_CACHE_HOME="$PS_DIR/home/.cache" LC_ALL="$LC_ALL" GIO_USE_VFS=local CARE_DRIVER="$PS_DIR/driver" "${access[@]}" "${PS_ENV[@]}" ${PS_WRAP:-} \
        pidgin -m -d -c "$PS_DIR/purple" </dev/null >"$PS_DIR/pidgin.log" 2>&1 &
    PS_PID=$!
    ps_connected 20
}

# Digits become int32, the rest strings.
ps_call() {
    local method=$1 a args=()
    shift
    for a in "$@"; do
        case $a in
        '' | *[!0-9-]*) args+=("string:$a") ;;
        *) args+=("int32:$a") ;;
        esac
    done
    dbus-send --session --print-reply=literal --reply-timeout=5000 --dest=im.pidgin.purple.PurpleService \
        /im/pidgin/purple/PurpleObject "im.pidgin.purple.PurpleInterface.$method" "${args[@]}" 2>"$PS_DIR/dbus-send.err" |
        sed -E 's/^ +//; s/^(int32|uint32|boolean|double) //; $s/$/\n/' | sed '/^$/d'
    return "${PIPESTATUS[0]}"
}
ps_list() { ps_call "$@" | tr -d '[]' | grep -oE '(int32 )?[0-9]+' | sed 's/int32 //'; } # an array: one number a line

ps_connected() {
    local i account
    for ((i = 0; i < ${1:-20} * 10; i++)); do
        kill -0 "$PS_PID" 2>/dev/null || { echo "Pidgin ended" >&2; tail -5 "$PS_DIR/pidgin.log" >&2; return 1; }
        account=$(ps_list PurpleAccountsGetAllActive 2>/dev/null | head -1)
        [ -n "$account" ] && [ "$(ps_call PurpleAccountIsConnected "$account")" = 1 ] && return 0
        sleep 0.1
    done
    echo "Pidgin is not connected" >&2
    return 1
}

# Every line the open windows show, oldest first: conversation TAB flags TAB html (one a line).
ps_history() {
    local conv line
    for conv in $(ps_list PurpleGetConversations); do
        for line in $(ps_list PurpleConversationGetMessageHistory "$conv" | tac); do
            printf '%s\t%s\t%s\n' "$(ps_call PurpleConversationGetName "$conv")" \
                "$(ps_call PurpleConversationMessageGetFlags "$line")" \
                "$(ps_call PurpleConversationMessageGetMessage "$line" | tr '\n' ' ')"
        done
    done
}

ps_focus() { # without a window manager nothing has the keyboard until it is given
    local i
    for ((i = 0; i < 50; i++)); do
        PS_WIN=$(xdotool search --all --onlyvisible --pid "$PS_PID" --name "$1" 2>/dev/null | tail -1)
        if [ -n "$PS_WIN" ]; then
            [ -n "${PS_DISPLAY:-}" ] || { xdotool windowraise "$PS_WIN" windowfocus --sync "$PS_WIN" && sleep 0.2; }
            return
        fi
        sleep 0.1
    done
    echo "no window '$1'" >&2
    return 1
}
# Keys go to whatever has the keyboard, as an agent's do: events made for one window are lost now and then. But on a display that
# others use, too, they must not land in somebody else's window.
ps_to() { [ -z "${PS_DISPLAY:-}" ] || echo "--window $PS_WIN"; }
# shellcheck disable=SC2046 # an option and its value, or nothing
ps_key() { xdotool key $(ps_to) --delay 30 "$@" 2>/dev/null; }
# shellcheck disable=SC2046
ps_write() { xdotool type $(ps_to) --delay 15 -- "$1" 2>/dev/null; }
ps_type() { ps_write "$1" && ps_key Return; }
ps_shot() { import -window root "$1"; }

ps_end() { # PID SECS: waits, then TERM, then KILL
    local i
    for ((i = 0; i < $2 * 10; i++)); do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.1
    done
    kill "$1" 2>/dev/null
    sleep 1
    kill -9 "$1" 2>/dev/null
    return 1
}

ps_quit() {
    local rc=0 pid
    if [ -n "${PS_PID:-}" ]; then
        ps_call PurpleCoreQuit >/dev/null 2>&1
        ps_end "$PS_PID" 10 || rc=1
        wait "$PS_PID" 2>/dev/null || rc=$?
    fi
    for pid in ${PS_ATSPI:-} ${PS_DBUS:-} ${PS_XVFB:-}; do
        kill "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
    done
    PS_PID='' PS_ATSPI='' PS_DBUS='' PS_XVFB=''
    unset DBUS_SESSION_BUS_ADDRESS
    return "$rc"
}
