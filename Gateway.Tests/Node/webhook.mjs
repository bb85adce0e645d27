// What Twilio's own SDK makes of webhook requests. Reads lines {"url", "token", "parameters" or "body", "signature"}; parameters are an object whose
// values are texts or lists of them, a body is a text, and the signature may be absent. Writes for each {"signature", "valid", "express"}: what the SDK
// signs, and whether its two ways of checking accept the given signature.
import { createInterface } from 'node:readline';
import webhooks from 'twilio/lib/webhooks/webhooks.js';

// An Express request as far as the SDK looks at one.
const express = ({ url, parameters, body, signature }) => {
  const [, protocol, host, originalUrl] = /^(\w+):\/\/([^/?#]*)(.*)$/s.exec(url);
  return {
    protocol,
    originalUrl,
    headers: { host },
    header: (name) => (name === 'X-Twilio-Signature' ? signature : undefined),
    body: parameters,
    rawBody: body,
  };
};

for await (const line of createInterface({ input: process.stdin })) {
  const { url, token, parameters = {}, body, signature } = JSON.parse(line);
  const expected = webhooks.getExpectedTwilioSignature(token, url, parameters);
  const given = signature ?? expected;
  const valid = body === undefined || body === null
    ? webhooks.validateRequest(token, given, url, parameters)
    : webhooks.validateRequestWithBody(token, given, url, body);
  const request = express({ url, parameters, body, signature: given });
  console.log(JSON.stringify({ signature: expected, valid, express: webhooks.validateExpressRequest(request, token) }));
}
