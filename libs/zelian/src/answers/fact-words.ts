import type { FactValue } from '#kernel';
import { gradeById, type RuleBook } from '#rulebook';

/** A fact's value as people say it, by the book's own words. */
export function valueZh(book: RuleBook | undefined, fact: string, value: FactValue | null): string {
  if (value === null) return '未知';
  if (typeof value === 'boolean') return value ? '是' : '否';
  return (book && wordOf(book, fact, value)) ?? String(value);
}

function wordOf(book: RuleBook, fact: string, value: FactValue): string | undefined {
  const type = book.facts.find(({ id }) => id === fact)?.type;
  switch (type?.kind) {
    case 'enum':
      return type.values.find(({ id }) => id === value)?.zh;
    case 'grade':
      return gradeById(book, String(value))?.zh;
    case 'integer':
      return `${value}（${type.unit}）`;
    default:
      return undefined;
  }
}
