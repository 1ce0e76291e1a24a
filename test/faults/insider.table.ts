import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Which checks fail on the machine, which more with a checkpoint held outside, what the auditor says, and what fails where the same is done without keys. */
export type Caught = Readonly<{
  act: string;
  zh: string;
  verify: readonly string[];
  outside: readonly string[];
  audit: string | null;
  /** What the auditor can prove to anybody. */
  proof: 'hidden event' | 'two histories' | null;
  withoutKeys: readonly string[];
}>;

const FILE = resolve('docs/insider-acts.md');
const INTRODUCTION = `# What an insider can do, and what catches it

Made by \`test/faults/insider.fault.ts\` (\`npm run insider-acts\` writes it anew; the test fails where it is not current). The insider has the signing key, the key of
MACs and every file; after each act he signs anew whatever he can, puts the head beside the key back, and rebuilds the rows.

- **verify**: which of its checks fail on his own machine, with nothing kept elsewhere. "–": none, he has covered everything up.
- **one outside checkpoint**: which more fail when \`verify --checkpoint FILE\` is given one note that somebody else kept from before the act.
- **auditor**: what \`audit run\` answers, having audited the same checkpoint before.
- **proof**: what the auditor then has in hand that anybody can check with the ledger's key (\`audit check-fraud\`). A ledger that went back signed nothing that contradicts itself.
- **without keys**: which checks of \`verify\` fail when somebody does the same with the data's files only. "same" means that no key is needed for it.

| act | 行为 | verify | one outside checkpoint | auditor | proof | without keys |
| --- | --- | --- | --- | --- | --- | --- |
`;
const END = `
An outsider alone, without keys, could have made only what says "same" in the last column, and \`verify\` names it. Everything else needs the keys: without them MACs,
or the head beside the key, give it away. What no check here finds: an event that was never recorded, one that was recorded under another id, and events deleted before
anybody outside had a checkpoint over them.

What is not signed yet has its MACs only, and a MAC fits an event's bytes wherever they lie. Events that somebody copies or moves there with the data's files alone do
not follow one another any more: the seal signs nothing over them (\`seal.log\`), \`verify\` names them, and so does the continuous verifier.
`;

const list = (names: readonly string[]): string => (names.length === 0 ? '–' : names.join(', '));

/** The table as the document has it. */
export function tableOf(found: readonly Caught[]): string {
  const rows = found.map(({ act, zh, verify, outside, audit, proof, withoutKeys }) => {
    const alike = verify.length > 0 && withoutKeys.join() === verify.join();
    return `| ${[act, zh, list(verify), list(outside), audit ?? '–', proof ?? '–', alike ? `same: ${list(withoutKeys)}` : list(withoutKeys)].join(' | ')} |`;
  });
  return `${INTRODUCTION}${rows.join('\n')}\n${END}`;
}

/** Writes the document where asked to; otherwise says whether it is current. */
export function keepTable(text: string): boolean {
  if (process.env.ZELIAN_WRITE === '1') writeFileSync(FILE, text);
  return existsSync(FILE) && readFileSync(FILE, 'utf8') === text;
}
