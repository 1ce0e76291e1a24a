import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { ED25519, ED25519_COSIGNATURE, ed25519Signer, sha256 } from '#seal';
import {
  addSignatures,
  base64,
  cosign,
  cosignedMessage,
  formatCheckpoint,
  formatNote,
  formatTlogProof,
  formatVerifierKey,
  fromBase64,
  hex,
  inclusionProof,
  leafHash,
  Malformed,
  parseCheckpoint,
  parseNote,
  parseTlogProof,
  parseVerifierKey,
  rootAt,
  signNote,
  textOf,
  tileNodes,
  tilePath,
  TileWriter,
  verifierKey,
  verifyInclusion,
  verifyNote,
  type NoteSigner,
  type SignatureSuite,
} from './index.js';

const golden = (name: string) => readFileSync(join(__dirname, '../../../test/fixtures/vectors/transparency', name), 'utf8');
const LOG = ed25519Signer('example.org/ledger', new Uint8Array(32).fill(1));
const WITNESS = ed25519Signer('example.org/witness', new Uint8Array(32).fill(2), ED25519_COSIGNATURE);
const TIME = 1_795_881_600;

/** Five leaves, their root, and a proof of the third. */
function smallLog() {
  const writer = new TileWriter(sha256);
  const leaves = Array.from({ length: 5 }, (_, i) => leafHash(sha256, Buffer.from(`event ${i}`)));
  leaves.forEach((leaf) => writer.add(leaf));
  const nodes = tileNodes(sha256, ({ level, index }) => writer.partialTiles().find(({ tile }) => tile.level === level && tile.index === index)!.bytes, 5);
  const text = formatCheckpoint({ origin: LOG.key.name, size: 5, root: rootAt(sha256, nodes, 5), extensions: [] });
  return { leaves, nodes, text, note: addSignatures(signNote(text, [LOG]), [cosign(text, WITNESS, TIME)]) };
}

describe('golden files', () => {
  const { leaves, nodes, note, text } = smallLog();

  it('checkpoint.txt: a checkpoint with the log’s signature and a cosignature', () => {
    expect(formatNote(note)).toBe(golden('checkpoint.txt'));
    const read = parseNote(golden('checkpoint.txt'));
    expect(formatNote(read)).toBe(golden('checkpoint.txt'));
    expect(verifyNote(read, [LOG.key, WITNESS.key])).toEqual([{ key: LOG.key }, { key: WITNESS.key, timestamp: TIME }]);
    expect(parseCheckpoint(read.text)).toEqual({ origin: 'example.org/ledger', size: 5, root: rootAt(sha256, nodes, 5), extensions: [] });
    expect(text).toBe(read.text);
  });

  it('tiles.txt: tiles of five and of three hundred leaves, where tlog-tiles has them, as hashlib made them', () => {
    const served = (count: number) => {
      const tiles = new Map<string, Uint8Array>();
      const writer = new TileWriter(sha256, (tile, bytes) => tiles.set(tilePath(tile), bytes));
      for (let i = 0; i < count; i++) writer.add(leafHash(sha256, Buffer.from(`event ${i}`)));
      for (const { tile, bytes } of writer.partialTiles()) tiles.set(tilePath(tile), bytes);
      return [...tiles].map(([path, bytes]) => `${path} ${bytes.length > 8_000 ? `sha256:${hex(sha256(bytes))}` : hex(bytes)}`);
    };
    const kept = golden('tiles.txt').trimEnd().split('\n');
    expect([...served(5), ...served(300)].sort()).toEqual(kept.sort());
  });

  it('keys.txt: both verifier keys', () => {
    const lines = golden('keys.txt').trim().split('\n');
    expect([LOG, WITNESS].map(({ key }) => formatVerifierKey(key))).toEqual(lines);
    expect(lines.map((line) => parseVerifierKey(sha256, [ED25519, ED25519_COSIGNATURE], line))).toEqual([LOG.key, WITNESS.key]);
  });

  it('event-2.tlog-proof: a proof to carry away', () => {
    const proof = { extra: Uint8Array.from(Buffer.from('event 2')), index: 2, path: inclusionProof(sha256, nodes, 2, 5), checkpoint: note };
    expect(formatTlogProof(proof)).toBe(golden('event-2.tlog-proof'));
    const read = parseTlogProof(golden('event-2.tlog-proof'));
    expect(formatTlogProof(read)).toBe(golden('event-2.tlog-proof'));
    const { size, root } = parseCheckpoint(read.checkpoint.text);
    expect(verifyInclusion(sha256, { index: read.index, size, leaf: leafHash(sha256, read.extra!), path: read.path }, root)).toBe(true);
    expect(leaves).toHaveLength(5);
  });
});

