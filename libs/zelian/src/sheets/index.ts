import { Rejection } from '#kernel';
import type { SheetTemplate } from '#exchange';
import { figuresTemplate } from './figures.js';
import { findings } from './findings.js';
import { performanceScores } from './performance-scores.js';
import { roster } from './roster.js';
import type { SheetBinding } from './sheet-binding.js';

/** Sheets whose rows become commands. */
export const sheetBindings: readonly SheetBinding[] = [roster, performanceScores, findings];
/** Every sheet that can be filled in; that of the figures is read by `reconcile` and records nothing. */
export const sheetTemplates: readonly SheetTemplate[] = [...sheetBindings.map(({ template }) => template), figuresTemplate];

const unknown = (name: string): Rejection => {
  const known = sheetTemplates.map((template) => template.name).join(', ');
  return new Rejection('template.unknown', { zh: `没有这个表：${name}（现有：${known}）`, en: `no such template: ${name} (there are: ${known})` });
};

/** @throws Rejection `template.unknown` */
export function templateNamed(name: string): SheetTemplate {
  const template = sheetTemplates.find((candidate) => candidate.name === name);
  if (!template) throw unknown(name);
  return template;
}

/** @throws Rejection `template.unknown`, `template.not-imported` */
export function bindingNamed(name: string): SheetBinding {
  templateNamed(name);
  const binding = sheetBindings.find(({ template }) => template.name === name);
  if (binding) return binding;
  throw new Rejection('template.not-imported', { zh: `“${name}”用于核对，不导入账本`, en: `${name} is read by reconcile and records nothing` });
}
