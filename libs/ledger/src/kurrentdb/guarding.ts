import type { EventData, KurrentDBClient } from '@kurrent/kurrentdb-client';
import { randomUUID } from 'node:crypto';
import { must, Rejection } from '#kernel';
import type { Connection } from './connection.js';
import { isAbsent, mapped } from './failures.js';
import { lastOf } from './notes.js';

const EVERYBODY = '$all';
const ADMINS = '$admins';
const SETTINGS = '$settings';
/** A stream that is nobody's. */
const UNUSED = 'zelian~none';
/** What the ledger's own user has no use for: who can do it can make events vanish. */
const DANGEROUS = ['$d', '$mw'] as const;
type Acl = Readonly<Record<string, string | readonly string[] | undefined>>;
/** Who the ledger is to the server, as its address says. */
export type Identity = Readonly<{ user: string; isSecure: boolean }>;

/** Of an address that the client takes. */
export function identityIn(uri: string): Identity {
  const [, user = ''] = /^[^:]+:\/\/([^:@/]*)(?::[^@/]*)?@/.exec(uri) ?? [];
  return { user: decodeURIComponent(user), isSecure: !/[?&]tls=false(&|$)/i.test(uri) };
}

/**
 * By its default, KurrentDB lets every user of its write to any stream, delete it, and say that its events are to vanish. A ledger does not begin on such a server.
 * @throws Rejection `ledger.open-acl`, `ledger.acl-unknown`, `ledger.access-denied`
 */
export async function mustBeGuarded(connection: Connection, { user, isSecure }: Identity): Promise<void> {
  if (!isSecure) throw open('连接未加密也不验证身份（tls=false）', 'without TLS the server knows nobody (tls=false)');
  const acl = await connection.read(userStreamAcl);
  if (!acl) throw open('未设置默认访问控制（$settings）', 'no default access control is set ($settings)');
  for (const right of ['$w', ...DANGEROUS]) {
    if (holdersOf(acl, right).includes(EVERYBODY)) throw open(`默认访问控制中${right}为${EVERYBODY}`, `by the default access control everybody has ${right}`);
  }
  const own = DANGEROUS.find((right) => user !== '' && holdersOf(acl, right).includes(user));
  if (own) throw open(`账本自己的用户${user}有${own}权限`, `the ledger's own user ${user} has ${own}`);
}

/**
 * Says on a server, as its administrator, that a user may append and read, and that only administrators may delete or say what is to vanish. For all streams that
 * nobody says otherwise of. @throws Rejection `ledger.open-acl` for a user who is an administrator, and what the connection refuses
 */
export async function guardServer(connection: Connection, user: string): Promise<void> {
  must(/^[a-z][\w-]*$/i.test(user) && user !== 'admin', 'ledger.open-acl', {
    zh: `账本用户不能是管理员：${user}`,
    en: `the ledger's user cannot be an administrator: ${user}`,
  });
  const data = {
    $userStreamAcl: { $r: [user, ADMINS], $w: [user, ADMINS], $d: ADMINS, $mr: [user, ADMINS], $mw: ADMINS },
    $systemStreamAcl: { $r: [user, ADMINS], $w: ADMINS, $d: ADMINS, $mr: ADMINS, $mw: ADMINS },
  };
  const settings: EventData = { id: randomUUID(), type: 'update-default-acl', contentType: 'application/json', data, metadata: undefined };
  try {
    await connection.once((client) => client.appendToStream(SETTINGS, settings));
  } catch (error) {
    throw mapped(error);
  }
}

/** A right that is not mentioned is everybody's. */
const holdersOf = (acl: Acl, right: string): readonly string[] => [acl[right] ?? EVERYBODY].flat();

async function userStreamAcl(client: KurrentDBClient): Promise<Acl | undefined> {
  try {
    for await (const { event } of client.readStream(SETTINGS, { direction: 'backwards', fromRevision: 'end', maxCount: 1 })) {
      return (event?.data as { $userStreamAcl?: Acl } | undefined)?.$userStreamAcl;
    }
  } catch (error) {
    if ((error as { type?: unknown }).type === 'access-denied') {
      // Somebody who may read nothing at all is told so.
      await lastOf(client, UNUSED);
      throw new Rejection('ledger.acl-unknown', {
        zh: '无法核对KurrentDB的默认访问控制：请授予账本用户读取$settings的权限（见docs/operations.md）',
        en: 'the default access control of KurrentDB cannot be checked: let the ledger user read $settings (docs/operations.md)',
      });
    }
    if (!isAbsent(error)) throw error;
  }
  return undefined;
}

const open = (zh: string, en: string): Rejection =>
  new Rejection('ledger.open-acl', {
    zh: `KurrentDB允许他人改写或删除账本的数据流：${zh}。请按docs/operations.md设置；仅供开发时可设KURRENTDB_DEVELOPMENT=1`,
    en: `this KurrentDB lets others write to the ledger's streams or delete them: ${en}. Set it up as docs/operations.md says; for development only, KURRENTDB_DEVELOPMENT=1`,
  });

/** @throws Rejection `ledger.truncating` when something that is said about a stream makes its events vanish */
export function mustHideNothing(hiding: ReadonlyMap<string, readonly string[]>): void {
  for (const [stream, by] of hiding) {
    throw new Rejection('ledger.truncating', {
      zh: `数据流${stream}的元数据含${by.join('、')}：其事件会消失。请先核验（verify）并撤销该设置`,
      en: `the metadata of stream ${stream} hold ${by.join(', ')}: events of it vanish. Verify, and take that back first`,
    });
  }
}
