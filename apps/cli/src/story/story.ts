import { startOf, type Actor, type Command } from '#kernel';
import { newCommandId, seededEntropy, type CommandHead, type Wish } from '#ledger';
import { accountability } from './accountability.js';
import { appeal, withCorrection } from './appeal.js';
import { correction, schemes, SCORES, vetoes, yearEnd } from './assessments.js';
import { ORGANS, personId, postId } from './cast.js';
import { assistanceYear } from './assistance.js';
import { draw } from './draw.js';
import { figures } from './figures.js';
import { inspection } from './inspection.js';
import { rectification } from './rectification.js';
import { rhythm } from './rhythm.js';
import { at, STORY_SEED, thingId, type Step } from './ids.js';
import { commandOffice, handover, setup } from './setup.js';

/** The shipped documents that the story publishes, and what a test may move in its data. */
export type StoryData = Readonly<{ book: unknown; tree: unknown; scores?: typeof SCORES }>;
export const STORY_START = startOf('2016-01-01');
export const STORY_END = at('2017-04-30', 18);
/** The moment to which the demo compares what is known now. */
export const STORY_THEN = at('2017-01-31', 23, 59);

const mobilisation = (): readonly Step[] => [
  {
    at: at('2016-11-07', 10),
    by: commandOffice,
    command: {
      type: 'RecordInstruction',
      data: {
        instructionId: thingId('instruction', '2016-11-07'),
        date: '2016-11-07',
        postId: postId(`${ORGANS.partyCommittee}/county-party-secretary`),
        personId: personId(`${ORGANS.partyCommittee}/county-party-secretary`),
        text: '冲刺年度脱贫目标，落实超常措施。',
      },
    },
  },
];

/** The accountability year as data: January 2016 to April 2017, every act of people in the order of time. */
export function story({ book, tree, scores = SCORES }: StoryData): readonly Step[] {
  const steps = [
    ...setup({ document: book }, tree),
    ...schemes(),
    ...handover(),
    ...rhythm(),
    ...inspection(),
    ...draw(),
    ...rectification(),
    ...figures(),
    ...assistanceYear(),
    ...mobilisation(),
    ...yearEnd(scores),
    ...vetoes(),
    ...accountability(),
    ...correction(),
    ...appeal(),
  ];
  const inTime = [...steps].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return withCorrection(inTime, (step, index) => headOf(step, index).commandId);
}

const entropy = seededEntropy(STORY_SEED);
/** The head of a step: its command id depends on its place in the story alone. */
export const headOf = ({ at: time, by, seen }: Step, index: number): CommandHead => ({
  actor: by,
  commandId: newCommandId(time, entropy, `step-${index}`),
  ...(seen && { seen }),
});

export type Refusal = Readonly<{ code: string; says: string }>;
/** What plays a story: in process, or over HTTP in the tests. */
export interface Driver {
  /** Moves the clock to a moment, with all that falls due on the way. */
  moveTo(instant: string): Promise<void>;
  /** Records a command and lets everything follow from it. @returns the refusal, if it was refused */
  record(command: Command, head: CommandHead): Promise<Refusal | undefined>;
  /** Brings in a whole list as one append, all or nothing. */
  bring(wishes: readonly Wish[], actor: Actor): Promise<Refusal | undefined>;
  /** Puts a file beside the log before a command names it. */
  keep(bytes: Buffer): Promise<void>;
}

/** A step with its place in the story, on which its command id depends. */
type Placed = Readonly<{ step: Step; index: number }>;
/** What is sent at once: one command, or all of a list. */
export type Sending = readonly Placed[];

/** Steps as they are sent: alone, or all of a list together. */
export function sendings(steps: readonly Step[]): readonly Sending[] {
  const parts: Placed[][] = [];
  for (const [index, step] of steps.entries()) {
    const last = parts.at(-1);
    if (step.list !== undefined && last?.[0]!.step.list === step.list) last.push({ step, index });
    else parts.push([{ step, index }]);
  }
  return parts;
}

/** The commands of a list, each with the id that it would have alone. */
export const wishesOf = (part: Sending, label = (index: number) => index): readonly Wish[] =>
  part.map(({ step, index }) => ({ command: step.command, commandId: headOf(step, label(index)).commandId }));

/** Plays every step; a step that is refused where it should not be, or not refused where it should, stops the story. */
export async function play(steps: readonly Step[], driver: Driver, onStep: (done: number, total: number) => void = () => undefined): Promise<void> {
  for (const part of sendings(steps)) {
    await send(part, driver);
    onStep(part.at(-1)!.index + 1, steps.length);
  }
  await driver.moveTo(STORY_END);
}

/** `label`: a test may give a step another place than it has. */
export async function send(part: Sending, driver: Driver, label = (index: number) => index): Promise<void> {
  const [{ step, index }] = part as readonly [Placed];
  await driver.moveTo(step.at);
  for (const file of part.flatMap(({ step: { files = [] } }) => files)) await driver.keep(file);
  const refused = await (step.list === undefined ? driver.record(step.command, headOf(step, label(index))) : driver.bring(wishesOf(part, label), step.by));
  if (refused?.code === step.refused) return;
  const [expected, got] = [step.refused ?? 'acceptance', refused === undefined ? 'acceptance' : `${refused.code}: ${refused.says}`];
  throw new Error(`step ${index} (${step.command.type} at ${step.at}): expected ${expected}, got ${got}`);
}
