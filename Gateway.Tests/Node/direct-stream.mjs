// A client's side of one direct WebSocket, after the documentation of its messages.
import { once } from 'node:events';
import WebSocket from 'ws';

const PATIENCE_MS = 30_000;

export class DirectStream {
  #answers = new Map();

  constructor(url, { role, ca }) {
    this.role = role;
    this.heard = 0;
    this.result = { startResponse: null, vocabularyResponse: null, transcripts: [], finalResponse: null, sentBytes: 0, closeCode: null, unexpected: [] };
    this.socket = new WebSocket(url, { ca, perMessageDeflate: false, handshakeTimeout: 5_000 });
    this.opened = once(this.socket, 'open');
    // Whoever awaits it later is told then.
    this.opened.catch(() => {});
    this.closed = new Promise((resolve) => this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString('utf8') })));
    this.socket.on('error', (failure) => console.error(`${this.role}: ${failure.message}`));
    this.socket.on('message', (payload, binary) => this.#take(payload, binary));
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
    await this.opened;
  }

  start() {
    return this.#ask({ message: 'startStream', sender: { role: this.role, externalId: `${this.role}-1` } }, 'startResponse');
  }

  updateVocabulary(phrases) {
    return this.#ask({ message: 'updateVocabulary', phrases }, 'vocabularyResponse');
  }

  audio(frame) {
    this.result.sentBytes += frame.length;
    if (!this.lost) this.socket.send(frame, { binary: true });
  }

  // Resolves to everything that came, when the gateway has closed.
  async finish() {
    await this.#ask({ message: 'finishStream' }, 'finalResponse');
    const limit = setTimeout(() => this.socket.terminate(), PATIENCE_MS);
    this.result.closeCode = (await this.closed).code;
    clearTimeout(limit);
    return this.result;
  }

  #ask(message, answer) {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`${this.role}: no ${answer}; unexpected: ${JSON.stringify(this.result.unexpected)}`)), PATIENCE_MS);
      const settle = (then) => (value) => {
        clearTimeout(limit);
        then(value);
      };
      this.#answers.set(answer, settle(resolve));
      this.closed.then(({ code }) => settle(reject)(new Error(`${this.role}: closed with ${code} before ${answer}; final: ${JSON.stringify(this.result.finalResponse)}`)));
      this.socket.send(JSON.stringify(message));
    });
  }

  #take(payload, binary) {
    this.heard++;
    const message = binary ? null : JSON.parse(payload.toString('utf8'));
    const name = message?.message;
    if (name === 'transcript' && this.result.startResponse && !this.result.finalResponse) {
      this.result.transcripts.push(message);
    } else if (['startResponse', 'vocabularyResponse', 'finalResponse'].includes(name) && !this.result[name]) {
      this.result[name] = message;
      this.#answers.get(name)?.(message);
    } else {
      this.result.unexpected.push(message ?? `${payload.length} bytes`);
    }
  }
}
