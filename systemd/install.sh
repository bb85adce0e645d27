#!/usr/bin/env bash
# Installs the gateway as a service, or upgrades it; see systemd/README.md. Killed at any moment it leaves a whole release in place:
# a release is copied beside the others, and only then one rename makes it the current one.
set -euo pipefail
umask 022

usage() {
  cat <<'END'
Usage: install.sh [--from DIR | --self-contained] [options]   installs, or upgrades what is installed
       install.sh --rollback [options]                        goes back to the release before
       install.sh --uninstall [options]                       removes the programs; data and configuration stay

  --from DIR             what 'dotnet publish' made; without it, it is published now
  --self-contained       publish with the .NET runtime inside, for machines that have none
  --packages HOW         install (default): install missing Debian packages with apt; check: refuse when some are missing;
                         skip (default with --root): do not look
  --ready-timeout SEC    how long a release may take to become ready before the one before is put back (default 120)
  --root DIR             install below DIR, as for a package or an image: nothing on this machine is touched or started
END
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(dirname "$here")
service=twilio-gateway
account=twilio-gateway
packages=(libpocketsphinx3 pocketsphinx-en-us)
kept_releases=3

action=install from="" root="" package_policy="" ready_timeout=120 self_contained=""

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

read_arguments() {
  while (( $# > 0 )); do
    case $1 in
      --rollback) action=rollback ;;
      --uninstall) action=uninstall ;;
      --self-contained) self_contained=yes ;;
      --from | --root | --packages | --ready-timeout)
        [[ -n ${2:-} ]] || { usage >&2; exit 2; }
        case $1 in
          --from) from=$2 ;;
          --root) root=$2 ;;
          --packages) package_policy=$2 ;;
          --ready-timeout) ready_timeout=$2 ;;
        esac
        shift ;;
      --help) usage; exit 0 ;;
      *) usage >&2; exit 2 ;;
    esac
    shift
  done
  package_policy=${package_policy:-$([[ -n $root ]] && echo skip || echo install)}
  [[ $package_policy =~ ^(install|check|skip)$ && $ready_timeout =~ ^[0-9]+$ ]] || { usage >&2; exit 2; }
  [[ -z $root ]] || { mkdir -p "$root" && root=$(cd "$root" && pwd); }
  [[ $root != / ]] || root=""
  opt=$root/opt/twilio-gateway
  configuration=$root/etc/twilio-gateway
  unit=$root/etc/systemd/system/$service.service
  command=$root/usr/local/sbin/twilio-gateway
}

require_root() {
  [[ -n $root ]] || (( EUID == 0 )) || fail "This has to be run as root: sudo $0 ... (or with --root DIR, to look at what it would install)"
}

only_one_at_a_time() {
  mkdir -p "$opt/releases"
  exec 9>"$opt/.lock"
  flock --nonblock 9 || fail "Another install.sh is at work in $opt. Wait for it."
}

# systemd runs on this machine, and this machine is what is installed on.
systemd_runs() { [[ -d $root/run/systemd/system ]]; }

missing_packages() {
  local package
  for package in "${packages[@]}"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || printf '%s ' "$package"
  done
}

require_debian_packages() {
  [[ $package_policy != skip ]] || return 0
  local missing
  missing=$(missing_packages)
  [[ -n $missing ]] || return 0
  if [[ $package_policy == check ]] || ! command -v apt-get >/dev/null; then
    fail "These Debian packages are missing: ${missing% }. Install them: apt-get install ${missing% }"
  fi
  say "Installing ${missing% } with apt ..."
  apt-get update -qq
  # shellcheck disable=SC2086 # Names without blanks.
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# A published directory without the runtime in it needs the runtime on the machine, where the service finds it without an environment.
require_runtime() {
  [[ $package_policy != skip && ! -e $1/libcoreclr.so ]] || return 0
  local major place
  major=$(sed -n 's/.*"version": "\([0-9]*\)\..*/\1/p' "$1/twilio-gateway.runtimeconfig.json" | head -n 1)
  for place in "$(cat "$root/etc/dotnet/install_location" 2>/dev/null || true)" /usr/share/dotnet /usr/lib/dotnet; do
    [[ -z $place ]] || ! compgen -G "$root$place/shared/Microsoft.AspNetCore.App/$major.*" >/dev/null || return 0
  done
  fail "The ASP.NET Core $major runtime is not installed (in /usr/share/dotnet, or where /etc/dotnet/install_location says).
Install it, or publish with the runtime inside: systemd/install.sh --self-contained"
}

publish() {
  command -v dotnet >/dev/null || fail "There is no .NET SDK here to publish with. Publish elsewhere, and give the directory: --from DIR"
  local out options=()
  out=$(mktemp -d)
  trap 'rm -rf "'"$out"'"' EXIT
  if [[ -n $self_contained ]]; then
    case $(uname -m) in
      aarch64) options=(--self-contained --runtime linux-arm64) ;;
      *) options=(--self-contained --runtime linux-x64) ;;
    esac
  fi
  say "Publishing ..."
  dotnet publish "$repository/Gateway.Host" -c Release -o "$out/gateway" --artifacts-path "$out/build" --nologo -v quiet "${options[@]}" >&2
  from=$out/gateway
}

