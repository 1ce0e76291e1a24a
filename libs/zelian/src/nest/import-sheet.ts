import { createHash } from 'node:crypto';
import { Rejection, type Actor } from '#kernel';
import { readSheet, SheetFaults } from '#exchange';
import { eventIdOf, importCommandId, ManyRefused, type Wish } from '#ledger';
import { InvalidBody, validateBody } from '#ledger/nest';
import { bindingNamed } from '../sheets/index.js';
import { RowFaults, type RowCommand, type SheetBinding } from '../sheets/sheet-binding.js';
import type { Zelian } from '../zelian.js';
import { bodyOf } from './requests.js';

export type SheetImport = Readonly<{ name: string; bytes: Uint8Array; actor: Actor }>;
/** `again`: this file had been imported before, and this is what it did then. */
export type SheetImported = Readonly<{ sheet: string; sha256: string; rows: number; events: number; position: number; again: boolean }>;

/**
 * Records a filled template as one append, all or nothing; the same file again changes nothing.
 * @throws SheetRefused with every fault by sheet, row and column; Rejection `workbook.*`, `template.*`
 */
export async function importSheet(zelian: Zelian, { name, bytes, actor }: SheetImport): Promise<SheetImported> {
  const binding = bindingNamed(name);
  const { template } = binding;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const rows = readSheet(bytes, template);
  const faults = new SheetFaults(template.sheet);
  const noted = new RowFaults(faults, binding);
  const commands = await commandsOf(zelian, binding, { rows, noted });
  faults.throwIfAny();
  const all = await wishesOf(zelian, commands, { sha256, sheet: template.name });
  const asked = (await broughtBefore(zelian, commands, all))
    ? commands.map((_, index) => index)
    : commands.flatMap(({ already }, index) => (already ? [] : [index]));
  try {
    const { events, position, again } = await zelian.recordMany(
      asked.map((index) => all[index]!),
      actor,
    );
    return { sheet: template.name, sha256, rows: rows.length, events: events.length, position, again };
  } catch (error) {
    if (!(error instanceof ManyRefused)) throw error;
    for (const { index, rejection } of error.refusals)
      noted.note(commands[asked[index]!]!.row, columnOf(rejection, binding), { code: rejection.code, ...rejection.text });
    faults.throwIfAny();
    throw error;
  }
}

/** A refusal of what is unknown speaks of the column that holds such ids: `unit.unknown` of `unitId`. */
const columnOf = ({ code }: Rejection, { columnOf: named = {} }: SheetBinding): string => (Object.hasOwn(named, code) ? code : `${code.split('.')[0]}Id`);

type Reading = Readonly<{ rows: ReturnType<typeof readSheet>; noted: RowFaults }>;

/** Rows become commands as a client would send them: each body is held against its class. */
async function commandsOf(zelian: Zelian, binding: SheetBinding, { rows, noted }: Reading): Promise<readonly RowCommand[]> {
  await zelian.parts.projector.upTo(await zelian.parts.history.head());
  const commands = await binding.commandsOf(
    rows,
    {
      row: async <Row>(view: string, key: string) => (await zelian.reader.get(view, key)).row as Row | undefined,
      evidence: (sha256) => zelian.parts.engines.evidence.find(sha256),
    },
    noted,
  );
  for (const { row, command } of commands) {
    try {
      await validateBody(bodyOf(command.type), command.data);
    } catch (error) {
      if (!(error instanceof InvalidBody)) throw error;
      for (const { field, zh, en } of error.errors) noted.note(row, columnKeyOf(field, binding), { code: 'invalid', zh, en: `${field}: ${en}` });
    }
  }
  return commands;
}

/** `name.private` is said by the column `name`, `evidence.0.file` by that of the evidence. */
function columnKeyOf(field: string, { columnOf: named = {} }: SheetBinding): string {
  return Object.hasOwn(named, field) ? field : field.split('.')[0]!;
}

async function wishesOf(zelian: Zelian, commands: readonly RowCommand[], file: Readonly<{ sha256: string; sheet: string }>): Promise<readonly Wish[]> {
  const openedAt = await openedAtOf(zelian);
  const ordinals = new Map<string, number>();
  return commands.map(({ row, command }) => {
    // By row and type: what a row asks for keeps its id, whatever else the row no longer needs to ask.
    const place = `${row} ${command.type}`;
    const ordinal = ordinals.get(place) ?? 0;
    ordinals.set(place, ordinal + 1);
    return { command, commandId: importCommandId({ openedAt, ...file, commandType: command.type, row, ordinal }) };
  });
}

/** Whether what the register holds already came with this very file. */
async function broughtBefore(zelian: Zelian, commands: readonly RowCommand[], wishes: readonly Wish[]): Promise<boolean> {
  for (const [index, { already }] of commands.entries()) if (already && (await zelian.log.find(eventIdOf(wishes[index]!.commandId, 0)))) return true;
  return false;
}

async function openedAtOf(zelian: Zelian): Promise<string> {
  for await (const { recordedAt } of zelian.log.readAll(0)) return recordedAt;
  throw new Rejection('ledger.corrupt', { zh: '账本没有开立记录', en: 'the log does not begin with LedgerOpened' });
}
