#!/usr/bin/env bash
# Builds streaming-upgrade.wav (a synthetic two-party phone call) and
# streaming-upgrade.json (who says what, when). Needs flite and sox only.
# Usage: samples/make-call.sh [output-directory]      (default: next to this script)
set -euo pipefail
export LC_ALL=C

out=${1:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)}
name=streaming-upgrade
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

rate=8000
level=0.1            # RMS while speaking: -20 dBFS
edge=0.5%            # softer than this (-46 dBFS) counts as not audible
max_pause=250        # ms, inside one utterance

for tool in flite sox soxi awk; do
  command -v "$tool" >/dev/null || { echo "make-call.sh: $tool is missing" >&2; exit 1; }
done
mkdir -p "$out"

raw=(-t raw -e signed-integer -b 16 -r "$rate" -c 1)
: >"$tmp/inbound.raw"; : >"$tmp/outbound.raw"; : >"$tmp/music.raw"
utterances=(); windows=(); now=0; count=0; open_at=

# fill FILE BYTES - pads a raw track up to a length.
fill() {
  local have; have=$(stat -c %s "$1")
  (( have <= $2 )) || { echo "make-call.sh: overlap in $1" >&2; exit 1; }
  head -c $(( $2 - have )) /dev/zero >>"$1"
}

# voice WHO TEXT FILE - one speaker's raw flite rendering at 8 kHz.
voice() {
  local args=() fx=()
  case $1 in
    customer) args=(-voice rms) ;;
    agent)    args=(-voice rms --setf duration_stretch=1.15); fx=(speed 1.12) ;;
    ivr)      args=(-voice slt) ;;
    promo)    args=(-voice awb) ;;
    survey)   args=(-voice slt --setf duration_stretch=1.1) ;;
  esac
  flite "${args[@]}" -t "$2" -o "$tmp/flite.wav"
  sox -D -R "$tmp/flite.wav" -b 16 -r "$rate" -c 1 "$3" "${fx[@]}" highpass 120
}

pause() { now=$(( now + $1 )); }

# say VOICE TEXT [REDACTED] - appends an utterance at the current time.
say() {
  local who=$1 text=$2 redacted=${3:-} track=outbound role=system rms ms longest
  case $who in customer) track=inbound; role=customer ;; agent) role=agent ;; esac
  voice "$who" "${text,,}" "$tmp/a.wav"
  rms=$(sox "$tmp/a.wav" -n stat 2>&1 | awk '/RMS +amplitude/ { print $3 }')
  sox -D "$tmp/a.wav" "$tmp/b.wav" vol "$(awk "BEGIN { print $level / $rms }")"
  sox -D "$tmp/b.wav" "${raw[@]}" "$tmp/c.raw" silence 1 0.002 $edge reverse silence 1 0.002 $edge reverse
  ms=$(( ( $(stat -c %s "$tmp/c.raw") + 15 ) / 16 ))
  fill "$tmp/c.raw" $(( ms * 16 ))

  # The longest stretch of 10 ms frames below -46 dBFS must be short.
  longest=$(sox "${raw[@]}" "$tmp/c.raw" -t dat - | awk '/^ *;/ { next }
    { v = $2 < 0 ? -$2 : $2; if (v > peak) peak = v
      if (++n == 80) { run = peak < 0.01 ? run + 10 : 0; if (run > worst) worst = run; n = 0; peak = 0 } }
    END { print worst + 0 }')
  (( longest <= max_pause )) || { echo "make-call.sh: ${longest} ms pause in: $text" >&2; exit 1; }

  fill "$tmp/$track.raw" $(( now * 16 ))
  cat "$tmp/c.raw" >>"$tmp/$track.raw"
  utterances+=("    { \"track\": \"$track\", \"role\": \"$role\", \"start\": $now, \"end\": $(( now + ms )), \"text\": \"$text\"${redacted:+, \"redacted\": \"$redacted\"} }")
  now=$(( now + ms )); count=$(( count + 1 ))
}

