import { holdsOn, type CalendarDate, type View } from '#kernel';
import { withDuty } from './duty-rows.js';
import { byFrom, intervalOf } from './intervals.js';
import type { DutyEvent, SecondmentEvent, TenureEvent } from './registry.events.js';
import type { PersonPostsRow, PersonTenureRow, SecondmentRow } from './rows.js';

type Known = TenureEvent | DutyEvent | SecondmentEvent;

const opened = (row: PersonPostsRow | undefined, personId: string): PersonPostsRow => row ?? { personId, tenures: [], duties: [], secondments: [] };

function withTenure(
  row: PersonPostsRow | undefined,
  personId: string,
  tenure: Pick<PersonTenureRow, 'tenureId' | 'postId'> & Partial<PersonTenureRow>,
): PersonPostsRow {
  const known = opened(row, personId);
  // A tenure id is unique within its post only.
  const same = (other: PersonTenureRow) => other.tenureId === tenure.tenureId && other.postId === tenure.postId;
  const changed = { ...known.tenures.find(same), ...tenure } as PersonTenureRow;
  return { ...known, tenures: [...known.tenures.filter((other) => !same(other)), changed].sort(byFrom(({ tenureId, postId }) => `${tenureId}/${postId}`)) };
}

const withSecondment = (row: PersonPostsRow | undefined, { data }: SecondmentEvent): PersonPostsRow => {
  const known = opened(row, data.personId);
  const secondment: SecondmentRow = { secondmentId: data.secondmentId, homeUnitId: data.homeUnitId, hostUnitId: data.hostUnitId, ...intervalOf(data) };
  const others = known.secondments.filter(({ secondmentId }) => secondmentId !== data.secondmentId);
  return { ...known, secondments: [...others, secondment].sort(byFrom(({ secondmentId }) => secondmentId)) };
};

const withOwnDuty = (row: PersonPostsRow | undefined, event: DutyEvent, key: string): PersonPostsRow => {
  const known = opened(row, key);
  return { ...known, duties: withDuty(known.duties, event) };
};

function heldOn(row: PersonPostsRow, date: CalendarDate): PersonPostsRow | undefined {
  const tenures = row.tenures.filter((item) => holdsOn(item, date));
  const duties = row.duties.filter((item) => holdsOn(item, date));
  const secondments = row.secondments.filter((item) => holdsOn(item, date));
  return tenures.length + duties.length + secondments.length === 0 ? undefined : { personId: row.personId, tenures, duties, secondments };
}

/** What does or did a person answer for: posts, duties, secondments, from when to when? */
export const personPosts: View<PersonPostsRow, Known> = {
  name: 'person-posts',
  version: 1,
  zh: '个人任职与任务',
  aboutPersons: true,
  keysOf: ({ data }) => (data.personId === undefined ? [] : [data.personId]),
  on: {
    TenureStarted: (row, { data: { tenureId, postId, personId, from, sharePermille, acting } }) =>
      withTenure(row, personId, { tenureId, postId, from, sharePermille, acting }),
    TenureEnded: (row, { data: { tenureId, postId, personId, to, reason } }) => withTenure(row, personId, { tenureId, postId, to, endReason: reason }),
    TenureCorrected: (row, { data: { tenureId, postId, personId, from, to, sharePermille, documentRef } }) =>
      withTenure(row, personId, { tenureId, postId, from, to, sharePermille, documentRef, ...(to === undefined && { endReason: undefined }) }),
    DutyAssigned: withOwnDuty,
    DutyEnded: withOwnDuty,
    DutyCorrected: withOwnDuty,
    SecondmentStarted: withSecondment,
    SecondmentEnded: withSecondment,
  },
  validOn: heldOn,
};
