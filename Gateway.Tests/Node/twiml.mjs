// TwiML by Twilio's own SDK. Reads lines {"stream": attributes, "parameters": [{"name", "value"}], "dial": number or absent}; writes {"xml"} for each.
import { createInterface } from 'node:readline';
import twilio from 'twilio';

for await (const line of createInterface({ input: process.stdin })) {
  const { stream: attributes, parameters, dial } = JSON.parse(line);
  const response = new twilio.twiml.VoiceResponse();
  const stream = response.start().stream(attributes);
  for (const parameter of parameters) stream.parameter(parameter);
  if (dial) response.dial(dial);
  console.log(JSON.stringify({ xml: response.toString() }));
}
