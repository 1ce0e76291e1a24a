import { must, type Command, type Context, type Decider, type Event } from '#kernel';

/** With which key this log signs from here on. The first one names the log's origin for good; a later one retires the one before. */
export type SealKeyAdopted = Event<'SealKeyAdopted', { origin: string; suite: string; verifierKey: string; retires?: string }>;
/**
 * Which events there are about which subject, as two roots over the events [0, covers): `logRoot` of the RFC 6962 tree of their bytes, `indexRoot` of the map of
 * subjects, both in lower-case hex. A pure function of those events; no list holds it itself.
 */
export type SubjectIndexRecorded = Event<'SubjectIndexRecorded', { covers: number; logRoot: string; indexRoot: string }>;
/**
 * Somebody's word for what was signed, after the key's own memory was lost or copied: the last checkpoint that was handed to anybody reaches `size` events with this
 * root, in lower-case hex; 0 and no root: none reaches beyond this log.
 */
export type SealResumed = Event<'SealResumed', { size: number; root?: string }>;
export type SealEvent = SealKeyAdopted | SubjectIndexRecorded | SealResumed;

export type AdoptSealKey = Command<'AdoptSealKey', SealKeyAdopted['data']>;
export type RecordSubjectIndex = Command<'RecordSubjectIndex', SubjectIndexRecorded['data']>;
export type ResumeSeal = Command<'ResumeSeal', SealResumed['data']>;
export type SealCommand = AdoptSealKey | RecordSubjectIndex | ResumeSeal;

export const SEAL_STREAM = 'seal-main';
type SealState = Readonly<{ key?: SealKeyAdopted['data']; covers: number }>;

/** What the seal itself writes: nobody else can, there is no public door to it. */
export const sealDecider: Decider<SealState, SealCommand, SealEvent> = {
  category: 'seal',
  streamOf: () => SEAL_STREAM,
  initialState: { covers: 0 },
  commands: {
    AdoptSealKey: { by: 'clock', zh: '启用签封密钥' },
    RecordSubjectIndex: { by: 'clock', zh: '登记主体索引' },
    ResumeSeal: { by: 'clock', zh: '恢复签封' },
  },
  decide: {
    AdoptSealKey: ({ data }, { key }) => {
      if (key?.verifierKey === data.verifierKey) return [];
      must(key === undefined || key.origin === data.origin, 'seal.origin', { zh: '账本的来源名称不能更改', en: 'a log keeps its origin for good' });
      must(data.retires === key?.verifierKey, 'seal.key-overtaken', { zh: '签封密钥已被他人更换', en: 'another key has been adopted meanwhile' });
      return [{ type: 'SealKeyAdopted', data }];
    },
    RecordSubjectIndex: ({ data }, { covers }) => {
      must(data.covers >= covers, 'seal.index-backwards', { zh: '索引不能倒退', en: `an index event covers ${covers} events already` });
      return [{ type: 'SubjectIndexRecorded', data }];
    },
    ResumeSeal: ({ data }, { key }) => {
      must(key, 'seal.none', { zh: '尚未签封：没有可恢复的签封', en: 'nothing was ever sealed: there is nothing to resume' });
      return [{ type: 'SealResumed', data }];
    },
  },
  evolve: {
    SealKeyAdopted: (state, { data }) => ({ ...state, key: data }),
    SubjectIndexRecorded: (state, { data }) => ({ ...state, covers: data.covers }),
    SealResumed: (state) => state,
  },
  commandOf: {
    SealKeyAdopted: (_, { data }) => ({ type: 'AdoptSealKey', data }),
    SubjectIndexRecorded: (_, { data }) => ({ type: 'RecordSubjectIndex', data }),
    SealResumed: (_, { data }) => ({ type: 'ResumeSeal', data }),
  },
};

const concernsNobody = () => [];

/** The seal's own manifest. Its events are about no subject, and no view shows them. */
export const sealContext: Context = {
  name: 'seal',
  zh: '签封',
  deciders: [sealDecider],
  policies: [],
  views: [],
  events: {
    SealKeyAdopted: { kind: 'act', version: 1, zh: '启用签封密钥', subjectsOf: concernsNobody },
    SealResumed: { kind: 'act', version: 1, zh: '恢复签封', subjectsOf: concernsNobody },
    SubjectIndexRecorded: { kind: 'derived', version: 1, zh: '主体索引登记', subjectsOf: concernsNobody },
  },
};
