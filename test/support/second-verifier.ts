import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { DossierVerdict } from '#seal';

export const SCRIPT = join(__dirname, '../../scripts/verify_dossier.py');
const PYTHON = process.env.PYTHON ?? 'python3';

/** Why the second verifier cannot run here, or undefined. */
export function pythonMissing(): string | undefined {
  const { error, status, stdout } = spawnSync(PYTHON, ['-c', 'import sys; print(sys.version_info >= (3, 8))'], { encoding: 'utf8' });
  if (error || status !== 0) return `${PYTHON} is not installed`;
  return stdout.trim() === 'True' ? undefined : `${PYTHON} is older than 3.8`;
}

/** What a verdict has to agree in, whoever reached it. */
export type Agreed = Pick<
  DossierVerdict,
  'ok' | 'covers' | 'count' | 'after' | 'assurance' | 'anchor' | 'witnesses' | 'auditors' | 'keys' | 'revealed' | 'withheld'
> &
  Readonly<{ subject?: string; problem?: string; position?: number; missing?: readonly string[]; checks: readonly string[] }>;

export function agreed(verdict: DossierVerdict): Agreed {
  const { ok, subject, covers, count, after, assurance, anchor, witnesses, auditors, keys, revealed, withheld, firstProblem, checks } = verdict;
  const same = {
    ok,
    covers,
    count,
    after,
    anchor,
    witnesses,
    auditors,
    keys,
    revealed,
    withheld,
    checks: checks.map(({ name, ok: holds }) => `${name} ${holds}`),
  };
  return {
    ...same,
    ...(ok && { subject, assurance }),
    ...(firstProblem && { problem: firstProblem.check, position: firstProblem.position, missing: firstProblem.missing }),
  };
}

/** What is put to a verifier: a file, and what its reader brings. */
export type Trial = Readonly<{
  path: string;
  log?: readonly string[];
  witnesses?: readonly string[];
  auditors?: readonly string[];
  policyPath?: string;
  checkpointPath?: string;
}>;

const argumentsOf = ({ path, log = [], witnesses = [], auditors = [], policyPath, checkpointPath }: Trial): readonly string[] => [
  path,
  ...log.flatMap((key) => ['--key', key]),
  ...witnesses.flatMap((key) => ['--witness', key]),
  ...auditors.flatMap((key) => ['--auditor', key]),
  ...(policyPath === undefined ? [] : ['--policy', policyPath]),
  ...(checkpointPath === undefined ? [] : ['--checkpoint', checkpointPath]),
];

/** One run of the script as people run it. */
export function runSecond(trial: Trial, ...more: readonly string[]): Readonly<{ status: number | null; stdout: string; stderr: string }> {
  return spawnSync(PYTHON, [SCRIPT, ...argumentsOf(trial), ...more], { encoding: 'utf8', maxBuffer: 2 ** 28 });
}

/** The script's verdicts on many trials in one process: starting Python two hundred times is most of the work otherwise. */
export function secondVerdicts(trials: readonly Trial[]): readonly DossierVerdict[] {
  const driver = `
import contextlib, io, json, sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import verify_dossier
answers = []
for line in json.load(sys.stdin):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        status = verify_dossier.main(line + ["--json"])
    answers.append(json.loads(out.getvalue()) if status < 2 else {"status": status})
json.dump(answers, sys.stdout)
`;
  const input = JSON.stringify(trials.map(argumentsOf));
  return JSON.parse(execFileSync(PYTHON, ['-c', driver, join(SCRIPT, '..')], { input, encoding: 'utf8', maxBuffer: 2 ** 28 })) as readonly DossierVerdict[];
}
