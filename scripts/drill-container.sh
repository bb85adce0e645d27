#!/usr/bin/env bash
# What the Dockerfile says, done without a container engine: its build stage with this machine's SDK, its last stage in a clean Debian 12,
# and its program there as its user with a read-only root file system, until a recording has been transcribed.
# COPY, RUN, USER, VOLUME, ENV, HEALTHCHECK and ENTRYPOINT are read from the Dockerfile itself. Runs in ./test.sh --long.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/packages.sh
. scripts/debian-root.sh

require_root
require_dotnet
require_packages debootstrap bubblewrap iproute2 procps jq
command -v node >/dev/null || require_packages nodejs npm
[[ -d Gateway.Tests/Node/node_modules/dockerfile-ast ]] || (cd Gateway.Tests/Node && npm ci --no-audit --no-fund --ignore-scripts >/dev/null)
[[ -e artifacts/bin/Gateway.Simulator/release/gateway-simulator.dll ]] || dotnet build Gateway.Simulator -c Release --nologo -v quiet "-clp:ErrorsOnly;NoSummary"

work=$(mktemp -d)
gateway="" network=""
stop() {
  local process
  for process in $gateway $network; do
    kill "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap stop EXIT

plan() { jq -r "$1" "$work/plan.json"; }
(cd Gateway.Tests/Node && node dockerfile-plan.mjs ../../Dockerfile) >"$work/plan.json"

# The build context, as .dockerignore leaves it: the folders that it names, without binaries and documents.
mkdir -p "$work/context" "$work/source" "$work/out"
git ls-files --cached --others --exclude-standard | (cd Gateway.Tests/Node && node dockerignore.mjs ../../.dockerignore) |
  tar --create --files-from=- --file=- | tar --extract --directory="$work/context"

in_build() {
  bwrap --tmpfs / --ro-bind /usr /usr --ro-bind /etc /etc --symlink usr/lib /lib --symlink usr/lib64 /lib64 --symlink usr/bin /bin --symlink usr/sbin /sbin \
    --ro-bind-try /opt /opt --bind "$HOME" "$HOME" --ro-bind-try /run/systemd/resolve /run/systemd/resolve --dev /dev --proc /proc --tmpfs /tmp \
    --bind "$work/context" /context --bind "$work/source" /source --bind "$work/out" /gateway --chdir /source --die-with-parent /bin/sh -c "$1"
}

echo "The build stage ..."
while read -r step; do
  kind=$(jq -r .keyword <<<"$step")
  case $kind in
    COPY) in_build "$(jq -r '. as $copy | "mkdir -p \($copy.to) && " + ([$copy.from[] | "if [ -d /context/\(.) ]; then mkdir -p \($copy.to) && cp -R /context/\(.)/. \($copy.to); else cp /context/\(.) \($copy.to); fi"] | join(" && "))' <<<"$step")" ;;
    RUN) in_build "$(jq -r .command <<<"$step")" >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; exit 1; } ;;
  esac
done < <(plan '.stages[] | select(.name == "build") | .steps[] | tojson')

echo "The last stage ..."
root=$work/root
debian_root "$root"
# What the image of the runtime has in /usr/share/dotnet.
runtime=$(dirname "$(readlink -f "$(command -v dotnet)")")
while read -r step; do
  case $(jq -r .keyword <<<"$step") in
    COPY)
      to=$root$(jq -r .to <<<"$step")
      mkdir -p "$to"
      case $(jq -r .stage <<<"$step") in
        runtime) cp -a "$runtime"/{dotnet,host,shared} "$to/" ;;
        build) cp -a "$work/out/." "$to/" ;;
      esac ;;
    RUN) in_root "$root" "$(jq -r .command <<<"$step")" >"$work/image.log" 2>&1 || { cat "$work/image.log" >&2; exit 1; } ;;
  esac
done < <(plan '.stages[-1].steps[] | tojson')

user=$(plan .user)
state=$(plan .volume)
# What a new named volume is: a copy of the image's directory, with its owner.
cp -a "$root$state" "$work/volume"
environment=()
while read -r name value; do environment+=(--setenv "$name" "$value"); done < <(plan '.environment | to_entries[] | "\(.key) \(.value)"')

# A network of its own, as a container has: ports are free, and nobody else's gateway answers.
unshare --net sleep infinity &
network=$!
until [[ $(readlink "/proc/$network/ns/net") != "$(readlink /proc/self/ns/net)" ]]; do kill -0 "$network"; done
in_network() { nsenter --target "$network" --net "$@"; }
in_network ip link set lo up

# A read-only root, a tmpfs, the volume; no capability, no way to get one. Runs "$@".
in_container() {
  in_network bwrap --clearenv --ro-bind "$root" / --dev /dev --proc /proc --tmpfs /tmp --bind "$work/volume" "$state" \
    --unshare-pid --as-pid-1 --unshare-ipc --unshare-uts --die-with-parent --cap-drop ALL --cap-add CAP_SETUID --cap-add CAP_SETGID --cap-add CAP_SETPCAP \
    --setenv PATH /usr/bin:/bin "${environment[@]}" \
    /usr/bin/setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
}

mapfile -t entrypoint < <(plan '.entrypoint[]')
mapfile -t healthcheck < <(plan '.healthcheck[]')
! in_container "${healthcheck[@]}" >/dev/null || { echo "The health check says that a gateway runs, and none does." >&2; exit 1; }
in_container "${entrypoint[@]}" >"$work/gateway.log" 2>&1 &
gateway=$!
for (( tries = 0; ; tries++ )); do
  kill -0 "$gateway" 2>/dev/null || { echo "The gateway did not start:" >&2; cat "$work/gateway.log" >&2; exit 1; }
  ! in_container "${healthcheck[@]}" >"$work/health" || break
  (( tries < 100 )) || { echo "The gateway does not become ready:" >&2; cat "$work/gateway.log" "$work/health" >&2; exit 1; }
  sleep 0.2
done
echo "Ready. The health check says: $(tr -d '\n' <"$work/health")"

! in_container /bin/sh -c 'touch /opt/twilio-gateway/x' 2>/dev/null || { echo "The root file system can be written." >&2; exit 1; }

echo "A recording is transcribed ..."
in_network dotnet artifacts/bin/Gateway.Simulator/release/gateway-simulator.dll stream --gateway https://localhost:8443 \
  --api-key-file "$work/volume/api-key.json" --ca "$work/volume/certificate.pem" --wav samples/streaming-upgrade.wav --json "$work/heard.json" >"$work/stream.log" 2>&1 ||
  { cat "$work/stream.log" "$work/gateway.log" >&2; exit 1; }
words=$(wc -w <"$work/stream.log")
(( words > 20 )) || { echo "Almost nothing was transcribed:" >&2; cat "$work/stream.log" >&2; exit 1; }

# The first process of the container, which the engine would signal.
process=$gateway
while child=$(pgrep --parent "$process"); do process=$child; done
kill "-$(plan .signal)" "$process"
status=0
wait "$gateway" || status=$?
gateway=""
(( status == 0 )) || { echo "The signal ended it with $status:" >&2; cat "$work/gateway.log" >&2; exit 1; }

echo "Sizes: $(du -sh "$root" | cut -f1) the image, of it $(du -sh "$root/var/cache/apt" | cut -f1) apt's cache, $(du -sh "$root/usr/share/dotnet" | cut -f1) the runtime, $(du -sh "$root/opt/twilio-gateway" | cut -f1) the gateway."
echo "The container's program works: transcribed as user $user with a read-only root file system ($words words of output)."
