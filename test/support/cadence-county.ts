import { addDays, startOf, type Actor } from '#kernel';
import { newCommandId, seededEntropy, SimulatedClock } from '#ledger';
import type { CadenceScheme } from '#cadence';
import { deliverEach, deliveryKey, type DeliveryResult, type NoticeSink, type OutgoingMessage, type OutgoingRecipient } from '#outbox';
import { openLedger, productContexts, type OpenOptions, type Zelian } from '#zelian';
import { rowsByKey } from './domain-rows.js';
import { leaderVisits } from './leader-visits.js';

/** A small invented county: three towns with two villages each, three departments, five county leaders, and the command office. */
export const TOWNS = ['unit-town1', 'unit-town2', 'unit-town3'] as const;
export const DEPARTMENTS = ['unit-dept1', 'unit-dept2', 'unit-dept3'] as const;
export const OFFICE = 'unit-office1';
export const VILLAGES = ['village-vil1', 'village-vil2', 'village-vil3', 'village-vil4', 'village-vil5'] as const;
export const CLERK: Actor = { personId: 'person-clerk1', postId: 'post-clerk1' };
export const leader = (n: number): string => `person-leader${n}`;
export const townPrincipal = (town: number, role: 'sec' | 'head'): string => `person-town${town}${role}`;
export const departmentHead = (n: number): string => `person-dept${n}head`;
const entropy = seededEntropy('cadence county');

export const SCHEME: CadenceScheme = {
  schemeId: 'scheme-example-2016',
  version: 1,
  title: '示例县2016年工作推进方案',
  officeUnitId: OFFICE,
  documentRef: '示例指办〔2016〕1号',
  from: '2016-01-01',
  to: '2017-01-01',
  notice: {
    time: { weekday: 1, hour: 8, onRestDay: 'first-work-day' },
    defaultText: '请按方案推进本周工作（本周重点工作未另行确定）',
    classes: [
      { classId: 'county-leaders', zh: '县级包抓领导', of: 'duty-holders', duties: ['county-leader'] },
      { classId: 'town-principals', zh: '镇党政主要领导', of: 'posts', unitKinds: ['town'], roles: ['party-secretary', 'town-head'] },
      { classId: 'department-principals', zh: '包抓部门主要领导', of: 'posts-of-duty-units', duties: ['paired-department'], roles: ['department-head'] },
    ],
  },
  reports: { time: { weekday: 7, hour: 24, onRestDay: 'unmoved' }, unitKinds: ['town', 'department'] },
  visits: { duties: ['county-leader'] },
};

/** Remembers what it was given; delivers unless told otherwise. */
export class RecordingSink implements NoticeSink {
  readonly name = 'recording';
  readonly reachesPeople = false;
  readonly sent: Readonly<{ key: string; address: string; text: string }>[] = [];
  /** What happens to a recipient, if not delivery. */
  outcome: (recipient: OutgoingRecipient) => Omit<DeliveryResult, 'id'> | undefined = () => undefined;

  deliver(message: OutgoingMessage, recipients: readonly OutgoingRecipient[]): Promise<readonly DeliveryResult[]> {
    return deliverEach(recipients, async (recipient) => {
      const key = deliveryKey(message, recipient);
      this.sent.push({ key, address: recipient.address, text: message.text });
      return this.outcome(recipient) ?? { outcome: 'delivered', reference: key };
    });
  }
}

/** A ledger on a simulated clock with the county's people in post, played day by day. */
export class CadenceCounty {
  private commands = 0;
  private constructor(
    readonly zelian: Zelian,
    readonly clock: SimulatedClock,
  ) {}

  static async open(options: OpenOptions = {}, at = startOf('2016-01-01', 9)): Promise<CadenceCounty> {
    const clock = new SimulatedClock(at);
    return new CadenceCounty(await openLedger({ clock, entropy, contexts: productContexts([leaderVisits]), ...options }), clock);
  }

  async record(type: string, data: object, actor: Actor = CLERK): Promise<void> {
    await this.zelian.record({ type, data }, { actor, commandId: newCommandId(this.clock.now(), entropy, `c${this.commands++}`) });
    await this.zelian.drain();
  }

  /** The morning of a date, with all that fell due before. */
  async on(date: string, hour = 9): Promise<void> {
    await this.zelian.moveTo(startOf(date, hour));
  }

  async rows<Row>(view: string): Promise<readonly Row[]> {
    return Object.values(await rowsByKey(this.zelian, view)) as Row[];
  }
  async row<Row>(view: string, key: string): Promise<Row | undefined> {
    return (await this.zelian.reader.get(view, key)).row as Row | undefined;
  }
  async events(type: string): Promise<readonly Readonly<{ data: any; recordedAt: string; origin: string; subjects: readonly string[] }>[]> {
    const found = [];
    for await (const event of this.zelian.parts.history.readAll(0)) if (event.type === type) found.push(event);
    return found;
  }

