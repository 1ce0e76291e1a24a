import type { EvidenceRef } from '#kernel';
import { YES_NO, type SheetRow } from '#exchange';
import type { FindingEvidence, FindingLogged, GoodPracticeLogged } from '#inspection';
import { given, isYes, listIn, textIn, type Register, type RowCommand, type RowFaults, type SheetBinding } from './sheet-binding.js';

/** What a row becomes. These two names are all that binds the sheet to inspection: its events say the rest. */
const COMMAND = { finding: 'LogFinding', 'good-practice': 'LogGoodPractice' } as const;
const SHA256 = /^[0-9a-f]{64}$/;

/** 督查发现: problems and good practice, as groups bring them from the villages; files are uploaded first and named by their hash. */
export const findings: SheetBinding = {
  template: {
    name: 'findings',
    sheet: '督查发现',
    zh: '督查发现问题（好做法）清单',
    notes: [
      '每行一个问题或一项好做法；编号一经使用不得重复。',
      '证据文件先上传（zelian evidence add），再填其64位指纹；多份以“；”分隔，说明与指纹按顺序一一对应。',
    ],
    columns: [
      {
        key: 'kind',
        zh: '类别',
        type: 'choice',
        choices: [
          { value: 'finding', zh: '问题' },
          { value: 'good-practice', zh: '好做法' },
        ],
        required: true,
      },
      { key: 'findingId', zh: '编号', type: 'id', prefixes: ['finding'], required: true },
      { key: 'roundId', zh: '轮次编号', type: 'id', prefixes: ['round'], required: true },
      { key: 'groupId', zh: '督查组编号', type: 'id', prefixes: ['group'], required: true },
      { key: 'unitId', zh: '责任单位编号', type: 'id', prefixes: ['unit'], required: true },
      { key: 'villageId', zh: '村编号', type: 'id', prefixes: ['village'] },
      { key: 'householdId', zh: '户编号', type: 'id', prefixes: ['household'] },
      { key: 'year', zh: '年度', type: 'integer', min: 2000, max: 2100, required: true },
      { key: 'checklistId', zh: '清单编号', type: 'id', prefixes: ['checklist'], required: true },
      { key: 'checklistVersion', zh: '清单版本', type: 'integer', min: 1, max: 9_999, required: true },
      { key: 'itemId', zh: '清单条目', type: 'text', lengthMax: 60, required: true },
      { key: 'foundOn', zh: '发现日期', type: 'date', required: true },
      { key: 'statement', zh: '情况', type: 'text', required: true, widthCharacters: 60, note: '存入保密库，不进入账本' },
      { key: 'evidenceZh', zh: '证据说明', type: 'text', widthCharacters: 30, note: '多份以“；”分隔' },
      { key: 'evidenceSha256', zh: '证据指纹', type: 'text', widthCharacters: 70, note: '多份以“；”分隔' },
      { key: 'loggedByPersonIds', zh: '登记人编号', type: 'text', required: true, widthCharacters: 30, note: '多人以“；”分隔' },
      { key: 'disputesExit', zh: '是否质疑退出认定', type: 'choice', choices: YES_NO, note: '仅用于问题' },
    ],
  },
  columnOf: { evidence: 'evidenceSha256' },
  async commandsOf(rows, register, faults) {
    const commands: RowCommand[] = [];
    for (const row of rows) commands.push(await commandOf(row, register, faults));
    return commands;
  },
};

async function commandOf(row: SheetRow, register: Register, faults: RowFaults): Promise<RowCommand> {
  const { kind, statement, evidenceZh: _words, evidenceSha256: _hashes, loggedByPersonIds: _persons, disputesExit, ...said } = row.values;
  const isFinding = kind === 'finding';
  if (!isFinding && disputesExit !== undefined)
    faults.note(row.row, 'disputesExit', { code: 'only-for-findings', zh: '好做法不填此列', en: 'is for findings only' });
  const data = given({
    ...said,
    statement: { private: String(statement) },
    evidence: await evidenceOf(row, register, faults),
    loggedByPersonIds: listIn(row, 'loggedByPersonIds'),
    disputesExit: isFinding ? isYes(disputesExit) : undefined,
  }) as unknown as (FindingLogged | GoodPracticeLogged)['data'];
  return { row: row.row, command: { type: COMMAND[isFinding ? 'finding' : 'good-practice'], data } };
}

/** Each file by its hash, as the store knows it: size and type are not for people to copy. */
async function evidenceOf(row: SheetRow, register: Register, faults: RowFaults): Promise<readonly FindingEvidence[]> {
  const [words, hashes] = [listIn(row, 'evidenceZh'), listIn(row, 'evidenceSha256')];
  if (words.length !== hashes.length)
    faults.note(row.row, 'evidenceZh', {
      code: 'pairs-expected',
      zh: `证据说明${words.length}项，指纹${hashes.length}项，须一一对应`,
      en: `${words.length} descriptions for ${hashes.length} files`,
    });
  const found: FindingEvidence[] = [];
  for (const [index, sha256] of hashes.entries()) {
    const file = SHA256.test(sha256) ? await register.evidence(sha256) : undefined;
    if (file) found.push({ evidenceId: `evidence-${suffixOf(row)}-${index + 1}`, zh: words[index] ?? sha256, file: file satisfies EvidenceRef });
    else
      faults.note(row.row, 'evidenceSha256', {
        code: 'evidence-missing',
        zh: `证据文件尚未上传或指纹有误：${sha256}`,
        en: `no such file was uploaded: ${sha256}`,
      });
  }
  return found;
}

const suffixOf = (row: SheetRow): string => (textIn(row, 'findingId') ?? '').replace(/^finding-/, '').slice(0, 40);
