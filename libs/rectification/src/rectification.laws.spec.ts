import fc from 'fast-check';
import { dateOf, decide, evolve, Rejection, type AnyView, type Recorded } from '#kernel';
import { evidence, inForce, inspectorPersonIds, ROWS, secret, UNIT, VILLAGE, WHO } from '../../../test/support/rectification.js';
import { factsFrom, recorded } from '../../../test/support/specification.js';
import { openRectifications } from './rectification-lists.views.js';
import { rectificationOrders } from './rectification-orders.view.js';
import { rectificationRegister, type RegisterRow } from './rectification-register.view.js';
import { rectificationTotals, type TotalsRow } from './rectification-sums.views.js';
import type { RectificationActCommand, RectificationCommand } from './rectification.commands.js';
import { rectificationDecider } from './rectification.decider.js';
import type { RectificationEvent } from './rectification.events.js';
import { rectifiableFindings } from './rectifiable-findings.view.js';

/** As many histories as asked for (`npm run campaign:rectification`); a few in the suite. */
const RUNS = { numRuns: Number(process.env['ZELIAN_RUNS'] ?? 40) };
const PATIENCE_MS = 60_000 + RUNS.numRuns * 1_000;
const PEOPLE = Object.values(WHO);
const ITEMS = ['rectification-a', 'rectification-b', 'rectification-c'] as const;
const ACTS = [
  'assign',
  'receive',
  'report',
  'replace',
  'start',
  'return',
  'close',
  'ask',
  'grant',
  'refuse',
  'look',
  'cancel',
  'issue',
  'discard',
  'notice',
  'approve',
] as const;
type Act = (typeof ACTS)[number];
type Deed = Readonly<{ do: Act | 'withdraw'; item: number; who: number; others: number; hours: number; odd: boolean }>;

/** The law in a table of its own, written from the domain's state machine and not from the decider: where an act may be done, and where it leads. */
const LAW: { readonly [Do in Act]: Readonly<{ from: readonly string[]; to?: string }> } = {
  assign: { from: ['none'], to: 'awaiting-receipt' },
  receive: { from: ['awaiting-receipt', 'returned'], to: 'in-progress' },
  report: { from: ['in-progress'], to: 'reported' },
  replace: { from: ['in-progress', 'reported', 'under-verification', 'returned'] },
  start: { from: ['reported'], to: 'under-verification' },
  return: { from: ['reported', 'under-verification'], to: 'returned' },
  close: { from: ['reported', 'under-verification'], to: 'closed' },
  ask: { from: ['in-progress', 'returned'] },
  grant: { from: ['in-progress', 'returned'] },
  refuse: { from: ['in-progress', 'returned'] },
  look: { from: ['closed'] },
  cancel: { from: ['awaiting-receipt', 'in-progress', 'reported', 'under-verification', 'returned'], to: 'cancelled' },
  issue: { from: ['awaiting-receipt', 'in-progress', 'reported', 'under-verification', 'returned'] },
  discard: { from: ['awaiting-receipt', 'in-progress', 'reported', 'under-verification', 'returned'] },
  notice: { from: ['awaiting-receipt', 'in-progress', 'reported', 'under-verification', 'returned'] },
  approve: { from: ['closed', 'recurred'] },
};
const ENDED = ['closed', 'recurred', 'cancelled'];

/** One finding with its items, played through decider and views as the ledger would. */
class World {
  now = Date.parse('2016-12-01T01:00:00.000Z');
  private readonly states = new Map<string, typeof rectificationDecider.initialState>();
  private readonly rows = new Map<string, Record<string, unknown>>();
  readonly events: Recorded[] = [];
  /** By the law's own reckoning. */
  readonly phases = new Map<string, string>();
  readonly did = new Map<string, Set<string>>();
  private pieces = 0;

  constructor() {
    const found = { findingId: 'finding-1', unitId: UNIT.town, villageId: VILLAGE, year: 2016, roundId: 'round-1', groupId: 'group-1' };
    this.fold(recorded({ type: 'FindingLogged', data: { ...found, foundOn: '2016-11-01', loggedByPersonIds: inspectorPersonIds } }, 0));
  }

  get today(): string {
    return dateOf(new Date(this.now).toISOString());
  }
  stateOf = (id: string) => this.states.get(id) ?? rectificationDecider.initialState;
  phaseOf = (id: string): string => this.phases.get(id) ?? 'none';
  rowsOf = <Row>(view: AnyView): readonly Row[] => Object.values(this.rows.get(view.name) ?? {}) as Row[];