require_publication() {
  [[ -x $from/twilio-gateway && -f $from/twilio-gateway.dll && -f $from/appsettings.json ]] ||
    fail "'$from' is not a published gateway: twilio-gateway, twilio-gateway.dll or appsettings.json is missing. Make one: dotnet publish Gateway.Host -c Release -o DIR"
}

create_account() {
  grep -qs "^$account:" "$root/etc/passwd" && return 0
  if [[ -n $root ]]; then
    mkdir -p "$root/etc"
    command -v systemd-sysusers >/dev/null || { say "No user was created below $root: there is no systemd-sysusers here."; return 0; }
    systemd-sysusers --root="$root" --inline "u $account - \"Twilio media gateway\" /var/lib/twilio-gateway"
  else
    useradd --system --user-group --home-dir /var/lib/twilio-gateway --no-create-home --shell /usr/sbin/nologin --comment "Twilio media gateway" "$account"
  fi
}

# The ids of the target's own user, not of this machine's.
id_of() { sed -n "s/^$account:[^:]*:\([0-9]*\):.*/\1/p" "$root/etc/$1" 2>/dev/null || true; }

directory() {
  local mode=$1 owner=$2 path=$3
  mkdir -p "$path"
  chmod "$mode" "$path"
  (( EUID != 0 )) || [[ -z ${owner//:/} ]] || chown "$owner" "$path"
}

create_directories() {
  local user group
  user=$(id_of passwd)
  group=$(id_of group)
  directory 0750 "0:$group" "$configuration"
  directory 0700 0:0 "$configuration/credentials"
  directory 0750 "0:$group" "$configuration/tls"
  directory 0700 "$user:$group" "$root/var/lib/twilio-gateway"
  directory 0700 "$user:$group" "$root/var/log/twilio-gateway"
  if [[ ! -e $configuration/environment ]]; then
    put 0600 "$here/environment.example" "$configuration/environment"
  fi
}

# A reader sees the old file or the new one.
put() {
  local mode=$1 source=$2 target=$3
  mkdir -p "$(dirname "$target")"
  cp "$source" "$target.new"
  chmod "$mode" "$target.new"
  mv -f "$target.new" "$target"
}

current_release() { basename "$(readlink "$opt/current" 2>/dev/null || true)"; }

release_before() { cat "$opt/releases/$1/systemd/release-before" 2>/dev/null || true; }

version() {
  local version
  version=$(sed -n 's|.*"twilio-gateway/\([^"]*\)".*|\1|p' "$from/twilio-gateway.deps.json" 2>/dev/null | head -n 1)
  printf '%s' "${version:-unknown}"
}

# What is installed is what is to be installed.
is_current() {
  local release
  release=$(current_release)
  [[ -n $release ]] && diff -rq --exclude=systemd "$from" "$opt/releases/$release" >/dev/null 2>&1 &&
    cmp -s "$here/twilio-gateway.service" "$opt/releases/$release/systemd/twilio-gateway.service"
}

# Prints the name of the new release, which nothing uses yet.
stage() {
  local name staging
  name=$(version)-$(date -u +%Y%m%dT%H%M%S.%N)
  name=${name%??????}Z
  staging=$opt/releases/.staging
  rm -rf "$staging"
  mkdir -p "$staging/systemd"
  cp -R "$from/." "$staging/"
  cp "$here/twilio-gateway.service" "$here/command.sh" "$staging/systemd/"
  current_release >"$staging/systemd/release-before"
  chmod -R u=rwX,go=rX "$staging"
  (( EUID != 0 )) || chown -R 0:0 "$staging"
  # After a power cut the release must be whole, or not be there.
  sync "$staging" "$staging"/*
  mv "$staging" "$opt/releases/$name"
  printf '%s' "$name"
}

activate() {
  local release=$1
  put 0644 "$opt/releases/$release/systemd/twilio-gateway.service" "$unit"
  put 0755 "$opt/releases/$release/systemd/command.sh" "$command"
  ln -sfn "releases/$release" "$opt/current.new"
  mv -fT "$opt/current.new" "$opt/current"
}

# Not those that a rollback may want.
remove_old_releases() {
  local keep=" " release count path
  release=$(current_release)
  for (( count = 0; count < kept_releases; count++ )); do
    [[ -n $release ]] || break
    keep+="$release "
    release=$(release_before "$release")
  done
  for path in "$opt"/releases/*/; do
    release=$(basename "$path")
    [[ $keep == *" $release "* ]] || rm -rf "${opt:?}/releases/$release"
  done
}

management_address() {
  local url
  url=$(sed -n 's/^Gateway__Management__Url=["'\'']\{0,1\}http:\/\/\([^"'\''/ ]*\).*/\1/p' "$configuration/environment" 2>/dev/null | tail -n 1)
  url=${url:-127.0.0.1:8081}
  [[ $url =~ :[0-9]+$ ]] || url+=:80
  local host=${url%:*} port=${url##*:}
  case $host in 0.0.0.0 | localhost | "[::]" | "*") host=127.0.0.1 ;; esac
  host=${host#[}
  printf '%s %s' "${host%]}" "$port"
}

is_ready() {
  local host port answer=""
  read -r host port < <(management_address; echo)
  { exec 3<>"/dev/tcp/$host/$port"; } 2>/dev/null || return 1
  printf 'GET /readyz HTTP/1.0\r\n\r\n' >&3 2>/dev/null || true
  read -r -t 5 answer <&3 || true
  exec 3>&-
  [[ $answer == *" 200 "* ]]
}

becomes_ready() {
  local deadline=$(( SECONDS + ready_timeout ))
  until is_ready; do
    (( SECONDS < deadline )) || return 1
    ! systemctl is-failed --quiet "$service" || return 1
    sleep 0.2
  done
}

# systemd says so when the gateway says so; the readiness page is asked as well.
restarted() {
  systemctl daemon-reload
  systemctl restart "$service" && becomes_ready && current_release >"$opt/.started"
}

# The release that was started last, and became ready. Another one than the current one: an installation was cut off in between.
started_release() { cat "$opt/.started" 2>/dev/null || true; }

# An operator who has stopped the gateway wants it to be stopped.
wanted() { [[ $(systemctl is-active "$service" 2>/dev/null || true) != inactive ]]; }

start_release() {
  local release=$1 before=$2
  if ! systemd_runs; then
    say "systemd does not run here: nothing was started."
    return 0
  fi
  if [[ -n $before ]] && ! wanted; then
    systemctl daemon-reload
    say "The gateway was stopped and stays so: systemctl start $service"
    return 0
  fi
  systemctl daemon-reload
  [[ -n $before ]] || systemctl enable --quiet "$service"
  say "Starting $release; calls that go on in the old process are waited for (Gateway:Calls:DrainTime) ..."
  if restarted; then
    say "The gateway is ready."
    return 0
  fi
  say "The release $release does not become ready. The end of its log:" >&2
  journalctl --unit="$service" --lines=20 --no-pager --output=cat >&2 || true
  [[ -n $before ]] || fail "There is no release before it. Mend what the log says, then: systemctl restart $service"
  activate "$before"
  if restarted; then
    fail "The release before, $before, runs again. Nothing else was changed."
  fi
  fail "The release before, $before, is back in place, but does not become ready either: look at what both have in common, the configuration and the database."
}

install_release() {
  require_root
  require_debian_packages
  [[ -n $from ]] || publish
  from=$(cd "$from" 2>/dev/null && pwd) || fail "There is no directory '$from'."
  require_publication
  require_runtime "$from"
  only_one_at_a_time
  create_account
  create_directories
  local before release
  before=$(current_release)
  if is_current; then
    release=$before
    before=$(release_before "$release")
    activate "$release"
    say "Release $release is installed already."
    if ! systemd_runs || { [[ $(started_release) == "$release" ]] && is_ready; }; then
      return 0
    fi
  else
    release=$(stage)
    activate "$release"
    say "Release $release is installed in $opt${before:+; the one before is $before}."
  fi
  start_release "$release" "$before"
  remove_old_releases
  [[ -n $before ]] || say "Settings: $configuration/environment, secrets: $configuration/credentials"
}

roll_back() {
  require_root
  [[ -L $opt/current ]] || fail "Nothing is installed in $opt."
  only_one_at_a_time
  local release before
  release=$(current_release)
  before=$(release_before "$release")
  [[ -n $before && -d $opt/releases/$before ]] || fail "There is no release before $release. Installed are: $(ls "$opt/releases")"
  activate "$before"
  say "Release $before is the current one again; it was $release."
  start_release "$before" "$release"
}

uninstall() {
  require_root
  if systemd_runs && [[ -e $unit ]]; then
    say "Stopping the gateway; calls that go on are waited for ..."
    systemctl disable --quiet --now "$service"
  fi
  rm -f "$unit" "$command"
  rm -rf "$opt"
  ! systemd_runs || systemctl daemon-reload
  say "The programs are removed. Left are:
  $configuration             settings, secrets, certificates
  $root/var/lib/twilio-gateway     transcripts, keys, the ledger
  $root/var/log/twilio-gateway     the audit log
and the user $account, who owns them. To delete them for good:
  rm -rf $configuration $root/var/lib/twilio-gateway $root/var/log/twilio-gateway && userdel $account"
}

read_arguments "$@"
case $action in
  install) install_release ;;
  rollback) roll_back ;;
  uninstall) uninstall ;;
esac
