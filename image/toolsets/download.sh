#!/bin/bash
# Fetches what a plan takes from npm and from downloads, checks it, and lays it out below OUT as it will lie in the image.
# Usage: download.sh PLAN LOCK OUT; package.json and package-lock.json of the tools from npm lie beside this script.
set -euo pipefail

plan=$1 lock=$2 out=$(realpath --canonicalize-missing -- "$3")
here=$(dirname -- "$0")
architecture=$(dpkg --print-architecture)
bin=$out/usr/local/bin
work=$(mktemp -d)
trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT
mkdir -p "$bin"

# pinned NAME: prints version, checksum and address.
pinned() { awk -v prefix="$1@" 'index($1, prefix) == 1 { print substr($1, length(prefix) + 1), $2, $3 }' "$lock"; }

# fetch NAME: downloads what is pinned, checks it, leaves its content in $work/content.
fetch() {
    local version checksum address file actual
    read -r version checksum address < <(pinned "$1-$architecture")
    echo "    $1 $version from $address"
    file=$work/${address##*/}
    curl --fail --silent --show-error --location --retry 3 --connect-timeout 30 --output "$file" -- "$address" \
        || { echo "download.sh: $1 cannot be had from $address; REGISTRIES_ONLY=1 builds the image without downloads" >&2; exit 1; }
    actual=sha256:$(sha256sum "$file" | cut -d' ' -f1)
    if [[ $actual != "$checksum" ]]; then
        echo "download.sh: $address has $actual, pinned is $checksum" >&2
        exit 1
    fi
    rm -rf "$work/content"
    mkdir "$work/content"
    case $file in
        *.tar.gz) tar -xzf "$file" -C "$work/content" --no-same-owner ;;
        *.zip) unzip -q "$file" -d "$work/content" ;;
        *) cp "$file" "$work/content/" ;;
    esac
    rm "$file"
}

install_archive() {
    local program
    fetch "$1"
    program=$(find "$work/content" -type f -name "$1")
    if [[ ! -f $program ]]; then
        echo "download.sh: what is pinned as $1 does not hold one program $1" >&2
        exit 1
    fi
    install -m 755 "$program" "$bin/$1"
}

install_tree() {
    local program
    fetch "$1"
    if [[ ! -d $work/content/$1/bin ]]; then
        echo "download.sh: what is pinned as $1 does not hold a directory $1/bin" >&2
        exit 1
    fi
    mv "$work/content/$1" "$out/usr/local/$1"
    for program in "$out/usr/local/$1/bin"/*; do
        ln -s "../$1/bin/$(basename -- "$program")" "$bin/"
    done
}

# The checksum database vouches for every module; a proxy of one's own may be named, with or without that.
install_go() {
    local version checksum package
    read -r version checksum package < <(pinned "$1")
    echo "    $1 $version, built from $package ($checksum)"
    PATH=$bin:$PATH GOBIN=$bin CGO_ENABLED=0 GOFLAGS=-trimpath GOTOOLCHAIN=local GOPATH=$work/go GOCACHE=$work/go-cache \
        go install -- "$package@v$version"
}

# The scripts of packages are not run: none of these tools needs one.
install_npm() {
    local modules=$out/usr/local/lib/node-tools command
    if [[ ! -d $modules ]]; then
        echo "    tools from npm"
        mkdir -p "$modules"
        cp "$here/package.json" "$here/package-lock.json" "$modules/"
        npm ci --prefix "$modules" --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error --cache "$work/npm"
    fi
    command=$2
    if [[ ! -e $modules/node_modules/.bin/$command ]]; then
        echo "download.sh: the npm package $1 brings no command $command" >&2
        exit 1
    fi
    ln -s "../lib/node-tools/node_modules/.bin/$command" "$bin/$command"
}

while IFS='|' read -r _ command _ _ source _; do
    case $source in
        archive:*) install_archive "${source#*:}" ;;
        tree:*) install_tree "${source#*:}" ;;
        go:*) install_go "${source#*:}" ;;
        npm:*) install_npm "${source#*:}" "$command" ;;
    esac
done < "$plan"
chmod -R u=rwX,go=rX "$out"
