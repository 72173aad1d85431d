#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Whole Debian systems in a folder, for the suites of Debian packages: the machine's own release, from where its apt gets packages.
#
# Sourced with the build folder as argument, by root. What a suite mounts and runs is in namespaces of its own, and gone with it
# however it ends. Each check prints "ok NAME" or "FAIL NAME"; `verdict` ends the suite. The systems' start, and packages that were
# fetched once, stay in BUILD/packages. KEEP=1 keeps the system's folder.
set -u
export LC_ALL=C.UTF-8 LANGUAGE=en DEBIAN_FRONTEND=noninteractive
unset PURPLE_CARE_STORE
PATH=/usr/sbin:/usr/bin:/sbin:/bin
TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
mkdir -p "${1:-build}/packages/debs/partial" && B=$(cd "${1:-build}" && pwd) || { echo "FAIL no build folder"; exit 1; }
if [ "$(id -u)" != 0 ]; then
    echo "FAIL a system in a folder is made by root: run this as root"
    exit 1
fi
if [ "$$" != 1 ]; then
    exec unshare --mount --propagation private --pid --fork --kill-child --mount-proc "$0" "$B"
fi
fails=0
W=$(mktemp -d "$B/packages/run.XXXXXX")
R=$W/root # the system
VERSION=$(sed -n 's/^VERSION := //p' "$TOP/Makefile")

cleanup() {
    trap '' INT TERM HUP
    [ "$$" != 1 ] || kill -9 -1 2>/dev/null # all in this namespace but this shell
    awk -v under="$W/" 'index($2, under) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r umount -l
    if [ -n "${KEEP:-}" ]; then echo "# kept $W"; else rm -rf --one-file-system "$W"; fi
}
trap cleanup EXIT
trap 'exit 1' INT TERM HUP

note() { # NAME STATUS [LOG]: of a failure the log's end is shown
    if [ "$2" = 0 ]; then echo "ok $1"; return 0; fi
    echo "FAIL $1"
    fails=$((fails + 1))
    [ -z "${3:-}" ] || tail -n 25 "$3" 2>/dev/null | sed 's/^/    /'
    return 1
}
check() { # NAME COMMAND...
    local name=$1 status=0
    shift
    "$@" >"$W/check.log" 2>&1 || status=$?
    note "$name" "$status" "$W/check.log"
}
refuse() { # NAME COMMAND...: it must fail
    local name=$1 status=0
    shift
    "$@" >"$W/check.log" 2>&1 && status=1
    note "$name" "$status" "$W/check.log"
}
need() { check "$@" || exit 1; } # what all the rest needs
verdict() { [ "$fails" = 0 ]; exit; }

# --- the packages ---
packages() { # what is committed, built once for all suites
    local now
    now=$(git -C "$TOP" rev-parse HEAD 2>/dev/null || echo unpacked)
    exec 8>"$B/packages/deb.lock"
    flock 8
    if [ "$(cat "$B/deb/commit" 2>/dev/null)" != "$now" ] || ! ls "$B"/deb/*.changes >/dev/null 2>&1; then
        "$TOP/tools/package-deb" "$B" "$VERSION" || { flock -u 8; return 1; }
        echo "$now" >"$B/deb/commit"
    fi
    flock -u 8
}
deb() { # NAME: the file of a package
    ls "$B/deb/$1"_*.deb
}

# --- the system ---
os() { (. /etc/os-release && eval "echo \"\${$1:-}\""); } # KEY
targets() { # SITE RELEASE COMPONENT of this very distribution, of all that the machine's apt knows
    # shellcheck disable=SC2016 # apt fills these in
    apt-get indextargets --format '$(ORIGIN) $(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        awk -v id="$(os ID)" -v name="$(os VERSION_CODENAME)" 'tolower($1) == id && ($3 == name || index($3, name "-") == 1) { print $2, $3, $4 }' | sort -u
}
mirror() { targets | awk -v name="$(os VERSION_CODENAME)" '$2 == name { print $1; exit }'; }
settings() { # how the machine's apt reaches its mirror
    apt-config dump | grep -E '^Acquire::((http|https|ftp)|Check-Date|Check-Valid-Until|Retries|ForceIPv4)(::| )' | grep -v ' "";$'
    echo 'APT::Install-Recommends "false"; Acquire::Languages "none"; APT::Sandbox::User "root"; Dpkg::Use-Pty "0";'
}
make_base() { # a system with nothing but what each Debian has
    local name url
    name=$(os VERSION_CODENAME) url=$(mirror)
    [ -n "$url" ] || { echo "apt names no mirror of $(os ID) $name; run apt-get update"; return 1; }
    debootstrap --variant=minbase --cache-dir="$B/packages/debs" "$name" "$W/base" "$url" || return 1
    targets | while read -r site release part; do echo "deb $site $release $part"; done >"$W/base/etc/apt/sources.list"
    settings >"$W/base/etc/apt/apt.conf.d/90machine"
    printf '#!/bin/sh\nexit 101\n' >"$W/base/usr/sbin/policy-rc.d" # no service starts here
    chmod 755 "$W/base/usr/sbin/policy-rc.d"
    cp -L /etc/resolv.conf /etc/hosts "$W/base/etc/"
    rm -f "$W/base/var/cache/apt/archives"/*.deb
    mount_all "$W/base"
    chroot "$W/base" sh -c 'apt-get -q update && apt-get -q -y upgrade' || return 1
    unmount_all "$W/base"
    tar -C "$W/base" -cf "$W/base.tar" . && mv "$W/base.tar" "$B/packages/base.tar" && rm -rf --one-file-system "$W/base"
}
base() { # made once, and again after three days
    exec 9>"$B/packages/base.lock"
    flock 9
    [ -z "$(find "$B/packages/base.tar" -mmin +4320 2>/dev/null)" ] || rm -f "$B/packages/base.tar"
    [ -s "$B/packages/base.tar" ] || make_base
    local status=$?
    flock -u 9
    return "$status"
}
mount_all() { # FOLDER
    mount -t proc proc "$1/proc" && mount -t devpts -o newinstance,ptmxmode=0666 devpts "$1/dev/pts" &&
        mkdir -p "$1/dev/shm" && mount -t tmpfs tmpfs "$1/dev/shm" && mount --bind "$B/packages/debs" "$1/var/cache/apt/archives"
}
unmount_all() { umount "$1/var/cache/apt/archives" "$1/dev/shm" "$1/dev/pts" "$1/proc"; } # FOLDER
system() { mkdir "$R" && tar -C "$R" -xpf "$B/packages/base.tar" && mount_all "$R"; } # a new one in $R
inside() { # COMMAND... as the system's root, who has nothing of ours
    chroot "$R" env -i PATH="$PATH" HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}
as() { # USER COMMAND...
    local who=$1
    shift
    inside runuser -u "$who" -- env HOME="/home/$who" USER="$who" "$@"
}
get() { inside apt-get -q -y -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@" </dev/null; } # APT-GET ARGUMENT...
