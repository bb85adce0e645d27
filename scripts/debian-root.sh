# shellcheck shell=bash
# Sourced by the drills: a clean Debian 12, made once and kept below artifacts/.
# Usage: debian_root DIR

debian_root() {
  local base=artifacts/drill/bookworm
  if [[ ! -e $base/etc/debian_version ]]; then
    echo "Making a clean Debian 12 in $base ..."
    mkdir -p artifacts/drill
    rm -rf "$base.new"
    debootstrap --variant=minbase --include=ca-certificates bookworm "$base.new" >artifacts/drill/debootstrap.log 2>&1 ||
      { tail -n 20 artifacts/drill/debootstrap.log >&2; return 1; }
    mv "$base.new" "$base"
  fi
  mkdir -p "$1"
  cp -a "$base/." "$1/"
}

# Runs a shell command as root in a Debian tree, as a RUN instruction does. Usage: in_root DIR COMMAND
in_root() {
  local resolve=()
  [[ ! -e /etc/resolv.conf ]] || resolve=(--ro-bind "$(readlink -f /etc/resolv.conf)" /etc/resolv.conf)
  bwrap --bind "$1" / "${resolve[@]}" --dev /dev --proc /proc --tmpfs /tmp --cap-add ALL --unshare-pid --die-with-parent \
    --setenv DEBIAN_FRONTEND noninteractive --setenv HOME /root --setenv PATH /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    /bin/sh -c "$2"
}

require_root() {
  (( EUID == 0 )) || { echo "This drill makes file systems and namespaces: run it as root." >&2; exit 1; }
}
