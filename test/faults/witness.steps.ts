/** What a child that witnesses is told. Its standard output is the record of what was answered; a line without its end was never said. */
export type WitnessChildOptions = Readonly<{
  directory: string;
  seed: string;
  /** Kills itself at the n-th time that it gets there; otherwise it goes on until it is killed. */
  killAt?: Readonly<{ step: WitnessPlace; time: number }>;
}>;
export const WITNESS_PLACES = ['checked', 'stored', 'answered'] as const;
export type WitnessPlace = (typeof WITNESS_PLACES)[number];

export const WITNESSED_ORIGIN = 'example.org/lingchuan';
export const WITNESS_SECRET = 7;
/** Where the lying twin of the log leaves the true history: both are shown from then on. */
export const FORKED_AT = 10;
