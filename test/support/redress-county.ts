import 'reflect-metadata';
import { startOf, type Actor } from '#kernel';
import { newCommandId, seededEntropy, SimulatedClock } from '#ledger';
import { readBook } from '#rulebook/nest';
import { openLedger, type OpenOptions, type Zelian } from '#zelian';
import { rowsByKey } from './domain-rows.js';

/** An invented county in which one secretary loses the post and gets it back on paper: the organs of a case, a town, two posts of it, and the people concerned. */
export const UNITS = { committee: 'unit-cpc01', discipline: 'unit-jiwei', organization: 'unit-zuzhi', congress: 'unit-renda', town: 'unit-town1' } as const;
export const POSTS = {
  secretary: 'post-sec1',
  deputy: 'post-dep1',
  officer: 'post-off1',
  cadres: 'post-cad1',
  leader: 'post-lead1',
  member: 'post-mem1',
} as const;
export const PEOPLE = {
  secretary: 'person-sec1',
  deputy: 'person-dep1',
  successor: 'person-suc1',
  officer: 'person-off1',
  cadres: 'person-cad1',
  leader: 'person-lead1',
  member: 'person-mem1',
  reviewer: 'person-rev1',
  assessor: 'person-rev2',
  jurist: 'person-rev3',
} as const;
export const VILLAGE = 'village-vil1';
export const officer: Actor = { personId: PEOPLE.officer, postId: POSTS.officer };
export const cadres: Actor = { personId: PEOPLE.cadres, postId: POSTS.cadres };
export const leader: Actor = { personId: PEOPLE.leader, postId: POSTS.leader };
export const SUBJECT = { personId: PEOPLE.secretary, postId: POSTS.secretary, year: 2016 } as const;
export const AGAINST = { kind: 'measure', ...SUBJECT } as const;
export const APPEAL = 'appeal-01';
const entropy = seededEntropy('redress county');
const elsewhere = { doneElsewhere: true, documentNo: '示例〔2017〕1号' } as const;

type Case = Readonly<{ personId: string; postId: string; year: number }>;
/** A command as somebody gives it. */
export type Act = Readonly<{ type: string; data: object; actor: Actor }>;

/** A ledger of its own, in memory unless told otherwise; it is 30 June 2017. Every command is followed by all that follows from it. */
export class RedressCounty {
  private commands = 0;
  private constructor(
    readonly zelian: Zelian,
    readonly clock: SimulatedClock,
  ) {}

  static async open(options: OpenOptions = {}): Promise<RedressCounty> {
    const clock = new SimulatedClock(startOf('2017-06-30', 9));
    const zelian = await openLedger({ clock, entropy, ...options });
    return new RedressCounty(zelian, clock);
  }

  nextCommandId(): string {
    return newCommandId(this.clock.now(), entropy, `redress${this.commands++}`);
  }

  async record(type: string, data: object, actor: Actor = officer): Promise<this> {
    await this.zelian.record({ type, data }, { actor, commandId: this.nextCommandId() });
    await this.zelian.drain();
    return this;
  }

  async take(...acts: readonly Act[]): Promise<this> {
    for (const { type, data, actor } of acts) await this.record(type, data, actor);
    return this;
  }

  async row<Row>(view: string, key: string): Promise<Row | undefined> {
    await this.zelian.drain();
    return (await this.zelian.reader.get(view, key)).row as Row | undefined;
  }

  async rowsOf(...views: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
    const rows: Record<string, unknown> = {};
    for (const view of views) rows[view] = await rowsByKey(this.zelian, view);
    return rows;
  }

  /** Organs, town, the book, posts, and who holds them. What was decided was done elsewhere, so it is on record with its breaches. */
  async settle(): Promise<this> {
    const unit = (unitId: string, kind: string, ...competences: readonly string[]) =>
      this.record('RegisterUnit', { unitId, kind, name: unitId, parentUnitId: undefined, competences });
    await unit(UNITS.committee, 'organ', 'party-committee');
    await unit(UNITS.discipline, 'organ', 'discipline');
    await unit(UNITS.organization, 'organ', 'organization');
    await unit(UNITS.town, 'town');
    await this.record('PublishRuleBook', { document: await readBook('pingli-2016') });
    await this.record('RegisterVillage', { villageId: VILLAGE, name: '一村', townUnitId: UNITS.town });
    for (const personId of Object.values(PEOPLE))
      await this.record('RegisterPerson', { personId, name: { private: `虚构${personId}` }, partyMember: true, staffStatus: 'civil-servant' });
    await this.post(POSTS.secretary, UNITS.town, 'party-secretary');
    await this.post(POSTS.deputy, UNITS.town, 'deputy-secretary');
    await this.post(POSTS.officer, UNITS.discipline, 'case-officer');
    await this.post(POSTS.cadres, UNITS.organization, 'cadre-officer');
    await this.post(POSTS.leader, UNITS.committee, 'county-party-secretary');
    await this.post(POSTS.member, UNITS.committee, 'county-deputy-secretary');
    for (const who of ['officer', 'cadres', 'leader', 'member'] as const) await this.hold(PEOPLE[who], POSTS[who], '2010-01-01');
    return this;
  }

  private post(postId: string, unitId: string, role: string): Promise<this> {
    return this.record('RegisterPost', { postId, unitId, role, title: role, appointedBy: 'commission', managedByUnitId: UNITS.committee });
  }

  hold(personId: string, postId: string, from: string): Promise<this> {
    return this.record('StartTenure', { tenureId: `tenure-${personId.slice(7)}-${postId.slice(5)}-${from}`, personId, postId, from });
  }
  leave(personId: string, postId: string, from: string, to: string): Promise<this> {
    return this.record('EndTenure', { tenureId: `tenure-${personId.slice(7)}-${postId.slice(5)}-${from}`, postId, to, reason: '工作调动' });
  }

  decide(of: Case, measure: string, date: string): Promise<this> {
    const vote = { participantIds: [PEOPLE.leader], quorum: 1, dissents: [], minutesRef: '纪要一' };
    return this.record('DecideCollectively', { ...of, ...elsewhere, date, organUnitId: UNITS.committee, bases: [], measure, ...vote }, leader);
  }
  execute(of: Case, date: string, tenureEndsOn?: string): Promise<this> {
    return this.record('ExecuteMeasure', { ...of, ...elsewhere, date, organUnitId: UNITS.organization, ...(tenureEndsOn && { tenureEndsOn }) }, cadres);
  }
  publish(of: Case, channel: string, date: string): Promise<this> {
    return this.record('PublishDecision', { ...of, ...elsewhere, date, scope: '全县', channel }, officer);
  }
  /** The organ takes back what it decided, or decides something lighter. */
  correct(of: Case, date: string, measure?: string): Promise<this> {
    const why = { authorityRef: '示例申〔2017〕1号', reason: { private: '事实不清' } };
    const into = measure === undefined ? { kind: 'revoked' } : { kind: 'varied', measure };
    return this.record('CorrectDecision', { ...of, ...elsewhere, date, organUnitId: UNITS.committee, ...into, ...why }, leader);
  }
  release(releaseId: string, personIds: readonly string[], date: string): Promise<this> {
    const to = { recipient: { private: '县委组织部干部科' }, purpose: { private: '任前核查' }, channel: 'paper', documentNo: '示例函〔2017〕2号' };
    return this.record('ReleaseRecord', { releaseId, record: { kind: 'document/case-file', key: 'case-1' }, personIds, date, ...to });
  }

  close(): Promise<void> {
    return this.zelian.close();
  }
}
