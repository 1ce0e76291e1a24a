import document from './path-figures.json';
import { at, sitting, type Step } from './ids.js';
import { commandOffice } from './setup.js';

/** December: what the press printed of the ten paths, on record and reconciled with its own breakdowns. The figures are the article's, the county is invented. */
export const figures = (): readonly Step[] =>
  sitting(at('2016-12-08', 9), commandOffice, [
    { type: 'RecordPathFigures', data: { programmeId: 'pingli-11236', year: 2016, asOf: '2016-12-07', documentRef: '陕西日报 2016-12-07', ...document } },
  ]);
