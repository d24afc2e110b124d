# shellcheck shell=bash
# Gives the user claude the ids of the workspace's owner, and the Docker socket's group.

# replace FILE: puts stdin in FILE's place by rename, with FILE's mode.
replace() {
    local new
    if ! { new=$(mktemp "$1.XXXXXX") && cat > "$new" && [[ -s $new ]] && chmod --reference="$1" "$new" && mv -f "$new" "$1"; }; then
        rm -f "${new:-}"
        warn "cannot replace $1"
        return 1
    fi
}

# settle_user UID GID: claude gets these ids, which other entries may hold too. usermod is not for this: it would re-own
# everything below the home, mounts included. With a root owner Claude runs as root, and claude stays as it is.
settle_user() {
    local uid=$1 gid=$2 name password old_uid old_gid comment directory shell
    if [[ $uid == 0 ]]; then return 0; fi
    IFS=: read -r name password old_uid old_gid comment directory shell < <(grep '^claude:' /etc/passwd)
    if [[ $name != claude ]]; then
        warn "the image has no user claude"
        return 1
    fi
    if [[ $old_uid:$old_gid != "$uid:$gid" ]]; then
        debug "user claude: $old_uid:$old_gid -> $uid:$gid"
        # Directly after root, hence before any other holder of the uid: sudo and getpwuid take the first entry they find.
        {
            grep '^root:' /etc/passwd
            printf '%s:%s:%s:%s:%s:%s:%s\n' "$name" "$password" "$uid" "$gid" "$comment" "$directory" "$shell"
            grep -vE '^(root|claude):' /etc/passwd
        } | replace /etc/passwd || return 1
        name_group "$gid"
    fi
    own_home "$uid:$gid"
}

# group_of GID: prints the name of the first group with this gid.
group_of() { awk -F: -v gid="$1" '$3 == gid { print $1; exit }' /etc/group; }

# name_group GID: a gid that has no name becomes the group claude.
name_group() {
    if [[ -z $(group_of "$1") ]]; then
        awk -F: -v OFS=: -v gid="$1" '$1 == "claude" { $3 = gid } { print }' /etc/group | replace /etc/group
    fi
}

# own_home OWNER: re-owns the home and what lies in it, never a mount: neither the known ones nor any other.
own_home() {
    local device
    if [[ $(stat -c %u:%g "$USER_HOME") == "$1" ]]; then return 0; fi
    device=$(stat -c %d "$USER_HOME")
    find "$USER_HOME" -xdev \( -path "$USER_HOME/.claude" -o -path "$USER_HOME/.ssh" \) -prune -o -printf '%D %p\0' \
        | sed --null-data --quiet "s/^$device //p" \
        | xargs --null --no-run-if-empty chown --no-dereference -- "$1"
}

# join_docker_group: makes claude a member of the group that owns the Docker socket, whatever its gid, 0 included.
join_docker_group() {
    local socket=/var/run/docker.sock gid group
    if [[ ! -S $socket ]]; then return 0; fi
    gid=$(stat -L -c %g "$socket")
    group=$(group_of "$gid")
    if [[ -z $group ]]; then
        group=docker-host
        { grep -v '^docker-host:' /etc/group; printf 'docker-host:x:%s:\n' "$gid"; } | replace /etc/group || return 1
    fi
    if id -nG claude | tr ' ' '\n' | grep -qxF -- "$group"; then return 0; fi
    debug "user claude joins group $group ($gid) for $socket"
    awk -F: -v OFS=: -v group="$group" '$1 == group { $4 = ($4 == "" ? "" : $4 ",") "claude" } { print }' /etc/group \
        | replace /etc/group
}
