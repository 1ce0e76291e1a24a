import { actorFrom } from '#ledger/nest';
import { handOutDossier, type DossierKind, type Handing, type Zelian } from '#zelian';
import { momentOf, wholeNumber, type Common } from '../common.js';
import { handedOut, type Leaving } from '../handing.js';
import { line, printJson } from '../output.js';
import { saved } from '../files.js';

type Dossier = Common & Leaving & Readonly<{ out: string; year?: string }>;

/** `explain … --out F`, `trail … --out F`: the answer as a file that leaves; about a person, to whom and for what is recorded. */
export async function saveDossier(kind: DossierKind, subject: string, options: Dossier): Promise<void> {
  const year = options.year === undefined ? undefined : wholeNumber('--year', options.year);
  const ask = { kind, subject, year, moment: momentOf(options), actor: actorFrom(options.actor) };
  const here = (zelian: Zelian, to?: Handing) => handOutDossier(zelian, { ...ask, to });
  const query = new URLSearchParams(Object.entries(ask.moment).map(([name, value]): [string, string] => [name, String(value)])).toString();
  const path = `exchange/dossiers/${kind}/${encodeURIComponent(subject)}${query === '' ? '' : `?${query}`}`;
  const bytes = await handedOut(options, { path, channel: 'file', more: year === undefined ? {} : { year }, here });
  await saved(options.out, [bytes]);
  if (options.json) printJson({ kind, subject, out: options.out, bytes: bytes.length });
  else line(options.out);
}
