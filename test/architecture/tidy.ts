const LINE_MAX = 200;

// Built from parts, so that the rule's own text does not break the rule.
const MACHINE_PATH = new RegExp(`(?:^|[\\s'"\\x60(=:,]|file://)/(${['work', 'tmp', 'root', 'home', 'farm', 'Users'].join('|')})/\\w`);
const UNFINISHED = new RegExp(`\\b(${['TO', 'FIX'].map((start, index) => start + ['DO', 'ME'][index]).join('|')}|X{3}|HA${'CK'})\\b`);
const FOCUSED = new RegExp(`\\b(it|test|describe)\\.(${['on', 'to'].map((start, index) => start + ['ly', 'do'][index]).join('|')})\\b|\\b[xf](it|describe)\\(`);

const RULES: readonly Readonly<{ says: string; breaks(line: string): boolean; only?: RegExp }>[] = [
  { says: 'space at the end of a line', breaks: (line) => /[ \t]$/.test(line) },
  { says: 'tab', breaks: (line) => line.includes('\t') },
  { says: 'carriage return', breaks: (line) => line.endsWith('\r') },
  { says: `longer than ${LINE_MAX} characters`, breaks: (line) => [...line].length > LINE_MAX, only: /\.(ts|mjs|cjs)$/ },
  { says: 'path of one machine', breaks: (line) => MACHINE_PATH.test(line) },
  { says: 'unfinished work', breaks: (line) => UNFINISHED.test(line), only: /\.(ts|mjs|cjs)$/ },
  { says: 'focused or empty test', breaks: (line) => FOCUSED.test(line), only: /\.ts$/ },
];

/** What is untidy in one text file. */
export function untidy(file: string, text: string): readonly string[] {
  const found = text
    .split('\n')
    .flatMap((line, index) => RULES.filter(({ only, breaks }) => (only?.test(file) ?? true) && breaks(line)).map(({ says }) => `${file}:${index + 1} ${says}`));
  return text === '' || text.endsWith('\n') ? found : [...found, `${file} has no newline at its end`];
}
