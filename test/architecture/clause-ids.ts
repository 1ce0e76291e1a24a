const CLAUSE_ID = /\b(PL|LAW)-[A-Z]?\d+/;
/** Books and the story are data; tests speak of the data. */
const MAY_NAME_CLAUSES = /(^|\/)(books|story|test)\/|\.(spec|contract|journey|replay|fault|live)\.ts$/;

/** Lines of code that know a clause by its id: code goes by the kind of consequence, or a second book would need a change of code. */
export const clauseIdsIn = (file: string, text: string): readonly string[] =>
  MAY_NAME_CLAUSES.test(file) ? [] : text.split('\n').flatMap((line, index) => (CLAUSE_ID.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : []));
