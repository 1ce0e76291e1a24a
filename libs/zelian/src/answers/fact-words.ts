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
      return type.unit === 'hundredths' ? `${(Number(value) / 100).toFixed(2)}分` : `${value}（${type.unit}）`;
    default:
      return undefined;
  }
}

/** What a book calls a fact, or a term that nobody has defined; the id where the book does not know it. */
export function factZh(book: RuleBook | undefined, id: string): string {
  if (id.startsWith(TERM)) {
    const term = book?.terms.find((one) => `${TERM}${one.id}` === id);
    return term ? `“${term.zh}”的界定` : id;
  }
  return book?.facts.find((fact) => fact.id === id)?.zh ?? id;
}
const TERM = 'term:';
