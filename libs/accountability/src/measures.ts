/**
 * Measures that reach the person wherever the person now is (终身问责: 问责条例 2016, Art. 10): circulars, talks, admonitions and party or state discipline that
 * leaves the post alone. Every other measure, also one that this list does not know, is aimed at a post and needs its holder (justice 7).
 */
const REACH_THE_PERSON: ReadonlySet<string> = new Set([
  'Circular',
  'ReminderTalk',
  'Criticism',
  'OrderedSelfExamination',
  'WrittenSelfExamination',
  'Admonition',
  'PublicApology',
  'PartyWarning',
  'SeriousPartyWarning',
  'PartyProbation',
  'Expulsion',
  'Warning',
  'Demerit',
  'MajorDemerit',
  'GradeReduction',
]);

/** Whether a measure is aimed at the post, so that it does not apply to somebody who has left it. */
export const bindsToPost = (measure: string): boolean => !REACH_THE_PERSON.has(measure);
