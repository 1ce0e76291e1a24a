import { KurrentStandIn } from '../../../../test/support/kurrentdb-stand-in/index.js';
import { Relay } from '../../../../test/support/relay.js';
import { collect, places, samples } from '../contract/sample-events.js';
import { WHOLE_LOG, type EventLog } from '../event-log.js';
import { openKurrentEventLog, type KurrentEventLog } from './index.js';

describe('one of several processes that asks to append next, in kurrentdb (stand-in)', () => {
  let [standIn, relay] = [undefined as unknown as KurrentStandIn, undefined as unknown as Relay];
  const opened: EventLog[] = [];
  const open = async (uri: string, more: object = {}): Promise<KurrentEventLog> => {
    const log = await openKurrentEventLog({ uri, development: true, patienceMs: 20_000, ...more });
    opened.push(log);
    return log;
  };
  const append = (log: EventLog, stream: string, expected: number, key: number) => log.append([{ stream, expected, events: samples(key) }]);
  const rightAfter = async (log: EventLog, stream: string, key: number) => {
    const { position } = await log.head();
    return log.append([{ stream, expected: -1, events: samples(key) }], [{ stream: WHOLE_LOG, revision: position }]);
  };
  let [asking, other] = [undefined as unknown as KurrentEventLog, undefined as unknown as KurrentEventLog];
  beforeEach(async () => {
    standIn = await KurrentStandIn.start();
    relay = await Relay.to(standIn.uri);
    [asking, other] = [await open(relay.through(standIn.uri)), await open(standIn.uri)];
    await append(other, 'a-1', -1, 0);
    await asking.refresh();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await relay.mend();
    for (const log of opened.splice(0)) await log.close();
    await relay.cut();
    await standIn.stop();
  });

  it('does, and the others come after it; the log holds its events and no other', async () => {
    let late: Promise<unknown> | undefined;
    await asking.alone(async () => {
      late = append(other, 'a-1', 0, 1);
      await asking.refresh();
      expect(places(await rightAfter(asking, 'b-1', 2))).toEqual(['b-1@0#1']);
    });
    expect(places((await late) as never)).toEqual(['a-1@1#2']);
    expect((await other.audit()).length).toBe(0);
    const again = await open(standIn.uri);
    expect(places(await collect(again.readAll(0)))).toEqual(['a-1@0#0', 'b-1@0#1', 'a-1@1#2']);
    expect(await again.head()).toEqual(await asking.head());
  });

  it('keeps nobody waiting when it appends nothing after all, and tells of what went wrong with it', async () => {
    let late: Promise<unknown> | undefined;
    const given = asking.alone(async () => {
      late = append(other, 'a-1', 0, 1);
      throw new Error('refused');
    });
    await expect(given).rejects.toThrow('refused');
    expect(places((await late) as never)).toEqual(['a-1@1#1']);
  });

  it('is not waited for long when nothing is heard of it any more', async () => {
    let end: () => void = () => undefined;
    let held: () => void = () => undefined;
    const holding = new Promise<void>((resolve) => (held = resolve));
    const gone = asking.alone(() => {
      held();
      return new Promise<void>((resolve) => (end = resolve));
    });
    await holding;
    await relay.cut();
    await other.refresh();
    const late = append(other, 'a-1', 0, 1);
    const start = performance.now();
    jest.spyOn(performance, 'now').mockImplementation(() => start + 5_000);
    expect(places(await late)).toEqual(['a-1@1#1']);
    jest.restoreAllMocks();
    await relay.mend();
    end();
    await gone;
    expect(places(await rightAfter(asking, 'b-1', 2))).toEqual(['b-1@0#2']);
  });
});
