// Speaks numbers, amounts, dates, times and telephone numbers in words. Reads lines {"seed", "count"}; writes for each
// {"spoken": [{"kind", "language", "spoken", "written"}]}, "written" being what a reader expects to see. Knows nothing of how
// the words are turned back: it goes from figures to words only.
import { createInterface } from 'node:readline';

const english = {
  units: 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' '),
  tens: ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'],
  months: 'january february march april may june july august september october november december'.split(' '),
  ordinals: 'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(' '),
  tenth: { 20: 'twentieth', 30: 'thirtieth', 40: 'fortieth', 50: 'fiftieth', 60: 'sixtieth', 70: 'seventieth', 80: 'eightieth', 90: 'ninetieth' },
};
const spanish = {
  units: ('cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte '
    + 'veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve').split(' '),
  tens: ['', '', '', 'treinta', 'cuarenta', 'cincuenta', 'sesenta', 'setenta', 'ochenta', 'noventa'],
  hundreds: ['', 'ciento', 'doscientos', 'trescientos', 'cuatrocientos', 'quinientos', 'seiscientos', 'setecientos', 'ochocientos', 'novecientos'],
  months: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' '),
};

// mulberry32: the same seed says the same.
function generator(seed) {
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const between = (low, high) => low + Math.floor(next() * (high - low + 1));
  return { between, coin: () => next() < 0.5, pick: (list) => list[between(0, list.length - 1)] };
}

const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

function sayEnglish(n, and) {
  if (n < 20) return english.units[n];
  if (n < 100) return english.tens[Math.floor(n / 10)] + (n % 10 ? ' ' + english.units[n % 10] : '');
  if (n < 1000) return english.units[Math.floor(n / 100)] + ' hundred' + (n % 100 ? (and ? ' and ' : ' ') + sayEnglish(n % 100) : '');
  const [size, name] = n < 1e6 ? [1e3, 'thousand'] : [1e6, 'million'];
  return sayEnglish(Math.floor(n / size), and) + ' ' + name + (n % size ? ' ' + sayEnglish(n % size, and) : '');
}

function saySpanish(n, short) {
  if (n < 30) return short && n % 10 === 1 && n !== 11 ? (n === 1 ? 'un' : 'veintiún') : spanish.units[n];
  if (n < 100) return spanish.tens[Math.floor(n / 10)] + (n % 10 ? ' y ' + saySpanish(n % 10, short) : '');
  if (n === 100) return 'cien';
  if (n < 1000) return spanish.hundreds[Math.floor(n / 100)] + (n % 100 ? ' ' + saySpanish(n % 100, short) : '');
  if (n < 1e6) return (n < 2000 ? 'mil' : saySpanish(Math.floor(n / 1000), true) + ' mil') + (n % 1000 ? ' ' + saySpanish(n % 1000, short) : '');
  return (n < 2e6 ? 'un millón' : saySpanish(Math.floor(n / 1e6), true) + ' millones') + (n % 1e6 ? ' ' + saySpanish(n % 1e6, short) : '');
}

function ordinal(n) {
  if (n < 20) return english.ordinals[n];
  return n % 10 ? english.tens[Math.floor(n / 10)] + ' ' + english.ordinals[n % 10] : english.tenth[n];
}

const suffix = (n) => n + (n % 100 >= 11 && n % 100 <= 13 ? 'th' : { 1: 'st', 2: 'nd', 3: 'rd' }[n % 10] ?? 'th');

function year(n, random) {
  if (n >= 2000 && n < 2010) return 'two thousand' + (n % 10 ? (random.coin() ? ' and ' : ' ') + english.units[n % 10] : '');
  const [century, rest] = [english.units[Math.floor(n / 100)] ?? 'twenty', n % 100];
  return (n >= 2000 ? 'twenty' : century) + ' ' + (rest < 10 ? 'oh ' + english.units[rest] : sayEnglish(rest));
}

// Digit by digit, with "oh" and repetitions.
function digits(text, random, units, zero, double) {
  const words = [];
  for (let i = 0; i < text.length; i++) {
    const name = text[i] === '0' && zero ? zero : units[text[i]];
    if (double && text[i] === text[i + 1] && random.coin()) {
      words.push(double, name);
      i++;
    } else {
      words.push(name);
    }
  }
  return words.join(' ');
}

