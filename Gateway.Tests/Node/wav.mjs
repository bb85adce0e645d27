// Reads a stereo mu-law WAV of a telephone call: the left channel is the inbound track, the right one the outbound track.
import { readFileSync } from 'node:fs';

const MU_LAW = 7;

export function readCall(file) {
  const wav = readFileSync(file);
  const chunks = new Map();
  for (let at = 12; at + 8 <= wav.length;) {
    const length = wav.readUInt32LE(at + 4);
    chunks.set(wav.toString('latin1', at, at + 4), wav.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }

  const format = chunks.get('fmt ');
  if (format.readUInt16LE(0) !== MU_LAW || format.readUInt16LE(2) !== 2 || format.readUInt32LE(4) !== 8000)
    throw new Error(`${file} is not mu-law, 8 000 Hz, two channels`);
  const samples = chunks.get('data');
  const inbound = Buffer.alloc(samples.length / 2);
  const outbound = Buffer.alloc(samples.length / 2);
  for (let i = 0; i < inbound.length; i++) {
    inbound[i] = samples[2 * i];
    outbound[i] = samples[2 * i + 1];
  }

  return { inbound, outbound };
}

// G.711 mu-law to 16-bit samples, little-endian.
export function toLinear(codes) {
  const samples = Buffer.alloc(codes.length * 2);
  for (let i = 0; i < codes.length; i++) {
    const bits = ~codes[i] & 0xff;
    const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
    samples.writeInt16LE(bits & 0x80 ? -magnitude : magnitude, 2 * i);
  }

  return samples;
}
