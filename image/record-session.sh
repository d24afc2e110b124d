#!/bin/sh
# A hook of Claude Code (managed-settings.json): notes the session that a terminal's prompt goes to, or that /clear has begun.
# claudebox-server takes it from there. The prompt itself, which is in the hook's input too, goes nowhere.

# Set for terminals only: runs keep their sessions themselves.
[ -n "${CLAUDEBOX_TERMINAL:-}" ] || exec cat > /dev/null

# Claude Code starts hooks through a shell. The Claude Code of the terminal counts, not one that it has started in turn.
if ! { read -r own < "$CLAUDEBOX_TERMINAL/process" && read -r stat < "/proc/$PPID/stat"; }; then exec cat > /dev/null; fi
# shellcheck disable=SC2086 # split into fields: state, parent, …
set -- ${stat##*) }
if [ "$PPID" != "$own" ] && [ "${2:-}" != "$own" ]; then exec cat > /dev/null; fi

exec jq --compact-output '{session_id}' >> "$CLAUDEBOX_TERMINAL/sessions"
