import type { ReexaminedAct } from '#accountability';

/** Neither who it was nor by which complaint: whoever reads a screen is not to find out who complained. */
const UNDISCLOSED = {
  zh: '有应当回避的人员参加，事由不公开',
  en: 'somebody took part who had to stand aside, for a reason that is not public',
} as const;

/**
 * Acts as examined by what may be told, and what they break besides once it is known who complained: the rule alone, in words of its own, since its own text names
 * people.
 */
export function withUndisclosed(told: readonly ReexaminedAct[], whole: readonly ReexaminedAct[]): readonly ReexaminedAct[] {
  return told.map((act, index) => {
    const known = new Set((act.broken ?? []).map(({ code }) => code));
    const besides = (whole[index]!.broken ?? []).filter(({ code }) => !known.has(code));
    if (besides.length === 0) return act;
    return { ...act, broken: [...(act.broken ?? []), ...besides.map((rule) => ({ ...rule, text: UNDISCLOSED }))] };
  });
}
