import { act, committee, given, HEAD, organization, play, SECRETARY, until } from '../../../test/support/accountability-case.js';

const decided = play(...until('DecideCollectively'));
const served = play(...until('ServeDecision'));
const past = { doneElsewhere: true, documentNo: '示例〔2017〕9号' };

describe('announcing and serving', () => {
  it('follow the decision, with its document', () => {
    given(...decided)
      .when(act('AnnounceDecision'))
      .thenData({ type: 'DecisionAnnounced', data: act('AnnounceDecision').data });
    given(...decided)
      .when(act('AnnounceDecision', { documentNo: undefined }))
      .thenRejected('accountability.document-missing', 'S-DOC');
    given(...play(...until('ReportInvestigation')))
      .when(act('AnnounceDecision'))
      .thenRejected('accountability.out-of-order', 'S-DOC');
    given(...decided)
      .when(act('ServeDecision', { date: '2017-02-09' }))
      .thenRejected('accountability.before-decision');
  });
  it('service is proved by a receipt and states the remedy', () => {
    given(...decided)
      .when(act('ServeDecision'))
      .thenData({ type: 'DecisionServed', data: { ...act('ServeDecision').data, established: { effectiveOn: '2017-02-13' } } });
    given(...decided)
      .when(act('ServeDecision', { receiptRef: '' }))
      .thenRejected('accountability.receipt-missing', 'S-DOC');
    given(...decided)
      .when(act('ServeDecision', { remedyStated: false }))
      .thenRejected('accountability.remedy-missing', 'S-DOC');
    given(...decided)
      .when(act('ServeDecision', { ...past, remedyStated: false }))
      .thenData(expect.objectContaining({ data: expect.objectContaining({ breaches: ['S-DOC'] }) }));
  });
  it('by public notice it counts sixty days later', () =>
    given(...decided)
      .when(act('ServeDecision', { mode: 'public-notice' }))
      .thenData(expect.objectContaining({ data: expect.objectContaining({ established: { effectiveOn: '2017-04-14' } }) })));
});

describe('execution', () => {
  const execute = act('ExecuteMeasure');
  it('is done by the organization department within the month', () =>
    given(...served)
      .when(execute, { actor: organization })
      .thenData({ type: 'MeasureExecuted', data: { ...execute.data, established: { measure: 'RemovalFromPost' } } }));
  it('waits for announcement and service', () => {
    given(...decided)
      .when(execute)
      .thenRejected('accountability.not-announced', 'S-DOC');
    given(...play(...until('AnnounceDecision')))
      .when(execute)
      .thenRejected('accountability.not-served', 'S-DOC');
  });
  it('waits until a public notice counts as service', () => {
    const noticed = [...play(...until('AnnounceDecision'), act('ServeDecision', { mode: 'public-notice' }))];
    given(...noticed)
      .when(execute, { actor: organization })
      .thenRejected('accountability.not-served', 'S-DOC');
    given(...noticed)
      .when(act('ExecuteMeasure', { date: '2017-04-14' }), { actor: organization })
      .thenData(expect.objectContaining({ type: 'MeasureExecuted' }));
    given(...noticed)
      .when(act('PublishDecision'))
      .thenRejected('accountability.not-served');
  });
  it('is for no other organ', () =>
    given(...served)
      .when(act('ExecuteMeasure', { organUnitId: 'unit-jiwei' }))
      .thenRejected('accountability.wrong-organ'));
  it('needs a decision', () =>
    given(...play(...until('ReportInvestigation')))
      .when(execute)
      .thenRejected('accountability.nothing-decided'));
  it('comes once', () =>
    given(...play(...until('ExecuteMeasure')))
      .when(execute)
      .thenRejected('accountability.out-of-order'));
  it('too late is done all the same, and the breach named', () => {
    const late = act('ExecuteMeasure', { date: '2017-03-11' });
    given(...served)
      .when(late, { actor: organization })
      .thenData({ type: 'MeasureExecuted', data: { ...late.data, breaches: ['S-MONTH'], established: { measure: 'RemovalFromPost' } } });
    const lastDay = act('ExecuteMeasure', { date: '2017-03-10' });
    given(...served)
      .when(lastDay)
      .thenData({ type: 'MeasureExecuted', data: { ...lastDay.data, established: { measure: 'RemovalFromPost' } } });
  });
  it('done elsewhere out of order names what was left out', () => {
    const elsewhere = act('ExecuteMeasure', { ...past, date: '2017-03-20' });
    given(...decided)
      .when(elsewhere)
      .thenData({ type: 'MeasureExecuted', data: { ...elsewhere.data, breaches: ['S-DOC', 'S-MONTH'], established: { measure: 'RemovalFromPost' } } });
  });
});

