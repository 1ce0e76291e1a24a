/**
 * The page of GB/T 9704-2012 as the typesetter reads it: A4, margins 37/35/28/26 mm, body 3号 (16 pt) on lines of 28 pt, title 2号 (22 pt), page number 4号 (14 pt)
 * between dashes on the outer side. The document comes as data and never as markup, so that nothing in it can be read as an instruction.
 */
export const PDF_LAYOUT = String.raw`
#let doc = json(bytes(sys.inputs.document))
#let body-size = 16pt
#let line(size, pitch) = (top-edge: 0.88em, bottom-edge: -0.12em, size: size)
#set document(title: doc.title, author: "责链 Zelian", date: auto)
#set text(font: doc.font, lang: "zh", region: "cn", fallback: false, ..line(body-size, 28pt))
#set par(leading: 12pt, spacing: 12pt, first-line-indent: (amount: 2em, all: true), justify: false)
#set page(
  paper: "a4",
  margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm),
  header: if doc.draft { align(right, text(fill: rgb("#c00000"), weight: "bold", doc.draftWord)) },
  footer: context {
    let side = if calc.odd(here().page()) { right } else { left }
    align(side, pad(x: 14pt, text(size: 14pt, "— " + str(here().page()) + " —")))
  },
)
#show heading: it => block(above: 12pt, below: 12pt, pad(left: 32pt, text(size: body-size, weight: if it.level == 1 { "bold" } else { "regular" }, it.body)))
#show title: set text(size: 22pt, weight: "bold")
#let plain(content) = { set par(first-line-indent: 0pt); content }
#let lines(value) = value.split("\n").join(linebreak())
#let cells(row, size) = row.map(value => plain({ set par(leading: 4pt, justify: false); text(size: size, lines(value)) }))
#let grid-of(head, rows, widths, size: 10.5pt) = table(
  columns: widths.map(width => width * 1fr),
  align: left + horizon,
  inset: 4pt,
  stroke: 0.5pt,
  ..if head != none { (table.header(..cells(head, size).map(strong)),) },
  ..rows.map(row => cells(row, size)).flatten(),
)
#let shown(block) = {
  if block.kind == "heading" { heading(level: 1, block.text) }
  else if block.kind == "subheading" { heading(level: 2, block.text) }
  else if block.kind == "table" { grid-of(block.at("head", default: none), block.rows, block.widthsPercent) }
  else if block.kind == "addressee" { plain(lines(block.text)); parbreak() }
  else { lines(block.text); parbreak() }
}

#if doc.number != none { plain(align(center, doc.number)) }
#v(28pt)
#plain(align(center, { set par(leading: 8pt); title() }))
#if doc.draft { plain(align(center, doc.lacking)) }
#v(28pt)
#for block in doc.blocks { shown(block) }
#v(28pt)
#plain(align(right, pad(right: 4em, doc.signature.join(linebreak()))))
#pagebreak()
#heading(level: 1, doc.appendix.title)
#doc.appendix.says
#parbreak()
#grid-of(doc.appendix.head, doc.appendix.rows, doc.appendix.widthsPercent, size: 7.5pt)
`;
