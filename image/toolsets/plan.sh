#!/bin/bash
# Decides where each tool comes from: the first of its sources that this build can use.
# Usage: plan.sh LOCK TOOLSET…; REGISTRIES_ONLY=1 rules downloads out. Prints the plan.
#
# A toolset's first line is "title NAME". The others are COMMAND[=PROGRAM] | VERSION COMMAND | SOURCE…, where PROGRAM is the package's own
# name for the command, and the command "-" stands for a package without one. Sources are
#   image           it is in the stage "common"
#   apt:PACKAGE     the distribution
#   npm:PACKAGE     npm, pinned in package-lock.json
#   with:COMMAND    it comes with another tool, which is further up
#   archive:NAME    a download with one program in it, pinned in LOCK as NAME-ARCHITECTURE
#   tree:NAME       a download with a directory NAME for /usr/local
#   go:NAME         a program that "go install" builds, pinned in LOCK as NAME
# The plan's lines are GROUP|COMMAND|PROGRAM|VERSION COMMAND|SOURCE|REASON: without a source, the reason says why it is left out.
set -euo pipefail

lock=$1
shift
case ${REGISTRIES_ONLY:-0} in
    0 | 1) ;;
    *) echo "plan.sh: REGISTRIES_ONLY is 0 or 1, not '$REGISTRIES_ONLY'" >&2; exit 1 ;;
esac
architecture=$(dpkg --print-architecture)

# One look for all packages: each takes a moment.
declare -A candidates
mapfile -t packages < <(grep -ohE 'apt:[^ ]+' "$@" | cut -d: -f2 | sort -u)
if [[ ${#packages[@]} -gt 0 ]]; then
    while read -r package candidate; do
        candidates[$package]=$candidate
    done < <(LC_ALL=C apt-cache policy "${packages[@]}" \
        | awk '/^[^ ].*:$/ { name = substr($1, 1, length($1) - 1) } $1 == "Candidate:" && $2 != "(none)" { print name, $2 }')
fi

# address NAME: prints where the lock says a download is.
address() { awk -v prefix="$1@" 'index($1, prefix) == 1 { print $3 }' "$lock"; }

# obstacle SOURCE: prints why the source cannot be used; nothing when it can.
obstacle() {
    local name=${1#*:} from
    case $1 in
        image | npm:*) ;;
        apt:*) if [[ -z ${candidates[$name]:-} ]]; then echo "the distribution has no package $name"; fi ;;
        with:*) if [[ -z ${chosen[$name]:-} ]]; then echo "it comes with $name, which is left out"; fi ;;
        archive:* | tree:* | go:*)
            if [[ $1 != go:* ]]; then name+=-$architecture; fi
            from=$(address "$name")
            if [[ -z $from ]]; then
                echo "no download of it is pinned for $architecture"
            elif [[ ${REGISTRIES_ONLY:-0} == 1 ]]; then
                from=${from#*://}
                echo "it would be downloaded from ${from%%/*}, and this image was built from package registries only"
            fi
            ;;
        *) echo "plan.sh: unknown source $1" >&2; exit 1 ;;
    esac
}

trim() { sed -E 's/^ +//; s/ +$//' <<< "$1"; }

declare -A chosen
for toolset; do
    group=
    while IFS='|' read -r command version sources; do
        if [[ -z $command || $command == '#'* ]]; then continue; fi
        if [[ $command == 'title '* ]]; then
            group=${command#title }
            continue
        fi
        command=$(trim "$command")
        source='' reason=''
        for candidate in $sources; do
            problem=$(obstacle "$candidate")
            if [[ -z $problem ]]; then
                source=$candidate
                break
            fi
            reason+=${reason:+; }$problem
        done
        if [[ -n $source ]]; then
            reason=''
            chosen[${command%%=*}]=$source
        fi
        printf '%s|%s|%s|%s|%s|%s\n' "$group" "${command%%=*}" "${command#*=}" "$(trim "$version")" "$source" "$reason"
    done < "$toolset"
done
