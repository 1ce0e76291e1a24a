import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { PAGE_SCRIPTS, type DossierVerdict, type ReaderTrust } from '#seal';

const FOLDER = join(__dirname, '../../libs/seal/src/dossier/page');
type PageProgram = Readonly<{ verify(bytes: Uint8Array, brought: ReaderTrust): DossierVerdict }>;

/** The page's program without the page, where all of it but `show` runs. Verdicts are data: objects of another realm are none of this one's. */
export function pageProgram(): PageProgram {
  const context = createContext({ TextEncoder, TextDecoder, atob, btoa, Uint8Array });
  for (const name of PAGE_SCRIPTS.filter((part) => part !== 'show')) runInContext(readFileSync(join(FOLDER, `${name}.js`), 'utf8'), context);
  const { verify } = runInContext('Zelian', context) as PageProgram;
  return { verify: (bytes, brought) => JSON.parse(JSON.stringify(verify(new Uint8Array(bytes), brought))) as DossierVerdict };
}
