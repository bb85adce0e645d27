#!/usr/bin/env bash
# Builds ../Gateway.Host/Operations/one-minute.ulaw, which the verb bench plays, from the sample call: ten utterances, one every six
# seconds, as raw mu-law at 8 kHz. Needs sox and jq only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
out=../Gateway.Host/Operations/one-minute.ulaw
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

slot=48000      # bytes: six seconds
lead=4000       # bytes of silence before the utterance
longest=4200    # ms; longer utterances are left out, and with them the one with a PIN

sox streaming-upgrade.wav -t ul "$tmp/inbound" remix 1
sox streaming-upgrade.wav -t ul "$tmp/outbound" remix 2

# cut TRACK FROM TO - bytes of a track.
cut() { tail -c +$(( $2 + 1 )) "$tmp/$1" | head -c $(( $3 - $2 )) || true; }

jq -r --argjson longest "$longest" '.windows as $w | .utterances[] | . as $u
  | select(any($w[]; .start <= $u.start and $u.end <= .stop) and $u.end - $u.start <= $longest) | "\(.track) \(.start * 8) \(.end * 8)"' streaming-upgrade.json |
  while read -r track start end; do
    # At its beginning nobody speaks on the inbound track.
    cut inbound 0 "$lead"
    cut "$track" "$start" "$end"
    cut inbound "$lead" $(( slot - (end - start) ))
  done >"$out"
echo "$out: $(( $(stat -c %s "$out") / 8000 )) s"
