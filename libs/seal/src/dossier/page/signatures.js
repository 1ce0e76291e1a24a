// Part of the page that verifies itself: Ed25519 (RFC 8032), SM2 (GB/T 32918), and signed notes (c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature).
'use strict';
{
  const { utf8, hex, joined, same, fromBase64, sha256, sha512, sm3 } = globalThis.Zelian;
  const number = (bytes) => BigInt(`0x${hex(bytes)}`);
  const mod = (a, m) => ((a % m) + m) % m;
  function power(base, exponent, m) {
    let [result, square] = [1n, mod(base, m)];
    for (let rest = exponent; rest > 0n; rest >>= 1n) {
      if (rest & 1n) result = (result * square) % m;
      square = (square * square) % m;
    }
    return result;
  }
  function times(scalar, point, zero, add) {
    let [sum, doubled] = [zero, point];
    for (let rest = scalar; rest > 0n; rest >>= 1n) {
      if (rest & 1n) sum = add(sum, doubled);
      doubled = add(doubled, doubled);
    }
    return sum;
  }

  const P = 2n ** 255n - 19n;
  const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
  const D = mod(-121665n * power(121666n, P - 2n, P), P);
  const little = (bytes) => number(Uint8Array.from(bytes).reverse());
  const ZERO = [0n, 1n, 1n, 0n];
  function edAdd([x1, y1, z1, t1], [x2, y2, z2, t2]) {
    const [a, b] = [((y1 - x1) * (y2 - x2)) % P, ((y1 + x1) * (y2 + x2)) % P];
    const [c, d] = [(2n * t1 * t2 * D) % P, (2n * z1 * z2) % P];
    const [e, f, g, h] = [b - a, d - c, d + c, b + a];
    return [mod(e * f, P), mod(g * h, P), mod(f * g, P), mod(e * h, P)];
  }
  function edPoint(bytes) {
    const whole = little(bytes);
    const [sign, y] = [whole >> 255n, whole & (2n ** 255n - 1n)];
    if (y >= P) return undefined;
    const square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n, P), P);
    let x = power(square, (P + 3n) / 8n, P);
    if ((x * x) % P !== square) x = (x * power(2n, (P - 1n) / 4n, P)) % P;
    if ((x * x) % P !== square || (x === 0n && sign === 1n)) return undefined;
    if ((x & 1n) !== sign) x = P - x;
    return [x, y, 1n, (x * y) % P];
  }
  const bytes32 = (value) => Uint8Array.from(value.toString(16).padStart(64, '0').match(/../g), (pair) => parseInt(pair, 16));
  const edBase = edPoint(bytes32(mod(4n * power(5n, P - 2n, P), P)).reverse());
  function ed25519(key, message, signature) {
    const point = edPoint(key);
    const s = little(signature.subarray(32));
    if (!point || s >= ORDER) return false;
    const k = little(sha512(joined(signature.subarray(0, 32), key, message))) % ORDER;
    const minus = [mod(-point[0], P), point[1], 1n, mod(-point[3], P)];
    const [x, y, z] = edAdd(times(s, edBase, ZERO, edAdd), times(k, minus, ZERO, edAdd));
    const inverse = power(z, P - 2n, P);
    return little(signature.subarray(0, 32)) === (mod(y * inverse, P) | ((mod(x * inverse, P) & 1n) << 255n));
  }

  const SM = {
    p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
    b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
    n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
    x: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
    y: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
  };
  const SIGNER = utf8('1234567812345678');
  /** Jacobian coordinates; z = 0 is the point at infinity. */
  function smAdd(first, second) {
    const [x1, y1, z1] = first;
    const [x2, y2, z2] = second;
    if (z1 === 0n) return second;
    if (z2 === 0n) return first;
    const [a, b] = [(z1 * z1) % SM.p, (z2 * z2) % SM.p];
    const [u1, u2] = [mod(x1 * b, SM.p), mod(x2 * a, SM.p)];
    const [s1, s2] = [mod(y1 * b * z2, SM.p), mod(y2 * a * z1, SM.p)];
    if (u1 === u2) return s1 === s2 ? smDouble(first) : [0n, 1n, 0n];
    const [h, r] = [u2 - u1, s2 - s1];
    const cube = mod(h * h * h, SM.p);
    const v = mod(u1 * h * h, SM.p);
    const x = mod(r * r - cube - 2n * v, SM.p);
    return [x, mod(r * (v - x) - s1 * cube, SM.p), mod(h * z1 * z2, SM.p)];
  }
  function smDouble([x, y, z]) {
    if (y === 0n) return [0n, 1n, 0n];
    const s = (4n * x * y * y) % SM.p;
    const m = mod(3n * (x - z * z) * (x + z * z), SM.p);
    const x3 = mod(m * m - 2n * s, SM.p);
    return [x3, mod(m * (s - x3) - 8n * y ** 4n, SM.p), (2n * y * z) % SM.p];
  }
  const isOnCurve = (x, y) => x < SM.p && y < SM.p && mod(y * y - (x * x * x - 3n * x + SM.b), SM.p) === 0n;
  const isScalar = (value) => value > 0n && value < SM.n;
  function sm2(key, message, signature) {
    const [x, y] = [number(key.subarray(1, 33)), number(key.subarray(33))];
    const [r, s] = [number(signature.subarray(0, 32)), number(signature.subarray(32))];
    const t = (r + s) % SM.n;
    if (key[0] !== 4 || !isOnCurve(x, y) || ![r, s].every(isScalar) || t === 0n) return false;
    const curve = [SM.p - 3n, SM.b, SM.x, SM.y].map(bytes32);
    const identity = sm3(joined(Uint8Array.of(0, SIGNER.length * 8), SIGNER, ...curve, key.subarray(1)));
    const e = number(sm3(joined(identity, message)));
    const zero = [0n, 1n, 0n];
    const [px, , pz] = smAdd(times(s, [SM.x, SM.y, 1n], zero, smAdd), times(t, [x, y, 1n], zero, smAdd));
    if (pz === 0n) return false;
    const inverse = power(pz, SM.p - 2n, SM.p);
    return (e + mod(px * inverse * inverse, SM.p)) % SM.n === r;
  }

  const SUITES = [
    { type: Uint8Array.of(1), isTimed: false, length: 32, verify: ed25519 },
    { type: Uint8Array.of(4), isTimed: true, length: 32, verify: ed25519 },
    { type: joined(Uint8Array.of(255), utf8('zelian/sm2-sm3\n')), isTimed: false, length: 65, verify: sm2 },
    { type: joined(Uint8Array.of(255), utf8('zelian/sm2-sm3-cosignature\n')), isTimed: true, length: 65, verify: sm2 },
  ];
  const isName = (name) => name !== '' && !/[\p{White_Space}\p{Cc}+]/u.test(name);
  function readKey(text) {
    const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(text) ?? [];
    const material = fromBase64(encoded ?? '?');
    const suite = SUITES.find(({ type, length }) => material.length === type.length + length && same(material.subarray(0, type.length), type));
    if (!suite || !isName(name) || hex(sha256(joined(utf8(`${name}\n`), material)).subarray(0, 4)) !== id) throw new Error('verifier key');
    return { name, id, key: material.slice(suite.type.length), ...suite };
  }
  function readNote(whole) {
    const at = whole.lastIndexOf('\n\n');
    const control = [...whole].some((letter) => letter < ' ' && letter !== '\n');
    if (whole.length > 1_000_000 || at < 0 || !whole.endsWith('\n') || control) throw new Error('note');
    const lines = whole.slice(at + 2, -1).split('\n');
    if (lines.length > 64) throw new Error('note');
    return { text: whole.slice(0, at + 1), signatures: lines.map(readLine) };
  }
  function readLine(line) {
    const [dash, name, encoded, ...more] = line.split(' ');
    if (dash !== '—' || more.length > 0 || !isName(name ?? '')) throw new Error('signature line');
    const bytes = fromBase64(encoded ?? '?');
    if (bytes.length <= 4) throw new Error('signature line');
    return { name, id: hex(bytes.subarray(0, 4)), bytes: bytes.slice(4) };
  }
  function readCheckpoint(text) {
    const [origin, size, root, ...rest] = text.split('\n');
    if (!origin || rest.pop() !== '' || rest.includes('') || !/^(0|[1-9][0-9]*)$/.test(size) || !Number.isSafeInteger(Number(size)))
      throw new Error('checkpoint');
    const hash = fromBase64(root);
    if (hash.length !== 32) throw new Error('checkpoint');
    return { origin, size: Number(size), root: hash };
  }
  function readHeld(text) {
    const plain = text.replaceAll('\r\n', '\n').trim();
    if (plain.includes('\n\n')) return readCheckpoint(readNote(`${plain}\n`).text);
    if (plain.split('\n').length !== 3) throw new Error('checkpoint');
    return readCheckpoint(`${plain}\n`);
  }
  function isSigned(text, key, bytes) {
    if (!key.isTimed) return bytes.length === 64 && key.verify(key.key, utf8(text), bytes);
    const time = bytes.length === 72 ? number(bytes.subarray(0, 8)) : 2n ** 64n;
    return time < 2n ** 53n && key.verify(key.key, utf8(`cosignature/v1\ntime ${time}\n${text}`), bytes.subarray(8));
  }
  Object.assign(globalThis.Zelian, { readKey, readNote, readCheckpoint, readHeld, isSigned });
}