describe('ML-DSA-44 cosignatures', () => {
  // The message is what this library is about; the algorithm is injected, so a keyed hash of the right length stands for it here.
  const stand = (publicKey: Uint8Array, message: Uint8Array) =>
    Uint8Array.from({ length: 2_420 }, (_, i) => sha256(Buffer.concat([publicKey, message]))[i % 32]!);
  const suite: SignatureSuite = {
    name: 'ml-dsa-44-cosignature',
    identifier: Uint8Array.of(0x06),
    statement: 'subtree',
    publicKeyLength: 1_312,
    signatureLength: 2_420,
    verify: (publicKey, message, signature) => Buffer.from(stand(publicKey, message)).equals(signature),
  };
  const publicKey = new Uint8Array(1_312).fill(3);
  const signer: NoteSigner = { key: verifierKey(sha256, suite, 'example.org/w', publicKey), sign: (message) => stand(publicKey, message) };
  const text = `example.org/ledger\n258\n${base64(new Uint8Array(32).fill(9))}\nan extension\n`;

  it('sign the binary message: names, time, range and root, no extension lines', () => {
    const message = Buffer.concat([
      Buffer.from('subtree/v1\n\0'),
      Buffer.from('\x0dexample.org/w'),
      Buffer.from('0000000065d2e000', 'hex'),
      Buffer.from('\x12example.org/ledger'),
      Buffer.from('0000000000000000', 'hex'),
      Buffer.from('0000000000000102', 'hex'),
      Buffer.alloc(32, 9),
    ]);
    expect(Buffer.from(cosignedMessage(text, signer.key, 0x65d2e000)).toString('hex')).toBe(message.toString('hex'));
  });

  it('verify, bound to the cosigner’s name', () => {
    const note = { text, signatures: [cosign(text, signer, TIME)] };
    expect(verifyNote(parseNote(formatNote(note)), [signer.key])).toEqual([{ key: signer.key, timestamp: TIME }]);
    const renamed = { ...signer.key, name: 'example.org/x' };
    expect(() => verifyNote({ ...note, signatures: [{ ...note.signatures[0]!, name: renamed.name }] }, [renamed])).toThrow('signature');
    expect(parseVerifierKey(sha256, [ED25519, suite], formatVerifierKey(signer.key))).toEqual(signer.key);
  });
});

