import { overlapOf, yearInterval, type ValidTime } from '#kernel';
import type { AppealRules, AppealTrack } from './appeal-rules.js';
import type { MeasureForm, RuleBook } from './book.js';
import { clausesOfKind } from './catalogue.js';
import { undatedPart } from './lint-dates.js';
import { error, warning, type Finding } from './lint-finding.js';

/** What the part on appeals says in lists, for the check of the document's shape. */
export function appealLists(appeals: unknown): readonly unknown[] {
  if (appeals === undefined) return [];
  const { counting, leaderRoles, tracks } = (appeals ?? {}) as Partial<Record<keyof AppealRules, unknown>>;
  const steps = Array.isArray(tracks) ? (tracks as readonly Partial<AppealTrack>[]).map((track) => track.steps) : [];
  return [counting, leaderRoles, tracks, ...steps];
}

/** Tracks by which no appeal could be led to its end. */
export function appealErrors(book: RuleBook): readonly Finding[] {
  const { appeals } = book;
  if (!appeals) return [];
  const { counting, tracks } = appeals;
  return [
    ...twice('tracks', tracks),
    ...twice('counting', counting),
    ...tracks.flatMap((track) => [...twice(`steps of ${track.id}`, track.steps), ...stepErrors(track, appeals), ...unknownMeasures(track, book)]),
    ...[...tracks, ...counting].flatMap(undatedPart),
    ...sourcesOf(appeals).flatMap((part) => unsourced(part, book)),
  ];
}

type Part = Readonly<{ id: string; source: string }>;
const sourcesOf = ({ counting, tracks, source }: AppealRules): readonly Part[] => [
  { id: 'appeals', source },
  ...counting,
  ...tracks.flatMap(({ id, source: of, nonAggravation, steps }) => [{ id, source: of }, { id, source: nonAggravation.source }, ...steps]),
];
const unsourced = ({ id, source }: Part, { sources }: RuleBook): readonly Finding[] =>
  sources.some((known) => known.id === source)
    ? []
    : [error('book.unknown-source', `“${id}”的出处“${source}”未列明`, `${id} names an unknown source "${source}"`, { subject: id })];
function twice(name: string, list: readonly Readonly<{ id: string }>[]): readonly Finding[] {
  const ids = list.map(({ id }) => id);
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map((id) =>
    error('book.duplicate-id', `编号“${id}”重复`, `duplicate id "${id}" among ${name}`, { subject: id }),
  );
}

/** A step comes after steps listed before it: so no way leads in a circle, and every step can be reached. */
function stepErrors({ id, steps }: AppealTrack, { counting }: AppealRules): readonly Finding[] {
  return steps.flatMap((step, index) => {
    const earlier = steps.slice(0, index).map((before) => before.id);
    const unreachable = (step.after ?? []).filter((after) => !earlier.includes(after));
    const uncounted = step.countedBy !== undefined && !counting.some((clause) => clause.id === step.countedBy) ? [step.countedBy] : [];
    return [
      ...unreachable.map((after) =>
        error(
          'book.appeal-step-unreachable',
          `“${id}”的“${step.id}”所接的“${after}”不在其前`,
          `step ${step.id} of ${id} follows "${after}", which does not come before it`,
          {
            subject: id,
          },
        ),
      ),
      ...uncounted.map((clause) =>
        error('book.unknown-counting', `“${id}”的计算规则“${clause}”未列明`, `step ${step.id} of ${id} is counted by an unknown clause "${clause}"`, {
          subject: id,
        }),
      ),
    ];
  });
}

const unknownMeasures = ({ id, reaches }: AppealTrack, { measures }: RuleBook): readonly Finding[] =>
  (reaches.measures ?? [])
    .filter((measure) => !measures.some((known) => known.id === measure))
    .map((measure) =>
      error('book.unknown-measure', `“${id}”的处理方式“${measure}”未列明`, `track ${id} names an unknown measure "${measure}"`, { subject: id }),
    );

/** What the book lets people decide and nobody lets them appeal. */
export function appealWarnings(book: RuleBook): readonly Finding[] {
  const vetoes = clausesOfKind(book, 'veto').length > 0;
  const measures = [...new Set(clausesOfKind(book, 'measure').map(({ consequence }) => consequence.measure))];
  return [
    ...measures.flatMap((measure) => {
      const forms = (book.measures.find(({ id }) => id === measure)?.forms ?? []).filter((form) => span(form, book) && !reached(measure, form, book));
      return [...new Set(forms.map(({ source }) => source))].map((source) =>
        warning('book.form-without-track', `依“${source}”作出的“${measure}”没有申诉渠道`, `no appeal track reaches ${measure} decided under ${source}`, {
          subject: measure,
        }),
      );
    }),
    ...(vetoes && !tracksFor('veto', book)
      ? [warning('book.veto-without-track', '单位对一票否决没有异议渠道', 'no track lets a unit object to its veto', { subject: 'veto' })]
      : []),
    ...(vetoes && !tracksFor('grade', book)
      ? [warning('book.grade-without-track', '单位对考核等次没有异议渠道', 'no track lets a unit object to its grade', { subject: 'grade' })]
      : []),
  ];
}

const tracksFor = (kind: 'grade' | 'veto', { appeals }: RuleBook): boolean => appeals?.tracks.some(({ reaches }) => reaches.kinds.includes(kind)) ?? false;

/** When a form can be used by who is judged by this book. */
function span({ effective }: MeasureForm, { effective: own, appliesToYears }: RuleBook): ValidTime | undefined {
  const judged = appliesToYears ? overlapOf({ from: yearInterval(appliesToYears.from).from, to: yearInterval(appliesToYears.to).from }, own) : own;
  return judged && overlapOf(effective, judged);
}

function reached(measure: string, form: MeasureForm, book: RuleBook): boolean {
  const within = span(form, book);
  return (book.appeals?.tracks ?? []).some(
    ({ effective, reaches }) => within !== undefined && overlapOf(effective, within) !== undefined && speaksOf(reaches, measure, form),
  );
}

/** What a track leaves out it does not ask about, and what a form leaves out it allows. */
function speaksOf(
  { kinds, organs, measures, partyMember, staffStatus }: AppealTrack['reaches'],
  measure: string,
  { organs: deciding, appliesTo }: MeasureForm,
): boolean {
  const shared = (own: readonly string[] | undefined, other: readonly string[] | undefined): boolean =>
    own === undefined || other === undefined || own.some((one) => other.includes(one));
  const members = [partyMember, appliesTo.partyMember].filter((one) => one !== undefined);
  return (
    kinds.includes('measure') &&
    shared(measures, [measure]) &&
    shared(organs, deciding) &&
    shared(staffStatus, appliesTo.staffStatus) &&
    new Set(members).size < 2
  );
}
