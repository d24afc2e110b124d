# shellcheck shell=bash
# What the scripts of the image share.

# shellcheck disable=SC2034 # the other parts of the library use it
readonly USER_HOME=/home/claude
readonly DATA=${CLAUDEBOX_CONTAINER_DATA_DIR:-/home/claude/.claude}

# The entrypoint names a file in $warnings, from which the server tells them with every run.
warn() {
    printf 'claudebox: %s\n' "$*" >&2
    if [[ -n ${warnings:-} ]]; then printf '%s\n' "$*" >> "$warnings"; fi
}

is_on() { case ${1,,} in 1 | true | yes | on) return 0 ;; *) return 1 ;; esac }

verbose=off
if is_on "${CLAUDEBOX_DEBUG:-}" || is_on "${DEBUG:-}"; then verbose=on; fi
debug() { if [[ $verbose == on ]]; then printf 'claudebox: debug: %s\n' "$*" >&2; fi }
