#!/usr/bin/env bash
# Rehearses failures on one machine: a gateway, the simulator as Twilio's cloud, and calls whose streams break in every way. Prints what
# each drill showed; exits with 0 only if all of them are good. Arguments go to the simulator: --list, --only NAME,NAME, --json FILE.
# Leaves nothing running.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. scripts/packages.sh

https_port=${DRILL_HTTPS_PORT:-8443}
management_port=${DRILL_MANAGEMENT_PORT:-8081}
webhook_port=${DRILL_WEBHOOK_PORT:-9443}
cloud_port=${DRILL_CLOUD_PORT:-9444}

require_dotnet
require_packages libpocketsphinx3 pocketsphinx-en-us

echo "Building ..."
dotnet build TwilioGateway.sln -c Release --nologo -v quiet "-clp:ErrorsOnly;NoSummary"
simulator=(dotnet artifacts/bin/Gateway.Simulator/release/gateway-simulator.dll)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${simulator[@]}" certificate --out "$work/tls" >/dev/null

auth_token=only-for-the-drill
export Gateway__StateDirectory=$work/state
export Gateway__Management__Url=http://127.0.0.1:$management_port
export Gateway__PublicUrl=https://127.0.0.1:$https_port
export Gateway__Webhook__Url=https://127.0.0.1:$webhook_port/transcripts
export Gateway__Webhook__Tls__CaFile=$work/tls/ca.pem
export Gateway__Twilio__AccountSid=AC00000000000000000000000000000001
export Gateway__Twilio__AuthToken=$auth_token
export Gateway__Twilio__ValidateSignature=true
export Gateway__Twilio__ApiBaseUrl=https://127.0.0.1:$cloud_port
export Gateway__Twilio__ApiCaFile=$work/tls/ca.pem
export Gateway__Twilio__Continuation='<Pause length="3600"/>'
export Gateway__Twilio__Recovery__Enabled=true
# Shorter than they should be in earnest, so that nobody has to wait for them.
export Gateway__Twilio__ApiTimeout=00:00:05
export Gateway__Calls__MediaIdle=00:00:05
export Gateway__Calls__DrainTime=00:00:03
export Kestrel__Endpoints__Https__Url=https://127.0.0.1:$https_port

status=0
"${simulator[@]}" drill \
  --gateway-command "dotnet artifacts/bin/Gateway.Host/release/twilio-gateway.dll >>'$work/gateway.log' 2>&1" \
  --gateway "https://127.0.0.1:$https_port" --api-key-file "$work/state/api-key.json" --ca "$work/state/certificate.pem" --auth-token "$auth_token" \
  --listen "127.0.0.1:$webhook_port" --listen-certificate "$work/tls" --cloud "127.0.0.1:$cloud_port" \
  --media-idle 5s --api-timeout 5s "$@" || status=$?

if (( status != 0 )); then
  echo "What the gateway logged:" >&2
  cat "$work/gateway.log" >&2 2>/dev/null || true
fi
exit "$status"
