import { encodeQR } from 'qr';

/** The encoder wants some border; the quiet zone is the layout's business. */
const BORDER = 1;

/** A text as the rows of a QR code, `1` for a black module, without the quiet zone. Medium correction: paper is folded and copied. */
export function qrRows(text: string): readonly string[] {
  const inner = <T>(line: readonly T[]): readonly T[] => line.slice(BORDER, -BORDER);
  return inner(encodeQR(text, 'raw', { ecc: 'medium', border: BORDER })).map((row) =>
    inner(row)
      .map((isBlack) => (isBlack ? '1' : '0'))
      .join(''),
  );
}
