export * from './evidence-store.js';
export { hashOf } from './hash-of.js';
export { unknownEvidence } from './intake.js';
export { readSheet } from './workbook/read-sheet.js';
export { FAULTS_MAX, SheetFaults, SheetRefused, type SheetFault } from './workbook/refusals.js';
export * from './workbook/sheet-template.js';
export { writeTemplate } from './workbook/write-template.js';
export * from './documents/official-document.js';
export { renderWord } from './documents/word.js';
