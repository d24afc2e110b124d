# shellcheck shell=bash
# Takes secrets out of the environment that /proc/1/environ shows for as long as the container lives. The server finds them
# in an open descriptor; it knows the same names (SecretHandOver).

readonly SECRETS=(
    ANTHROPIC_API_KEY ANTHROPIC_AUTH_TOKEN CLAUDE_CODE_OAUTH_TOKEN CLAUDEBOX_MODE_API_TOKEN CLAUDE_MODE_API_TOKEN
    CLAUDEBOX_TELEGRAM_BOT_TOKEN CLAUDE_TELEGRAM_BOT_TOKEN
)

list_secrets() {
    local name
    for name in "${SECRETS[@]}"; do
        if [[ -n ${!name:-} ]]; then printf '%s=%s\0' "$name" "${!name}"; fi
    done
}

# begin_without_secrets [VERB…]: starts this script again below tini; the second time it does nothing. Other verbs than serve
# are short, and want their environment as it is.
begin_without_secrets() {
    local secrets
    if [[ -n ${CLAUDEBOX_SECRETS_FD+set} ]]; then return 0; fi
    export CLAUDEBOX_SECRETS_FD=
    if [[ ${1:-serve} == serve ]]; then
        secrets=$(list_secrets | base64 --wrap=0)
        if [[ -n $secrets ]]; then
            # A pipe that holds it all; were it too small, bash would take a nameless file, which must not be on a disk.
            TMPDIR=/dev/shm
            exec 7<<< "$secrets"
            unset TMPDIR "${SECRETS[@]}"
            CLAUDEBOX_SECRETS_FD=7
        fi
    fi
    exec tini -- "$0" "$@"
}
