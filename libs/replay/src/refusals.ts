import { Rejection, type Recorded } from '#kernel';

const refusal = (code: string, zh: string, en: string): Rejection => new Rejection(`replay.${code}`, { zh, en });

/** Why an edit list is refused. Codes are stable. */
export const unknownTarget = (id: string): Rejection =>
  refusal('unknown-event', `账本中没有这一命令或事件：${id}`, `no command or event of this ledger: ${id}`);
export const beyondMoment = (id: string): Rejection =>
  refusal('beyond-moment', `所改动的命令晚于所问的时点：${id}`, `the command was recorded after the moment asked for: ${id}`);
export const isAct = ({ zh, type }: Readonly<{ zh: string; type: string }>): Rejection =>
  refusal('act', `“${zh}”是人作出的行为，不是事实，不能假设它发生或没有发生`, `${type} is a human act, not a fact: a replay does not invent or undo it`);
export const isDerived = ({ zh, type }: Readonly<{ zh: string; type: string }>): Rejection =>
  refusal('derived', `“${zh}”由规则推导得出，应改动它所依据的事实`, `${type} was derived by the rules: edit the fact it rests on`);
export const isClock = (type: string): Rejection => refusal('clock', `“${type}”由时钟产生，不能改动`, `${type} came from the clock and cannot be edited`);
export const isNoBook = ({ type }: Recorded): Rejection => refusal('not-a-book', `“${type}”不是规则发布`, `${type} did not publish a book`);
export const noSuchBook = (id: string): Rejection => refusal('unknown-book', `账本中没有发布过规则“${id}”`, `this ledger never published a book ${id}`);
export const lacksField = (path: string, type: string): Rejection =>
  refusal('unknown-field', `命令${type}的这一版本没有字段${path}`, `this version of ${type} has no field ${path}`);
export const otherKind = (path: string, kind: string): Rejection =>
  refusal('field-kind', `字段${path}的取值应为${kind}`, `the value of ${path} has to be of kind ${kind}`);
export const noValidTime = (side: string, type: string): Rejection =>
  refusal(
    'no-valid-time',
    `命令${type}没有单独写明其${side === 'from' ? '起始' : '终止'}日期，请改用replace`,
    `${type} does not state its own ${side}: replace the field`,
  );
export const contradicts = (what: string): Rejection => refusal('contradiction', `对同一处有两项改动：${what}`, `two edits of one thing: ${what}`);
export const inCircle = (labels: readonly string[]): Rejection =>
  refusal('cycle', `新增事实的先后互相依赖：${labels.join('→')}`, `added facts are placed after each other in a circle: ${labels.join(' → ')}`);
export const unknownLabel = (label: string): Rejection => refusal('unknown-label', `没有名为“${label}”的新增事实`, `no added fact is called ${label}`);
export const unknownCommand = (type: string): Rejection =>
  refusal('unknown-command', `没有可由人记录的命令${type}`, `there is no command ${type} that a person could record`);
export const refusedEdit = (index: number, { code, text, clause }: Rejection): Rejection =>
  new Rejection(
    'replay.refused-edit',
    { zh: `第${index + 1}项改动不可能被记录：${text.zh}（${code}）`, en: `edit ${index + 1} could not have been recorded: ${text.en} (${code})` },
    clause,
  );
export const emptyEdit = (index: number): Rejection =>
  refusal('without-effect', `第${index + 1}项改动不会产生任何记录`, `edit ${index + 1} would record nothing`);
export const nothingToRecord = (): Rejection => refusal('nothing-to-record', '在改动后的情形下不产生任何记录', 'it would record nothing now');
