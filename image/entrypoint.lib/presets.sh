# shellcheck shell=bash
# Writes the few keys without which Claude Code opens dialogs. The files are shared with other containers and with
# Claude Code itself, so: under a lock, through a temporary file and a rename, and only when a key is missing.

readonly ONE_OBJECT='if length == 1 and (.[0] | type) == "object" then .[0] else error("not one object") end'

can_write() { setpriv --reuid "$1" --regid "$2" --clear-groups test -w "$3"; }

# shares_data UID GID DATA_UID: the server decides by the same questions where Claude's configuration lies. Root could
# write anywhere, and would take the owner's own files from them: Claude Code replaces its files by new ones of mode 600.
shares_data() {
    if [[ $1 == 0 && $3 != 0 ]]; then return 1; fi
    can_write "$1" "$2" "$DATA"
}

# write_presets WORKSPACE UID GID: CLAUDEBOX_APPROVED_KEY may hold the last 20 characters of an API key, which is how Claude Code
# itself notes that a key may be used. A key that the user has refused there stays refused.
write_presets() {
    local workspace=$1 uid=$2 gid=$3 config=$DATA owners data_owner file_owner lock
    if [[ ! -d $DATA ]]; then
        warn "the data directory $DATA does not exist in the container"
        return 1
    fi
    data_owner=$(stat -c %u:%g "$DATA")
    file_owner=$data_owner
    make_directory "$DATA/claudebox" 755 "$data_owner" && make_directory "$DATA/claudebox/locks" 755 "$data_owner" || return 1
    if [[ -d $DATA/claudebox/owners ]]; then make_directory "$DATA/claudebox/owners" 711 "$data_owner"; fi

    if ! shares_data "$uid" "$gid" "${data_owner%:*}"; then
        # The host mounts the owners' part of the data directory a second time, in reach of everyone.
        owners=/var/lib/claudebox/owners
        if [[ ! -d $owners ]]; then owners=$DATA/claudebox/owners; fi
        config=$owners/$uid
        file_owner=$uid:$gid
        make_directory "$owners" 711 "$data_owner" && make_directory "$config" 700 "$file_owner" || return 1
        # For both: a uid whose group is the directory's has the group's rights and not those of others.
        chmod go+x "$owners"
        if ! can_write "$uid" "$gid" "$config"; then
            warn "uid $uid, the owner of $workspace, can neither write the data directory nor pass through it to its own" \
                "configuration in claudebox/owners/$uid; run 'chmod o+x' on the data directory on the host"
        fi
    elif [[ $uid != 0 ]]; then
        file_owner=$uid:$gid
    fi
    debug "configuration of Claude Code: $config"

    lock=$DATA/claudebox/locks/.presets
    if [[ ! -e $lock ]]; then (umask 077 && : >> "$lock") && chown -h "$data_owner" "$lock"; fi
    (
        if ! flock --timeout 60 9; then
            warn "$lock cannot be taken; Claude Code may ask its questions of the first start"
            exit 1
        fi
        # The dollar signs are jq's.
        # shellcheck disable=SC2016
        preset "$config/.claude.json" "$file_owner" "$workspace" \
            '.hasCompletedOnboarding = true | .projects[$workspace].hasTrustDialogAccepted = true
            | (env.CLAUDEBOX_APPROVED_KEY // "") as $key
            | if $key == "" or ([.customApiKeyResponses | .approved[]?, .rejected[]?] | index($key)) then .
              else .customApiKeyResponses.approved += [$key] end'
        preset "$config/settings.json" "$file_owner" "$workspace" '.skipDangerousModePermissionPrompt = true'
    ) 9>> "$lock"
}

# make_directory PATH MODE OWNER: not through a link, which could lead root anywhere. What is root's already, because root
# ran the host side, becomes OWNER's too.
make_directory() {
    if [[ -L $1 ]]; then
        warn "$1 is a link; left alone"
        return 1
    fi
    if [[ -d $1 ]]; then
        if [[ $3 != 0:* && $(stat -c %u "$1") == 0 ]]; then chown "$3" "$1"; fi
        return 0
    fi
    if ! { mkdir -m "$2" "$1" && chown "$3" "$1"; }; then
        warn "cannot make $1"
        return 1
    fi
}

# preset FILE OWNER WORKSPACE FILTER: applies a jq filter to FILE, which may be a link into someone's dotfiles.
preset() {
    local file=$1 owner=$2 workspace=$3 filter=$4 target before after new
    if ! target=$(readlink --canonicalize -- "$file") || [[ -L $file && ! -e $target ]]; then
        warn "$file is a link to nothing; left alone"
        return 1
    fi
    before='{}'
    if [[ -s $target ]] && ! before=$(jq --slurp "$ONE_OBJECT" "$target" 2> /dev/null); then
        warn "$file is not a JSON object; left alone"
        return 1
    fi
    if ! after=$(jq --arg workspace "$workspace" "$filter" <<< "$before" 2> /dev/null); then
        warn "$file does not hold what Claude Code keeps there; left alone"
        return 1
    fi
    if [[ -s $target && $after == "$before" ]]; then return 0; fi
    if new=$(mktemp "$target.XXXXXX") \
        && printf '%s\n' "$after" > "$new" \
        && if [[ -e $target ]]; then
            chown --reference="$target" "$new" && chmod --reference="$target" "$new"
        else
            chown "$owner" "$new"
        fi \
        && mv -f "$new" "$target"; then
        debug "presets written to $file"
    else
        rm -f "${new:-}"
        warn "cannot write $file"
        return 1
    fi
}
