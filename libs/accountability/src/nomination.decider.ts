import { ALL, dateOf, holdsOn, isDate, must, type Command, type Decider, type Need } from '#kernel';
import { measuresInForce, measuresOn, type MeasuresRow } from './measures-in-force.view.js';
import { nominationOutcomes, outcomesOn, type NominationOutcomesRow } from './nomination-outcomes.view.js';
import type { NominationScreened } from './nomination.events.js';
import { responsibilityPersons, responsibilityPosts, responsibilityUnits, type PostRow, type UnitRow } from './responsibility.views.js';
import { holdsPost } from './structure.js';

/** A nominee for a post, on a date: what is said of the unit's grade and of measures in force. */
export type ScreenNomination = Command<'ScreenNomination', { personId: string; date: string; aimedPostId: string; organUnitId: string; documentNo?: string }>;

type State = Readonly<{ screened: boolean }>;

const needs = ({ data: { personId } }: ScreenNomination): readonly Need[] => [
  { view: responsibilityPosts.name, key: ALL },
  { view: responsibilityUnits.name, key: ALL },
  { view: nominationOutcomes.name, key: ALL },
  { view: measuresInForce.name, key: personId },
  { view: responsibilityPersons.name, key: personId },
];

/** Nomination screening: the record tells the organization department what the clauses say; it bars nobody (justice 9). */
export const nominationDecider: Decider<State, ScreenNomination, NominationScreened> = {
  category: 'nomination',
  streamOf: ({ data: { personId, date, aimedPostId } }) => `nomination-${personId}-${date}-${aimedPostId}`,
  initialState: { screened: false },
  commands: { ScreenNomination: { by: 'person', zh: '推荐提名核查' } },
  needs: { ScreenNomination: needs },
  decide: {
    ScreenNomination: ({ data }, { screened }, { actor, recordedAt, facts }) => {
      const { personId, date, aimedPostId, organUnitId } = data;
      must(isDate(date) && date <= dateOf(recordedAt), 'nomination.date', {
        zh: '日期不存在或晚于记录日期',
        en: 'the date is not real or lies after the recording',
      });
      must(!screened, 'nomination.already-screened', { zh: '该人选当日已就此岗位核查', en: 'this nominee was screened for that post on that date already' });
      const posts = new Map(facts.all<PostRow>(responsibilityPosts.name));
      const units = new Map(facts.all<UnitRow>(responsibilityUnits.name));
      // Of nobody there is nothing to tell: a mistyped id would read as a clean record.
      must(facts.get(responsibilityPersons.name, personId), 'nomination.unknown-person', { zh: '人选未登记', en: 'the nominee is not registered' });
      must(posts.has(aimedPostId), 'nomination.unknown-post', { zh: '拟任岗位未登记', en: 'the post aimed at is not registered' });
      const own = posts.get(actor.postId ?? '');
      must(own !== undefined && holdsPost(own, actor.personId, date), 'nomination.actor-not-in-post', {
        zh: '操作人当日不在该岗位',
        en: 'the actor did not hold that post on the day',
      });
      must(own.unitId === organUnitId && units.get(organUnitId)?.competences.includes('organization'), 'nomination.not-competent', {
        zh: '推荐提名核查由组织部门办理',
        en: 'nominations are screened by the organization department',
      });
      const unitIds = [
        ...new Set(
          [...posts.values()]
            .filter(({ tenures }) => tenures.some((tenure) => tenure.personId === personId && holdsOn(tenure, date)))
            .map(({ unitId }) => unitId),
        ),
      ].sort();
      const found = facts
        .all<NominationOutcomesRow>(nominationOutcomes.name)
        .filter(([unitId]) => unitIds.includes(unitId))
        .flatMap(([, row]) => outcomesOn(row, date).map((outcome) => ({ unitId: row.unitId, ...outcome })));
      const notices = found.map(({ clauseId, says, unitId, year, outcome }) => ({ clauseId, says, unitId, year, outcome }));
      const row = facts.get<MeasuresRow>(measuresInForce.name, personId);
      const measures = (row ? measuresOn(row, date) : []).map(({ postId, year, measure, decidedOn, until }) => ({
        postId,
        year,
        measure,
        decidedOn,
        ...(until !== undefined && { until }),
      }));
      const basis = found.filter(({ outcome }) => outcome === 'met').map((one) => one.basis);
      return [{ type: 'NominationScreened', data: { ...data, unitIds, notices, measures }, validAt: { from: date }, ...(basis.length > 0 && { basis }) }];
    },
  },
  evolve: { NominationScreened: () => ({ screened: true }) },
  commandOf: {
    NominationScreened: (_events, { data: { unitIds: _unitIds, notices: _notices, measures: _measures, ...said } }) => ({
      type: 'ScreenNomination',
      data: said,
    }),
  },
};
