#!/bin/sh
# Fetches what the image takes from npm and lays it out below OUT as it will lie in the image.
# Usage: download.sh LOCK CLAUDE_VERSION_FILE OUT
set -eu

lock=$1
claude_version=$(tr -d '[:space:]' < "$2")
out=$3

case $(dpkg --print-architecture) in
    amd64) arch=x64 ;;
    arm64) arch=arm64 ;;
    *) echo "download.sh: there is no Claude Code for $(dpkg --print-architecture)" >&2; exit 1 ;;
esac

work=$(mktemp -d)

# fetch PACKAGE: downloads the pinned version, checks it, leaves its files in $work/package.
fetch() {
    spec=$(awk -v prefix="$1@" 'index($1, prefix) == 1 { print $1 }' "$lock")
    expected=$(awk -v prefix="$1@" 'index($1, prefix) == 1 { print $2 }' "$lock")
    if [ -z "$spec" ] || [ -z "$expected" ]; then
        echo "download.sh: $lock does not pin $1" >&2
        exit 1
    fi
    rm -rf "$work/package" "$work"/*.tgz "$work/cache"
    npm pack --loglevel=error --cache "$work/cache" --pack-destination "$work" "$spec" > /dev/null
    actual=sha512-$(openssl dgst -sha512 -binary "$work"/*.tgz | base64 -w0)
    if [ "$actual" != "$expected" ]; then
        echo "download.sh: $spec has integrity $actual, pinned is $expected" >&2
        exit 1
    fi
    tar -xzf "$work"/*.tgz -C "$work" --no-same-owner
}

if ! grep -qF "@anthropic-ai/claude-code-linux-$arch@$claude_version " "$lock"; then
    echo "download.sh: $lock does not pin Claude Code $claude_version" >&2
    exit 1
fi

bin=$out/usr/local/bin
modules=$out/usr/local/lib/node_modules
mkdir -p "$bin" "$modules"

fetch "@anthropic-ai/claude-code-linux-$arch"
install -m 755 "$work/package/claude" "$bin/claude"

fetch "node-linux-$arch"
install -m 755 "$work/package/bin/node" "$bin/node"

fetch npm
rm -rf "$work/package/docs" "$work/package/man"
mv "$work/package" "$modules/npm"
chmod -R u=rwX,go=rX "$modules"
for command in npm npx; do
    ln -s "../lib/node_modules/npm/bin/$command-cli.js" "$bin/$command"
done
chmod 755 "$modules/npm/bin/npm-cli.js" "$modules/npm/bin/npx-cli.js"

rm -rf "$work"
