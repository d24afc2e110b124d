# shellcheck shell=bash
# Runs the user's init hooks as root, in name order, each until it has succeeded once in this container.

# run_hooks DIRECTORY
run_hooks() {
    local hook LC_ALL=C
    for hook in "$1"/*.sh; do
        if [[ -f $hook ]]; then run_hook "$hook"; fi
    done
}

# run_hook FILE: the marker lies in the container's own layer, so a new container starts afresh.
run_hook() {
    local hook=$1 limit=${CLAUDEBOX_INIT_TIMEOUT:-600} log=/var/log/claudebox/init.log name marker start status
    name=$(basename -- "$hook")
    marker=/var/lib/claudebox/init.d/$name.done
    if [[ -e $marker ]]; then return 0; fi
    if [[ ! $limit =~ ^[1-9][0-9]{0,5}$ ]]; then
        warn "CLAUDEBOX_INIT_TIMEOUT must be a number of seconds; using 600"
        limit=600
    fi
    mkdir -p "$(dirname "$marker")" "$(dirname "$log")"
    printf '%s running %s\n' "$(date -u +%FT%TZ)" "$name" >> "$log"
    start=$(stat -c %s "$log")
    debug "running init hook $name, output in $log"
    # Into the file and not a pipe: a service that the hook leaves behind would hold a pipe open for ever.
    timeout --kill-after=10 "$limit" bash -- "$hook" < /dev/null >> "$log" 2>&1 7<&-
    status=$?
    tail --bytes="+$((start + 1))" "$log" >&2
    case $status in
        0) : > "$marker" ;;
        124 | 137) warn "init hook $name did not end within $limit s; it runs again at the next start ($log)" ;;
        *) warn "init hook $name failed with exit code $status; it runs again at the next start ($log)" ;;
    esac
}
