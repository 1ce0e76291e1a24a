/** What a crash can part from what comes next, in the order in which it happens. */
export const SEAL_MOMENTS = ['index recorded', 'signed', 'head stored', 'tiles written', 'published'] as const;
export type SealMoment = (typeof SEAL_MOMENTS)[number];
/** `killAt`: by its own hand, the n-th time it gets there; else from outside. */
export type SealChild = Readonly<{ directory: string; keysFolder: string; killAt?: Readonly<{ at: SealMoment; time: number }> }>;