  /** Folds one event through all views under test. */
  fold(event: Recorded): void {
    for (const view of [rectifiableFindings, rectificationOrders, rectificationRegister, rectificationTotals, openRectifications] as readonly AnyView[]) {
      const rows = this.rows.get(view.name) ?? {};
      this.rows.set(view.name, rows);
      for (const key of view.on[event.type] ? view.keysOf(event) : []) {
        const row = view.on[event.type]!(rows[key], event, key) as unknown;
        if (row === undefined) delete rows[key];
        else rows[key] = row;
      }
    }
  }

  /** @returns what came of it, or the code of the refusal */
  send(command: RectificationCommand, personId?: string): readonly Recorded[] | string {
    const { rectificationId } = command.data;
    const facts = factsFrom({ ...ROWS, ...Object.fromEntries(this.rows) }, rectificationDecider.needs?.[command.type]?.(command as never) ?? []);
    const input = { actor: { ...(personId !== undefined && { personId }) }, recordedAt: new Date(this.now).toISOString(), commandId: 'c', readAt: 0, facts };
    try {
      const made = decide(rectificationDecider, command, this.stateOf(rectificationId), { ...input, book: inForce() });
      return made.map((event) => {
        const told = recorded({ ...event, actor: input.actor }, this.events.length + 1);
        this.states.set(rectificationId, evolve(rectificationDecider, this.stateOf(rectificationId), told as Recorded<RectificationEvent>));
        this.events.push(told);
        this.fold(told);
        return told;
      });
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      return error.code;
    }
  }

  piece = () => evidence(`p${this.pieces++}`);
}

/** What somebody tries: mostly what would be right, sometimes what is not. */
function attempt(world: World, deed: Deed): RectificationActCommand {
  const rectificationId = ITEMS[deed.item]!;
  const on = { rectificationId, date: world.today };
  const state = world.stateOf(rectificationId);
  const people = [PEOPLE[deed.who % PEOPLE.length]!, ...(deed.odd ? [PEOPLE[deed.others % PEOPLE.length]!] : [])];
  const persons = [...new Set(people)];
  const later = new Date(Math.ceil((world.now + (deed.others + 1) * 24 * 3_600_000) / 3_600_000) * 3_600_000).toISOString();
  const draft = state.drafts.at(-1)?.step ?? { stepId: 'none', at: later };
  const step = { stepId: draft.stepId, at: draft.at };
  const sealed = { issuerUnitId: UNIT.office, sealRef: '印' };
  const deadlines = [{}, { urgency: 'urgent' }, { deadline: { dueAt: later } }, { deadline: { workDays: 1 + (deed.others % 9) } }];
  const predecessorId = deed.item === 0 ? undefined : ITEMS[deed.item - 1];
  const commands: { readonly [Do in Act]: () => RectificationActCommand } = {
    assign: () => ({
      type: 'AssignRectification',
      data: {
        ...{ ...on, findingId: 'finding-1', unitId: UNIT.town, requirement: secret(), documentNo: '1号', ...deadlines[deed.others % deadlines.length] },
        ...(predecessorId !== undefined && !deed.odd && { predecessorId }),
      },
    }),
    receive: () => ({ type: 'AcknowledgeRectification', data: { ...on, personId: deed.odd ? WHO.builder : WHO.mayor, postId: 'post-mayor1' } }),
    report: () => ({
      type: 'ReportRectification',
      data: {
        ...{ rectificationId, reportedByPersonId: deed.odd ? people[0]! : WHO.mayor, fixedByPersonIds: persons, evidence: world.piece() },
        reportedAt: new Date(world.now).toISOString(),
      },
    }),
    replace: () => ({ type: 'ReplaceRectificationEvidence', data: { ...on, ...world.piece()[0]!, replaces: state.currentEvidenceIds[0], reason: '更清楚' } }),
    start: () => ({ type: 'StartRectificationVerification', data: { ...on, verifierPersonIds: persons } }),
    return: () => ({
      type: 'ReturnRectification',
      data: { ...on, returnedByPersonIds: persons, reason: secret(), ...(deed.odd && { deadline: { workDays: 2 } }) },
    }),
    close: () => ({ type: 'CloseRectification', data: { ...on, verifiedByPersonIds: persons, evidence: world.piece() } }),
    ask: () => ({ type: 'RequestRectificationExtension', data: { ...on, personId: WHO.mayor, newDueAt: later, reason: secret() } }),
    grant: () => ({
      type: 'GrantRectificationExtension',
      data: { ...on, newDueAt: state.asked ?? later, reason: secret(), documentNo: '2号', ...(deed.odd && { doneElsewhere: true }) },
    }),
    refuse: () => ({ type: 'RefuseRectificationExtension', data: { ...on, reason: secret() } }),
    look: () => ({
      type: 'LookBackOnRectification',
      data: { ...on, result: deed.odd ? 'held' : 'recurred', lookedByPersonIds: persons, evidence: world.piece() },
    }),
    cancel: () => ({ type: 'CancelRectification', data: { ...on, reason: secret(), documentNo: '3号' } }),
    issue: () => ({ type: 'IssueSupervision', data: { ...on, ...step, documentNo: '督1号', issuerUnitId: UNIT.office, sealRef: '印' } }),
    discard: () => ({ type: 'DiscardSupervision', data: { ...on, ...step, reason: secret() } }),
    notice: () => ({ type: 'IssueRectificationPaper', data: { ...on, ...sealed, paper: 'notice', documentNo: state.papers.length === 0 ? '1号' : '1-2号' } }),
    approve: () => ({ type: 'IssueRectificationPaper', data: { ...on, ...sealed, paper: 'closure-approval', documentNo: '销1号' } }),
  };
  return commands[deed.do as Act]();
}

