// One call through a gateway, played by a WebSocket client that shares no code with it. Settings come from the environment:
//   GATEWAY_ORIGIN      such as https://127.0.0.1:8443
//   GATEWAY_API_ID, GATEWAY_API_SECRET
//   GATEWAY_CA          PEM file of the certificate to trust; absent: the system's
//   GATEWAY_SAMPLE      a call's script, such as samples/streaming-upgrade.json; its WAV lies beside it
//   GATEWAY_SPEED       1 (the default) is real time
//   GATEWAY_CALL_SID    absent: a new one
//   GATEWAY_AUTH_TOKEN  signs the upgrade; absent: it is not signed
// Writes one line: {"callSid", "start": [answers], "stop": [answers], "closeCode", "heard"}. An answer is {"at", "status", "body"}, at in milliseconds
// of the call; heard counts what the gateway sent down the stream, which should be nothing.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Gateway } from './gateway.mjs';
import { Stream } from './stream.mjs';
import { readCall } from './wav.mjs';

const FRAME_MS = 20;
const FRAME_BYTES = 160;
const FIRST_TIMESTAMP = 52;
const MAX_WAITING_BYTES = 1 << 20;

const env = process.env;
for (const needed of ['GATEWAY_ORIGIN', 'GATEWAY_API_ID', 'GATEWAY_API_SECRET', 'GATEWAY_SAMPLE'])
  if (!env[needed]) throw new Error(`${needed} is not set`);
const ca = env.GATEWAY_CA && readFileSync(env.GATEWAY_CA);
const speed = Number(env.GATEWAY_SPEED ?? 1);
const callSid = env.GATEWAY_CALL_SID ?? `CA${randomBytes(16).toString('hex')}`;
const streamSid = `MZ${randomBytes(16).toString('hex')}`;
const script = JSON.parse(readFileSync(env.GATEWAY_SAMPLE, 'utf8'));
const audio = readCall(join(dirname(env.GATEWAY_SAMPLE), script.audio));
const gateway = new Gateway({ origin: env.GATEWAY_ORIGIN, id: env.GATEWAY_API_ID, secret: env.GATEWAY_API_SECRET, ca });

const result = { callSid, start: [], stop: [], closeCode: null, heard: 0 };
const orders = script.windows
  .flatMap((window) => [{ at: window.start, what: 'start' }, { at: window.stop, what: 'stop' }])
  .sort((a, b) => a.at - b.at);

async function give({ at, what }) {
  result[what].push({ at, ...await gateway[what](callSid) });
}

// Frame i is due i * 20 ms after the first; whoever comes late sends all that are due.
async function play(stream) {
  const given = [];
  const frames = Math.floor(audio.inbound.length / FRAME_BYTES);
  let began = performance.now();
  for (let frame = 0; frame < frames && !stream.lost; frame++) {
    const now = frame * FRAME_MS;
    const early = began + now / speed - performance.now();
    if (early > 1) await delay(early);
    while (stream.waiting > MAX_WAITING_BYTES && !stream.lost) await delay(1);
    while (orders[0]?.at <= now) {
      const order = give(orders.shift());
      given.push(order);
      // Awaited below; a failure meanwhile must not end the process before that.
      order.catch(() => {});
      if (speed === 1) continue;
      // Faster than real time an answer would come too late for the words that follow, so the call waits for it.
      const asked = performance.now();
      await order;
      began += performance.now() - asked;
    }

    for (const track of ['outbound', 'inbound'])
      stream.media(track, FIRST_TIMESTAMP + now, audio[track].subarray(frame * FRAME_BYTES, (frame + 1) * FRAME_BYTES));
  }

  await Promise.all(given);
}

try {
  const url = await gateway.streamUrl();
  if (url.status !== 200) throw new Error(`twilio-media-stream-url: ${url.status} ${JSON.stringify(url.body)}`);
  const stream = new Stream(url.body.streamingUrl, { callSid, streamSid, ca, authToken: env.GATEWAY_AUTH_TOKEN });
  await stream.open();
  await play(stream);
  result.closeCode = await stream.stop();
  result.heard = stream.heard;
  console.log(JSON.stringify(result));
} finally {
  gateway.close();
}