describe('an elected post', () => {
  const head = play(...until('ServeDecision', HEAD));
  const congress = act('RecordCongressAct', {}, HEAD);
  const execute = act('ExecuteMeasure', {}, HEAD);
  it('is not vacated before the congress has acted', () =>
    given(...head)
      .when(execute, { actor: organization })
      .thenRejected('accountability.congress-act-missing', 'S-ELECT'));
  it('is vacated after it', () => {
    given(...head)
      .when(congress)
      .thenData({ type: 'CongressActRecorded', data: congress.data });
    given(...play(...until('RecordCongressAct', HEAD)))
      .when(execute)
      .thenData(expect.objectContaining({ type: 'MeasureExecuted' }));
  });
  it('stays when the congress refuses, or the person resigns', () => {
    for (const result of ['refused', 'resigned']) {
      const ended = play(...until('ServeDecision', HEAD), act('RecordCongressAct', { result }, HEAD));
      given(...ended)
        .when(execute)
        .thenRejected('accountability.congress-ended', 'S-ELECT');
      given(...ended)
        .when(act('ArchiveCase', {}, HEAD))
        .thenData(expect.objectContaining({ type: 'CaseArchived' }));
    }
  });
  it('vacated elsewhere without the congress is a named breach', () =>
    given(...head)
      .when(act('ExecuteMeasure', past, HEAD))
      .thenData(expect.objectContaining({ data: expect.objectContaining({ breaches: ['S-ELECT'] }) })));
  it('is a matter for the congress, with its document', () => {
    given(...head)
      .when(act('RecordCongressAct', { organUnitId: 'unit-zuzhi' }, HEAD))
      .thenRejected('accountability.wrong-organ');
    given(...head)
      .when(act('RecordCongressAct', { documentNo: undefined }, HEAD))
      .thenRejected('accountability.document-missing', 'S-ELECT');
    given(...served)
      .when(act('RecordCongressAct', {}, SECRETARY))
      .thenRejected('accountability.no-congress-post');
    given(...play(...until('ReportInvestigation', HEAD)))
      .when(congress)
      .thenRejected('accountability.out-of-order', 'S-ELECT');
  });
});

describe('the file', () => {
  it('takes the self-criticism after the decision', () => {
    given(...served)
      .when(act('FileSelfCriticism'))
      .thenData({ type: 'SelfCriticismFiled', data: act('FileSelfCriticism').data });
    given(...play(...until('ReportInvestigation')))
      .when(act('FileSelfCriticism'))
      .thenRejected('accountability.out-of-order');
    given(...served)
      .when(act('FileSelfCriticism', { date: '2017-02-09' }))
      .thenRejected('accountability.before-decision');
  });
  it('is closed when everything is in it', () => {
    given(...play(...until('FileSelfCriticism')))
      .when(act('ArchiveCase'), { actor: organization })
      .thenData({ type: 'CaseArchived', data: act('ArchiveCase').data });
    given(...play(...until('ExecuteMeasure')))
      .when(act('ArchiveCase'))
      .thenRejected('accountability.self-criticism-missing');
    given(...play(...until('FileSelfCriticism')))
      .when(act('ArchiveCase', { proposerInformed: false }))
      .thenRejected('accountability.filing-incomplete');
    given(...served)
      .when(act('ArchiveCase'))
      .thenRejected('accountability.out-of-order');
  });
  it('of a case without a measure leaves nothing in the personnel file', () => {
    const concluded = play(...until('HearStatement'), act('ConcludeWithoutAccountability'));
    given(...concluded)
      .when(act('ArchiveCase'))
      .thenRejected('accountability.nothing-to-file');
    given(...concluded)
      .when(act('ArchiveCase', { filedInPersonnelFile: false }))
      .thenData(expect.objectContaining({ type: 'CaseArchived' }));
  });
});

describe('publication', () => {
  it('comes after service, with scope and channel', () => {
    given(...served)
      .when(act('PublishDecision'))
      .thenData({ type: 'DecisionPublished', data: act('PublishDecision').data });
    given(...decided)
      .when(act('PublishDecision'))
      .thenRejected('accountability.not-served');
    given(...served)
      .when(act('PublishDecision', { date: '2017-02-09' }), { actor: committee })
      .thenRejected('accountability.before-decision');
  });
  it('needs a decision', () =>
    given(...play(...until('ReportInvestigation')))
      .when(act('PublishDecision'))
      .thenRejected('accountability.nothing-decided'));
});
