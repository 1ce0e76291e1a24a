import type { View } from '#kernel';
import type { UnitRegistered } from '#registry';

/** Which organs can give a seed to a draw? Read by decisions. */
export const drawBodies: View<Readonly<{ unitId: string }>, UnitRegistered> = {
  name: 'draw-bodies',
  version: 1,
  zh: '哪些机关可为抽签提供随机数（裁定用）',
  keysOf: ({ data: { unitId, kind } }) => (kind === 'organ' ? [unitId] : []),
  on: { UnitRegistered: (_, { data: { unitId } }) => ({ unitId }) },
};