type Told = Readonly<{ deed: Deed; before: string; outcome: readonly Recorded[] | string; actor: string }>;

/** Plays deeds; between them the hours pass, and the policies' commands with them. After each event `every` may look. */
function play(deeds: readonly Deed[], every: (world: World, told: Told | undefined) => void): World {
  const world = new World();
  const byPolicy = (command: RectificationCommand): void => {
    const outcome = world.send(command);
    if (typeof outcome === 'string') throw new Error(`a policy's command was refused: ${outcome}`);
    every(world, undefined);
  };
  for (const deed of deeds) {
    world.now += deed.hours * 3_600_000;
    const rectificationId = ITEMS[deed.item]!;
    for (const id of ITEMS) byPolicy({ type: 'AdvanceRectification', data: { rectificationId: id, hour: new Date(world.now).toISOString() } });
    if (deed.do === 'withdraw') {
      byPolicy({ type: 'SetRectificationGround', data: { rectificationId, fell: deed.odd ? null : 'finding-withdrawn' } });
      continue;
    }
    const before = world.phaseOf(rectificationId);
    const actor = PEOPLE[(deed.who + deed.others) % PEOPLE.length]!;
    const outcome = world.send(attempt(world, deed), actor);
    reckon(world, deed, outcome);
    every(world, { deed, before, outcome, actor });
  }
  return world;
}

/** The law's own books: where an item is now, and who ever fixed or reported it. */
function reckon(world: World, { do: act, item, odd }: Deed, outcome: readonly Recorded[] | string): void {
  if (typeof outcome === 'string' || outcome.length === 0) return;
  const id = ITEMS[item]!;
  const { to } = LAW[act as Act];
  if (to !== undefined) world.phases.set(id, to);
  if (act === 'look' && !odd) world.phases.set(id, 'recurred');
  if (act !== 'report') return;
  const { fixedByPersonIds, reportedByPersonId } = outcome[0]!.data as { fixedByPersonIds: string[]; reportedByPersonId: string };
  world.did.set(id, new Set([...(world.did.get(id) ?? []), ...fixedByPersonIds, reportedByPersonId, outcome[0]!.actor.personId!]));
}

