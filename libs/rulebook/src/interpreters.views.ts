import type { View } from '#kernel';
import type { Competence, PostRegistered, UnitRegistered } from '#registry';

/** What interpretations are decided on: what this context remembers of registry's events. */
export type InterpreterRow = Readonly<{ unitId: string; name: string; competences: readonly Competence[] }>;
export type PostRoleRow = Readonly<{ role: string }>;

/** Which organs are there that could interpret a book, and what are they competent for? */
export const interpreters: View<InterpreterRow, UnitRegistered> = {
  name: 'interpreters',
  version: 1,
  zh: '可发文解释规则的机关及其职权',
  keysOf: ({ data }) => [data.unitId],
  on: { UnitRegistered: (_, { data: { unitId, name, competences = [] } }) => ({ unitId, name, competences }) },
};

/** Which roles do registered posts have? */
export const postRoles: View<PostRoleRow, PostRegistered> = {
  name: 'post-roles',
  version: 1,
  zh: '已登记岗位的类别',
  keysOf: ({ data }) => [data.role],
  on: { PostRegistered: (_, { data: { role } }) => ({ role }) },
};
