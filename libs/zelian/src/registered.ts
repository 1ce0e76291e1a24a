import { kindOf, must, Rejection } from '#kernel';
import type { Moment, Reader } from '#readmodel';
import { DIRECTORIES } from './directory.js';

/** Whether a unit, village, post or person is on record at a moment. */
export async function isRegistered(reader: Reader, id: string, { validOn: _day, ...moment }: Moment = {}): Promise<boolean> {
  const kind = kindOf(id);
  return kind !== undefined && (await reader.get(DIRECTORIES[kind], id, moment)).row !== undefined;
}

/** A mistyped id must not read as "nothing known of it". @throws Rejection `subject.unknown` */
export async function mustBeRegistered(reader: Reader, id: string, moment: Moment = {}): Promise<void> {
  if (!(await isRegistered(reader, id, moment))) throw unregistered(id);
}

export function mustBeSubject(id: string): void {
  must(kindOf(id) !== undefined, 'subject.unknown', { zh: `不是单位、村、岗位或人员编号：${id}`, en: `not the id of a unit, village, post or person: ${id}` });
}

export const unregistered = (id: string): Rejection =>
  new Rejection('subject.unknown', { zh: `账本中没有登记：${id}`, en: `the ledger has nobody and nothing registered as ${id}` });

export const unknownView = (name: string): Rejection =>
  new Rejection('view.unknown', {
    zh: `没有这个视图：${name}（用 zelian views 或 GET /api/v1/views 查看全部视图）`,
    en: `no such view: ${name}; zelian views or GET /api/v1/views lists them`,
  });
