/** Households and the persons in them; `persons` absent where none are stated. */
export type Count = Readonly<{ households: number; persons?: number }>;
/** One sub-line of a path. `unit`: what `persons` counts where it is not household members (workers, jobs). */
export type FigureLine = Count & Readonly<{ name: string; unit?: string }>;
/** How firmly a number was said: “余” is `at-least`, “约” is `about`. */
export type Quantifier = 'exact' | 'at-least' | 'about';
/** A number beside the path's households and persons: factories, shops, jobs. It is never added to them. */
export type Counter = Readonly<{ name: string; value: number; quantifier: Quantifier }>;
export type Rate = Readonly<{ name: string; numerator: number; denominator: number }>;
/** Who is linked to whom: enterprises by their own word, and the households that they carry. */
export type LinkedFigures = Count & Readonly<{ by: readonly Counter[] }>;
/**
 * One path as its source states it. `ofWhole`: the stated figure is a part of this larger one. `routesNamed`: the ways that the text names, which need not be
 * the lines that it gives figures for.
 */
export type PathFigures = Readonly<{
  id: string;
  name: string;
  stated: Count;
  ofWhole?: Count;
  lines: readonly FigureLine[];
  routesNamed?: readonly string[];
  linked?: LinkedFigures;
  counters?: readonly Counter[];
  rates?: readonly Rate[];
}>;
/** `sizeOutlierPercent`: from how many percent of the median household on a path's households are so large that an exact sum has to be asked about. */
export type FiguresDocument = Readonly<{ source: string; note?: string; sizeOutlierPercent?: number; paths: readonly PathFigures[] }>;
