import { isDuty, rolesKnownTo, strangersIn } from './book-posts.js';
import type { RuleBook } from './book.js';
import { error, type Finding } from './lint-finding.js';
import type { PostSelector } from './rulebook.events.js';

/** Whom a clause or a term means: a role or duty that nobody can have names nobody, and nobody would notice. */
export function postErrors(book: RuleBook): readonly Finding[] {
  const known = rolesKnownTo(book);
  const named = (posts: PostSelector, zh: string, en: string, place: Parameters<typeof error>[3]): readonly Finding[] => {
    const { role, duty } = strangersIn(posts, known);
    return [
      ...(role === undefined
        ? []
        : [error('book.unknown-role', `${zh}的岗位类别“${role}”未列明（见roles）`, `${en} names an unknown role "${role}"; list it in roles`, place)]),
      ...(duty === undefined ? [] : [error('book.unknown-duty', `${zh}的职责“${duty}”不存在`, `${en} names an unknown duty "${duty}"`, place)]),
    ];
  };
  return [
    ...book.clauses.flatMap(({ id, consequence }) =>
      consequence.kind === 'measure' ? named(consequence.posts, `条款${id}`, `clause ${id}`, { clauseId: id }) : [],
    ),
    ...book.terms.flatMap((term) => {
      const meant: PostSelector = {
        ...(term.defined && term.posts),
        of: 'self',
        duties: [...(term.mayConcern ?? []), ...((term.defined && term.posts?.duties) || [])],
      };
      return named(meant, `用语“${term.zh}”`, `the term ${term.id}`, { subject: term.id });
    }),
    ...book.chain
      .filter(({ duty }) => !isDuty(duty))
      .map(({ duty, zh }) =>
        error('book.unknown-duty', `责任链上“${zh}”的职责“${duty}”不存在`, `the chain names an unknown duty "${duty}"`, { subject: duty }),
      ),
  ];
}
