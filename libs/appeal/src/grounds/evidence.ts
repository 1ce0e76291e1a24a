import type { FaultKind } from '#rulebook';
import type { CaseFile, FileState } from './case-file.js';
import { ofType, type Decided } from './decided.js';
import { seen, type Seen, type Sighting, type Unchecked } from './sighting.js';

/** A file that something on record names. */
type Named = Readonly<{ sha256: string; by: string; zh: string }>;
const IS_HASH = /^[0-9a-f]{64}$/;

/** Whether the files named as evidence are there, and are still what was named. */
export function evidenceSeen(file: CaseFile, { before, bases }: Decided): Seen {
  const facts = ofType(before, 'FactsDrafted').at(-1);
  const refs = (facts?.data.evidenceRefs ?? []).map((ref) => ref.trim());
  const ofBases = [...new Set(bases.flatMap(({ events }) => events))].flatMap((id): readonly Named[] => {
    const event = file.evidence.get(id);
    return (event?.files ?? []).map(({ sha256 }) => ({ sha256, by: id, zh: event!.zh }));
  });
  const ofFacts = facts ? refs.filter((ref) => IS_HASH.test(ref)).map((sha256) => ({ sha256, by: facts.id, zh: '事实材料' })) : [];
  const looked = [...ofBases, ...ofFacts].map((named) => ({ named, state: file.files.get(named.sha256) ?? ('unreadable' as const) }));
  const onPaper = refs.filter((ref) => ref !== '' && !IS_HASH.test(ref));
  return seen(
    looked.flatMap(({ named, state }) => lost(named, state)),
    [
      ...looked.flatMap(({ named, state }) => (state === 'unreadable' ? [unreadable(named)] : [])),
      ...(facts && onPaper.length > 0 ? [paper(facts.id, onPaper)] : []),
    ],
  );
}

const LOST: Readonly<Partial<Record<FileState, Readonly<{ fault: FaultKind; zh: string; en: string }>>>> = {
  missing: { fault: 'evidence-missing', zh: '证据文件不在存证库中', en: 'the file is not in the evidence store' },
  changed: { fault: 'evidence-changed', zh: '证据文件内容已与登记不符', en: 'the file is no longer what was recorded' },
};
function lost({ sha256, by, zh }: Named, state: FileState): readonly Sighting[] {
  const found = LOST[state];
  return found
    ? [
        {
          fault: found.fault,
          what: { zh: `${zh}：${found.zh}（${sha256}）`, en: `${found.en}: ${sha256}` },
          eventIds: [by],
          named: false,
        },
      ]
    : [];
}

const unreadable = ({ sha256, by, zh }: Named): Unchecked => ({
  fault: 'evidence-missing',
  why: { zh: `${zh}的证据文件无法读取：${sha256}`, en: `a file cannot be read: ${sha256}` },
  eventIds: [by],
});
const paper = (by: string, refs: readonly string[]): Unchecked => ({
  fault: 'evidence-missing',
  why: { zh: `证据只登记了编号，文件未存入：${refs.join('、')}`, en: `evidence is named by reference only and no file was kept: ${refs.join(', ')}` },
  eventIds: [by],
});
