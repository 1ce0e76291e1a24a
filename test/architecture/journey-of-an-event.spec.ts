import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandBus } from '@nestjs/cqrs';
import canonicalize from 'canonicalize';
import type { AnyDecider, Command, Context, DecisionInput, Recorded } from '#kernel';
import { decodeEvent, eventIdOf, type StoredEvent } from '#ledger';
import type { RowAnswer } from '#readmodel';
import { readBook } from '#rulebook/nest';
import { vetoContext, type VetoRow } from '#veto';
import { ConfirmVetoBody, ConfirmVetoRequest } from '#veto/nest';
import { productContexts } from '#zelian';
import { post, served, type Answer, type Served } from '../journeys/over-http.js';
import { COUNTY, PERSON, SmallCounty } from '../support/small-county.js';

// One event, the confirmation of a veto, from the socket to the row that people look at: at each step what is known there, and what is not.

const ACTOR = { personId: PERSON.clerk, postId: 'post-clerk1' };
const KEY = `${COUNTY.town}-${COUNTY.year}`;
const STREAM = `veto-${KEY}`;
const BODY = { unitId: COUNTY.town, year: COUNTY.year, date: '2017-01-10', authorityRef: '示例〔2017〕1号' };

type Met = Readonly<{ step: string; knows: unknown }>;
const path: Met[] = [];
const met = (step: string, knows: unknown): void => void path.push({ step, knows });
const knownAt = <Known>(step: string): Known => path.find((one) => one.step === step)!.knows as Known;

/** The product with a witness at the decision and one at the view; rules and names are as they are. */
const witnessed = (contexts: readonly Context[]): readonly Context[] =>
  contexts.map((context) =>
    context.name === vetoContext.name ? { ...context, deciders: context.deciders.map(deciding), views: context.views.map(folding) } : context,
  );
const deciding = (decider: AnyDecider): AnyDecider => ({
  ...decider,
  decide: {
    ...decider.decide,
    ConfirmVeto: (command: Command, state: unknown, input: DecisionInput) => {
      const events = decider.decide.ConfirmVeto!(command, state, input);
      met('4 decision', { command, state, input, events });
      return events;
    },
  },
});
const folding = (view: Context['views'][number]): Context['views'][number] =>
  view.name !== 'veto-register'
    ? view
    : {
        ...view,
        on: {
          ...view.on,
          VetoConfirmed: (before: unknown, event: Recorded, key: string) => {
            const row: unknown = view.on.VetoConfirmed!(before, event, key);
            met('7 row', { before, event, key, row });
            return row;
          },
        },
      };

let county: SmallCounty;
let host: Served;
let answer: Answer;
let revision: number;
let stored: StoredEvent;
const commandId = '01596c3b-0000-7000-8000-000000000001';
const folder = mkdtempSync(join(tmpdir(), 'zelian-journey-'));

beforeAll(async () => {
  county = await SmallCounty.open({ directory: join(folder, 'ledger'), contexts: witnessed(productContexts()) });
  await (await county.settle(await readBook('pingli-2016'))).on('2017-01-10');
  await county.assess(5_800);
  host = await served(county.zelian);
  const { zelian } = county;
  const { log, parts } = zelian;
  revision = await log.revisionOf(STREAM);
  const bus = host.app.get(CommandBus);
  const [toBus, record, append] = [bus.execute.bind(bus), zelian.record.bind(zelian), log.append.bind(log)];
  const catchUp = parts.projector.catchUp.bind(parts.projector);
  jest.spyOn(bus, 'execute').mockImplementation((request) => (met('1 controller', request), toBus(request)));
  jest.spyOn(zelian, 'record').mockImplementation((command, head) => (met('2 handler', { command, head }), record(command, head)));
  jest.spyOn(log, 'append').mockImplementation(async (writes, unchanged) => {
    met('3 execute', { writes, unchanged });
    const done = await append(writes, unchanged);
    met('5 stored', done);
    return done;
  });
  jest.spyOn(parts.projector, 'catchUp').mockImplementation(() => (met('6 runner', undefined), catchUp()));
  answer = await post(host, { type: 'ConfirmVeto', data: BODY }, { actor: ACTOR, commandId, expectedRevision: revision });
  [stored] = knownAt<readonly StoredEvent[]>('5 stored') as [StoredEvent];
  await zelian.drain();
});
afterAll(async () => {
  await host.close();
  await county.close();
  rmSync(folder, { recursive: true });
});

