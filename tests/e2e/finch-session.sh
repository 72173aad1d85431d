#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Functions for a real Finch in a terminal of its own (tmux); to be sourced.
#
#   fs_start DIR JID[/RES] PASSWORD HOST PORT [PLUGIN.so]...   Finch on DIR/purple, plugins loaded, signs on
#   fs_sees REGEX [SECS]   waits until the screen shows it        fs_screen      the screen, as text
#   fs_type TEXT           types and presses Return              fs_key KEY...  keys as tmux names them
#   fs_quit                ends Finch, then what is left of the terminal (only what it started)
# Before fs_start: FS_IDLE, plugins that are there but not loaded; FS_FRESH=1, a user without any preferences.

fs_tmux() { tmux -L "$FS_NAME" -f /dev/null "$@"; }

fs_start() {
    FS_DIR=$1 FS_NAME=purple-care-$$
    local jid=$2 pass=$3 host=$4 port=$5 loaded='' p
    shift 5
    mkdir -p "$FS_DIR/purple/plugins" "$FS_DIR/home" && FS_DIR=$(cd "$FS_DIR" && pwd) || return 1
    chmod 700 "$FS_DIR/home"
    for p in "$@"; do
        cp "$p" "$FS_DIR/purple/plugins/" || return 1
        loaded="$loaded<item value='$FS_DIR/purple/plugins/$(basename "$p")'/>"
    done
    for p in ${FS_IDLE:-}; do cp "$p" "$FS_DIR/purple/plugins/" || return 1; done
    cat >"$FS_DIR/purple/accounts.xml" <<X
<?xml version='1.0' encoding='UTF-8' ?>
<account version='1.0'><account><protocol>prpl-jabber</protocol><name>$jid</name><password>$pass</password>
<settings>
<setting name='connect_server' type='string'>$host</setting><setting name='port' type='int'>$port</setting>
<setting name='connection_security' type='string'>opportunistic_tls</setting><setting name='auth_plain_in_clear' type='bool'>1</setting>
</settings>
<settings ui='gnt-purple'><setting name='auto-login' type='bool'>1</setting></settings>
</account></account>
X
    [ -n "${FS_FRESH:-}" ] || cat >"$FS_DIR/purple/prefs.xml" <<X
<?xml version='1.0' encoding='UTF-8' ?>
<pref version='1' name='/'>
<pref name='finch'><pref name='plugins'><pref name='loaded' type='pathlist'>$loaded</pref></pref></pref>
<pref name='purple'><pref name='logging'><pref name='log_ims' type='bool' value='1'/></pref><pref name='savedstatus'><pref name='startup_current_status' type='bool' value='0'/></pref></pref>
</pref>
X
    fs_tmux new-session -d -s finch -x 140 -y 45 \
        "HOME='$FS_DIR/home' XDG_CONFIG_HOME='$FS_DIR/home' LC_ALL=C.UTF-8 LANGUAGE=en TERM=screen finch -c '$FS_DIR/purple' 2>'$FS_DIR/finch.log'" </dev/null
}

fs_screen() { fs_tmux capture-pane -p -t finch; }

fs_sees() {
    local i
    for ((i = 0; i < ${2:-10} * 10; i++)); do
        fs_screen 2>/dev/null | grep -qE -- "$1" && return 0
        sleep 0.1
    done
    return 1
}

fs_key() { fs_tmux send-keys -t finch "$@"; }

fs_type() {
    fs_tmux send-keys -t finch -l -- "$1"
    fs_tmux send-keys -t finch Enter
}

fs_quit() { # true when Finch ended by itself
    local i status=1
    fs_key M-q
    for ((i = 0; i < 80; i++)); do
        fs_tmux has-session -t finch 2>/dev/null || { status=0; break; }
        [ $((i % 10)) != 5 ] || fs_key Enter # it asks whether to quit
        sleep 0.1
    done
    fs_tmux kill-server 2>/dev/null
    return "$status"
}
