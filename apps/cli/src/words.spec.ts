import { suspension } from './words.js';

const way = (stepZh: string, suspendsExecution: boolean) => ({ trackZh: '示例渠道', stepZh, suspendsExecution });

describe('whether execution waits for an appeal', () => {
  it('is not spoken of where no way is open', () => expect(suspension([])).toEqual([]));

  it('is said once where all ways agree', () => {
    expect(suspension([way('申诉', false), way('复核', false)])).toEqual([expect.stringMatching(/^申诉期间不停止执行/)]);
    expect(suspension([way('申诉', true)])).toEqual([expect.stringMatching(/^申诉期间停止执行/)]);
  });

  it('is said way by way where they differ', () =>
    expect(suspension([way('申诉', false), way('异议', true)])).toEqual(['示例渠道·申诉：申诉期间不停止执行', '示例渠道·异议：申诉期间停止执行']));
});
