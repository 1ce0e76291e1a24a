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

/** `view:key` or `view:key:position`, several separated by commas: what the deciders had before them. */
export function seenFrom(text: string | undefined): readonly SeenRef[] | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  return text.split(',').map((part) => {
    const [, view, key, position] = /^\s*([a-z-]+):([^:,]+)(?::(\d{1,15}))?\s*$/.exec(part) ?? [];
    if (view === undefined || key === undefined)
      throw new Rejection('header.seen', { zh: 'X-Seen格式不正确', en: 'X-Seen is view:key or view:key:position, separated by commas' });
    return { view, key, ...(position !== undefined && { position: Number(position) }) };
  });
}

function revisionFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, digits] = /^"?(-1|\d{1,15})"?$/.exec(text) ?? [];
  if (digits === undefined) throw new Rejection('header.if-match', { zh: 'If-Match须为数据流版本号', en: 'If-Match is the stream revision as it was read' });
  return Number(digits);
}

/** The head of a command from HTTP headers: `Idempotency-Key`, `X-Actor`, and optionally `X-On-Authority-Of`, `If-Match`, `X-Seen`. */
export function headFromHeaders(headers: Readonly<Record<string, string | undefined>>): CommandHead {
  const commandId = headers['idempotency-key'] ?? '';
  if (!isCommandId(commandId))
    throw new Rejection('header.idempotency-key', { zh: '须提供Idempotency-Key（UUIDv7）', en: 'Idempotency-Key must be a UUIDv7: the id of the command' });
  const authority = headers['x-on-authority-of'];
  if (authority !== undefined && !SUBJECT_ID.test(authority))
    throw new Rejection('header.authority', { zh: '授权方编号不正确', en: 'X-On-Authority-Of is a unit, post or person id' });
  return {
    actor: { ...actorFrom(headers['x-actor']), ...(authority !== undefined && { onAuthorityOf: authority }) },
    commandId,
    expectedRevision: revisionFrom(headers['if-match']),
    seen: seenFrom(headers['x-seen']),
  };
}
