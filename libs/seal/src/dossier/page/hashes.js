// Part of the page that verifies itself: bytes and hashes, written from FIPS 180-4, RFC 2104 and GB/T 32905. Runs in any browser, without the network.
'use strict';
{
  const utf8 = (text) => new TextEncoder().encode(text);
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const joined = (...parts) => {
    const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  };
  const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
  const u64 = (number) => fromHex(number.toString(16).padStart(16, '0'));
  const toBase64 = (bytes) => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  };
  /** Only the one way to write the bytes. */
  const fromBase64 = (text) => {
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) throw new Error('base64');
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    if (toBase64(bytes) !== text) throw new Error('base64');
    return bytes;
  };

  // The constants are the first 64 bits of the fractions of roots of the first primes.
  const PRIMES = [];
  for (let n = 2n; PRIMES.length < 80; n++) if (PRIMES.every((prime) => n % prime !== 0n)) PRIMES.push(n);
  const root = (number, degree) => {
    let [low, high] = [0n, 1n << 80n];
    while (low < high) {
      const middle = (low + high + 1n) >> 1n;
      if (middle ** degree <= number) low = middle;
      else high = middle - 1n;
    }
    return low & ((1n << 64n) - 1n);
  };
  const CUBES = PRIMES.map((prime) => root(prime << 192n, 3n));
  const SQUARES = PRIMES.slice(0, 8).map((prime) => root(prime << 128n, 2n));
  const top = (word) => Number(word >> 32n) | 0;
  const [K, H] = [Int32Array.from(CUBES.slice(0, 64), top), Int32Array.from(SQUARES, top)];

  /** The message with its one, zeroes and length in bits, to whole blocks. */
  const padded = (bytes, block) => {
    const tail = block / 8;
    const length = Math.ceil((bytes.length + 1 + tail) / block) * block;
    const whole = new Uint8Array(length);
    whole.set(bytes);
    whole[bytes.length] = 0x80;
    whole.set(u64(bytes.length * 8), length - 8);
    return whole;
  };
  const words32 = (bytes) => {
    const view = new DataView(bytes.buffer);
    return (at) => view.getInt32(at * 4);
  };
  const bytesOf32 = (state) => {
    const view = new DataView(new ArrayBuffer(32));
    state.forEach((word, i) => view.setInt32(i * 4, word));
    return new Uint8Array(view.buffer);
  };
  const right = (x, n) => (x >>> n) | (x << (32 - n));
  const left = (x, n) => (x << (n & 31)) | (x >>> (-n & 31));

  function sha256(message) {
    const bytes = padded(message, 64);
    const word = words32(bytes);
    const state = H.slice();
    const w = new Int32Array(64);
    for (let block = 0; block < bytes.length / 64; block++) {
      for (let i = 0; i < 16; i++) w[i] = word(block * 16 + i);
      for (let i = 16; i < 64; i++) {
        const [a, b] = [w[i - 15], w[i - 2]];
        w[i] = w[i - 16] + (right(a, 7) ^ right(a, 18) ^ (a >>> 3)) + w[i - 7] + (right(b, 17) ^ right(b, 19) ^ (b >>> 10));
      }
      round256(state, w);
    }
    return bytesOf32(state);
  }

  function round256(state, w) {
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const first = (h + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const second = ((right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] += value));
  }

  const MASK = (1n << 64n) - 1n;
  const right64 = (x, n) => ((x >> n) | (x << (64n - n))) & MASK;
  function sha512(message) {
    const bytes = padded(message, 128);
    let state = SQUARES;
    for (let start = 0; start < bytes.length; start += 128) {
      const w = Array.from({ length: 16 }, (_, i) => BigInt(`0x${hex(bytes.subarray(start + i * 8, start + i * 8 + 8))}`));
      for (let i = 16; i < 80; i++) {
        const [a, b] = [w[i - 15], w[i - 2]];
        w[i] = (w[i - 16] + (right64(a, 1n) ^ right64(a, 8n) ^ (a >> 7n)) + w[i - 7] + (right64(b, 19n) ^ right64(b, 61n) ^ (b >> 6n))) & MASK;
      }
      state = round512(state, w);
    }
    return fromHex(state.map((word) => word.toString(16).padStart(16, '0')).join(''));
  }

  function round512(state, w) {
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 80; i++) {
      const first = h + (right64(e, 14n) ^ right64(e, 18n) ^ right64(e, 41n)) + ((e & f) ^ (~e & MASK & g)) + CUBES[i] + w[i];
      const second = (right64(a, 28n) ^ right64(a, 34n) ^ right64(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) & MASK, c, b, a, (first + second) & MASK];
    }
    return [a, b, c, d, e, f, g, h].map((value, i) => (state[i] + value) & MASK);
  }

  const SM3_START = '7380166f4914b2b9172442d7da8a0600a96f30bc163138aae38dee4db0fb0e4e';
  function sm3(message) {
    const bytes = padded(message, 64);
    const word = words32(bytes);
    const start = words32(fromHex(SM3_START));
    const state = Int32Array.from({ length: 8 }, (_, i) => start(i));
    const w = new Int32Array(68);
    for (let block = 0; block < bytes.length / 64; block++) {
      for (let i = 0; i < 16; i++) w[i] = word(block * 16 + i);
      for (let i = 16; i < 68; i++) {
        const x = w[i - 16] ^ w[i - 9] ^ left(w[i - 3], 15);
        w[i] = x ^ left(x, 15) ^ left(x, 23) ^ left(w[i - 13], 7) ^ w[i - 6];
      }
      roundSm3(state, w);
    }
    return bytesOf32(state);
  }

  function roundSm3(state, w) {
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const early = i < 16;
      const one = left((left(a, 12) + e + left(early ? 0x79cc4519 : 0x7a879d8a, i)) | 0, 7);
      const first = ((early ? a ^ b ^ c : (a & b) | (a & c) | (b & c)) + d + (one ^ left(a, 12)) + (w[i] ^ w[i + 4])) | 0;
      const second = ((early ? e ^ f ^ g : (e & f) | (~e & g)) + h + one + w[i]) | 0;
      [d, c, b, a] = [c, left(b, 9), a, first];
      [h, g, f, e] = [g, left(f, 19), e, second ^ left(second, 9) ^ left(second, 17)];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] ^= value));
  }

  /** Keys here are salts of 32 bytes: shorter than a block. */
  function hmacSha256(key, message) {
    const block = new Uint8Array(64);
    block.set(key);
    const inner = sha256(
      joined(
        block.map((byte) => byte ^ 0x36),
        message,
      ),
    );
    return sha256(
      joined(
        block.map((byte) => byte ^ 0x5c),
        inner,
      ),
    );
  }

  globalThis.Zelian = { utf8, hex, fromHex, joined, same, u64, toBase64, fromBase64, sha256, sha512, sm3, hmacSha256 };
}
