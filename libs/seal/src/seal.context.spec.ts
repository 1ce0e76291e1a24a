import { specification } from '../../../test/support/specification.js';
import { SEAL_STREAM, sealContext, sealDecider, type SealCommand } from './seal.context.js';

const given = specification(sealDecider);
const ORIGIN = 'zelian/ledger-test01';
const first = { origin: ORIGIN, suite: 'ed25519', verifierKey: `${ORIGIN}+00000001+AQ==` };
const second = { origin: ORIGIN, suite: 'sm2-sm3', verifierKey: `${ORIGIN}+00000002+/w==`, retires: first.verifierKey };
const adopted = { type: 'SealKeyAdopted', data: first } as const;
const replaced = { type: 'SealKeyAdopted', data: second } as const;
const adopt = (data: typeof first & { retires?: string }): SealCommand => ({ type: 'AdoptSealKey', data });
const index = (covers: number) => ({ covers, logRoot: 'a'.repeat(64), indexRoot: 'b'.repeat(64) });
const indexed = (covers: number) => ({ type: 'SubjectIndexRecorded', data: index(covers) }) as const;
const record = (covers: number): SealCommand => ({ type: 'RecordSubjectIndex', data: index(covers) });

describe('a key of the seal', () => {
  it('is adopted: the first one names the origin', () => given().when(adopt(first)).then(adopted));
  it('is adopted once', () => given(adopted).when(adopt(first)).thenNothing());
  it('retires the one before it', () => given(adopted).when(adopt(second)).then(replaced));
  it('cannot give the log another origin', () =>
    given(adopted)
      .when(adopt({ ...second, origin: 'zelian/ledger-other1' }))
      .thenRejected('seal.origin'));
  it('cannot retire a key that another one has retired meanwhile', () => {
    given(adopted, replaced)
      .when(adopt({ ...second, verifierKey: `${ORIGIN}+00000003+AQ==` }))
      .thenRejected('seal.key-overtaken');
    given(adopted)
      .when(adopt({ ...first, verifierKey: `${ORIGIN}+00000003+AQ==` }))
      .thenRejected('seal.key-overtaken');
  });
  it('cannot retire a key where there is none', () => given().when(adopt(second)).thenRejected('seal.key-overtaken'));
});

describe('an index event', () => {
  it('says what it covers', () => given(adopted).when(record(5)).then(indexed(5)));
  it('may cover as much as the one before, and more', () => {
    given(adopted, indexed(5)).when(record(5)).then(indexed(5));
    given(adopted, indexed(5)).when(record(9)).then(indexed(9));
  });
  it('cannot cover less than the one before', () => given(adopted, indexed(5), indexed(9)).when(record(8)).thenRejected('seal.index-backwards'));
});

describe('somebody’s word for what was signed', () => {
  const resume = (data: { size: number; root?: string }): SealCommand => ({ type: 'ResumeSeal', data });
  const last = { size: 5, root: 'c'.repeat(64) };
  it('is kept, as often as it is needed', () => {
    given(adopted).when(resume(last)).then({ type: 'SealResumed', data: last });
    given(adopted, { type: 'SealResumed', data: last })
      .when(resume({ size: 0 }))
      .then({ type: 'SealResumed', data: { size: 0 } });
  });
  it('has no place where nothing was ever signed', () => given().when(resume(last)).thenRejected('seal.none'));
});

describe('the seal', () => {
  it('writes to one stream, about nobody, and people have no door to it', () => {
    expect(new Set([adopt(first), record(5)].map((command) => sealDecider.streamOf(command)))).toEqual(new Set([SEAL_STREAM]));
    expect(new Set(Object.values(sealDecider.commands).map(({ by }) => by))).toEqual(new Set(['clock']));
    expect(Object.values(sealContext.events).flatMap(({ subjectsOf }) => subjectsOf?.({} as never) ?? ['?'])).toEqual([]);
  });
});