describe('strict parsing', () => {
  const { note } = smallLog();
  const whole = formatNote(note);
  const proof = formatTlogProof({ index: 0, path: [], checkpoint: note });

  it.each<readonly [string, string]>([
    ['no signatures', whole.slice(0, whole.indexOf('\n\n') + 2)],
    ['no blank line', whole.replace('\n\n', '\n')],
    ['no last newline', whole.slice(0, -1)],
    ['a carriage return', whole.replace('\n', '\r\n')],
    ['a hyphen for the dash', whole.replaceAll('—', '-')],
    ['two spaces', whole.replace('— example', '—  example')],
    ['a plus in a name', whole.replace('— example', '— exa+mple')],
    ['a wide space in a name', whole.replace('— example', '— exa\u3000mple')],
    ['no signature behind the key id', 'a\n\n— k AAAAAA==\n'],
    ['base64 with bits left over', whole.replace(/.=\n$/, 'B=\n')],
    ['base64 without padding', whole.replace(/=+\n$/, '\n')],
    ['a lone surrogate', whole.replace('example', '\ud800')],
    ['more signatures than the limit', `a\n\n${'— k AAAAAAA=\n'.repeat(65)}`],
  ])('refuses a note with %s', (_, text) => expect(() => parseNote(text)).toThrow(Malformed));

  it('takes sixteen signatures, empty lines in the text, and any script', () => {
    const text = `a\n\n责链\n\n— no signature\n`;
    const many = `${text}\n${'— k AAAAAAA=\n'.repeat(16)}`;
    expect(parseNote(many)).toMatchObject({ text, signatures: { length: 16 } });
    expect(formatNote(parseNote(many))).toBe(many);
  });

  const root = base64(new Uint8Array(32));
  it.each<readonly [string, string]>([
    ['an empty origin', `\n1\n${root}\n`],
    ['a leading zero', `a\n01\n${root}\n`],
    ['a sign', `a\n+1\n${root}\n`],
    ['a size beyond counting', `a\n9007199254740992\n${root}\n`],
    ['a short root', `a\n1\n${base64(new Uint8Array(31))}\n`],
    ['an empty extension', `a\n1\n${root}\n\nb\n`],
    ['no last newline', `a\n1\n${root}`],
    ['two lines', 'a\n1\n'],
  ])('refuses a checkpoint with %s', (_, text) => expect(() => parseCheckpoint(text)).toThrow(Malformed));

  it.each<readonly [string, string]>([
    ['another header', proof.replace('@v1', '@v2')],
    ['a leading zero', proof.replace('index 0', 'index 00')],
    ['no index', proof.replace('index 0\n', '')],
    ['a short hash', proof.replace('index 0\n', 'index 0\nAAAA\n')],
    ['extra behind the index', proof.replace('index 0\n', 'index 0\nextra AAAA\n')],
    ['no checkpoint', proof.slice(0, proof.indexOf('\n\n') + 2)],
  ])('refuses a proof with %s', (_, text) => expect(() => parseTlogProof(text)).toThrow(Malformed));

  it.each(['example.org/ledger', 'a+00000000+', 'a+0+AQ==', `a b+00000000+${base64(new Uint8Array(33).fill(1))}`])('refuses the key %s', (text) =>
    expect(() => parseVerifierKey(sha256, [ED25519], text)).toThrow(Malformed),
  );

  it('refuses a key whose id is another’s, or whose type nobody knows', () => {
    const text = formatVerifierKey(LOG.key);
    expect(() => parseVerifierKey(sha256, [ED25519], text.replace(/\+[0-9a-f]{8}\+/, '+00000000+'))).toThrow('key-id');
    expect(() => parseVerifierKey(sha256, [ED25519_COSIGNATURE], text)).toThrow('signature-type');
  });

  it('ignores unknown keys, even with a known name or id, and wants one known', () => {
    const stranger = ed25519Signer('example.org/ledger', new Uint8Array(32).fill(9));
    const mixed = { text: note.text, signatures: [...signNote(note.text, [stranger]).signatures, ...note.signatures] };
    expect(verifyNote(mixed, [LOG.key]).map(({ key }) => key)).toEqual([LOG.key]);
    expect(() => verifyNote(signNote(note.text, [stranger]), [LOG.key])).toThrow('no-known-signature');
    expect(() => verifyNote({ ...mixed, signatures: mixed.signatures.map((line) => ({ ...line, id: LOG.key.id })) }, [LOG.key])).toThrow('signature');
  });

  it('writes base64 as everybody does, and reads nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.string({ maxLength: 12 }), (bytes, text) => {
        expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(base64(bytes))).toEqual(new Uint8Array(bytes));
        const canonical = Buffer.from(text, 'base64').toString('base64') === text;
        if (!canonical) expect(() => fromBase64(text)).toThrow(Malformed);
      }),
    );
    expect(() => textOf(Uint8Array.of(0xc3, 0x28))).toThrow(Malformed);
    expect(textOf(Buffer.from('\ufeff责'))).toBe('\ufeff责');
  });
});
