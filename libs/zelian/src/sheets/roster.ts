import type { CellValue, Choice, SheetRow } from '#exchange';
import { YES_NO } from '#exchange';
import type { AppointedBy, PersonRow, PostRow, RegisterPerson, RegisterPost, StaffStatus, StartTenure } from '#registry';
import { given, isYes, type Register, type RowCommand, type RowFaults, type SheetBinding } from './sheet-binding.js';

const choicesOf = <Value extends string>(names: Readonly<Record<Value, string>>): readonly Choice[] =>
  Object.entries<string>(names).map(([value, zh]) => ({ value, zh }));
const STAFF_STATUS_ZH: Readonly<Record<StaffStatus, string>> = { 'civil-servant': '公务员', institution: '事业人员', village: '村干部' };
const APPOINTED_BY_ZH: Readonly<Record<AppointedBy, string>> = {
  election: '选举',
  'standing-committee': '人大常委会决定任命',
  commission: '委任',
  contract: '聘任',
};

const OF_PERSON = ['name', 'partyMember', 'staffStatus'] as const;
const OF_POST = ['unitId', 'role', 'title', 'appointedBy', 'managedByUnitId'] as const;

/** 人员岗位任职: one row for each person in a post; whoever and whatever is registered already is not registered again. */
export const roster: SheetBinding = {
  template: {
    name: 'roster',
    sheet: '人员岗位任职',
    zh: '人员、岗位、任职登记表',
    notes: [
      '每行一人一岗；一人多岗、一岗多人各写一行，重复的人员、岗位信息须完全一致。',
      '已登记的人员和岗位可再次出现，不会重复登记，但所填身份、所属单位等须与登记一致；已登记人员的姓名不因此变更。',
      '离任日期填不再任职的第一天。任期重叠须先更正原任职者的职责份额。',
    ],
    columns: [
      { key: 'personId', zh: '人员编号', type: 'id', prefixes: ['person'], required: true },
      { key: 'name', zh: '姓名', type: 'text', lengthMax: 100, required: true, note: '存入保密库，不进入账本' },
      { key: 'partyMember', zh: '是否党员', type: 'choice', choices: YES_NO, required: true },
      { key: 'staffStatus', zh: '人员身份', type: 'choice', choices: choicesOf(STAFF_STATUS_ZH), required: true },
      { key: 'postId', zh: '岗位编号', type: 'id', prefixes: ['post'], note: '空白：只登记人员' },
      { key: 'unitId', zh: '单位编号', type: 'id', prefixes: ['unit'], note: '填岗位时必填' },
      { key: 'role', zh: '岗位类别', type: 'text', lengthMax: 60, note: '规则中的岗位类别，如party-secretary；填岗位时必填' },
      { key: 'title', zh: '职务名称', type: 'text', lengthMax: 100, note: '填岗位时必填' },
      { key: 'appointedBy', zh: '产生方式', type: 'choice', choices: choicesOf(APPOINTED_BY_ZH), note: '填岗位时必填' },
      { key: 'managedByUnitId', zh: '管理单位编号', type: 'id', prefixes: ['unit'], note: '干部管理权限；填岗位时必填' },
      { key: 'tenureId', zh: '任职编号', type: 'id', prefixes: ['tenure'], note: '填岗位时必填' },
      { key: 'from', zh: '任职日期', type: 'date', note: '填岗位时必填' },
      { key: 'to', zh: '离任日期', type: 'date' },
      { key: 'reason', zh: '离任原因', type: 'text', lengthMax: 200, note: '填离任日期时必填' },
      { key: 'sharePermille', zh: '职责份额（千分之）', type: 'integer', min: 1, max: 1_000 },
      { key: 'acting', zh: '主持工作', type: 'choice', choices: YES_NO },
    ],
  },
  columnOf: {
    'ended.to': 'to',
    'ended.reason': 'reason',
    'person.already-registered': 'personId',
    'tenure.already-recorded': 'tenureId',
    'tenure.already-held': 'personId',
    'tenure.overlap-without-share': 'sharePermille',
    'tenure.shares-over-whole': 'sharePermille',
    'date.backwards': 'to',
  },
  async commandsOf(rows, register, faults) {
    const desk = new RosterDesk(register, faults);
    const commands: RowCommand[] = [];
    for (const row of rows) commands.push(...(await desk.commandsOf(row)));
    return commands;
  },
};

