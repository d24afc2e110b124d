#!/bin/bash
# Installs what a plan takes from the distribution. Usage: install.sh PLAN
set -euo pipefail

plan=$1
mapfile -t packages < <(awk -F'|' 'index($5, "apt:") == 1 { print substr($5, 5) }' "$plan" | sort -u)
if [[ ${#packages[@]} -eq 0 ]]; then exit 0; fi
apt-get update -qq
apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "${packages[@]}"
rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/log/apt /var/log/dpkg.log /var/log/alternatives.log

# The distribution's own names for some commands are other ones.
while IFS='|' read -r _ command program _ source _; do
    if [[ $source == apt:* && $command != "$program" ]]; then
        ln -s "$(command -v "$program")" "/usr/local/bin/$command"
    fi
done < "$plan"
