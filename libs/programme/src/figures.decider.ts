import { must, type Command, type Decider, type NewEvent } from '#kernel';
import type { FigureCorrected, FigureEvent, FigureStated, FigureSuperseded, Said } from './figures.events.js';
import { mustCite, mustFollow, mustHaveHappened, mustKnowVillage, mustMeanNode, mustSay, subjectNeeds, treeNeeds } from './guards.js';

export type StateFigure = Command<'StateFigure', Omit<FigureStated['data'], 'nodeId'>>;
export type SupersedeFigure = Command<'SupersedeFigure', Omit<FigureSuperseded['data'], 'programmeId' | 'nodeId'>>;
export type CorrectFigure = Command<'CorrectFigure', Omit<FigureCorrected['data'], 'programmeId' | 'nodeId'>>;
export type FigureCommand = StateFigure | SupersedeFigure | CorrectFigure;

type State = Readonly<{ about?: Readonly<{ figureId: string; programmeId: string; nodeId: string }>; said?: Said }>;

const saidOf = ({ value, outOf, quantifier, status, source, asOf }: Said): Said => ({
  value,
  ...(outOf !== undefined && { outOf }),
  quantifier,
  status,
  source,
  asOf,
});

function mustBeFigure({ value, outOf, source }: Said): void {
  must(Number.isSafeInteger(value) && value >= 0, 'figure.not-a-count', { zh: '数字须为非负整数', en: 'a figure is a whole number, not negative' });
  const fits = outOf === undefined || (Number.isSafeInteger(outOf) && outOf > 0 && value <= outOf);
  must(fits, 'figure.rate-invalid', { zh: '比率的分子不得大于分母，分母须为正', en: 'a rate needs a positive denominator, not below the numerator' });
  mustSay(source, '来源', 'the source');
}

function mustBeStated({ about, said }: State): Required<State> {
  must(about && said, 'figure.unknown', { zh: '没有这一数字', en: 'no such figure' });
  return { about, said };
}

const at = <E extends FigureEvent>(event: E): readonly NewEvent<E>[] => [{ ...event, validAt: { from: event.data.asOf } }];

/** One figure: what was said of it, what superseded it, what was put right. A rate stays a rate. */
export const figureDecider: Decider<State, FigureCommand, FigureEvent> = {
  category: 'figure',
  streamOf: ({ data }) => data.figureId,
  initialState: {},
  commands: {
    StateFigure: { by: 'person', zh: '记录公布数字' },
    SupersedeFigure: { by: 'person', zh: '更新数字' },
    CorrectFigure: { by: 'person', zh: '更正数字' },
  },
  needs: { StateFigure: ({ data }) => [...treeNeeds(data.programmeId), ...subjectNeeds(data.villageId)] },
  decide: {
    StateFigure: ({ data }, { about }, input) => {
      must(!about, 'figure.already-stated', { zh: '该数字编号已使用', en: 'this figure id is taken' });
      const node = mustMeanNode(input.facts, data.programmeId, data.nodeName);
      if (data.villageId !== undefined) mustKnowVillage(input.facts, data.villageId);
      mustBeFigure(data);
      mustHaveHappened(data.asOf, input);
      return at({ type: 'FigureStated', data: { ...data, nodeId: node.id } });
    },
    SupersedeFigure: ({ data }, state, input) => {
      const { about, said } = mustBeStated(state);
      mustBeFigure(data);
      mustHaveHappened(data.asOf, input);
      mustFollow(data.asOf, said.asOf);
      must((data.outOf === undefined) === (said.outOf === undefined), 'figure.rate-invalid', {
        zh: '数量与比率不能互相更新',
        en: 'a count does not supersede a rate',
      });
      must(said.status === 'preliminary' || data.status === 'final', 'figure.already-final', {
        zh: '最终数字不能被初步数字更新',
        en: 'a preliminary figure does not supersede a final one',
      });
      return at({ type: 'FigureSuperseded', data: { ...about, ...data } });
    },
    CorrectFigure: ({ data }, state, input) => {
      const { about, said } = mustBeStated(state);
      mustBeFigure(data);
      mustHaveHappened(data.asOf, input);
      mustSay(data.reason, '更正理由', 'the reason of a correction');
      mustCite(data.documentRef);
      const { value, outOf, quantifier } = data;
      must(value !== said.value || outOf !== said.outOf || quantifier !== said.quantifier, 'figure.unchanged', {
        zh: '更正没有改变任何内容',
        en: 'the correction changes nothing',
      });
      return at({ type: 'FigureCorrected', data: { ...about, ...data } });
    },
  },
  evolve: {
    FigureStated: (_, { data }) => ({ about: { figureId: data.figureId, programmeId: data.programmeId, nodeId: data.nodeId }, said: saidOf(data) }),
    FigureSuperseded: (state, { data }) => ({ ...state, said: saidOf(data) }),
    FigureCorrected: (state, { data }) => ({ ...state, said: saidOf(data) }),
  },
  commandOf: {
    FigureStated: (_, { data: { nodeId: _node, ...data } }) => ({ type: 'StateFigure', data }),
    FigureSuperseded: (_, { data: { nodeId: _node, programmeId: _programme, ...data } }) => ({ type: 'SupersedeFigure', data }),
    FigureCorrected: (_, { data: { nodeId: _node, programmeId: _programme, ...data } }) => ({ type: 'CorrectFigure', data }),
  },
};
