import { holdsOn, type ValidTime, type View } from '#kernel';
import type { PairingEvent, SupportGroupEvent } from './partners.events.js';

type Body = ValidTime & Readonly<{ bodyId: string; name: string }>;
/** `unaccounted`: bodies that the source counts and nobody has named; below zero there are more than it says. */
export type SupportGroupRow = Readonly<{
  groupId: string;
  zh: string;
  source: string;
  stated: number;
  counted: number;
  unaccounted: number;
  bodies: readonly Body[];
}>;

function group({ groupId, zh, source, stated }: Pick<SupportGroupRow, 'groupId' | 'zh' | 'source' | 'stated'>, bodies: readonly Body[]): SupportGroupRow {
  const counted = bodies.filter(({ to }) => to === undefined).length;
  return { groupId, zh, source, stated, counted, unaccounted: stated - counted, bodies };
}

/** Which bodies from outside help, and are they as many as is said? */
export const supportGroups: View<SupportGroupRow, SupportGroupEvent> = {
  name: 'support-groups',
  version: 1,
  zh: '外部帮扶单位',
  keysOf: ({ data }) => [data.groupId],
  on: {
    SupportGroupNamed: (_, { data: { groupId, zh, source, statedCount } }) => group({ groupId, zh, source, stated: statedCount }, []),
    SupportBodyJoined: (row, { data: { bodyId, name, from } }) => row && group(row, [...row.bodies, { bodyId, name, from }]),
    SupportBodyLeft: (row, { data: { bodyId, to } }) =>
      row &&
      group(
        row,
        row.bodies.map((body) => (body.bodyId === bodyId && body.to === undefined ? { ...body, to } : body)),
      ),
  },
  validOn: (row, date) =>
    group(
      row,
      row.bodies.filter((body) => holdsOn(body, date)).map(({ bodyId, name, from }) => ({ bodyId, name, from })),
    ),
};

/** The stated ratio stays two numbers: 100 : 1000. `fewest` and `most` helped by one supporter. */
export type PairingRow = Readonly<{
  campaignId: string;
  zh: string;
  source: string;
  stated: Readonly<{ supporters: number; helped: number }>;
  paired: Readonly<{ supporters: number; helped: number; fewest: number; most: number }>;
  unaccounted: Readonly<{ supporters: number; helped: number }>;
  bySupporter: Readonly<Record<string, readonly string[]>>;
}>;

function campaign(row: Pick<PairingRow, 'campaignId' | 'zh' | 'source' | 'stated'>, bySupporter: PairingRow['bySupporter']): PairingRow {
  const { campaignId, zh, source, stated } = row;
  const sizes = Object.values(bySupporter).map(({ length }) => length);
  const helped = sizes.reduce((sum, size) => sum + size, 0);
  return {
    campaignId,
    zh,
    source,
    stated,
    paired: { supporters: sizes.length, helped, fewest: sizes.length === 0 ? 0 : Math.min(...sizes), most: Math.max(0, ...sizes) },
    unaccounted: { supporters: stated.supporters - sizes.length, helped: stated.helped - helped },
    bySupporter,
  };
}

function paired(bySupporter: PairingRow['bySupporter'], supporterId: string, helpedIds: readonly string[]): PairingRow['bySupporter'] {
  const { [supporterId]: _before, ...others } = bySupporter;
  return helpedIds.length === 0 ? others : { ...others, [supporterId]: helpedIds };
}

/** Who helps whom, and are they as many as is said? */
export const pairings: View<PairingRow, PairingEvent> = {
  name: 'pairings',
  version: 1,
  zh: '结对帮扶',
  aboutPersons: true,
  keysOf: ({ data }) => [data.campaignId],
  on: {
    PairingCampaignOpened: (_, { data: { campaignId, zh, source, statedSupporters: supporters, statedHelped: helped } }) =>
      campaign({ campaignId, zh, source, stated: { supporters, helped } }, {}),
    SupporterPaired: (row, { data: { supporterId, helpedIds } }) =>
      row && campaign(row, paired(row.bySupporter, supporterId, [...(row.bySupporter[supporterId] ?? []), ...helpedIds])),
    SupporterUnpaired: (row, { data: { supporterId, helpedIds } }) => {
      const left = (row?.bySupporter[supporterId] ?? []).filter((id) => !helpedIds.includes(id));
      return row && campaign(row, paired(row.bySupporter, supporterId, left));
    },
  },
};
