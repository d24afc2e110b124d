#!/bin/bash
# Asks every tool of a plan for its version, as the agent would call it: the user claude, no login shell. One that does not answer ends
# the build, so that the guide names only what works. Usage: probe.sh PLAN VARIANT; writes
#   /opt/claudebox/tools.json     the tools with their versions, and what is left out and why: the server makes the guide of it
#   /etc/claude-code/CLAUDE.md    what every Claude Code process in the container reads, helpers that it starts included
set -euo pipefail

plan=$1 variant=$2
answers=$(mktemp -d)
home=$(mktemp -d)
chown claude "$home"

# ask NUMBER VERSION_COMMAND: leaves the answer's first version in a file.
ask() {
    local output
    if output=$(timeout 120 setpriv --reuid claude --regid claude --init-groups \
        env --ignore-environment HOME="$home" TMPDIR="$home" LANG=C.UTF-8 PATH="$PATH" sh -c "$2" 2>&1 < /dev/null); then
        { grep -oE '[0-9]+(\.[0-9]+)+[0-9A-Za-z.+~-]*' <<< "$output" || grep -oE '[0-9]+' <<< "$output"; } \
            | head -n 1 | sed 's/[.]$//' > "$answers/$1" || true
    fi
    if [[ ! -s $answers/$1 ]]; then printf 'probe.sh: "%s" does not tell a version:\n%s\n' "$2" "$output" >&2; fi
}

number=0
while IFS='|' read -r _ command _ version source _; do
    number=$((number + 1))
    if [[ $command == - || -z $source ]]; then continue; fi
    while [[ $(jobs -rp | wc -l) -ge $(nproc) ]]; do wait -n; done
    ask "$number" "$version" &
done < "$plan"
wait

number=0 failed=0
while IFS='|' read -r group command _ _ source reason; do
    number=$((number + 1))
    if [[ $command == - ]]; then continue; fi
    if [[ -n $source && ! -s $answers/$number ]]; then
        failed=1
        continue
    fi
    version=
    if [[ -n $source ]]; then version=$(< "$answers/$number"); fi
    printf '%s|%s|%s|%s\n' "$group" "$command" "$version" "$reason"
done < "$plan" > "$answers/all"
if [[ $failed == 1 ]]; then exit 1; fi

install -d /opt/claudebox /etc/claude-code
jq --raw-input --slurp --arg variant "$variant" --arg distribution "$(. /etc/os-release && echo "$PRETTY_NAME")" '
    [split("\n")[] | select(. != "") | split("|") | { group: .[0], command: .[1], version: .[2], reason: .[3] }] as $all
    | {
        variant: $variant,
        distribution: $distribution,
        groups: [$all | map(select(.reason == "")) | group_by(.group)[]
            | { name: .[0].group, tools: map({ command, version }) }],
        leftOut: [$all[] | select(.reason != "") | { command, reason }],
    }' "$answers/all" > /opt/claudebox/tools.json
cat > /etc/claude-code/CLAUDE.md << EOF
You work inside a Docker container of Claudebox (image variant: $variant). /opt/claudebox/tools.json lists the tools in it with their
versions, and under leftOut which ones are missing and why. sudo needs no password, so you can install what you miss.
EOF
chmod 644 /opt/claudebox/tools.json /etc/claude-code/CLAUDE.md
rm -rf "$answers" "$home"
