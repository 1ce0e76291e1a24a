import { isPlainPrivate, must, privately, type CalendarDate, type Command, type Decider, type Event, type Private } from '#kernel';
import { mustBeDone, mustCite, mustKnowPersons, personNeeds } from './guards.js';

export const RELEASE_CHANNELS = ['print', 'file', 'network', 'paper'] as const;
/** On which way it left: printed or saved by the product, answered over the network, or as a paper of earlier days. */
export type ReleaseChannel = (typeof RELEASE_CHANNELS)[number];
export const RELEASE_CHANNEL_ZH: Readonly<Record<ReleaseChannel, string>> = { print: '打印', file: '导出文件', network: '网络提供', paper: '纸质件' };

type Release = {
  releaseId: string;
  /** What was handed out: which kind of record, and its key. */
  record: { kind: string; key: string };
  /** About whom; nobody only where it proves itself. */
  personIds: readonly string[];
  recipient: Private;
  recipientUnitId?: string;
  purpose: Private;
  channel: ReleaseChannel;
  date: CalendarDate;
  /** SHA-256 of exactly what was handed out; a paper that left before the product came has its document instead. */
  sha256?: string;
  documentNo?: string;
};
/** A record about persons, or a dossier that proves itself about anybody, left the house: who got it, for what. Reading is none; that is in the log of reads. */
export type RecordReleased = Event<'RecordReleased', Release>;
export type ReleaseRecord = Command<'ReleaseRecord', Release>;

/** What proves itself leaves on record whomever it is about: so does the proof that nothing is recorded about a unit. */
const provesItself = ({ record }: Release): boolean => record.kind.startsWith('sealed-dossier/');
const SHA256 = /^[0-9a-f]{64}$/;
const mustSay = (value: Private, code: string, zh: string, en: string): void => must(!isPlainPrivate(value) || value.private.trim() !== '', code, { zh, en });

/** One record handed out once, to one recipient. */
export const releaseDecider: Decider<Readonly<{ released: boolean }>, ReleaseRecord, RecordReleased> = {
  category: 'release',
  streamOf: ({ data }) => data.releaseId,
  initialState: { released: false },
  commands: { ReleaseRecord: { by: 'person', zh: '登记对外提供记录' } },
  needs: { ReleaseRecord: ({ data }) => personNeeds(...data.personIds) },
  decide: {
    ReleaseRecord: ({ data }, { released }, input) => {
      must(!released, 'release.already-recorded', { zh: '该次提供已登记', en: 'this release is on record already' });
      const isAboutNobody = data.personIds.length === 0 && !provesItself(data);
      must(!isAboutNobody && new Set(data.personIds).size === data.personIds.length, 'release.about-nobody', {
        zh: '须列明所涉人员且不重复',
        en: 'a release names the persons it is about, each once',
      });
      mustKnowPersons(input, data.personIds);
      mustBeDone(data.date, input);
      mustSay(data.recipient, 'release.recipient-missing', '须注明接收人或单位', 'a release names who receives it');
      mustSay(data.purpose, 'release.purpose-missing', '须注明用途', 'a release names its purpose');
      if (data.sha256 === undefined) mustCite(data.documentNo ?? '');
      else must(SHA256.test(data.sha256), 'release.hash-invalid', { zh: '指纹须为64位十六进制小写', en: 'a hash is 64 lower-case hex digits' });
      return [
        {
          type: 'RecordReleased',
          data: { ...data, recipient: privately(data.recipient), purpose: privately(data.purpose) },
          validAt: { from: data.date },
        },
      ];
    },
  },
  evolve: { RecordReleased: () => ({ released: true }) },
  commandOf: { RecordReleased: (_, { data }) => ({ type: 'ReleaseRecord', data }) },
};
