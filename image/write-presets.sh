#!/bin/bash
# Writes the presets of Claude Code's configuration again: it may have changed since the container was started.
# write-presets.sh WORKSPACE UID GID; CLAUDEBOX_APPROVED_KEY has the last 20 characters of an API key that the user has passed on.
set -u

library=$(dirname -- "${BASH_SOURCE[0]}")/entrypoint.lib
# shellcheck source=image/entrypoint.lib/common.sh
. "$library/common.sh"
# shellcheck source=image/entrypoint.lib/presets.sh
. "$library/presets.sh"

write_presets "$@"
