// What Twilio's own SDK makes of a URL. Reads lines {"url", "token"}; writes {"signature", "valid"} for each, where
// "valid" says whether the SDK itself accepts that signature for that URL.
import { createInterface } from 'node:readline';
import webhooks from 'twilio/lib/webhooks/webhooks.js';

for await (const line of createInterface({ input: process.stdin })) {
  const { url, token } = JSON.parse(line);
  const signature = webhooks.getExpectedTwilioSignature(token, url, {});
  console.log(JSON.stringify({ signature, valid: webhooks.validateRequest(token, signature, url, {}) }));
}
