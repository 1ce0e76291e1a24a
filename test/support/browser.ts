import { spawnSync } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';

/** Debian's chromium, or whatever `CHROMIUM` names. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Why no browser can be run here, or undefined. */
export function browserMissing(): string | undefined {
  const { error, status } = spawnSync(CHROMIUM, ['--version'], { encoding: 'utf8' });
  return error || status !== 0 ? `${CHROMIUM} is not installed` : undefined;
}

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
