import { createReadStream, readFileSync, statSync } from 'node:fs';
import { Command } from 'commander';
import { Rejection, type EvidenceRef } from '#kernel';
import { SheetRefused, writeTemplate } from '#exchange';
import { actorFrom } from '#ledger/nest';
import { documentNames, printDocument, runningServer, templateNamed, type Handing, type RunningServer, type Zelian } from '#zelian';
import { importSheet, type SheetImported } from '#zelian/nest';
import { clockAt, momentOf, verb, withLedger, type Common } from '../common.js';
import { fileRefusal, opened, saved } from '../files.js';
import { heading, line, printJson, printTable } from '../output.js';
import { handedOut, purposeOption, recipientUnitOption, simulatedAtOption, toOption, tokenOption, type Leaving } from '../handing.js';
import { ask } from '../server.js';

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
type Out = Common & Readonly<{ out: string }>;
type Sheet = Common & Readonly<{ token?: string; simulatedAt?: string }>;

/** `evidence add FILE…`, `evidence get SHA --out F`: files beside the log, by their content. */
export const evidence = (): Command =>
  new Command('evidence')
    .description('证据文件 evidence files')
    .addCommand(
      verb('add', '存入证据文件 keep files; a command may then name them')
        .argument('<file...>')
        .action((files: readonly string[], options: Common) =>
          withLedger(options, {}, async (zelian) => {
            const kept: (EvidenceRef & { file: string })[] = [];
            // By their content: a second process may put files in while a server owns the directory.
            for (const file of files) kept.push({ file, ...(await zelian.putEvidence(createReadStream(file, { fd: opened(file, 'r') }))) });
            if (options.json) return printJson(kept);
            printTable(
              ['文件 file', '指纹 SHA-256', '字节 bytes', '类型 type'],
              kept.map(({ file, sha256, sizeBytes, mediaType }) => [file, sha256, sizeBytes, mediaType]),
            );
          }),
        ),
    )
    .addCommand(
      verb('get', '取出证据文件 a file by its hash; the read is noted')
        .argument('<sha256>')
        .requiredOption('--out <file>', 'file, not overwritten')
        .action((sha256: string, options: Out) =>
          withLedger(options, {}, async (zelian) => {
            const { ref, content } = await zelian.readEvidence(sha256, actorFrom(options.actor));
            await saved(options.out, content);
            if (options.json) printJson({ ...ref, out: options.out });
            else line(`${options.out}  ${ref.mediaType}  ${ref.sizeBytes} bytes`);
          }),
        ),
    );

/** `template NAME --out F.xlsx`: an empty workbook to fill in. */
export const template = (): Command =>
  verb('template', '导出填报表 a workbook to fill in')
    .argument('<name>', 'roster, performance-scores, findings or figures')
    .requiredOption('--out <file>', 'file, not overwritten')
    .action(async (name: string, options: Out) => {
      const bytes = await writeTemplate(templateNamed(name));
      await saved(options.out, [bytes]);
      if (options.json) printJson({ name, out: options.out, bytes: bytes.length });
      else line(`${options.out}  ${templateNamed(name).zh}`);
    });

/** `document NAME KEY [--pdf] --out F`: an official paper from what is recorded; who took it is noted, and about persons who gets it is recorded. */
export const document = (): Command =>
  verb('document', '打印公文 an official paper (Word, or PDF); what was issued says what was known at its issue', ['asKnownAt'])
    .argument('<name>', documentNames.map(({ name, zh }) => `${name} ${zh}`).join(', '))
    .argument('<key>', 'key of the row that it states; of a case person-…/post-…/year')
    .option('--pdf', 'as PDF, for the file')
    .requiredOption('--out <file>', 'file, not overwritten')
    .addOption(toOption())
    .addOption(purposeOption())
    .addOption(recipientUnitOption())
    .addOption(simulatedAtOption())
    .addOption(tokenOption())
    .action(async (name: string, key: string, options: Out & Leaving & Readonly<{ pdf?: boolean }>) => {
      const moment = momentOf(options);
      const format = options.pdf ? 'pdf' : 'word';
      const query = new URLSearchParams({ format, ...(moment.asKnownAt !== undefined && { asKnownAt: String(moment.asKnownAt) }) });
      const path = `exchange/documents/${encodeURIComponent(name)}/${encodeURIComponent(key)}?${query}`;
      const here = (zelian: Zelian, to?: Handing) => printDocument(zelian, { name, key, actor: actorFrom(options.actor), format, moment, to });
      const bytes = await handedOut(options, { path, channel: 'print', here });
      await saved(options.out, [bytes]);
      if (options.json) printJson({ name, key, out: options.out, bytes: bytes.length });
      else line(options.out);
    });

/** `import-sheet NAME FILE`: a filled workbook, all or nothing; every fault is named by row and column. */
export const importSheetVerb = (): Command =>
  verb('import-sheet', '导入填好的表 a filled workbook, all or nothing')
    .argument('<name>', 'roster, performance-scores or findings')
    .argument('<file>', 'the workbook')
    .option('--simulated-at <instant>', 'a simulated ledger only: the moment at which this is recorded')
    .option('--token <token>', 'bearer token of a running server')
    .action(async (name: string, file: string, options: Sheet) => {
      try {
        print(options, await imported(name, workbookIn(file), options));
      } catch (error) {
        if (!(error instanceof SheetRefused) || options.json) throw error;
        tellFaults(error);
        throw error;
      }
    });

async function imported(name: string, bytes: Buffer, options: Sheet): Promise<SheetImported> {
  const actor = actorFrom(options.actor);
  const server = runningServer(options.data);
  const answer = server && (await posted(server, { name, bytes, actor: options.actor!, token: options.token }));
  if (answer) return answer;
  return withLedger(options, { mode: 'write', ...clockAt(options.simulatedAt) }, async (zelian) => {
    if (zelian.parts.write) await zelian.endHours();
    const result = await importSheet(zelian, { name, bytes, actor });
    await zelian.drain();
    return result;
  });
}

type Posted = Readonly<{ name: string; bytes: Buffer; actor: string; token?: string }>;
const posted = (server: RunningServer, { name, bytes, actor, token }: Posted): Promise<SheetImported | undefined> =>
  ask<SheetImported>(server, `exchange/imports/${encodeURIComponent(name)}`, { headers: { 'content-type': WORKBOOK, 'x-actor': actor }, token, body: bytes });

function tellFaults({ errors, count }: SheetRefused): void {
  heading('未导入任何内容', `nothing was imported: ${count} faults`);
  printTable(
    ['行 row', '列 column', '原因 reason', '代码 code'],
    errors.map(({ row, column, zh, code }) => [row, column, zh, code]),
  );
}

function print(options: Common, answer: SheetImported): void {
  if (options.json) return printJson(answer);
  const { rows, events, position, again } = answer;
  line(again ? `此文件已导入过，未重复记录  imported before, nothing recorded again` : `已导入 ${rows} rows  ${events} events`);
  line(`position ${position}`);
}

/** Its size is looked at first: what is too large is not even read. */
function workbookIn(file: string): Buffer {
  const tooLarge = () => new Rejection('workbook.too-large', { zh: 'Excel文件过大', en: `more than ${WORKBOOK_BYTES_MAX} bytes` });
  try {
    if (statSync(file).size > WORKBOOK_BYTES_MAX) throw tooLarge();
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Rejection) throw error;
    throw fileRefusal(file, error);
  }
}
const WORKBOOK_BYTES_MAX = 32 * 1024 * 1024;
