import { sm3 } from 'sm-crypto-v2';
import { cosign, formatNote, formatVerifierKey, parseNote, parseVerifierKey, signNote, verifyNote, type NoteSigner } from '#transparency';
import { ED25519, ED25519_COSIGNATURE, ed25519Signer, sha256, SM2_SM3, SM2_SM3_COSIGNATURE, sm2Signer } from './index.js';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const text = (words: string) => Uint8Array.from(Buffer.from(words, 'utf8'));
const flipped = (some: Uint8Array, at: number) => some.map((byte, i) => (i === at ? byte ^ 1 : byte));

describe('ed25519', () => {
  // RFC 8032, section 7.1, test 2.
  const secret = bytes('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
  const published = {
    key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    signature: '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  };

  it('signs as published', () => {
    const { key, sign } = ed25519Signer('example.org/log', secret);
    expect(Buffer.from(key.publicKey).toString('hex')).toBe(published.key);
    expect(Buffer.from(sign(bytes('72'))).toString('hex')).toBe(published.signature);
    expect(ED25519.verify(key.publicKey, bytes('72'), bytes(published.signature))).toBe(true);
  });
});

describe('sm2-sm3', () => {
  // GB/T 32918.5-2017, annex A: the recommended curve, this key, "message digest" and the usual identity.
  const published = {
    secret: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
    key: '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
    signature: 'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
  };

  it('digests as GB/T 32905 has it', () => {
    expect(sm3('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(sm3('abcd'.repeat(16))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
  });

  it('verifies the published signature, and no other', () => {
    const [key, signature] = [bytes(published.key), bytes(published.signature)];
    expect(Buffer.from(sm2Signer('example.org/log', bytes(published.secret)).key.publicKey).toString('hex')).toBe(published.key);
    expect(SM2_SM3.verify(key, text('message digest'), signature)).toBe(true);
    expect(SM2_SM3.verify(key, text('message digesT'), signature)).toBe(false);
    for (let at = 0; at < signature.length; at += 7) expect(SM2_SM3.verify(key, text('message digest'), flipped(signature, at))).toBe(false);
    expect(SM2_SM3.verify(flipped(key, 40), text('message digest'), signature)).toBe(false);
  });

  it('takes r and s only within the order of the curve', () => {
    const key = bytes(published.key);
    const sumOfOrder = bytes(`${'01'.padStart(64, '0')}fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122`);
    for (const forged of [
      sumOfOrder,
      new Uint8Array(64),
      new Uint8Array(64).fill(255),
      bytes(published.signature).fill(0, 0, 32),
      bytes(published.signature).subarray(1),
    ])
      expect(SM2_SM3.verify(key, text('message digest'), forged)).toBe(false);
  });
});

describe.each<readonly [string, (name: string) => NoteSigner, (name: string) => NoteSigner]>([
  ['ed25519', (name) => ed25519Signer(name, new Uint8Array(32).fill(7)), (name) => ed25519Signer(name, new Uint8Array(32).fill(8), ED25519_COSIGNATURE)],
  ['sm2-sm3', (name) => sm2Signer(name, new Uint8Array(32).fill(7)), (name) => sm2Signer(name, new Uint8Array(32).fill(8), SM2_SM3_COSIGNATURE)],
])('notes signed with %s', (_, signer, cosigner) => {
  const suites = [ED25519, ED25519_COSIGNATURE, SM2_SM3, SM2_SM3_COSIGNATURE];
  const checkpoint = `example.org/log\n5\n${Buffer.alloc(32, 5).toString('base64')}\n`;
  const log = signer('example.org/log');
  const witness = cosigner('example.org/witness');

  it('verify with the key as written down, cosigned too', () => {
    const signed = signNote(checkpoint, [log]);
    const note = parseNote(formatNote({ ...signed, signatures: [...signed.signatures, cosign(checkpoint, witness, 1_800_000_000)] }));
    const keys = [log, witness].map(({ key }) => parseVerifierKey(sha256, suites, formatVerifierKey(key)));
    expect(verifyNote(note, keys)).toEqual([{ key: keys[0] }, { key: keys[1], timestamp: 1_800_000_000 }]);
  });

  it('fail when text, time or signature changed', () => {
    const signed = signNote(checkpoint, [log]);
    const line = cosign(checkpoint, witness, 1_800_000_000);
    expect(() => verifyNote({ ...signed, text: checkpoint.replace('\n5\n', '\n6\n') }, [log.key])).toThrow('signature');
    expect(() => verifyNote({ text: checkpoint, signatures: [{ ...line, signature: flipped(line.signature, 7) }] }, [witness.key])).toThrow('signature');
    expect(() => verifyNote({ text: checkpoint, signatures: [{ ...line, signature: flipped(line.signature, 20) }] }, [witness.key])).toThrow('signature');
  });

  it('signed as a log are no cosignature, and the other way round', () => {
    expect(() => cosign(checkpoint, log, 1)).toThrow('statement');
    expect(() => signNote(checkpoint, [witness])).toThrow('statement');
  });
});
