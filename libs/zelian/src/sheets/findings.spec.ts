import { SheetFaults, type SheetFault, type SheetRefused, type SheetRow } from '#exchange';
import type { EvidenceRef } from '#kernel';
import { findings } from './findings.js';
import { RowFaults } from './sheet-binding.js';

const file: EvidenceRef = { sha256: 'ab'.repeat(32), sizeBytes: 7, mediaType: 'image/jpeg' };
const register = { row: async () => undefined, evidence: async (sha256: string) => (sha256 === file.sha256 ? file : undefined) };
const values = {
  kind: 'finding',
  findingId: 'finding-7',
  roundId: 'round-1',
  groupId: 'group-1',
  unitId: 'unit-town1',
  villageId: 'village-one1',
  year: 2016,
  checklistId: 'checklist-1',
  checklistVersion: 1,
  itemId: 'housing',
  foundOn: '2016-05-04',
  statement: '墙体开裂',
  evidenceZh: '照片',
  evidenceSha256: file.sha256,
  loggedByPersonIds: 'person-aaaa；person-bbbb',
};
async function bound(over: Readonly<Record<string, string | number | undefined>>) {
  const faults = new SheetFaults(findings.template.sheet);
  const row: SheetRow = {
    row: 2,
    values: Object.fromEntries(Object.entries({ ...values, ...over }).filter(([, value]) => value !== undefined)) as SheetRow['values'],
  };
  const commands = await findings.commandsOf([row], register, new RowFaults(faults, findings));
  return { commands, faults: faultsIn(faults) };
}
function faultsIn(faults: SheetFaults): readonly unknown[] {
  try {
    faults.throwIfAny();
    return [];
  } catch (error) {
    return (error as SheetRefused).errors.map(({ code, column }: SheetFault) => [code, column]);
  }
}

describe('the sheet of findings', () => {
  it('becomes the command that inspection takes', async () => {
    const { commands, faults } = await bound({ disputesExit: 'yes' });
    const { kind: _kind, evidenceZh: _zh, evidenceSha256: _sha256, ...said } = values;
    expect(faults).toEqual([]);
    expect(commands).toEqual([
      {
        row: 2,
        command: {
          type: 'LogFinding',
          data: {
            ...said,
            statement: { private: '墙体开裂' },
            evidence: [{ evidenceId: 'evidence-7-1', zh: '照片', file }],
            loggedByPersonIds: ['person-aaaa', 'person-bbbb'],
            disputesExit: true,
          },
        },
      },
    ]);
  });

  it('keeps good practice apart', async () => {
    const { commands } = await bound({ kind: 'good-practice', evidenceZh: undefined, evidenceSha256: undefined });
    expect(commands[0]!.command).toMatchObject({ type: 'LogGoodPractice', data: { evidence: [] } });
    expect((await bound({ kind: 'good-practice', disputesExit: 'no' })).faults).toEqual([['sheet.only-for-findings', '是否质疑退出认定']]);
  });

  it.each([
    ['a file that was not uploaded', { evidenceSha256: 'cd'.repeat(32) }, [['sheet.evidence-missing', '证据指纹']]],
    ['a hash that is none', { evidenceSha256: '../ledger.db' }, [['sheet.evidence-missing', '证据指纹']]],
    ['a file without a word on it', { evidenceZh: undefined }, [['sheet.pairs-expected', '证据说明']]],
  ])('refuses %s', async (_, over, faults) => expect((await bound(over)).faults).toEqual(faults));
});
