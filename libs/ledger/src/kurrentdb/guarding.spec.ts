import { jsonEvent, KurrentDBClient } from '@kurrent/kurrentdb-client';
import { exception, KurrentStandIn } from '../../../../test/support/kurrentdb-stand-in/index.js';
import { sampleEvent, samples } from '../contract/sample-events.js';
import type { EventLog } from '../event-log.js';
import { openConnection } from './connection.js';
import { identityIn, mustBeGuarded } from './guarding.js';
import { guardKurrentServer, openKurrentEventLog, type KurrentEventLog } from './index.js';

/** As docs/operations.md has it set. */
const GUARDED = { $r: ['app'], $w: 'app', $d: '$admins', $mr: ['app', '$admins'], $mw: '$admins' };

describe('a kurrentdb (stand-in) that a ledger begins on', () => {
  let standIn: KurrentStandIn;
  let admin: KurrentDBClient;
  const opened: EventLog[] = [];
  beforeEach(async () => {
    standIn = await KurrentStandIn.start();
    admin = KurrentDBClient.connectionString(standIn.uri);
  });
  afterEach(async () => {
    for (const log of opened.splice(0)) await log.close();
    await admin.dispose();
    (await (admin as unknown as { getChannel(): Promise<{ close(): void }> }).getChannel()).close();
    await standIn.stop();
  });
  const open = async (more: object = { development: true }): Promise<KurrentEventLog> => {
    const log = await openKurrentEventLog({ uri: standIn.uri, ...more });
    opened.push(log);
    return log;
  };
  const seeded = async () => {
    const log = await open();
    for (const [turn, keys] of [
      [1, 2],
      [3, 4],
    ].entries())
      await log.append(['a-1', 'b-1'].map((stream, index) => ({ stream, expected: turn - 1, events: samples(keys[index]!) })));
    return log;
  };
  const told = async (log: KurrentEventLog) =>
    (await log.audit()).map(({ position, upTo, what }) => `${position ?? ''}${upTo === undefined ? '' : `-${upTo}`} ${what.en}`.trim());

  describe('is not one', () => {
    it('that knows nobody, unless it is for development; whoever only looks may', async () => {
      await expect(open({})).rejects.toMatchObject({ code: 'ledger.open-acl' });
      await expect(open({ readOnly: true })).resolves.toBeDefined();
    });
    it.each<[string, object | undefined, string | undefined]>([
      ['has no access control', undefined, 'ledger.open-acl'],
      ['says nothing of user streams', { $systemStreamAcl: { $r: 'app' } }, 'ledger.open-acl'],
      ['lets everybody write', { $userStreamAcl: { ...GUARDED, $w: ['$all'] } }, 'ledger.open-acl'],
      ['leaves deletion out', { $userStreamAcl: { $r: 'app', $w: 'app', $mw: '$admins' } }, 'ledger.open-acl'],
      ['lets the ledger delete', { $userStreamAcl: { ...GUARDED, $d: ['$admins', 'app'] } }, 'ledger.open-acl'],
      ['lets the ledger say what is to vanish', { $userStreamAcl: { ...GUARDED, $mw: 'app' } }, 'ledger.open-acl'],
      ['is set up as the documentation says', { $userStreamAcl: GUARDED }, undefined],
    ])('that %s', async (_, settings, code) => {
      if (settings) await admin.appendToStream('$settings', jsonEvent({ type: 'update-default-acl', data: settings as never }));
      const connection = await openConnection({ uri: standIn.uri });
      const outcome = await mustBeGuarded(connection, { user: 'app', isSecure: true }).then(
        () => undefined,
        (error: unknown) => (error as { code: string }).code,
      );
      expect(outcome).toBe(code);
      await connection.close();
    });
    it('once an administrator has set it up; the ledger’s user is none', async () => {
      await guardKurrentServer({ uri: standIn.uri }, 'app');
      await expect(guardKurrentServer({ uri: standIn.uri }, 'admin')).rejects.toMatchObject({ code: 'ledger.open-acl' });
      const connection = await openConnection({ uri: standIn.uri });
      await expect(mustBeGuarded(connection, { user: 'app', isSecure: true })).resolves.toBeUndefined();
      await connection.close();
    });
    it('whose access control it may not see', async () => {
      const denied = [exception('access-denied')];
      standIn.mishaps = (name) => (name === 'read' ? denied.shift() : undefined);
      const connection = await openConnection({ uri: standIn.uri, patienceMs: 100 });
      await expect(mustBeGuarded(connection, { user: 'app', isSecure: true })).rejects.toMatchObject({ code: 'ledger.acl-unknown' });
      standIn.mishaps = (name) => (name === 'read' ? exception('access-denied') : undefined);
      await expect(mustBeGuarded(connection, { user: 'app', isSecure: true })).rejects.toMatchObject({ code: 'ledger.access-denied' });
      await connection.close();
    });
    it.each(['maxAge', 'maxCount', 'truncateBefore'])('where a stream of the ledger has %s, until that is taken back', async (key) => {
      await seeded();
      await admin.setStreamMetadata('zelian:a-1', { [key]: 1 });
      await expect(open()).rejects.toMatchObject({ code: 'ledger.truncating' });
      await expect(open({ readOnly: true })).resolves.toBeDefined();
      await admin.setStreamMetadata('zelian:a-1', {});
      await admin.setStreamMetadata('others', { [key]: 1 });
      await expect(open()).resolves.toBeDefined();
    });
  });

  it('is named, with its user, by the address', () => {
    expect(identityIn('kurrentdb://app:a%40b@host:2113?tls=true')).toEqual({ user: 'app', isSecure: true });
    expect(identityIn('esdb+discover://a,b:2113')).toEqual({ user: '', isSecure: true });
    expect(identityIn('kurrentdb://127.0.0.1:2113?keepAliveInterval=-1&tls=false')).toEqual({ user: '', isSecure: false });
  });

  describe('holds what was written, or says what it no longer holds', () => {
    it('whole', async () => expect(await told(await seeded())).toEqual([]));
    it('a stream deleted: still in the one order, no longer in the stream', async () => {
      const log = await seeded();
      standIn.store.delete('zelian:b-1');
      expect(await told(log)).toEqual(['1 deleted: stream b-1 gives nothing']);
    });
    it('the beginning of a stream cut off', async () => {
      const log = await seeded();
      standIn.store.truncate('zelian:a-1', 1);
      expect(await told(log)).toEqual(['0 deleted: stream a-1 gives revisions 1 to 1 only']);
    });
    it('scavenged: in neither', async () => {
      const log = await seeded();
      standIn.store.delete('zelian:a-1');
      standIn.store.scavenge();
      expect(await told(log)).toEqual(['0 scavenged', '2 scavenged']);
    });
    it('the end of the log scavenged: how far it reached is known', async () => {
      const log = await seeded();
      standIn.store.scavenge(({ stream, revision }) => stream.startsWith('zelian:') && revision === 1);
      expect(await told(await open({ readOnly: true }))).toContain('2-3 scavenged');
      expect(await log.head()).toMatchObject({ position: 3 });
    });
    it('redacted: there, without its bytes', async () => {
      const log = await seeded();
      standIn.store.redact('zelian:b-1', 1);
      expect(await told(log)).toEqual(['3 redacted']);
    });
    it('written by somebody else, even as a copy of what is there', async () => {
      const log = await seeded();
      const copied = standIn.store.log.find(({ stream }) => stream === 'zelian:a-1')!;
      standIn.store.append([{ stream: 'zelian:c-1', event: { ...copied, id: sampleEvent('copy').id } }], []);
      expect(await told(log)).toEqual(['revision 0 of stream c-1 was not written by this product']);
    });
    it('metadata that make events vanish', async () => {
      const log = await seeded();
      await admin.setStreamMetadata('zelian:a-1', { maxCount: 5 });
      expect(await told(log)).toEqual(['the metadata of stream a-1 hold $maxCount']);
    });
  });
});