const string = (length, random) => Array.from({ length }, () => random.between(0, 9)).join('');
const size = (random) => random.pick([random.between(10, 99), random.between(100, 999), random.between(1000, 99999), random.between(100000, 999999)]);

const kinds = {
  cardinal(random) {
    const n = random.coin() ? size(random) : random.between(1000001, 899999999);
    if (n % 1e6 === 0) return null;
    return { language: 'en-US', spoken: `we sold ${sayEnglish(n, random.coin())} units`, written: `We sold ${grouped(n)} units.` };
  },
  ordinal(random) {
    const n = random.between(10, 99);
    return { language: 'en-US', spoken: `the ${ordinal(n)} caller`, written: `The ${suffix(n)} caller.` };
  },
  digits(random) {
    const text = string(random.between(3, 6), random);
    const zero = text[0] !== '0' && random.coin() ? 'oh' : null;
    return { language: 'en-US', spoken: `the order is ${digits(text, random, english.units, zero, 'double')}`, written: `The order is ${text}.` };
  },
  pairs(random) {
    const pair = () => random.between(10, 99);
    const all = [pair(), pair(), pair()];
    // "Twenty" and "one" of the next pair would be "twenty one"; pairs never begin with a unit.
    return { language: 'en-US', spoken: `the code is ${all.map((n) => sayEnglish(n)).join(' ')}`, written: `The code is ${all.join('')}.` };
  },
  card(random) {
    const text = '4' + string(15, random);
    return { language: 'en-US', spoken: `my card number is ${digits(text, random, english.units, random.coin() ? 'oh' : null, 'double')}`, written: `My card number is ${text}.` };
  },
  decimal(random) {
    const [whole, rest] = [random.between(0, 199), string(random.between(1, 3), random)];
    return { language: 'en-US', spoken: `it weighs ${sayEnglish(whole)} point ${digits(rest, random, english.units)} grams`, written: `It weighs ${whole}.${rest} grams.` };
  },
  version(random) {
    const parts = [random.between(1, 20), random.between(0, 9), random.between(1, 9)];
    return { language: 'en-US', spoken: `version ${parts.map((n) => sayEnglish(n)).join(' point ')} is out`, written: `Version ${parts.join('.')} is out.` };
  },
  percent(random) {
    const n = random.between(0, 100);
    return { language: 'en-US', spoken: `we take ${sayEnglish(n)} ${random.coin() ? 'percent' : 'per cent'} of it`, written: `We take ${n}% of it.` };
  },
  money(random) {
    const [n, [sign, one, many]] = [random.pick([random.between(1, 99), size(random)]), random.pick([['$', 'dollar', 'dollars'], ['€', 'euro', 'euros'], ['£', null, 'pounds']])];
    if (n === 1 && one === null) return null;
    return { language: 'en-US', spoken: `it costs ${sayEnglish(n, random.coin())} ${n === 1 ? one : many}`, written: `It costs ${sign}${grouped(n)}.` };
  },
  cents(random) {
    const [n, c] = [random.between(1, 9999), random.between(1, 99)];
    return {
      language: 'en-US', spoken: `it costs ${sayEnglish(n)} dollars ${random.coin() ? 'and ' : ''}${sayEnglish(c)} ${c === 1 ? 'cent' : 'cents'}`,
      written: `It costs $${grouped(n)}.${String(c).padStart(2, '0')}.`,
    };
  },
  millions(random) {
    const [n, tenth] = [random.between(1, 999), random.between(1, 9)];
    return { language: 'en-US', spoken: `it costs ${sayEnglish(n)} point ${english.units[tenth]} million dollars`, written: `It costs $${n}.${tenth} million.` };
  },
  date(random) {
    const [m, d, y] = [random.between(0, 11), random.between(1, 31), random.between(1901, 2099)];
    const name = english.months[m][0].toUpperCase() + english.months[m].slice(1);
    if (random.coin())
      return { language: 'en-US', spoken: `it came on ${english.months[m]} ${ordinal(d)}`, written: `It came on ${name} ${d}.` };
    if (y % 100 === 0) return null;
    const day = random.coin() ? ordinal(d) : sayEnglish(d);
    return { language: 'en-US', spoken: `it came on ${english.months[m]} ${day} ${year(y, random)}`, written: `It came on ${name} ${d}, ${y}.` };
  },
  dayFirst(random) {
    const [m, d] = [random.between(0, 11), random.between(1, 31)];
    const name = english.months[m][0].toUpperCase() + english.months[m].slice(1);
    return { language: 'en-US', spoken: `it came on the ${ordinal(d)} of ${english.months[m]}`, written: `It came on the ${suffix(d)} of ${name}.` };
  },
  time(random) {
    const [h, m, half] = [random.between(1, 12), random.between(0, 59), random.coin() ? 'am' : 'pm'];
    const minutes = m === 0 ? '' : ' ' + (m < 10 ? 'oh ' : '') + sayEnglish(m);
    const clock = m === 0 ? `${h}` : `${h}:${String(m).padStart(2, '0')}`;
    if (m === 0 || random.coin())
      return { language: 'en-US', spoken: `it came ${sayEnglish(h)}${minutes} ${half[0]} m`, written: `It came ${clock} ${half.toUpperCase()}.` };
    return { language: 'en-US', spoken: `it came ${random.pick(['at', 'before', 'after', 'around'])} ${sayEnglish(h)}${minutes}`, written: null, clock };
  },
  telephone(random) {
    const [area, exchange, line] = [String(random.between(2, 9)) + string(2, random), String(random.between(2, 9)) + string(2, random), string(4, random)];
    const say = (text) => digits(text, random, english.units, random.coin() ? 'oh' : null, null);
    const tollFree = random.coin();
    const first = tollFree ? 'one eight hundred' : say(area);
    return {
      language: 'en-US', spoken: `my number is ${first} ${say(exchange)} ${say(line)}`,
      written: `My number is ${tollFree ? '1-800' : area}-${exchange}-${line}.`,
    };
  },
  numero(random) {
    const n = random.coin() ? size(random) : random.between(1000001, 899999999);
    if (n % 1e6 === 0) return null;
    return { language: 'es-US', spoken: `vendimos ${saySpanish(n)} piezas`, written: `Vendimos ${grouped(n)} piezas.` };
  },
  dinero(random) {
    const n = random.pick([random.between(2, 99), size(random)]);
    const c = random.between(2, 99);
    const [said, seen] = random.coin() ? [` ${random.pick(['con', 'y'])} ${saySpanish(c, true)} centavos`, `.${String(c).padStart(2, '0')}`] : ['', ''];
    return { language: 'es-US', spoken: `cuesta ${saySpanish(n, true)} dólares${said}`, written: `Cuesta $${grouped(n)}${seen}.` };
  },
  fecha(random) {
    const [m, d, y] = [random.between(0, 11), random.between(2, 31), random.between(1901, 2099)];
    return { language: 'es-US', spoken: `nació el ${saySpanish(d)} de ${spanish.months[m]} de ${saySpanish(y)}`, written: `Nació el ${d} de ${spanish.months[m]} de ${y}.` };
  },
  cifras(random) {
    const text = string(random.between(3, 6), random);
    return { language: 'es-US', spoken: `la orden es ${digits(text, random, spanish.units)}`, written: `La orden es ${text}.` };
  },
  telefono(random) {
    const text = String(random.between(2, 9)) + string(9, random);
    return { language: 'es-US', spoken: `mi número es ${digits(text, random, spanish.units)}`, written: `Mi número es ${text.slice(0, 3)}-${text.slice(3, 6)}-${text.slice(6)}.` };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { seed, count } = JSON.parse(line);
  const random = generator(seed);
  const spoken = [];
  const names = Object.keys(kinds);
  while (spoken.length < count) {
    const kind = names[spoken.length % names.length];
    const said = kinds[kind](random);
    if (said === null) continue;
    if (said.written === null) said.written = said.spoken[0].toUpperCase() + said.spoken.slice(1).replace(/(at|before|after|around) .*/, `$1 ${said.clock}.`);
    spoken.push({ kind, language: said.language, spoken: said.spoken, written: said.written });
  }
  console.log(JSON.stringify({ spoken }));
}
