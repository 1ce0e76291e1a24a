import { must, sameJson, type CalendarDate, type Decider } from '#kernel';
import type { PoolCommand } from './round.commands.js';
import type { InspectorPoolStated, PoolEvent } from './round.events.js';
import { mustBeDates, mustBeOffice, mustBePast, mustBeSet, mustCite, mustKnow, OFFICE_NEEDS, subjectNeeds } from './round.guards.js';

type State = Readonly<{ stated?: InspectorPoolStated['data']; rosterFrom?: CalendarDate; personIds?: readonly string[] }>;

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

/** A year's inspectors: what was said of their number, and who they are. The two are recorded apart, because they need not agree. */
export const poolDecider: Decider<State, PoolCommand, PoolEvent> = {
  category: 'pool',
  streamOf: ({ data }) => data.poolId,
  initialState: {},
  commands: {
    StateInspectorPool: { by: 'person', zh: '登记督查干部队伍' },
    ListInspectors: { by: 'person', zh: '登记督查干部名册' },
  },
  needs: {
    StateInspectorPool: () => OFFICE_NEEDS,
    ListInspectors: ({ data: { personIds } }) => [...OFFICE_NEEDS, ...subjectNeeds(personIds)],
  },
  decide: {
    StateInspectorPool: ({ data }, state, input) => {
      mustBeOffice(input);
      must(data.zh.trim() !== '', 'text.blank', { zh: '名称不能为空', en: 'the name must not be blank' });
      must(isWhole(data.statedNumber) && (data.statedGroups === undefined || isWhole(data.statedGroups)), 'inspection.number-invalid', {
        zh: '人数和组数须为正整数',
        en: 'the numbers of people and groups are whole numbers from 1',
      });
      mustBePast(data.date, input);
      mustCite(data.documentRef);
      must(state.stated === undefined || state.stated.year === data.year, 'inspection.pool-of-other-year', {
        zh: `该队伍属于${state.stated?.year}年度`,
        en: `this pool is that of ${state.stated?.year}`,
      });
      must(!sameJson(state.stated, data), 'inspection.pool-unchanged', { zh: '内容与已登记的相同', en: 'this is what was stated already' });
      must(state.stated === undefined || state.stated.date <= data.date, 'inspection.out-of-order', {
        zh: `已有${state.stated?.date}的文件，不得倒填`,
        en: `a paper of ${state.stated?.date} is recorded already`,
      });
      return [{ type: 'InspectorPoolStated', data, validAt: { from: data.date } }];
    },
    ListInspectors: ({ data }, { stated, rosterFrom, personIds }, input) => {
      mustBeOffice(input);
      must(stated, 'inspection.pool-unknown', { zh: '督查干部队伍尚未登记', en: 'this pool of inspectors is not known' });
      mustBeDates(data.from);
      mustCite(data.documentRef);
      must(data.personIds.length > 0, 'inspection.roster-empty', { zh: '名册没有人', en: 'the roster is empty' });
      mustBeSet(data.personIds);
      mustKnow(input, 'person', data.personIds);
      must(rosterFrom === undefined || rosterFrom <= data.from, 'inspection.out-of-order', {
        zh: `已有${rosterFrom}起的名册，不得倒填`,
        en: `a roster from ${rosterFrom} is recorded already`,
      });
      must(!sameJson(personIds, data.personIds), 'inspection.roster-unchanged', { zh: '名册与已登记的相同', en: 'this is the roster already recorded' });
      return [{ type: 'InspectorsListed', data: { ...data, year: stated.year }, validAt: { from: data.from } }];
    },
  },
  evolve: {
    InspectorPoolStated: (state, { data }) => ({ ...state, stated: data }),
    InspectorsListed: (state, { data: { from, personIds } }) => ({ ...state, rosterFrom: from, personIds }),
  },
  commandOf: {
    InspectorPoolStated: (_, { data }) => ({ type: 'StateInspectorPool', data }),
    InspectorsListed: (_, { data: { year: _year, ...said } }) => ({ type: 'ListInspectors', data: said }),
  },
};
