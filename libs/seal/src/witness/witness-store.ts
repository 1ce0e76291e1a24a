/** The latest checkpoint of a log that the witness cosigned, and the note with the log's signature and its own. */
export type Cosigned = Readonly<{ origin: string; size: number; root: Uint8Array; note: string }>;
/** A checkpoint that a log signed and that contradicts what the witness had cosigned: whoever holds both holds proof against the log. */
export type Contradiction = Readonly<{ origin: string; size: number; root: Uint8Array; note: string; against: string; seenAt: number }>;

/** What a witness must not forget. Whatever is answered is on the disk before. */
export interface WitnessStore {
  latest(origin: string): Cosigned | undefined;
  /** Sets the latest checkpoint of `after.origin` if it still is `before`, durably. @returns false when another process was faster */
  replace(before: Cosigned | undefined, after: Cosigned): boolean;
  /** Keeps one contradiction for each log, size and root, up to a limit. */
  keep(contradiction: Contradiction): void;
  all(): readonly Cosigned[];
  contradictions(): readonly Contradiction[];
  close(): void;
}
