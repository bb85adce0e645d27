// Twilio's side of one media stream, after its documentation of the WebSocket messages.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import WebSocket from 'ws';

const ACCOUNT_SID = 'AC00000000000000000000000000000001';
const CLOSE_LIMIT_MS = 15_000;

export class Stream {
  #sequenceNumber = 0;
  #chunk = 0;

  constructor(url, { callSid, streamSid, ca, authToken }) {
    this.callSid = callSid;
    this.streamSid = streamSid;
    // A gateway has nothing to say on a one-way stream: neither messages nor pings.
    this.heard = 0;
    const headers = { 'User-Agent': 'Twilio.TmeWs/1.0', 'Accept-Encoding': 'gzip' };
    if (authToken) headers['X-Twilio-Signature'] = createHmac('sha1', authToken).update(url).digest('base64');
    this.socket = new WebSocket(url, { ca, headers, perMessageDeflate: false, handshakeTimeout: 5_000 });
    this.closed = new Promise((resolve) => this.socket.on('close', resolve));
    this.socket.on('message', () => this.heard++);
    this.socket.on('ping', () => this.heard++);
  }

  get lost() {
    return this.socket.readyState !== WebSocket.OPEN;
  }

  // Bytes that have not left yet.
  get waiting() {
    return this.socket.bufferedAmount;
  }

  // Throws when the upgrade is refused.
  async open() {
    await once(this.socket, 'open');
    this.socket.on('error', (failure) => console.error(failure.message));
    this.#send({ event: 'connected', protocol: 'Call', version: '1.0.0' });
    this.#send({
      event: 'start', sequenceNumber: this.#next(),
      start: {
        accountSid: ACCOUNT_SID, streamSid: this.streamSid, callSid: this.callSid, tracks: ['inbound', 'outbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 }, customParameters: {},
      },
      streamSid: this.streamSid,
    });
  }

  media(track, timestamp, payload) {
    this.#send({
      event: 'media', sequenceNumber: this.#next(),
      media: { track, chunk: String(++this.#chunk), timestamp: String(timestamp), payload: payload.toString('base64') },
      streamSid: this.streamSid,
    });
  }

  // Resolves to the close code: whoever closes first, 1006 when nobody does properly.
  async stop() {
    this.#send({ event: 'stop', sequenceNumber: this.#next(), streamSid: this.streamSid, stop: { accountSid: ACCOUNT_SID, callSid: this.callSid } });
    const limit = setTimeout(() => this.socket.terminate(), CLOSE_LIMIT_MS);
    const code = await this.closed;
    clearTimeout(limit);
    return code;
  }

  #next() {
    return String(++this.#sequenceNumber);
  }

  #send(message) {
    if (!this.lost) this.socket.send(JSON.stringify(message));
  }
}