const deed = fc.record({
  do: fc.oneof({ arbitrary: fc.constantFrom(...ACTS), weight: 14 }, { arbitrary: fc.constant('withdraw' as const), weight: 1 }),
  item: fc.oneof({ arbitrary: fc.constant(0), weight: 4 }, { arbitrary: fc.integer({ min: 0, max: 2 }), weight: 1 }),
  who: fc.nat(20),
  others: fc.nat(20),
  hours: fc.oneof({ arbitrary: fc.integer({ min: 0, max: 30 }), weight: 6 }, { arbitrary: fc.integer({ min: 100, max: 900 }), weight: 1 }),
  odd: fc.oneof({ arbitrary: fc.constant(false), weight: 3 }, { arbitrary: fc.constant(true), weight: 1 }),
});
/** The straight way, so that every history gets somewhere, with anything in between. */
const STRAIGHT: readonly Act[] = ['assign', 'receive', 'report', 'close', 'look'];
const history: fc.Arbitrary<readonly Deed[]> = fc
  .tuple(fc.array(fc.array(deed, { maxLength: 4 }), { minLength: 10, maxLength: 10 }), fc.array(deed, { minLength: 10, maxLength: 10 }))
  .map(([between, way]) =>
    way.flatMap((one, index) => {
      const item = Math.floor(index / STRAIGHT.length);
      const straight: Deed = { ...one, do: STRAIGHT[index % STRAIGHT.length]!, item, odd: false, hours: one.hours % 31 };
      // Who verifies differs from who fixes: person 3 fixes, 2 and 5 look.
      const who = straight.do === 'report' ? 1 : 3;
      return [{ ...straight, who, others: straight.do === 'report' ? 6 : 1 }, ...between[index]!];
    }),
  );

const tally = { accepted: 0, refused: 0, closed: 0, recurred: 0, successors: 0, approved: 0 };

describe('laws of rectification', () => {
  it(
    `hold over ${RUNS.numRuns} histories: no illegal step, one state each, never closed by who fixed or reported`,
    () => {
      fc.assert(
        fc.property(history, (deeds) => {
          play(deeds, (world, told) => {
            for (const row of world.rowsOf<TotalsRow>(rectificationTotals)) {
              const sum = Object.values(row.states).reduce((total, count) => total + count, 0);
              if (sum !== row.assigned + row.successors) throw new Error(`${sum} items in states, ${row.assigned} and ${row.successors} ordered`);
            }
            if (told) lawful(world, told);
          });
        }),
        RUNS,
      );
      // The histories go somewhere: a law over nothing would hold, too.
      expect(Object.values(tally).every((count) => count > 0)).toBe(true);
    },
    PATIENCE_MS,
  );

  /** Whoever closed or looked back, and whoever recorded it or approved the closure, had neither fixed nor reported. */
  function independent(world: World, id: string, { act, outcome, actor }: Readonly<{ act: string; outcome: readonly Recorded[]; actor: string }>): void {
    if (act === 'close') tally.closed += 1;
    else if (act === 'approve') tally.approved += 1;
    else if (world.phaseOf(id) === 'recurred') tally.recurred += 1;
    const data = outcome[0]!.data as { verifiedByPersonIds?: string[]; lookedByPersonIds?: string[] };
    for (const personId of [...(data.verifiedByPersonIds ?? data.lookedByPersonIds ?? []), actor]) expect(world.did.get(id)).not.toContain(personId);
  }

  function lawful(world: World, { deed: { do: act, item }, before, outcome, actor }: Told): void {
    const id = ITEMS[item]!;
    if (typeof outcome === 'string') {
      tally.refused += 1;
      return;
    }
    tally.accepted += 1;
    expect(LAW[act as Act].from).toContain(before);
    const rows = world.rowsOf<RegisterRow>(rectificationRegister);
    const row = rows.find(({ rectificationId }) => rectificationId === id)!;
    expect(row.progress.phase).toBe(world.phaseOf(id));
    expect(world.rowsOf(openRectifications)).toHaveLength(
      new Set(rows.filter(({ state }) => !ENDED.includes(state)).map(({ rectificationId }) => rectificationId)).size,
    );
    if (['close', 'look', 'approve'].includes(act)) independent(world, id, { act, outcome, actor });
    if (act === 'assign' && item > 0 && row.predecessorId !== null) {
      tally.successors += 1;
      expect(world.phaseOf(row.predecessorId)).toBe('recurred');
      expect(row.chainId).toBe(ITEMS[0]);
    }
  }

  it(
    'an item without a deadline is never overdue, and one that ended never again',
    () =>
      fc.assert(
        fc.property(history, (deeds) => {
          const world = play(deeds, () => undefined);
          for (const { type, data } of world.events as readonly Recorded<RectificationEvent>[])
            if (type === 'RectificationOverdue') expect(data.dueAt).toBeDefined();
          for (const row of world.rowsOf<RegisterRow>(rectificationRegister)) {
            const ended = row.history.findIndex(({ state }) => ENDED.includes(state));
            if (ended !== -1) for (const { state } of row.history.slice(ended)) expect(ENDED).toContain(state);
          }
        }),
        RUNS,
      ),
    PATIENCE_MS,
  );
});
