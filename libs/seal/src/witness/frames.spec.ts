import * as fc from 'fast-check';
import { encodeQR } from 'qr';
import { decodeQR } from 'qr/decode.js';
import { areFrames, framesOf, qrSvg, textFrom } from './index.js';
import { base45, fromBase45 } from './frames.js';

/** Reads a code back as a camera would: black and white pixels, eight to a module. */
function scanned(frame: string): string {
  const modules = encodeQR(frame, 'raw', { ecc: 'medium', encoding: 'alphanumeric', border: 4 });
  const scale = 8;
  const width = modules.length * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (let y = 0; y < width; y++)
    for (let x = 0; x < width; x++) if (modules[Math.floor(y / scale)]![Math.floor(x / scale)]) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  return decodeQR({ width, height: width, data }, { timeLimit: 60_000 });
}

describe('base45', () => {
  it.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
  ])('writes %s as RFC 9285 does', (text, written) => {
    expect(base45(Buffer.from(text))).toBe(written);
    expect(Buffer.from(fromBase45(written)).toString()).toBe(text);
  });
  it.each(['GGW', ':::', '::', 'A', 'BB8A', 'bb8', 'B,8'])('refuses %s', (text) => expect(() => fromBase45(text)).toThrow('base45'));
  it('gives back any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => expect(fromBase45(base45(bytes))).toEqual(Uint8Array.from(bytes))));
  });
});

describe('frames', () => {
  const long = `old 5\n\n责链 — ${'x'.repeat(1_500)}\n`;

  it('a short text is one code, a long one several, and a scanner gives them back', () => {
    expect(framesOf('short — text\n')).toHaveLength(1);
    const frames = framesOf(long);
    expect(frames).toHaveLength(3);
    expect(frames.map(scanned)).toEqual(frames);
    expect(textFrom(frames.map(scanned))).toBe(long);
    expect(frames.every(areFrames)).toBe(true);
    expect(areFrames(long)).toBe(false);
  });

  it('are pictures', () => expect(qrSvg(framesOf(long)[0]!)).toMatch(/^<svg .*<\/svg>\n$/s));

  it('may come in any order and more than once, and give back the whole or nothing', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 1_000 }).filter((one) => one.isWellFormed());
    fc.assert(
      fc.property(text, fc.array(fc.nat()), fc.nat(), (whole, order, missing) => {
        const frames = framesOf(whole);
        const mixed = [...order.map((n) => frames[n % frames.length]!), ...frames.toReversed()];
        expect(textFrom(mixed)).toBe(whole);
        const without = mixed.filter((frame) => frame !== frames[missing % frames.length]);
        expect(() => textFrom(without)).toThrow(/frame/);
      }),
      { numRuns: 40 },
    );
  });

  it('of two texts are told apart, and one that was changed is noticed', () => {
    const frames = framesOf(long);
    expect(() => textFrom([...frames.slice(1), framesOf('another')[0]!])).toThrow('frames-mixed');
    expect(() => textFrom([frames[0]!.replace(/.$/, (last) => (last === '0' ? '1' : '0')), ...frames.slice(1)])).toThrow();
    expect(() => textFrom([...frames, frames[0]!.replace(/.$/, (last) => (last === '0' ? '1' : '0'))])).toThrow();
    expect(() => textFrom([])).toThrow('frames-mixed');
    expect(() => textFrom(['ZELIAN-W1/2/1/000000000000/AA'])).toThrow('frame');
    expect(() => framesOf('')).toThrow('frames');
    expect(() => framesOf('x'.repeat(60_000))).toThrow('frames');
  });
});
