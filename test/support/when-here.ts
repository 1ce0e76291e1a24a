/** `it` where everything is installed that such tests need; else they are skipped, and it is said why. */
export function whenHere(what: string, missing: string | undefined): jest.It {
  if (missing === undefined) return it;
  process.stderr.write(`${what} are skipped: ${missing}\n`);
  return it.skip as jest.It;
}

const OPTIONAL = ['@myriaddreamin/typst-ts-node-compiler', '@embedpdf/fonts-sc'] as const;
/** Why no PDF can be made here, or undefined: what sets them is optional, and not made for every platform. */
export function pdfMissing(): string | undefined {
  try {
    for (const name of OPTIONAL) require(name);
    return undefined;
  } catch (error) {
    return (error as Error).message.split('\n')[0];
  }
}
