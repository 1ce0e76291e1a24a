import type { Actor } from '#kernel';
import { redressPersons, redressPosts, redressUnits } from '../../libs/redress/src/redress-offices.views.js';
import { worldOf } from './inspection-round.js';
import type { Past } from './specification.js';

/** An invented commission with an officer in post, a town with a post that was taken, and the people concerned. */
export const OFFICER: Actor = { personId: 'person-office1', postId: 'post-office1' };
export const STRANGER: Actor = { personId: 'person-sec1', postId: 'post-sec1' };
export const ASSESSOR: Actor = { personId: 'person-assess', postId: 'post-assess' };
export const [SECRETARY, SUCCESSOR] = ['person-sec1', 'person-succ1'];
export const CASE = { personId: SECRETARY, postId: 'post-sec1', year: 2016 };
export const AGAINST = { kind: 'measure', ...CASE } as const;
export const APPEAL = 'appeal-01';

const post = (postId: string, unitId: string): Past => ({ type: 'PostRegistered', data: { postId, unitId } });
const held = (personId: string, postId: string, from: string): Past => ({
  type: 'TenureStarted',
  data: { tenureId: `tenure-${personId}`, personId, postId, from },
});
export const registered: readonly Past[] = [
  { type: 'UnitRegistered', data: { unitId: 'unit-jiwei', kind: 'organ', name: '纪委', competences: ['discipline'] } },
  { type: 'UnitRegistered', data: { unitId: 'unit-kaohe', kind: 'organ', name: '考核办', competences: ['assessment-office'] } },
  { type: 'UnitRegistered', data: { unitId: 'unit-town1', kind: 'town', name: '镇' } },
  ...[SECRETARY, SUCCESSOR, OFFICER.personId!, ASSESSOR.personId!].map((personId) => ({ type: 'PersonRegistered', data: { personId } })),
  post('post-office1', 'unit-jiwei'),
  post('post-assess', 'unit-kaohe'),
  post('post-sec1', 'unit-town1'),
  post('post-like1', 'unit-town1'),
  held(OFFICER.personId!, 'post-office1', '2010-01-01'),
  held(ASSESSOR.personId!, 'post-assess', '2010-01-01'),
  held(SECRETARY, 'post-sec1', '2014-01-01'),
];
export const rows = worldOf([redressPersons, redressPosts, redressUnits], registered);
export const world = { rows, actor: OFFICER, recordedAt: '2017-06-30T02:00:00.000Z' };
export const secret = (value: string) => ({ private: value });
