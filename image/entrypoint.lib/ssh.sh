# shellcheck shell=bash
# Copies SSH keys out of the read-only mount: ssh refuses keys that others can read or that belong to someone else.
# The host keys of the well-known forges are in /etc/ssh/ssh_known_hosts, where no mount can hide them.

# copy_ssh_keys SOURCE UID GID
copy_ssh_keys() {
    local source=$1 owner=$2:$3 target=$USER_HOME/.ssh
    if [[ ! -d $source ]]; then return 0; fi
    mkdir -p "$target" && chmod 700 "$target"
    # Links are followed since their targets lie outside the mount's copy; sockets of running agents cannot be copied.
    cp --recursive --dereference --force --no-preserve=all -- "$source/." "$target/" \
        || warn "not everything in the SSH directory could be copied"
    find "$target" -mindepth 1 ! -type d ! -type f -delete
    find "$target" -type d -exec chmod 700 {} +
    find "$target" -type f -exec chmod 600 {} +
    chown -R "$owner" "$target"
    # ssh looks in the home directory that the password file names, and root's is another one.
    if [[ $2 == 0 && ! -e /root/.ssh ]]; then ln -s "$target" /root/.ssh; fi
}
