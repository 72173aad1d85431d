# SPDX-License-Identifier: GPL-2.0-or-later
# Finds the browser and installs what pages are looked at with, of pinned versions, once per build folder; sourced by tests.
# Needs $build and a folder $dir; $npm_home is the user's own home. Sets $browser and $modules.
# shellcheck shell=bash disable=SC2034,SC2154 # what it sets and needs is the script's that sources it
need() { # PROGRAM...: the first of them that is there
    local name
    for name; do command -v "$name" && return; done
    return 1
}
page_source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
browser=$(need chromium chromium-browser google-chrome) || { echo "FAIL no browser: run tools/install-packages"; exit 1; }
for program in node npm java python3 sqlite3 pdftotext; do
    need "$program" >/dev/null || { echo "FAIL $program is missing: run tools/install-packages"; exit 1; }
done
modules=$build/page/node_modules
if [ ! -e "$build/page/ready" ] || ! cmp -s "$page_source/package-lock.json" "$build/page/package-lock.json"; then
    rm -rf "$build/page" && mkdir -p "$build/page" && cp "$page_source"/package*.json "$build/page"
    if ! (cd "$build/page" && HOME=$npm_home timeout 300 npm ci --ignore-scripts --no-audit --no-fund) >"$dir/npm" 2>&1; then
        tail -n 3 "$dir/npm" | sed 's/^/  /'
        echo "FAIL npm could not install what the page is looked at with; that needs a network once"
        exit 1
    fi
    touch "$build/page/ready"
fi
