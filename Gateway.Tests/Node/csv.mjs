// Reads CSV files with an independent parser. Reads lines {"file"}, answers each with {"rows"}: fields by column, all of them texts.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse/sync';

for await (const line of createInterface({ input: process.stdin })) {
  const { file } = JSON.parse(line);
  console.log(JSON.stringify({ rows: parse(readFileSync(file), { columns: true, record_delimiter: '\r\n' }) }));
}
