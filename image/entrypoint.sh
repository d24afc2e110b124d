#!/bin/bash
# Prepares the container as root, then becomes claudebox-server. Arguments are the server's.
# Nothing here stops the container: what fails is reported on stderr, and the server starts all the same.
set -u

readonly library=/opt/claudebox/entrypoint.lib
# shellcheck disable=SC2034 # common.sh uses it
readonly warnings=/run/claudebox/warnings
: > "$warnings"

# shellcheck source=image/entrypoint.lib/common.sh
. "$library/common.sh"
# shellcheck source=image/entrypoint.lib/secrets.sh
. "$library/secrets.sh"
begin_without_secrets "$@"
# shellcheck source=image/entrypoint.lib/user.sh
. "$library/user.sh"
# shellcheck source=image/entrypoint.lib/ssh.sh
. "$library/ssh.sh"
# shellcheck source=image/entrypoint.lib/hooks.sh
. "$library/hooks.sh"
# shellcheck source=image/entrypoint.lib/presets.sh
. "$library/presets.sh"

workspace=${CLAUDEBOX_WORKSPACE:-${CLAUDE_WORKSPACE:-/workspace}}
role=${CLAUDEBOX_ROLE:-}
if [[ -z $role ]] && is_on "${CLAUDEBOX_MODE_API:-${CLAUDE_MODE_API:-}}"; then role=server; fi
if [[ $role == server ]]; then workspace=/workspaces; fi

if ids=$(stat -c '%u %g' -- "$workspace"); then
    read -r uid gid <<< "$ids"
else
    warn "the workspace $workspace does not exist in the container; continuing as uid 1000"
    uid=1000 gid=1000
fi
debug "workspace $workspace belongs to $uid:$gid"

settle_user "$uid" "$gid"
join_docker_group
copy_ssh_keys /run/claudebox/ssh-source "$uid" "$gid"
run_hooks "$DATA/init.d"
write_presets "$workspace" "$uid" "$gid"

exec /opt/claudebox/claudebox-server "$@"
