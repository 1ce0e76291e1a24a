import { isPlainPrivate, must, privately, type CalendarDate, type Command, type Decider, type DecisionInput } from '#kernel';
import {
  CLEARING_MODE_ZH,
  type ClearingConsentRecorded,
  type ClearingEvent,
  type ClearingMode,
  type ClearingOpened,
  type NameCleared,
} from './clearing.events.js';
import { CASE_ORGANS, mustBeDone, mustBeOfOrgan, mustCite, mustKnowPersons, OFFICE_NEEDS, personNeeds } from './guards.js';
import { redressComplaints, type RedressComplaintRow } from './redress-complaints.view.js';
import { redressUnits } from './redress-offices.views.js';

export type OpenClearing = Command<'OpenClearing', ClearingOpened['data']>;
export type RecordClearingConsent = Command<'RecordClearingConsent', ClearingConsentRecorded['data']>;
export type ClearName = Command<'ClearName', NameCleared['data']>;
export type ClearingCommand = OpenClearing | RecordClearingConsent | ClearName;

type State = Readonly<{ personId?: string; askedOn?: CalendarDate; consent?: ClearingConsentRecorded['data']; said: readonly NameCleared['data'][] }>;

const mustBeOpen = ({ personId }: State, of: Readonly<{ personId: string }>, input: DecisionInput): void => {
  mustBeOfOrgan(input, CASE_ORGANS);
  must(personId === of.personId, 'clearing.unknown', { zh: '没有该人员的这一澄清事项', en: 'no such clearing of this person' });
};

