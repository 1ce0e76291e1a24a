import type { Instant } from '#kernel';
import { typeset } from './pdf.js';

/** A paper that carries a proof: what it says in lines and tables, and one code that a machine reads. It is no act, so it has no number and no seal. */
export type ProofPaper = Readonly<{
  size: 'a4' | 'a5';
  title: string;
  /** What it is, in one sentence. */
  says: string;
  parts: readonly ProofPart[];
  /** Rows of the code, one letter a module: `1` is black. The quiet zone is the layout's. */
  code: Readonly<{ rows: readonly string[]; caption: string }>;
  footer: string;
}>;
export type ProofPart = Readonly<{
  heading: string;
  lines?: readonly string[];
  table?: Readonly<{ rows: readonly (readonly string[])[]; widthsPercent: readonly number[] }>;
}>;

/** A hash of 64 digits fits into 72 % of the width, so that none is broken. Vectors, not a picture: sharp at any size. Runs of black modules are one bar. */
const PROOF_LAYOUT = String.raw`
#let doc = json(bytes(sys.inputs.document))
#let small = doc.size == "a5"
#let size = if small { 9.5pt } else { 10.5pt }
#set document(title: doc.title, author: "责链 Zelian", date: auto)
#set page(paper: doc.size, margin: if small { 14mm } else { (x: 22mm, y: 24mm) },
  footer: context { set text(size: 8pt, fill: rgb("#5f6368")); grid(columns: (1fr, auto), doc.footer, [#counter(page).display() / #counter(page).final().at(0)]) })
#set text(font: doc.font, lang: "zh", region: "cn", fallback: false, size: size)
#set par(leading: 0.75em, spacing: 0.9em, justify: false)
#show heading: it => block(above: 1.2em, below: 0.6em, text(size: size + 1.5pt, weight: "bold", fill: rgb("#8b1a1a"), it.body))
#show title: set text(size: if small { 16pt } else { 20pt }, weight: "bold", fill: rgb("#8b1a1a"))
#let cell(value) = value.split("\n").join(linebreak())
#let code-of(code, side) = {
  let count = code.rows.len()
  let module = side / (count + 8)
  box(width: side, height: side, fill: white, for (y, row) in code.rows.enumerate() {
    for run in row.matches(regex("1+")) {
      place(dx: module * (run.start + 4), dy: module * (y + 4), rect(width: module * (run.end - run.start), height: module * 1.02, fill: black, stroke: none))
    }
  })
}
#title()
#line(length: 100%, stroke: 1.5pt + rgb("#8b1a1a"))
#doc.says
#for part in doc.parts {
  heading(level: 1, part.heading)
  for line in part.at("lines", default: ()) { block(text(size: size - 1.5pt, cell(line))) }
  let grid = part.at("table", default: none)
  if grid != none {
    table(
      columns: grid.widthsPercent.map(width => width * 1fr),
      align: left + horizon, inset: 4pt, stroke: 0.5pt + rgb("#c9ccd1"),
      ..grid.rows.flatten().map(value => text(size: if small { 7pt } else { 8pt }, cell(value))))
  }
}
#block(width: 100%, breakable: false, above: 1.4em, align(center, {
  code-of(doc.code, if small { 50mm } else { 64mm })
  linebreak()
  text(size: 8pt, doc.code.caption)
}))
`;

/** The paper as PDF/A-2a, the same bytes for the same words. @throws Rejection `document.pdf-unavailable`, `document.glyph-missing` */
export const renderProofPaper = (paper: ProofPaper, at: Instant): Promise<Buffer> => typeset(PROOF_LAYOUT, paper, at);
