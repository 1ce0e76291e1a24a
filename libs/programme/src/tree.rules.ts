import { must } from '#kernel';
import { NODE_KINDS, type ProgrammeNode, type ProgrammeTree } from './programme.events.js';

/** Every name of every node: id, label, aliases. */
const namesOf = ({ id, zh, aliases = [] }: ProgrammeNode): readonly string[] => [...new Set([id, zh, ...aliases])];

/** Name → node id. A programme's own aliases name the whole and stand apart. */
export const namesIn = (tree: ProgrammeTree): Readonly<Record<string, string>> =>
  Object.fromEntries(tree.nodes.flatMap((node) => namesOf(node).map((name) => [name, node.id])));

/** From the node up to a root; a circle would never end, so a step more than there are nodes is one. */
function reachesRoot(node: ProgrammeNode, byId: ReadonlyMap<string, ProgrammeNode>): boolean {
  let at: ProgrammeNode | undefined = node;
  for (let steps = 0; at !== undefined && steps <= byId.size; steps++) {
    if (at.parentId === undefined) return true;
    at = byId.get(at.parentId);
  }
  return false;
}

/** A tree whose names are unambiguous, whose parents exist and which has as many nodes of each kind as it says. @throws Rejection `programme.*` */
export function mustBeTree(tree: ProgrammeTree): void {
  must(tree.zh.trim() !== '' && tree.source.trim() !== '', 'text.blank', { zh: '名称与来源不能为空', en: 'name and source must not be blank' });
  const byId = new Map(tree.nodes.map((node) => [node.id, node]));
  must(byId.size === tree.nodes.length, 'programme.id-twice', { zh: '节点编号重复', en: 'a node id is used twice' });
  const names = tree.nodes.flatMap(namesOf);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  must(twice === undefined, 'programme.name-twice', { zh: `“${twice}”指两个节点`, en: `“${twice}” names two nodes` });
  const lost = tree.nodes.find((node) => !reachesRoot(node, byId));
  must(lost === undefined, 'programme.parent-unknown', {
    zh: `节点${lost?.id}的上级不存在或成环`,
    en: `the parent of ${lost?.id} is missing or leads back to it`,
  });
  for (const kind of NODE_KINDS) {
    const stated = tree.composition[kind];
    const counted = tree.nodes.filter((node) => node.kind === kind).length;
    must(stated === undefined || stated === counted, 'programme.composition', {
      zh: `“${kind}”应有${stated}项，实有${counted}项`,
      en: `${stated} nodes of kind ${kind} are stated, ${counted} are there`,
    });
  }
}

/** Ids are stable: what once had an id may change its words but never disappears, or old references would point at nothing. */
export function mustKeepIds(before: ProgrammeTree | undefined, after: ProgrammeTree): void {
  const dropped = before?.nodes.find(({ id }) => !after.nodes.some((node) => node.id === id));
  must(dropped === undefined, 'programme.id-dropped', { zh: `节点${dropped?.id}不得删除`, en: `node ${dropped?.id} must not disappear` });
}
