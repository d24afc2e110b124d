#!/bin/sh
# Installs the command claudebox: finds or downloads the single file for this computer, checks it, lets it install itself.
#
#   curl -fsSL URL/install.sh | CLAUDEBOX_DOWNLOAD_URL=URL sh
#   curl -fsSL URL/install.sh | CLAUDEBOX_DOWNLOAD_URL=URL sh -s -- --minimal
#   sh install.sh ./claudebox-linux-x64 --install-dir ~/bin
#
# The file comes from the first of these: a path as the first argument (a file, or a directory with the files), CLAUDEBOX_PACKAGE (the
# same), CLAUDEBOX_DOWNLOAD_URL (an address below which the files lie), the directory of this script. Beside it lies SHA256SUMS, by which
# it is checked. All other arguments and variables are for "claudebox install". Nothing is read from the standard input.
set -eu

work=

say() { printf 'claudebox: %s\n' "$*" >&2; }

fail() {
    say "$*"
    say 'Nothing was installed.'
    exit 1
}

has() { command -v "$1" > /dev/null 2>&1; }

# The name of this computer's file: claudebox-OS-ARCHITECTURE.
file_name() {
    case $(uname -s) in
        Linux) os=linux ;;
        Darwin) os=osx ;;
        *) fail "There is no claudebox for $(uname -s). On Windows use install.ps1." ;;
    esac
    case $(uname -m) in
        x86_64 | amd64) architecture=x64 ;;
        aarch64 | arm64) architecture=arm64 ;;
        *) fail "There is no claudebox for the processor $(uname -m)." ;;
    esac
    # A translated shell on a Mac says x86_64.
    if [ "$os" = osx ] && [ "$(sysctl -n hw.optional.arm64 2> /dev/null || echo 0)" = 1 ]; then architecture=arm64; fi
    if [ "$os-$architecture" = osx-x64 ]; then fail 'There is no claudebox for Macs with an Intel processor; the .NET tool Claudebox.Cli runs there.'; fi
    if [ "$os" = linux ] && ls /lib/ld-musl-* > /dev/null 2>&1 && ! ls /lib*/ld-linux-* /lib/*/ld-linux-* > /dev/null 2>&1; then
        fail 'This Linux has musl instead of glibc, for which there is no claudebox; the .NET tool Claudebox.Cli runs there.'
    fi
    echo "claudebox-$os-$architecture"
}

# download ADDRESS FILE
download() {
    case $1 in
        http://* | https://*) ;;
        *) fail "CLAUDEBOX_DOWNLOAD_URL must be an http or https address, not '$1'." ;;
    esac
    # Who asked for https gets nothing by http, wherever it leads.
    case $1 in
        https://*) redirects='=https' ;;
        *) redirects='=http,https' ;;
    esac
    # Who looks at it sees how far it is.
    if has curl; then
        if [ -t 2 ]; then how=--progress-bar; else how=--silent; fi
        curl -fL "$how" --show-error --proto '=http,https' --proto-redir "$redirects" --connect-timeout 20 --speed-limit 1 --speed-time 60 -o "$2" "$1" < /dev/null || fail "$1 could not be downloaded."
    elif has wget; then
        if [ -t 2 ]; then how=--show-progress; else how=--no-verbose; fi
        wget --quiet "$how" --tries=1 --connect-timeout=20 --read-timeout=60 -O "$2" "$1" < /dev/null || fail "$1 could not be downloaded."
    else
        fail 'Neither curl nor wget is here to download with.'
    fi
    if [ ! -s "$2" ]; then fail "$1 is empty."; fi
}

sha256() {
    if has sha256sum; then
        sha256sum "$1" | cut -d ' ' -f 1
    elif has shasum; then
        shasum -a 256 "$1" | cut -d ' ' -f 1
    else
        fail 'Neither sha256sum nor shasum is here to check the file with.'
    fi
}

# verify FILE NAME SUMS
verify() {
    # Lines are "digest  name" or "digest *name".
    expected=$(awk -v name="$2" '$2 == name || $2 == "*" name { print $1; exit }' "$3")
    if [ -z "$expected" ]; then fail "SHA256SUMS does not list $2."; fi
    actual=$(sha256 "$1")
    if [ "$actual" != "$expected" ]; then
        fail "$2 has the SHA-256 $actual, and SHA256SUMS says $expected: it was changed or cut short on its way."
    fi
}

# package_at PATH: puts the file and SHA256SUMS of a file or directory into $work.
package_at() {
    if [ -d "$1" ]; then
        found=$1/$name
    else
        found=$1
    fi
    if [ ! -f "$found" ]; then fail "There is no $found."; fi
    if [ ! -s "$found" ]; then fail "$found is empty."; fi
    sums=$(dirname -- "$found")/SHA256SUMS
    if [ ! -f "$sums" ]; then fail "There is no $sums to check $found by."; fi
    cp -- "$found" "$work/$name"
    cp -- "$sums" "$work/SHA256SUMS"
    # A file may have been renamed; the directory of a build has it under its own name.
    listed=$(basename -- "$found")
    # The module, which the command installs when it lies beside it.
    if has pwsh; then
        for archive in "$(dirname -- "$found")"/Claudebox-*.zip; do
            if [ -f "$archive" ]; then
                verify "$archive" "$(basename -- "$archive")" "$sums"
                cp -- "$archive" "$work/"
            fi
        done
    fi
}

# is_beside NAME: whether this script is a file with the other one beside it, and not a shell that reads it.
is_beside() {
    case $0 in
        *.sh) [ -f "$(dirname -- "$0")/$1" ] ;;
        *) false ;;
    esac
}

main() {
    package=${CLAUDEBOX_PACKAGE:-}
    address=${CLAUDEBOX_DOWNLOAD_URL:-${CLAUDE_DOWNLOAD_URL:-}}
    case ${1:-} in
        */* | . | ..)
            package=$1
            shift
            ;;
    esac
    name=$(file_name) || exit 1
    listed=$name
    trap 'if [ -n "$work" ]; then rm -rf "$work"; fi' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    work=$(mktemp -d "${TMPDIR:-/tmp}/claudebox-install.XXXXXX") || fail 'A temporary directory could not be made.'

    if [ -n "$package" ]; then
        package_at "$package"
    elif [ -n "$address" ]; then
        address=${address%/}
        download "$address/SHA256SUMS" "$work/SHA256SUMS"
        say "downloading $address/$name"
        download "$address/$name" "$work/$name"
    elif is_beside "$name"; then
        package_at "$(dirname -- "$0")"
    else
        fail 'Say where the files are: set CLAUDEBOX_DOWNLOAD_URL to their address, or give a path: install.sh DIRECTORY'
    fi

    verify "$work/$name" "$listed" "$work/SHA256SUMS"
    chmod 755 "$work/$name"
    # Its environment has the rest; the standard input may be this very script.
    status=0
    "$work/$name" install "$@" < /dev/null || status=$?
    if [ "$status" = 126 ]; then say "Programs in $work may not be run; set TMPDIR to another directory."; fi
    exit "$status"
}

main "$@"