/** 澄清正名 of one person of one unfounded report: found, agreed to, then said in each mode and scope agreed. Never a way to correct a decision. */
export const clearingDecider: Decider<State, ClearingCommand, ClearingEvent> = {
  category: 'clearing',
  streamOf: ({ data }) => data.clearingId,
  initialState: { said: [] },
  commands: {
    OpenClearing: { by: 'person', zh: '启动澄清正名' },
    RecordClearingConsent: { by: 'person', zh: '记录本人意见' },
    ClearName: { by: 'person', zh: '澄清正名' },
  },
  needs: {
    OpenClearing: ({ data: { personId, reportRef } }) => [
      ...OFFICE_NEEDS,
      ...personNeeds(personId),
      ...(isComplaint(reportRef) ? [{ view: redressComplaints.name, key: reportRef }] : []),
    ],
    RecordClearingConsent: () => OFFICE_NEEDS,
    ClearName: () => OFFICE_NEEDS,
  },
  decide: {
    OpenClearing: ({ data }, { personId }, input) => {
      mustBeOfOrgan(input, CASE_ORGANS);
      must(personId === undefined, 'clearing.already-open', { zh: '该澄清事项已启动', en: 'this clearing is open already' });
      mustKnowPersons(input, [data.personId]);
      must(input.facts.get(redressUnits.name, data.organUnitId) !== undefined, 'redress.unit-unknown', {
        zh: '认定机关尚未登记',
        en: 'the organ that found it unfounded is not registered',
      });
      mustBeDone(data.foundUnfoundedOn, input);
      mustBeDone(data.askedOn, input);
      mustCite(data.documentNo);
      must(data.reportRef.trim() !== '', 'clearing.report-missing', { zh: '须注明所涉举报', en: 'the report has to be named' });
      mustBeUnfounded(data, input);
      must(!isPlainPrivate(data.finding) || data.finding.private.trim() !== '', 'clearing.finding-missing', {
        zh: '须写明不属实的认定',
        en: 'what was found has to be said',
      });
      return [{ type: 'ClearingOpened', data: { ...data, finding: privately(data.finding) }, validAt: { from: data.foundUnfoundedOn } }];
    },
    RecordClearingConsent: ({ data }, state, input) => {
      mustBeOpen(state, data, input);
      mustBeDone(data.date, input, state.askedOn);
      mustCite(data.receiptRef);
      const { modes = [], scope = '' } = data;
      const said = data.consents ? modes.length > 0 && new Set(modes).size === modes.length && scope.trim() !== '' : modes.length === 0 && scope === '';
      must(said, 'clearing.consent-unclear', {
        zh: '同意的须写明方式和范围，不同意的不写',
        en: 'a consent names modes and scope, a refusal names none',
      });
      must(state.said.length === 0 || data.consents, 'clearing.already-said', { zh: '已经澄清，不能再记为不同意', en: 'it has been said already' });
      return [{ type: 'ClearingConsentRecorded', data, validAt: { from: data.date } }];
    },
    ClearName: ({ data }, state, input) => {
      mustBeOpen(state, data, input);
      mustAgree(state, data.mode);
      const { mode, scope, companionNo } = data;
      mustBeDone(data.date, input, state.consent!.date);
      mustCite(data.documentNo);
      must(scope.trim() !== '', 'clearing.scope-missing', { zh: '须注明澄清范围', en: 'the scope has to be named' });
      // Who was cleared by word of mouth has to be able to show it.
      must(mode === 'written' || (companionNo ?? '').trim() !== '', 'clearing.companion-missing', {
        zh: `${CLEARING_MODE_ZH[mode]}须同时出具书面澄清函`,
        en: 'whatever is not said in writing comes with a letter',
      });
      must(mode !== 'written' || companionNo === undefined, 'clearing.companion-idle', { zh: '书面澄清本身即为函件', en: 'a letter needs no companion' });
      const same = state.said.some((one) => one.mode === mode && one.scope === scope);
      must(!same, 'clearing.already-said', { zh: '该方式和范围已经澄清', en: 'it has been said in that mode and scope already' });
      return [{ type: 'NameCleared', data, validAt: { from: data.date } }];
    },
  },
  evolve: {
    ClearingOpened: (state, { data }) => ({ ...state, personId: data.personId, askedOn: data.askedOn }),
    ClearingConsentRecorded: (state, { data }) => ({ ...state, consent: data }),
    NameCleared: (state, { data }) => ({ ...state, said: [...state.said, data] }),
  },
  commandOf: {
    ClearingOpened: (_, { data }) => ({ type: 'OpenClearing', data }),
    ClearingConsentRecorded: (_, { data }) => ({ type: 'RecordClearingConsent', data }),
    NameCleared: (_, { data }) => ({ type: 'ClearName', data }),
  },
};

/** A report that is in the register of complaints is named by its id; any other by whatever number it has. */
const isComplaint = (reportRef: string): boolean => reportRef.startsWith('complaint-');
function mustBeUnfounded({ reportRef, personId }: ClearingOpened['data'], { facts }: DecisionInput): void {
  if (!isComplaint(reportRef)) return;
  const complaint = facts.get<RedressComplaintRow>(redressComplaints.name, reportRef);
  must(complaint?.personIds.includes(personId), 'clearing.complaint-unknown', {
    zh: '没有对该人员的这一举报',
    en: 'there is no such complaint about this person',
  });
  must(complaint!.result === 'unfounded' || complaint!.result === 'partly-founded', 'clearing.complaint-not-unfounded', {
    zh: '该举报尚未认定不属实',
    en: 'that complaint was not found unfounded, not even in part',
  });
}

/** Nobody is cleared against his will, nor in a way not agreed to. */
function mustAgree({ consent }: State, mode: ClearingMode): void {
  must(consent, 'clearing.consent-missing', { zh: '须先征求本人意见', en: 'the person is asked first' });
  must(consent.consents, 'clearing.refused', { zh: '本人不同意澄清', en: 'the person does not want it said' });
  must(consent.modes?.includes(mode), 'clearing.mode-not-agreed', { zh: `本人未同意${CLEARING_MODE_ZH[mode]}`, en: `the person did not agree to ${mode}` });
}