  private async person(personId: string, phone: string | undefined): Promise<void> {
    await this.record('RegisterPerson', { personId, name: { private: `虚构${personId.slice(7)}` }, partyMember: true, staffStatus: 'civil-servant' });
    if (phone !== undefined) await this.record('SetPersonContact', { personId, phone: { private: phone } });
  }

  async post(postId: string, unitId: string, role: string, personId?: string): Promise<void> {
    await this.record('RegisterPost', { postId, unitId, role, title: role, appointedBy: 'commission', managedByUnitId: OFFICE });
    if (personId !== undefined) await this.record('StartTenure', { tenureId: `tenure-${postId.slice(5)}`, personId, postId, from: '2015-01-01' });
  }

  async pair(n: number, village: string): Promise<void> {
    await this.record('AssignDuty', {
      ...{ dutyId: `duty-leader${n}`, kind: 'county-leader', targetId: village, year: 2016 },
      ...{ personId: leader(n), postId: `post-leader${n}`, from: '2016-01-01' },
    });
  }

  /** Everybody in post; the clerk of the office among them. One county leader and no other has no telephone number. */
  async settle(book: unknown, scheme: CadenceScheme = SCHEME): Promise<this> {
    await this.record('RegisterUnit', { unitId: OFFICE, kind: 'organ', name: '指挥部办公室', competences: ['command-office'] });
    for (const unitId of TOWNS) await this.record('RegisterUnit', { unitId, kind: 'town', name: unitId });
    for (const unitId of DEPARTMENTS) await this.record('RegisterUnit', { unitId, kind: 'department', name: unitId });
    for (const [n, villageId] of VILLAGES.entries()) {
      await this.record('RegisterVillage', { villageId, name: villageId, townUnitId: TOWNS[n % TOWNS.length] });
    }
    await this.record('PublishRuleBook', { document: book });
    await this.person(CLERK.personId!, undefined);
    await this.post(CLERK.postId!, OFFICE, 'clerk', CLERK.personId);
    await this.principals();
    for (let n = 1; n <= VILLAGES.length; n++) {
      await this.person(leader(n), n === VILLAGES.length ? undefined : `1390000${1000 + n}`);
      await this.post(`post-leader${n}`, OFFICE, 'county-leader', leader(n));
      await this.pair(n, VILLAGES[n - 1]!);
    }
    await this.record('PublishCadenceScheme', scheme);
    return this;
  }

  private async principals(): Promise<void> {
    for (const [index, unitId] of TOWNS.entries()) {
      for (const role of ['sec', 'head'] as const) {
        const personId = townPrincipal(index + 1, role);
        await this.person(personId, `1380000${2000 + 10 * index + role.length}`);
        await this.post(`post-town${index + 1}${role}`, unitId, role === 'sec' ? 'party-secretary' : 'town-head', personId);
      }
    }
    for (const [index, unitId] of DEPARTMENTS.entries()) {
      await this.person(departmentHead(index + 1), `1370000${3000 + index}`);
      await this.post(`post-dept${index + 1}head`, unitId, 'department-head', departmentHead(index + 1));
      await this.record('AssignDuty', {
        ...{ dutyId: `duty-dept${index + 1}`, kind: 'paired-department', targetId: VILLAGES[index]!, year: 2016 },
        ...{ unitId, from: '2016-01-01' },
      });
    }
  }

  /** What the office says for the week of a Monday. */
  async setTasks(week: string, text: string, schemeId = SCHEME.schemeId): Promise<void> {
    await this.record('SetWeeklyTasks', { schemeId, week, text });
  }

  /** Leaders by number, each in the village of his duty, on a date. */
  async visit(date: string, ...numbers: readonly number[]): Promise<void> {
    const visits = numbers.map((n) => ({ visitId: `visit-${date}-${n}`, personId: leader(n), villageId: VILLAGES[n - 1]!, date }));
    await this.record('NoteLeaderVisits', { week: `${date}-${this.commands}`, visits });
  }

  async report(unitId: string, week: string, more: object = {}): Promise<void> {
    const figures = [{ id: 'households-visited', value: 12, unit: '户' }];
    await this.record('SubmitWeeklyReport', { schemeId: SCHEME.schemeId, unitId, week, personId: CLERK.personId, figures, ...more });
  }

  close(): Promise<void> {
    return this.zelian.close();
  }
}

/** Every Monday of 2016. */
export const MONDAYS: readonly string[] = Array.from({ length: 52 }, (_, index) => addDays('2016-01-04', 7 * index));
