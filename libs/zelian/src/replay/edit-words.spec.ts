import { noValidTime } from '../../../replay/src/refusals.js';
import { movedZh, replacedZh } from './edit-words.js';

describe('an edit in Chinese', () => {
  it.each([
    ['/scoreHundredths', 6_350, '得分为63.50分'],
    ['/items/0/pointsHundredths', 300, '扣分为3.00分'],
    ['/villageId', 'village-0001', '村为village-0001'],
    ['/reason', { private: '示例' }, '字段“reason”为{"private":"示例"}'],
  ])('%s', (path, value, zh) => expect(replacedZh(path, value)).toBe(zh));

  it.each([
    [{ from: '2016-11-20' }, '时间自2016-11-20起'],
    [{ to: '2016-11-20' }, '时间至2016-11-20'],
    [{ from: '2016-01-01', to: '2016-11-20' }, '时间自2016-01-01至2016-11-20'],
  ])('moved: %j', (moved, zh) => expect(movedZh(moved)).toBe(zh));

  it.each([
    ['from', '起始日期'],
    ['to', '终止日期'],
  ] as const)('a command without its own %s says so', (side, zh) => expect(noValidTime(side, 'X').text.zh).toContain(`没有单独写明其${zh}`));
});
