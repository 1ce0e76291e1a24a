/** First 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const K = Uint32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
/** The same of the square roots of the first 8 primes (5.3.3). */
const START = Uint32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));

/**
 * SHA-256 of a text's UTF-8 bytes, in hex. The core may not import `node:crypto`, and the hash of a clause is part of what is decided;
 * clauses are short, so a plain implementation is fast enough.
 */
export function sha256Hex(text: string): string {
  const bytes = padded(new TextEncoder().encode(text));
  let hash = START;
  for (let block = 0; block < bytes.length; block += 64) hash = compress(hash, schedule(bytes, block));
  return Array.from(hash, (word) => word.toString(16).padStart(8, '0')).join('');
}

/** One bit, zeros, and the length in bits as 64-bit big-endian, up to a multiple of 64 bytes (5.1.1). */
function padded(message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(bytes.length - 4, (message.length << 3) >>> 0);
  return bytes;
}

/** The words of a block (6.2.2, step 1); typed, because an array of numbers beyond 2^31 costs an object each. */
function schedule(bytes: Uint8Array, block: number): Uint32Array {
  const view = new DataView(bytes.buffer);
  const words = new Uint32Array(64);
  for (let t = 0; t < 16; t++) words[t] = view.getUint32(block + t * 4);
  for (let t = 16; t < 64; t++) {
    const [far, near] = [words[t - 15]!, words[t - 2]!];
    const s0 = turn(far, 7) ^ turn(far, 18) ^ (far >>> 3);
    const s1 = turn(near, 17) ^ turn(near, 19) ^ (near >>> 10);
    words[t] = words[t - 16]! + s0 + words[t - 7]! + s1;
  }
  return words;
}

function compress(hash: Uint32Array<ArrayBuffer>, words: Uint32Array): Uint32Array<ArrayBuffer> {
  let [a, b, c, d, e, f, g, h] = [hash[0]! | 0, hash[1]! | 0, hash[2]! | 0, hash[3]! | 0, hash[4]! | 0, hash[5]! | 0, hash[6]! | 0, hash[7]! | 0];
  for (let t = 0; t < 64; t++) {
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[t]! + words[t]!) | 0;
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  return Uint32Array.of(a, b, c, d, e, f, g, h).map((word, i) => word + hash[i]!);
}

function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 0x1_0000_0000) >>> 0;
}

function primes(count: number): readonly number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
