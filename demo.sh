#!/usr/bin/env bash
# The main job on one machine: a scripted two-party call, sent as Twilio sends it, arrives as utterances at a webhook.
# Afterwards the conversation is read back from the store. Exits with 0 only if everything said inside the windows arrived, nothing
# else did, and the store has just that. Leaves nothing running.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. scripts/packages.sh

https_port=${DEMO_HTTPS_PORT:-8443}
management_port=${DEMO_MANAGEMENT_PORT:-8081}
webhook_port=${DEMO_WEBHOOK_PORT:-9443}

require_dotnet
require_packages libpocketsphinx3 pocketsphinx-en-us curl jq

echo "Building ..."
dotnet build TwilioGateway.sln -c Release --nologo -v quiet "-clp:ErrorsOnly;NoSummary"
simulator=(dotnet artifacts/bin/Gateway.Simulator/release/gateway-simulator.dll)

work=$(mktemp -d)
gateway=
stop() {
  [[ -z $gateway ]] || { kill "$gateway" 2>/dev/null && wait "$gateway" 2>/dev/null; } || true
  rm -rf "$work"
}
trap stop EXIT

"${simulator[@]}" certificate --out "$work/webhook" >/dev/null

Gateway__StateDirectory=$work/state \
Gateway__Management__Url=http://127.0.0.1:$management_port \
Gateway__Webhook__Url=https://127.0.0.1:$webhook_port/transcripts \
Gateway__Webhook__Tls__CaFile=$work/webhook/ca.pem \
Gateway__Webhook__Secret__Name=X-Gateway-Secret \
Gateway__Webhook__Secret__Value=only-for-the-demo \
Kestrel__Endpoints__Https__Url=https://127.0.0.1:$https_port \
  dotnet artifacts/bin/Gateway.Host/release/twilio-gateway.dll >"$work/gateway.log" 2>&1 &
gateway=$!

ready() {
  { exec 3<>"/dev/tcp/127.0.0.1/$management_port"; } 2>/dev/null || return 1
  printf 'GET /readyz HTTP/1.0\r\n\r\n' >&3
  local answer
  read -r answer <&3 || true
  exec 3>&-
  [[ $answer == *" 200 "* ]]
}
for (( tries = 0; ; tries++ )); do
  kill -0 "$gateway" 2>/dev/null || { echo "The gateway did not start:" >&2; cat "$work/gateway.log" >&2; exit 1; }
  ! ready || break
  (( tries < 300 )) || { echo "The gateway is not ready after 30 s:" >&2; cat "$work/gateway.log" >&2; exit 1; }
  sleep 0.1
done
echo "The gateway is ready. A call of 109 seconds begins; transcription is on from 0:21 to 0:48 and from 1:08 to 1:38."

status=0
"${simulator[@]}" call \
  --gateway "https://127.0.0.1:$https_port" --api-key-file "$work/state/api-key.json" --ca "$work/state/certificate.pem" \
  --listen "127.0.0.1:$webhook_port" --listen-certificate "$work/webhook" --webhook-secret X-Gateway-Secret=only-for-the-demo \
  --script samples/streaming-upgrade.json --max-wer 0.5 --json "$work/report.json" "$@" || status=$?

if (( status == 0 )); then
  call=$(jq -r '.calls[0].call' "$work/report.json")
  heard=$(jq '[.calls[0].utterances[] | select(.received)] | length' "$work/report.json")
  echo
  echo "The same conversation, read back after the call: GET /conversation/v1/conversation/messages?externalId=$call"
  jq -r '"header = \"asapp-api-id: \(.id)\"\nheader = \"asapp-api-secret: \(.secret)\""' "$work/state/api-key.json" |
    curl -sS --fail-with-body --config - --cacert "$work/state/certificate.pem" \
      "https://127.0.0.1:$https_port/conversation/v1/conversation/messages?externalId=$call" >"$work/messages.json" || status=$?
  jq -r '.items[] | "\(.clientTimestamp)  \(.sender.role): \(.text)"' "$work/messages.json" || status=1
  stored=$(jq '.items | length' "$work/messages.json" || echo none)
  [[ $stored == "$heard" ]] || { echo "The store has $stored messages, the webhook got $heard." >&2; status=1; }
fi

if (( status != 0 )); then
  echo "What the gateway logged:" >&2
  cat "$work/gateway.log" >&2
fi
exit "$status"
