export * from './import-sheet.js';
export * from './requests.js';
