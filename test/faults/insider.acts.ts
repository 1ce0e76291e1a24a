import { DatabaseSync } from '@photostructure/sqlite';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Envelope } from '#ledger';
import { INDEX, type Forged, type Hides, type Insider } from '../support/insider.js';

export const TOWN = 'unit-sealed2';
/** Where a test ledger lies, and an older copy of data and keys. */
export type Place = Readonly<{
  directory: string;
  keysFolder: string;
  olderDirectory: string;
  olderKeys: string;
  insider: Insider;
  /** How many events somebody outside has seen, and where the last one about the town stands. */
  seen: number;
  hidden: number;
  /** Goes on with the product itself: registers a unit and seals. */
  workOn(unitId: string): Promise<void>;
}>;
export type Act = Readonly<{
  name: string;
  zh: string;
  /** `keyed`: with the signing key and the key of MACs; otherwise with the data's files only. */
  commit(place: Place, keyed: boolean): Promise<Forged | undefined>;
}>;

const isUnit = ({ type }: Envelope): boolean => type === 'UnitRegistered';
/** The town's own event, which both an outside checkpoint and the first audit have seen. */
const placeOf = (events: readonly Envelope[]): number => events.findIndex((event) => isUnit(event) && event.subjects.includes(TOWN));
const edited = (events: Envelope[], change: (event: Envelope, before: Envelope) => Envelope): Envelope[] => {
  const at = placeOf(events);
  return events.map((event, position) => (position === at ? change(event, events[at - 1]!) : event));
};
const forging = (name: string, zh: string, edit: (events: Envelope[]) => Envelope[]): Act => ({
  ...{ name, zh },
  commit: ({ insider }, keyed) => insider.forge({ edit, keyed }),
});
/** Nobody outside has seen the last index event yet: history itself stays as it is. */
const lying = (name: string, zh: string, hidesOf: (place: Place) => Hides): Act => ({
  ...{ name, zh },
  commit: (place, keyed) => place.insider.forge({ hides: hidesOf(place), liesFrom: place.seen, keyed, edit: keyed ? undefined : editLastIndex }),
});
/** Without keys: the claim alone is changed. */
const editLastIndex = (events: Envelope[]): Envelope[] =>
  events.map((event, position) => (position < events.length - 1 ? event : { ...event, data: { ...(event.data as object), indexRoot: '0'.repeat(64) } }));

function rollBack({ directory, olderDirectory, keysFolder, olderKeys }: Place, keyed: boolean): void {
  rmSync(directory, { recursive: true });
  cpSync(olderDirectory, directory, { recursive: true });
  if (!keyed) return;
  rmSync(keysFolder, { recursive: true });
  cpSync(olderKeys, keysFolder, { recursive: true });
}

/** The last cell of the index over names: its final byte belongs to the row that the name stands for. */
function editIndex(directory: string): void {
  const path = join(directory, 'ledger.db');
  const database = new DatabaseSync(path);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const { rootpage } = database.prepare("SELECT rootpage FROM sqlite_master WHERE name = 'name_by_text'").get() as { rootpage: number };
  const { page_size: size } = database.prepare('PRAGMA page_size').get() as { page_size: number };
  database.close();
  const bytes = readFileSync(path);
  const page = bytes.subarray((rootpage - 1) * size, rootpage * size);
  const cell = page.readUInt16BE(8);
  page[cell + page[cell]!]! ^= 0x01;
  writeFileSync(path, bytes);
}

function replaceRows(directory: string): void {
  const database = new DatabaseSync(join(directory, 'rows.db'));
  const { changes } = database.prepare("UPDATE row_version SET row = replace(row, '示例镇2', '示例镇9') WHERE instr(row, '示例镇2') > 0").run();
  database.close();
  if (Number(changes) === 0) throw new Error('no row names the town');
}

/** What whoever operates a ledger could do to its past. */
export const ACTS: readonly Act[] = [
  forging('edit', '改写事件', (events) => edited(events, (event) => ({ ...event, data: { ...(event.data as object), name: '示例镇9' } }))),
  forging('back-date', '倒填时间', (events) => edited(events, (event, before) => ({ ...event, recordedAt: before.recordedAt }))),
  forging('swap', '调换次序', (events) => {
    const at = placeOf(events);
    const [one, other] = [events[at]!, events[at + 1]!];
    return events.map((event, position) =>
      position === at ? { ...other, recordedAt: one.recordedAt } : position === at + 1 ? { ...one, recordedAt: other.recordedAt } : event,
    );
  }),
  forging('delete-last', '删除末尾事件', (events) => events.slice(0, events.findIndex(({ type }) => type === INDEX) + 1)),
  forging('insert', '插入事件', (events) => {
    const at = placeOf(events);
    const extra = { ...fresh(events[at]!), stream: 'unit-inserted', subjects: ['unit-inserted'] };
    return [...events.slice(0, at), { ...extra, data: { ...(extra.data as object), unitId: 'unit-inserted' } }, ...events.slice(at)];
  }),
  {
    ...{ name: 'roll-back', zh: '整库退回' },
    commit: async (place, keyed) => {
      rollBack(place, keyed);
      return undefined;
    },
  },
  {
    ...{ name: 'roll-back-and-fork', zh: '退回后另写' },
    commit: async (place, keyed) => {
      rollBack(place, keyed);
      const extra = (events: readonly Envelope[]): Envelope => ({
        ...events[placeOf(events)]!,
        stream: 'unit-forked1',
        subjects: ['unit-forked1'],
        revision: 0,
      });
      if (!keyed) return place.insider.forge({ keyed, edit: (events) => [...events, { ...fresh(extra(events)), recordedAt: events.at(-1)!.recordedAt }] });
      await place.workOn('unit-forked1');
      return undefined;
    },
  },
  { ...{ name: 'edit-index-only', zh: '只改数据库索引' }, commit: async ({ directory }) => void editIndex(directory) as undefined },
  { ...{ name: 'replace-rows', zh: '替换视图数据' }, commit: async ({ directory }) => void replaceRows(directory) as undefined },
  lying(
    'leave-out-of-map',
    '主体索引漏列一个事件',
    ({ hidden }) =>
      (position, subject) =>
        subject === TOWN && position === hidden,
  ),
  lying('lie-by-absence', '主体索引谎称没有此主体', () => (_, subject) => subject === TOWN),
];

/** Another id of the same shape. */
const otherId = (id: string): string => `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
const fresh = (event: Envelope): Envelope => ({ ...event, id: otherId(event.id), commandId: otherId(event.commandId) });