describe('the journey of an event', () => {
  it('0 passes the steps in their order, each once', () =>
    // What execute did is seen where it hands over to the engine, and the runner looks once more after the policies.
    expect(path.map(({ step }) => step)).toEqual(['1 controller', '2 handler', '4 decision', '3 execute', '5 stored', '6 runner', '7 row', '6 runner']));

  it('1 the controller knows a validated body, and the head from the headers', () => {
    const request = knownAt<ConfirmVetoRequest>('1 controller');
    expect(request).toBeInstanceOf(ConfirmVetoRequest);
    expect(ConfirmVetoRequest.body).toBe(ConfirmVetoBody);
    expect(request.body).toEqual(BODY);
    expect(request.head).toEqual({ actor: ACTOR, commandId, expectedRevision: revision });
  });

  it('1 a body that says more than it may goes no further', async () => {
    const steps = path.length;
    const refused = await post(host, { type: 'ConfirmVeto', data: { ...BODY, recordedAt: '2015-01-01T00:00:00.000Z' } }, { actor: ACTOR, commandId });
    expect([refused.status, path.slice(steps)]).toEqual([400, []]);
  });

  it('2 the generated handler hands on a plain command: nothing of Nest or HTTP is left in it', () => {
    const { command } = knownAt<{ command: Command }>('2 handler');
    expect(command).toStrictEqual({ type: 'ConfirmVeto', data: BODY });
    expect(Object.getPrototypeOf(command.data)).toBe(Object.prototype);
  });

  it('3 execute knows ports: it appends to the stream as it was read, stamped by the clock', () => {
    const { writes } = knownAt<{ writes: readonly { stream: string; expected: number; events: readonly { id: string; recordedAt: string }[] }[] }>('3 execute');
    expect(writes.map(({ stream, expected }) => [stream, expected])).toEqual([[STREAM, revision]]);
    expect(writes[0]!.events.map(({ id, recordedAt }) => [id, recordedAt])).toEqual([[eventIdOf(commandId, 0), county.clock.now()]]);
  });

  it('4 the decision knows command, state and input, and no way to look anything up', () => {
    const { state, input, events } = knownAt<{ state: { status: string }; input: DecisionInput; events: readonly { type: string; basis: unknown[] }[] }>(
      '4 decision',
    );
    expect(state.status).toBe('triggered');
    expect(Object.keys(input).sort()).toEqual(['actor', 'book', 'causationId', 'commandId', 'facts', 'readAt', 'recordedAt', 'seen']);
    expect(events.map(({ type }) => type)).toEqual(['VetoConfirmed']);
    expect(events[0]!.basis).toMatchObject([{ bookId: 'pingli-2016', clauseId: 'PL-V1' }]);
  });

  it('5 the engine stores one RFC 8785 document, byte for byte, with a MAC beside it', async () => {
    const again = await county.zelian.log.find(eventIdOf(commandId, 0));
    expect(again!.bytes.equals(stored.bytes)).toBe(true);
    const document = JSON.parse(stored.bytes.toString('utf8')) as Record<string, unknown>;
    expect(stored.bytes.toString('utf8')).toBe(canonicalize(document));
    expect(county.zelian.parts.keys!.verify(stored.bytes, stored.mac, stored.macKeyId)).toBe(true);
    expect(document).toMatchObject({
      type: 'VetoConfirmed',
      origin: 'person',
      actor: ACTOR,
      stream: STREAM,
      revision: revision + 1,
      commandId,
      subjects: [COUNTY.town],
    });
    expect(document).not.toHaveProperty('position');
    expect(createHash('sha256').update(stored.bytes).digest('hex')).toBe(createHash('sha256').update(again!.bytes).digest('hex'));
  });

  it('6 the runners reach it: no policy reacts to a confirmation, and nobody lags', async () => {
    const { lag, alarms } = await county.zelian.health();
    expect(alarms).toEqual([]);
    expect(Object.entries(lag).filter(([, behind]) => behind !== 0)).toEqual([]);
    expect((await county.zelian.log.head()).position).toBe(stored.position);
  });

  it('7 the view knows the row, the decoded event and its key; the row is what people are shown', async () => {
    const { before, event, key, row } = knownAt<{ before: VetoRow; event: Recorded; key: string; row: VetoRow }>('7 row');
    expect(key).toBe(KEY);
    expect(event).toEqual(decodeEvent(stored, county.zelian.parts.history.definitions));
    expect([before.state, row.state]).toEqual(['triggered', 'confirmed']);
    const shown = (await host.ask(`/api/v1/views/veto-register/${KEY}`, { headers: { 'x-actor': PERSON.clerk } })).json<RowAnswer>();
    expect(shown).toMatchObject({ view: 'veto-register@2', position: stored.position, row: { state: 'confirmed', authorityRef: BODY.authorityRef } });
    expect(shown.row).toEqual(row);
  });

  it('the answer names the event and the position that a reader can wait for', () => {
    expect(answer.status).toBe(201);
    expect(answer.json<{ position: number; events: readonly { id: string }[] }>()).toMatchObject({ position: stored.position, events: [{ id: stored.id }] });
  });
});
