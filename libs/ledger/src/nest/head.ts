import { Rejection, SUBJECT_ID, type Actor } from '#kernel';
import { isCommandId } from '../ids.js';
import type { CommandHead, SeenRef } from '../gate.js';

/** `person-…` or `person-…/post-…`. @throws Rejection `actor.invalid` */
export function actorFrom(text: string | undefined): Actor {
  const [personId = '', postId, ...rest] = (text ?? '').split('/');
  const valid = isKind(personId, 'person') && (postId === undefined || isKind(postId, 'post')) && rest.length === 0;
  if (!valid)
    throw new Rejection('actor.invalid', {
      zh: '须注明操作人：人员编号，可加“/岗位编号”',
      en: 'name the actor: a person id, optionally followed by / and a post id',
    });
  return postId === undefined ? { personId } : { personId, postId };
}

const isKind = (id: string, kind: string): boolean => SUBJECT_ID.test(id) && id.startsWith(`${kind}-`);

/** How each is called where the command was given: a refusal names what somebody wrote. */
export type HeadNames = Readonly<Record<'idempotency-key' | 'x-on-authority-of' | 'if-match' | 'x-seen', string>>;
const HTTP_NAMES: HeadNames = { 'idempotency-key': 'Idempotency-Key', 'x-on-authority-of': 'X-On-Authority-Of', 'if-match': 'If-Match', 'x-seen': 'X-Seen' };

/** `view:key` or `view:key:position`, several separated by commas: what the deciders had before them. */
function seenFrom(text: string | undefined, name: string): readonly SeenRef[] | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  return text.split(',').map((part) => {
    const [, view, key, position] = /^\s*([a-z-]+):([^:,]+)(?::(\d{1,15}))?\s*$/.exec(part) ?? [];
    if (view === undefined || key === undefined)
      throw new Rejection('header.seen', {
        zh: `${name}须为“视图:键”或“视图:键:序号”，以逗号分隔`,
        en: `${name} is view:key or view:key:position, separated by commas`,
      });
    return { view, key, ...(position !== undefined && { position: Number(position) }) };
  });
}

function revisionFrom(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const [, digits] = /^"?(-1|\d{1,15})"?$/.exec(text) ?? [];
  if (digits === undefined)
    throw new Rejection('header.if-match', { zh: `${name}须为所读数据流的版本号`, en: `${name} is the stream revision as it was read` });
  return Number(digits);
}

/**
 * The head of a command from HTTP headers: `Idempotency-Key`, `X-Actor`, and optionally `X-On-Authority-Of`, `If-Match`, `X-Seen`. `names`: what they are called where
 * they were given otherwise.
 */
export function headFromHeaders(headers: Readonly<Record<string, string | undefined>>, names: HeadNames = HTTP_NAMES): CommandHead {
  const commandId = headers['idempotency-key'] ?? '';
  if (!isCommandId(commandId))
    throw new Rejection('header.idempotency-key', {
      zh: `${names['idempotency-key']}须为UUIDv7，即命令编号，如01539678-9c00-75ee-8493-06a5b512fcc0`,
      en: `${names['idempotency-key']} must be a UUIDv7: the id of the command`,
    });
  const authority = headers['x-on-authority-of'];
  if (authority !== undefined && !SUBJECT_ID.test(authority))
    throw new Rejection('header.authority', {
      zh: `${names['x-on-authority-of']}须为单位、岗位或人员编号`,
      en: `${names['x-on-authority-of']} is a unit, post or person id`,
    });
  return {
    actor: { ...actorFrom(headers['x-actor']), ...(authority !== undefined && { onAuthorityOf: authority }) },
    commandId,
    expectedRevision: revisionFrom(headers['if-match'], names['if-match']),
    seen: seenFrom(headers['x-seen'], names['x-seen']),
  };
}
