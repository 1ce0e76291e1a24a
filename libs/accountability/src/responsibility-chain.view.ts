import { holdsOn, type CalendarDate, type View } from '#kernel';
import type { ChainBody, ResponsibilityChainChanged } from './chain.events.js';
import { changedChain, type Chain } from './chain.js';

const bodyHolds = ({ from, to }: ChainBody, date: CalendarDate): boolean => from === undefined || holdsOn({ from, to }, date);

/** Who answered for a village or unit, in which post or duty, at which level? `validOn` leaves who did so on that day; a later reassignment moves nothing past. */
export const responsibilityChain: View<Chain, ResponsibilityChainChanged> = {
  name: 'responsibility-chain',
  version: 1,
  zh: '责任链',
  aboutPersons: true,
  keysOf: ({ data }) => [data.target],
  on: { ResponsibilityChainChanged: (row, { data }) => changedChain(row, data) },
  validOn: (row, date) => {
    const links = row.links.filter((link) => holdsOn(link, date));
    const bodies = row.bodies.filter((body) => bodyHolds(body, date));
    return links.length + bodies.length === 0 ? undefined : { ...row, bodies, links };
  },
};