type Named = Readonly<{ row: number; values: readonly (CellValue | undefined)[] }>;

class RosterDesk {
  private readonly persons = new Map<string, Named>();
  private readonly posts = new Map<string, Named>();

  constructor(
    private readonly register: Register,
    private readonly faults: RowFaults,
  ) {}

  async commandsOf(row: SheetRow): Promise<readonly RowCommand[]> {
    const person = await this.personOf(row);
    const hasPost = row.values['postId'] !== undefined;
    if (!hasPost) return person;
    const complete =
      this.faults.needAll(row, [...OF_POST, 'tenureId', 'from'], 'postId') && (row.values['to'] === undefined || this.faults.needAll(row, ['reason'], 'to'));
    return complete ? [...person, ...(await this.postOf(row)), this.tenureOf(row)] : person;
  }

  private async personOf(row: SheetRow): Promise<readonly RowCommand[]> {
    const { personId, name, partyMember, staffStatus } = row.values;
    if (!this.isFirst(this.persons, row, { key: 'personId', fields: OF_PERSON })) return [];
    const known = await this.register.row<PersonRow>('person-directory', String(personId));
    if (known) this.mustAgree(row, { partyMember: known.partyMember ? 'yes' : 'no', staffStatus: known.staffStatus });
    const data: RegisterPerson['data'] = {
      personId: String(personId),
      name: { private: String(name) },
      partyMember: partyMember === 'yes',
      staffStatus: staffStatus as StaffStatus,
    };
    return [{ row: row.row, command: { type: 'RegisterPerson', data }, already: known !== undefined }];
  }

  private async postOf(row: SheetRow): Promise<readonly RowCommand[]> {
    const { postId, unitId, role, title, appointedBy, managedByUnitId } = row.values;
    if (!this.isFirst(this.posts, row, { key: 'postId', fields: OF_POST })) return [];
    const known = await this.register.row<PostRow>('post-directory', String(postId));
    if (known) this.mustAgree(row, Object.fromEntries(OF_POST.map((field) => [field, known[field]])));
    const data = { postId, unitId, role, title, appointedBy, managedByUnitId } as RegisterPost['data'];
    return [{ row: row.row, command: { type: 'RegisterPost', data }, already: known !== undefined }];
  }

  private tenureOf({ row, values }: SheetRow): RowCommand {
    const { tenureId, personId, postId, from, to, reason, sharePermille, acting } = values;
    const ended = to === undefined ? undefined : { to, reason };
    const data = given({ tenureId, personId, postId, from, sharePermille, acting: isYes(acting), ended }) as StartTenure['data'];
    return { row, command: { type: 'StartTenure', data } };
  }

  /** Whether the row is the first of its person or post; a later one must say the same. */
  private isFirst(seen: Map<string, Named>, row: SheetRow, { key, fields }: Readonly<{ key: string; fields: readonly string[] }>): boolean {
    const id = String(row.values[key]);
    const values = fields.map((field) => row.values[field]);
    const first = seen.get(id);
    if (!first) seen.set(id, { row: row.row, values });
    for (const [index, field] of fields.entries())
      if (first && first.values[index] !== values[index])
        this.faults.note(row.row, field, {
          code: 'rows-disagree',
          zh: `与第${first.row}行同一编号所填不一致`,
          en: `differs from row ${first.row}, which has the same id`,
        });
    return first === undefined;
  }

  private mustAgree({ row, values }: SheetRow, known: Readonly<Record<string, CellValue>>): void {
    for (const [field, value] of Object.entries(known))
      if (values[field] !== value)
        this.faults.note(row, field, { code: 'differs-from-register', zh: '与已登记的不一致', en: 'differs from what is registered' });
  }
}
