import { must, sameJson, type Command, type Decider } from '#kernel';
import { mustBeChecklist, mustReuseNoId, namedWith, NOTHING_NAMED, type NamedBefore } from './checklist.rules.js';
import type { ChecklistDocument, ChecklistPublished } from './checklist.events.js';
import { mustBeOffice, mustBePast, mustCite, OFFICE_NEEDS } from './round.guards.js';

/** The version is the stream's own count. */
export type PublishChecklist = Command<'PublishChecklist', Omit<ChecklistPublished['data'], 'checklistVersion'>>;

type State = Readonly<{ version: number; document?: ChecklistDocument; named: NamedBefore }>;

/** A checklist in its versions. The document is data: another county's list needs no code. */
export const checklistDecider: Decider<State, PublishChecklist, ChecklistPublished> = {
  category: 'checklist',
  streamOf: ({ data }) => data.checklistId,
  initialState: { version: 0, named: NOTHING_NAMED },
  commands: { PublishChecklist: { by: 'person', zh: '发布督查清单' } },
  needs: { PublishChecklist: () => OFFICE_NEEDS },
  decide: {
    PublishChecklist: ({ data }, { version, document, named }, input) => {
      mustBeOffice(input);
      mustBePast(data.date, input);
      mustCite(data.documentRef);
      mustBeChecklist(data.document);
      mustReuseNoId(named, data.document);
      must(!sameJson(document, data.document), 'inspection.checklist-unchanged', {
        zh: '内容与现行版本相同',
        en: 'the document is the version already in force',
      });
      return [{ type: 'ChecklistPublished', data: { ...data, checklistVersion: version + 1 }, validAt: { from: data.date } }];
    },
  },
  evolve: {
    ChecklistPublished: ({ named }, { data: { checklistVersion, document } }) => ({ version: checklistVersion, document, named: namedWith(named, document) }),
  },
  commandOf: { ChecklistPublished: (_, { data: { checklistVersion: _version, ...said } }) => ({ type: 'PublishChecklist', data: said }) },
};
