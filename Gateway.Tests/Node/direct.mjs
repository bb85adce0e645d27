// A conversation on the gateway's direct WebSocket, one connection for each participant, by a client that shares no code with it. Settings come
// from the environment:
//   GATEWAY_ORIGIN      such as https://127.0.0.1:8443
//   GATEWAY_API_ID, GATEWAY_API_SECRET
//   GATEWAY_CA          PEM file of the certificate to trust; absent: the system's
//   GATEWAY_SAMPLE      a call's script, such as samples/streaming-upgrade.json; its WAV lies beside it. Its windows are sent, one after the other
//   GATEWAY_SPEED       1 (the default) is real time
//   GATEWAY_FRAME_BYTES bytes in a frame, 320 (the default) being 20 ms; an odd number splits samples
//   GATEWAY_EXTERNAL_ID the conversation; absent: a new one
//   GATEWAY_TOKEN       absent: the one of the URL. With another one nothing is said, and the line is {"opened", "heard", "closeCode", "reason"}
// Writes one line: {"externalId", "customer": {...}, "agent": {...}, "messages": {"status", "body"}}. A participant is {"startResponse",
// "vocabularyResponse", "transcripts", "finalResponse", "sentBytes", "closeCode", "unexpected": [messages]}.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DirectStream } from './direct-stream.mjs';
import { Gateway } from './gateway.mjs';
import { readCall, toLinear } from './wav.mjs';

const MU_LAW_BYTES_PER_MS = 8;
const BYTES_PER_MS = 16;
const MAX_WAITING_BYTES = 1 << 20;
const VOCABULARY = [{ phrase: 'IEEE', category: 'company', soundsLike: ['i triple e'] }];

const env = process.env;
for (const needed of ['GATEWAY_ORIGIN', 'GATEWAY_API_ID', 'GATEWAY_API_SECRET', ...(env.GATEWAY_TOKEN === undefined ? ['GATEWAY_SAMPLE'] : [])])
  if (!env[needed]) throw new Error(`${needed} is not set`);
const ca = env.GATEWAY_CA && readFileSync(env.GATEWAY_CA);
const speed = Number(env.GATEWAY_SPEED ?? 1);
const frameBytes = Number(env.GATEWAY_FRAME_BYTES ?? 320);
const externalId = env.GATEWAY_EXTERNAL_ID ?? randomUUID();
const gateway = new Gateway({ origin: env.GATEWAY_ORIGIN, id: env.GATEWAY_API_ID, secret: env.GATEWAY_API_SECRET, ca });

// What is said in the windows, as the socket wants it.
function speech(script, track) {
  return Buffer.concat(script.windows.map(({ start, stop }) => toLinear(track.subarray(start * MU_LAW_BYTES_PER_MS, stop * MU_LAW_BYTES_PER_MS))));
}

async function play(stream, audio, began) {
  for (let sent = 0; sent < audio.length && !stream.lost; sent += frameBytes) {
    const early = began + sent / BYTES_PER_MS / speed - performance.now();
    if (early > 1) await delay(early);
    while (stream.waiting > MAX_WAITING_BYTES && !stream.lost) await delay(1);
    stream.audio(audio.subarray(sent, sent + frameBytes));
  }
}

async function converse(url) {
  const script = JSON.parse(readFileSync(env.GATEWAY_SAMPLE, 'utf8'));
  const call = readCall(join(dirname(env.GATEWAY_SAMPLE), script.audio));
  const streams = ['customer', 'agent'].map((role) => new DirectStream(url, { role, ca }));
  for (const stream of streams) {
    await stream.open();
    await stream.start();
    await stream.updateVocabulary(VOCABULARY);
  }

  const began = performance.now();
  await Promise.all([play(streams[0], speech(script, call.inbound), began), play(streams[1], speech(script, call.outbound), began)]);
  const [customer, agent] = await Promise.all(streams.map((stream) => stream.finish()));
  return { externalId, customer, agent, messages: await gateway.messages(externalId) };
}

async function knock(url) {
  url.searchParams.set('token', env.GATEWAY_TOKEN);
  const stream = new DirectStream(url, { role: 'customer', ca });
  const opened = await stream.open().then(() => true, () => false);
  const { code, reason } = await stream.closed;
  return { opened, heard: stream.heard, closeCode: code, reason };
}

try {
  const answer = await gateway.directUrl(externalId);
  if (answer.status !== 200) throw new Error(`streaming-url: ${answer.status} ${JSON.stringify(answer.body)}`);
  const url = new URL(answer.body.streamingUrl);
  console.log(JSON.stringify(await (env.GATEWAY_TOKEN === undefined ? converse(url) : knock(url))));
} finally {
  gateway.close();
}
