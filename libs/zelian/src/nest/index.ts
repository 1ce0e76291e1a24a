export * from './import-sheet.js';
export * from './requests.js';
export * from './record-list.js';
