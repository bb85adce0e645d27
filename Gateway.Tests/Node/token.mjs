// JSON web tokens by an independent library. Reads lines, answers each with a line.
//   {"verify": token, "key", "audience", "issuer", "now"}  ->  {"header", "claims"} or {"refused": why}
//   {"sign": claims, "header", "key"}                      ->  {"token"}; the header's alg may be "none"
import { createInterface } from 'node:readline';
import { SignJWT, base64url, errors, jwtVerify } from 'jose';

async function verify({ verify: token, key, audience, issuer, now }) {
  try {
    const options = { algorithms: ['HS256'], audience, issuer, currentDate: new Date(now * 1000) };
    const { payload, protectedHeader } = await jwtVerify(token, bytes(key), options);
    return { header: protectedHeader, claims: payload };
  } catch (failure) {
    if (failure instanceof errors.JOSEError) return { refused: failure.code };
    throw failure;
  }
}

async function sign({ sign: claims, header, key }) {
  if (header.alg === 'none') return { token: `${encode(header)}.${encode(claims)}.` };
  return { token: await new SignJWT(claims).setProtectedHeader(header).sign(bytes(key)) };
}

const bytes = (text) => new TextEncoder().encode(text);
const encode = (value) => base64url.encode(JSON.stringify(value));

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  console.log(JSON.stringify(await ('verify' in question ? verify(question) : sign(question))));
}