# music FROM TO - hold music on the outbound track between two times (ms).
music() {
  local ms=$(( $2 - $1 )) note notes=()
  if [[ ! -e $tmp/tune.wav ]]; then
    for note in C4 E4 G4 C5 G4 E4 A3 C4 E4 A4 E4 C4 F3 A3 C4 F4 C4 A3 G3 B3 D4 G4 D4 B3; do
      [[ -e $tmp/$note.wav ]] || sox -D -R -n -r "$rate" -c 1 -b 16 "$tmp/$note.wav" synth 0.3 pluck "$note" fade 0.005 0.3 0.05 vol 0.2
      notes+=("$tmp/$note.wav")
    done
    sox -D "${notes[@]}" "$tmp/tune.wav"
  fi
  fill "$tmp/music.raw" $(( $1 * 16 ))
  sox -D "$tmp/tune.wav" "${raw[@]}" "$tmp/m.raw" repeat 9 trim 0 $(( ms * 8 ))s fade 0.4 $(( ms * 8 ))s 0.6
  cat "$tmp/m.raw" >>"$tmp/music.raw"
}

start_window() { open_at=$now; }
stop_window()  { windows+=("{ \"start\": $open_at, \"stop\": $now }"); }

# ---- The script ------------------------------------------------------------
# Before the first window: IVR and hold music.
pause 500;  say ivr      "Thank you for calling your television service"
pause 700;  say ivr      "Please tell us in a few words what you need today"
pause 1000; say customer "I would like to speak with customer service please"
pause 900;  say ivr      "Please hold the line for the next agent"
pause 600;  hold=$now; pause 6500; music "$hold" "$now"
pause 1200; start_window

# First window.
pause 1000; say agent    "Good morning welcome to customer service what can I do for you today"
pause 1200; say customer "I need help upgrading my streaming package and my PIN number is four seven one nine" \
                         "I need help upgrading my streaming package and my PIN number is ####"
pause 1100; say agent    "Give me a moment while I pull up your account"
pause 1500; say customer "My children would like to watch more movies at home"
pause 1200; say agent    "Let me find the best offer for you please hold the line for a minute"
pause 1000; stop_window

# On hold: music, a promotion, and a word the customer says to nobody.
pause 800;  hold=$now; pause 4500; music "$hold" "$now"
pause 500;  say promo    "Watch every football game this season with the new sports channel"
pause 500;  hold=$now; pause 2500
            say customer "I hope that this will not take very long"
pause 4000; music "$hold" "$now"
pause 1200; start_window

# Second window.
pause 1000; say agent    "Sorry for the delay and for keeping you on the line"
pause 1100; say agent    "I can offer you the gold package for twenty dollars a month" \
                         "I can offer you the gold package for \$20 a month"
pause 1300; say customer "That is a good offer so I will take the gold package"
pause 1200; say agent    "All of the new channels will be ready this afternoon"
pause 1100; say agent    "Will there be anything else for you today"
pause 1000; say customer "No that is all I need for today"
pause 1100; say agent    "We appreciate your business and have a wonderful day goodbye"
pause 1000; stop_window

# Afterwards: the survey.
pause 1500; say survey   "How happy were you with this call please say a number from one to five"
pause 1200; say customer "I would say a five"
pause 1000; say survey   "Thank you and goodbye"
pause 1200
# ----------------------------------------------------------------------------

for track in inbound outbound music; do fill "$tmp/$track.raw" $(( now * 16 )); done
length=$(( now * 8 ))s
# Line noise of about -60 dBFS RMS, different in the two channels.
sox -D -R -n -r "$rate" -c 1 -b 16 "$tmp/noise.wav" synth $(( now / 1000 + 5 )) whitenoise vol -48 dB
sox -D "$tmp/noise.wav" "$tmp/noise1.wav" trim 0 "$length"
sox -D "$tmp/noise.wav" "$tmp/noise2.wav" trim 3 "$length"
sox -D -m -v 1 "${raw[@]}" "$tmp/inbound.raw" -v 1 "$tmp/noise1.wav" "$tmp/left.wav"
sox -D -m -v 1 "${raw[@]}" "$tmp/outbound.raw" -v 1 "${raw[@]}" "$tmp/music.raw" -v 1 "$tmp/noise2.wav" "$tmp/right.wav"
sox -D -M "$tmp/left.wav" "$tmp/right.wav" -e mu-law -b 8 -r "$rate" -c 2 "$out/$name.wav"

{
  printf '{\n  "audio": "%s.wav",\n  "windows": [ %s, %s ],\n  "utterances": [\n' "$name" "${windows[@]}"
  for (( i = 0; i < count; i++ )); do
    comma=,; (( i < count - 1 )) || comma=
    printf '%s%s\n' "${utterances[i]}" "$comma"
  done
  printf '  ]\n}\n'
} >"$out/$name.json"

echo "$out/$name.wav: $(soxi -D "$out/$name.wav") s, $count utterances"
