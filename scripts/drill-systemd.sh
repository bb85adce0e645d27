#!/usr/bin/env bash
# The service on a machine of its own: a clean Debian 12 with systemd as its first process, in a container of systemd-nspawn. Installs the gateway
# with systemd/install.sh, transcribes a recording on port 443 inside the whole sandbox, and tries what an operator does: secrets, commands, reload,
# an upgrade that fails, a rollback, a process that hangs, an uninstall. Runs in ./test.sh --long; another machine's systemd is not touched.
# Usage: drill-systemd.sh [PUBLISHED]     a directory that 'dotnet publish' made; without it, it is published now
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/packages.sh
. scripts/debian-root.sh

require_root
require_dotnet
require_packages debootstrap bubblewrap systemd-container procps jq
[[ -e artifacts/bin/Gateway.Simulator/release/gateway-simulator.dll ]] || dotnet build Gateway.Simulator -c Release --nologo -v quiet "-clp:ErrorsOnly;NoSummary"

work=$(mktemp -d)
root=$work/root
container=""
stop() {
  local status=$?
  (( status == 0 )) || [[ -z $container ]] || journal 60 >&2 || true
  if [[ -n $container ]]; then
    # Its first process goes, and with it everything in it.
    kill -KILL "$(first_process)" 2>/dev/null || true
    wait "$container" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap stop EXIT

fail() { echo "$*" >&2; exit 1; }
first_process() { pgrep --parent "$container" | tail -n 1; }
inside() { nsenter --target "$(first_process)" --all env -i PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"; }
journal() { inside journalctl --unit=twilio-gateway --no-pager --output=cat --lines="$1"; }
property() { inside systemctl show twilio-gateway --property="$1" --value; }
running_release() { basename "$(dirname "$(inside readlink "/proc/$(property MainPID)/exe")")"; }
until_it_holds() {
  local what=$1 tries
  shift
  for (( tries = 0; tries < 600; tries++ )); do
    ! "$@" >/dev/null 2>&1 || return 0
    sleep 0.2
  done
  fail "Not within two minutes: $what."
}
replaced() { [[ $(property MainPID) != "$before" && $(property MainPID) != 0 ]]; }
takes_calls() { inside systemctl is-active --quiet twilio-gateway && inside curl --silent --fail http://127.0.0.1:8081/readyz; }

published=${1:-}
if [[ -z $published ]]; then
  published=$work/published
  dotnet publish Gateway.Host -c Release -o "$published" --nologo -v quiet "-clp:ErrorsOnly;NoSummary"
fi

debian_root "$root"
echo "Installing systemd in it ..."
in_root "$root" "apt-get update -qq && apt-get install -y -qq --no-install-recommends systemd systemd-sysv dbus curl libssl3" >"$work/apt.log" 2>&1 || { cat "$work/apt.log" >&2; exit 1; }
mkdir -p "$root/usr/share/dotnet" "$root/opt/source"
cp -a "$(dirname "$(readlink -f "$(command -v dotnet)")")"/{dotnet,host,shared} "$root/usr/share/dotnet/"
cp -a systemd "$root/opt/source/"
cp -a "$published" "$root/opt/source/good"
cp -a "$published" "$root/opt/source/better"
echo >>"$root/opt/source/better/appsettings.json"
cp -a "$published" "$root/opt/source/broken"
echo '{"Gateway":{"Webhok":1}}' >"$root/opt/source/broken/appsettings.json"

! in_root "$root" "/opt/source/systemd/install.sh --from /opt/source/good --packages check" 2>"$work/refused" || fail "Installed without the speech packages."
grep -q "libpocketsphinx3 pocketsphinx-en-us" "$work/refused" || fail "It does not say which packages are missing: $(cat "$work/refused")"
echo "Without the speech packages it refuses; it installs them ..."
in_root "$root" "/opt/source/systemd/install.sh --from /opt/source/good" >"$work/install.log" 2>&1 || { cat "$work/install.log" >&2; exit 1; }

systemd-nspawn --register=no --keep-unit --private-network --quiet --directory="$root" --machine="gateway-drill-$$" --console=pipe --boot </dev/null >"$work/boot.log" 2>&1 &
container=$!
until_it_holds "systemd runs in the container" inside systemctl is-system-running --wait
printf 'only-for-the-drill\n' | inside install --mode=0600 /dev/stdin /etc/twilio-gateway/credentials/webhook
cat >>"$root/etc/twilio-gateway/environment" <<'END'
Gateway__Webhook__Url=https://127.0.0.1:9443/transcripts
Gateway__Webhook__Secret__Name=X-Gateway-Secret
Gateway__Webhook__Secret__ValueFile=/run/credentials/twilio-gateway.service/secret_webhook
END

echo "Installing as the container's root, now that systemd runs ..."
inside /opt/source/systemd/install.sh --from /opt/source/good --packages check
takes_calls >/dev/null || fail "It is not ready after the installation."
first=$(running_release)
status=$(inside cat "/proc/$(property MainPID)/status")
for line in $'Seccomp:\t2' $'NoNewPrivs:\t1' $'CapEff:\t0000000000000400' $'CapBnd:\t0000000000000400'; do
  grep -qF "$line" <<<"$status" || fail "The process is not confined: no '$line'."
done

echo "A recording is transcribed on port 443 ..."
nsenter --target "$(first_process)" --net dotnet artifacts/bin/Gateway.Simulator/release/gateway-simulator.dll stream --gateway https://localhost \
  --api-key-file "$root/var/lib/twilio-gateway/api-key.json" --ca "$root/var/lib/twilio-gateway/certificate.pem" --wav samples/streaming-upgrade.wav >"$work/stream.log" 2>&1 ||
  { cat "$work/stream.log" >&2; exit 1; }
(( $(wc -w <"$work/stream.log") > 20 )) || fail "Almost nothing was transcribed: $(cat "$work/stream.log")"

echo "Commands have the service's secrets, whether it runs or not; reload keeps the process ..."
said=$(inside twilio-gateway purge --conversation CA5b040e075515c424391012acc5a870cf 2>&1) || true
[[ $said == *"no such conversation"* ]] || fail "The command said: $said"
before=$(property MainPID)
inside systemctl reload twilio-gateway
until_it_holds "it is active after a reload" takes_calls
[[ $(property MainPID) == "$before" ]] || fail "A reload ended the process."
inside systemctl stop twilio-gateway
[[ $(property Result) == success ]] || fail "It did not end well: $(property Result)"
said=$(inside twilio-gateway purge --conversation CA5b040e075515c424391012acc5a870cf 2>&1) || true
[[ $said == *"no such conversation"* ]] || fail "The command said, while the service was stopped: $said"
inside systemctl start twilio-gateway

echo "An upgrade, a release that does not start, a rollback ..."
inside /opt/source/systemd/install.sh --from /opt/source/better
second=$(running_release)
[[ $second != "$first" ]] || fail "The upgrade left $first running."
! inside /opt/source/systemd/install.sh --from /opt/source/broken --ready-timeout 30 2>"$work/broken.log" || fail "A release that does not start counts as installed."
grep -q "Gateway:Webhok" "$work/broken.log" || fail "It does not say why: $(cat "$work/broken.log")"
{ takes_calls >/dev/null && [[ $(running_release) == "$second" ]]; } || fail "The release before does not run after a failed upgrade."
inside /opt/source/systemd/install.sh --rollback
[[ $(running_release) == "$first" ]] || fail "The rollback runs $(running_release) instead of $first."

echo "A process that hangs is replaced (WatchdogSec) ..."
before=$(property MainPID)
inside /bin/sh -c "kill -STOP $before"
until_it_holds "a process that hangs is replaced" replaced
until_it_holds "the new process takes calls" takes_calls

inside /opt/source/systemd/install.sh --uninstall
[[ -e $root/var/lib/twilio-gateway/transcripts.db && -e $root/etc/twilio-gateway/environment && ! -e $root/opt/twilio-gateway ]] || fail "The uninstall took too much, or too little."
echo "The service works on Debian $(cat "$root/etc/debian_version"), $(inside systemctl --version | head -n 1)."
