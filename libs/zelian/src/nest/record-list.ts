import { IsObject } from 'class-validator';
import { Rejection, UnknownType, type Actor, type Message } from '#kernel';
import { ManyRefused, type ManyOutcome, type Wish } from '#ledger';
import { InvalidBody, IsText, NestedEach, validateBody } from '#ledger/nest';
import type { Zelian } from '../zelian.js';
import { bodyOf } from './requests.js';

/** Longest list that is brought in as one. */
export const LIST_COMMANDS_MAX = 5_000;
/** Beyond this many faults a refusal only counts. */
const FAULTS_MAX = 1_000;

export class ListedCommandBody {
  @IsText(100) type: string;
  /** A UUIDv7 made by the client: the same id again is answered as the first time. */
  @IsText(36) commandId: string;
  @IsObject() data: object;
}

/** Commands as one append: all or nothing, each with its own id. */
export class CommandListBody {
  @NestedEach(() => ListedCommandBody, LIST_COMMANDS_MAX)
  commands: ListedCommandBody[];
}

/** What is wrong with a command of a list, by its place. `field`: where its body says so; `clause`: where a rule refused. */
export type ListFault = Readonly<{ index: number; type: string; field?: string; code: string; clause?: string }> & Message;

/** Nothing was recorded; every fault is named by the place of its command. */
export class ListRefused extends Rejection {
  readonly errors: readonly ListFault[];
  constructor(faults: readonly ListFault[]) {
    const [first] = faults as readonly [ListFault];
    const more = faults.length > FAULTS_MAX ? { zh: `，此处列出${FAULTS_MAX}项`, en: `, ${FAULTS_MAX} of them listed` } : { zh: '', en: '' };
    super('list.refused', {
      zh: `未记录任何内容，共${faults.length}处错误${more.zh}；第${first.index + 1}项${first.type}：${first.zh}`,
      en: `nothing was recorded: ${faults.length} faults${more.en}; command ${first.index + 1}, ${first.type}: ${first.en}`,
    });
    this.errors = faults.slice(0, FAULTS_MAX);
  }
}

/**
 * Records a list of commands as one append, all or nothing, each decided on what those before it decided. The same list again changes nothing.
 * @throws ListRefused with every fault; Rejection `list.empty`, `command.id-reused`
 */
export async function recordList(zelian: Zelian, wishes: readonly Wish[], actor: Actor): Promise<ManyOutcome> {
  if (wishes.length === 0) throw new Rejection('list.empty', { zh: '列表中没有命令', en: 'the list holds no command' });
  const faults: ListFault[] = [];
  for (const [index, { command }] of wishes.entries()) faults.push(...(await bodyFaults(index, command.type, command.data)));
  if (faults.length > 0) throw new ListRefused(faults);
  try {
    return await zelian.recordMany(wishes, actor);
  } catch (error) {
    if (!(error instanceof ManyRefused)) throw error;
    throw new ListRefused(
      error.refusals.map(({ index, rejection: { code, text, clause } }) => ({ index, type: wishes[index]!.command.type, code, ...text, clause })),
    );
  }
}

async function bodyFaults(index: number, type: string, data: unknown): Promise<readonly ListFault[]> {
  try {
    await validateBody(bodyOf(type), data);
    return [];
  } catch (error) {
    if (error instanceof InvalidBody) return error.errors.map((one) => ({ index, type, code: error.code, ...one }));
    if (error instanceof UnknownType) return [{ index, type, code: 'command.unknown', zh: `没有这个命令：${type}`, en: error.message }];
    throw error;
  }
}

/** A list as a client sends it. @throws InvalidBody */
export async function wishesFrom(body: unknown): Promise<readonly Wish[]> {
  const { commands } = await validateBody(CommandListBody, body);
  return commands.map(({ type, data, commandId }) => ({ command: { type, data }, commandId }));
}
