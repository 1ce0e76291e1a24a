import type { Context, EventDefinition, FactContribution } from '#kernel';
import { accountabilityContext } from '#accountability';
import { appealContext } from '#appeal';
import { assessmentContext } from '#assessment';
import { cadenceContext } from '#cadence';
import { inspectionContext } from '#inspection';
import { ledgerContext } from '#ledger';
import { programmeContext } from '#programme';
import { redressContext } from '#redress';
import { rectificationContext } from '#rectification';
import { registryContext } from '#registry';
import { rulebookContext } from '#rulebook';
import { sealContext } from '#seal';
import { vetoContext } from '#veto';
import { trailContext } from './trail.view.js';

/**
 * The product put together: every context in the order of knowledge. The rule book's facts and the calendar's due times are gathered from all manifests,
 * so a further context joins by being named here. Tests pass `joining` contexts of their own (placed before veto).
 */
export function productContexts(joining: readonly Context[] = []): readonly Context[] {
  const before = [registryContext];
  const after = [
    programmeContext,
    assessmentContext,
    inspectionContext,
    rectificationContext,
    cadenceContext,
    ...joining,
    vetoContext,
    accountabilityContext,
    appealContext,
    redressContext,
  ];
  const facts = [...before, ...after].flatMap(({ facts: contribution }): readonly FactContribution[] => (contribution ? [contribution] : []));
  const dues = [...before, ...after].flatMap(({ dues: contribution }) => (contribution ? [contribution] : []));
  const contexts = [ledgerContext(dues), sealContext, ...before, rulebookContext(facts), ...after];
  return [...contexts, trailContext(definitionsOf(contexts))];
}

/** Every event type that any manifest defines. */
export const definitionsOf = (contexts: readonly Context[]): ReadonlyMap<string, EventDefinition> =>
  new Map(contexts.flatMap(({ events }) => Object.entries(events)));

export const contexts = productContexts();
