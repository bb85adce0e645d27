// The customer's side of the gateway's control API.
import { Agent, request } from 'node:https';

export class Gateway {
  constructor({ origin, id, secret, ca }) {
    this.origin = origin;
    this.headers = { 'asapp-api-id': id, 'asapp-api-secret': secret };
    this.agent = new Agent({ ca, keepAlive: true });
  }

  streamUrl() {
    return this.#send('GET', '/mg-autotranscribe/v1/twilio-media-stream-url');
  }

  start(callSid) {
    return this.#send('POST', '/mg-autotranscribe/v1/start-streaming', {
      namespace: 'twilio', guid: callSid, customerId: 'customer-1', agentId: 'agent-1',
    });
  }

  stop(callSid) {
    return this.#send('POST', '/mg-autotranscribe/v1/stop-streaming', { namespace: 'twilio', guid: callSid });
  }

  directUrl(externalId) {
    return this.#send('POST', '/autotranscribe/v1/streaming-url', { externalId });
  }

  messages(externalId) {
    return this.#send('GET', `/conversation/v1/conversation/messages?externalId=${encodeURIComponent(externalId)}`);
  }

  close() {
    this.agent.destroy();
  }

  // Resolves to {status, body} whatever the status.
  #send(method, path, json) {
    const body = json && JSON.stringify(json);
    const headers = body ? { ...this.headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : this.headers;
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.origin), { method, headers, agent: this.agent, timeout: 30_000 }, (response) => {
        const pieces = [];
        response.on('data', (piece) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          try {
            resolve({ status: response.statusCode, body: JSON.parse(Buffer.concat(pieces).toString('utf8')) });
          } catch (failure) {
            reject(failure);
          }
        });
      });
      sent.on('timeout', () => sent.destroy(new Error(`${path}: no answer`)));
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
