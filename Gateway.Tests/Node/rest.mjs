// Twilio's own SDK as a client of its REST API. Environment: REST_ORIGIN, REST_CA (a PEM file). Reads lines {"user", "password", "accountSid", "callSid"}
// with "create" (the SDK's parameters), "stop" (a SID or name) or "fetch"; writes {"sid", "status"}, or {"refused": status, "code"}.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import twilio from 'twilio';

const ca = readFileSync(process.env.REST_CA);

for await (const line of createInterface({ input: process.stdin })) {
  const { user, password, accountSid, callSid, create, stop } = JSON.parse(line);
  const client = twilio(user, password, { accountSid, ca, keepAlive: false });
  client.api.baseUrl = process.env.REST_ORIGIN;
  const call = client.calls(callSid);
  try {
    const { sid, status } = await (create ? call.streams.create(create) : stop ? call.streams(stop).update({ status: 'stopped' }) : call.fetch());
    console.log(JSON.stringify({ sid, status }));
  } catch (failure) {
    if (!failure.status) throw failure;
    console.log(JSON.stringify({ refused: failure.status, code: failure.code }));
  }
}
