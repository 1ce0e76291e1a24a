import { stderr, stdout } from 'node:process';
import { SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import { visible, type Rejection } from '#kernel';
import type { VerifyStage } from '#zelian';

/** Text on a terminal. What older events hold is shown, never obeyed: a name that clears the screen or turns the writing round is written out. */
export const line = (text = ''): void => void stdout.write(`${visible(text)}\n`);

/** One JSON document for programs. */
export const printJson = (value: unknown): void => line(JSON.stringify(value, null, 2));

/** A heading in Chinese with its English beside it. */
export const heading = (zh: string, en: string): void => line(`\n■ ${zh}  ${en}`);

/** A table for people; Chinese characters count two columns, which cli-table3 knows. */
export function printTable(head: readonly string[], rows: readonly (readonly unknown[])[]): void {
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: true }, chars: PLAIN });
  for (const row of rows) table.push(row.map((cell) => visible(cellText(cell))));
  line(table.toString());
}
const cellText = (cell: unknown): string =>
  cell === undefined || cell === null ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell as string);
const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: ' ',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
};

/** Rows of any view as a table: the first-level fields that are not lists or objects come first, the rest as JSON. */
export function printRows(rows: readonly Readonly<{ key: string; row: unknown }>[]): void {
  const fields = [...new Set(rows.flatMap(({ row }) => (typeof row === 'object' && row !== null ? Object.keys(row) : [])))];
  printTable(
    ['key', ...fields],
    rows.map(({ key, row }) => [key, ...fields.map((field) => (row as Record<string, unknown> | null)?.[field])]),
  );
}

const STAGE_ZH: Readonly<Record<VerifyStage, string>> = { files: '：证据文件', values: '：私密内容', rebuild: '：重建视图', rows: '：比对视图' };

/** A bar on a terminal, nothing elsewhere: output that is piped stays clean. `stage`: what it counts by now, where that changes on the way. */
export function progress(label: string): Readonly<{ at(done: number, total: number, stage?: VerifyStage): void; end(): void }> {
  if (!stderr.isTTY) return { at: () => undefined, end: () => undefined };
  const bar = new SingleBar({ format: `${label}{stage} {bar} {value}/{total} {eta_formatted}`, stream: stderr, clearOnComplete: true, hideCursor: true });
  let started = false;
  return {
    at: (done, total, stage) => {
      const shown = { stage: stage ? STAGE_ZH[stage] : '' };
      if (!started) bar.start(total, done, shown);
      started = true;
      bar.setTotal(total);
      bar.update(done, shown);
    },
    end: () => bar.stop(),
  };
}

/** What a refusal looks like on a terminal, or as JSON. */
export function printRejection(error: Rejection, json: boolean): void {
  const { code, text, clause } = error;
  if (json) return printJson({ ok: false, code, messages: text, clause, ...('errors' in error && { errors: error.errors }) });
  // A message that names the clause itself need not say it twice.
  const said = clause === undefined || text.zh.includes(clause);
  stderr.write(visible(`${text.zh}${said ? '' : `（${clause}）`}\n${text.en} [${code}]\n`));
}
