// A media stream server as one would write it in Node: JSON.parse, base64, mu-law by table. Takes the folder with its certificate.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';

const folder = process.argv[2];
const linear = Int16Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4)) - 0x84;
  return bits & 0x80 ? -magnitude : magnitude;
});
const server = createServer({
  cert: readFileSync(join(folder, 'server.pem')),
  key: readFileSync(join(folder, 'server.key')),
});

new WebSocketServer({ server, perMessageDeflate: false }).on('connection', socket => {
  let frames = 0;
  const samples = new Int16Array(160);
  socket.on('message', data => {
    const message = JSON.parse(data);
    if (message.event !== 'media') return;
    const encoded = Buffer.from(message.media.payload, 'base64');
    for (let i = 0; i < encoded.length; i++) samples[i] = linear[encoded[i]];
    frames++;
  });
  socket.on('error', () => {});
  socket.on('close', () => console.log(`A call ended after ${frames} frames.`));
});
server.listen(0, '127.0.0.1', () => console.log(`https://127.0.0.1:${server.address().port}: calls can be taken.`));
