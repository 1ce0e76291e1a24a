import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../suites/index.js';
import { PAGE_BODY, PAGE_STYLE } from './page-layout.js';
import { readDossier } from './read-dossier.js';

/** The page's program, in the order in which its parts need each other. tsconfig.build.json names them, so that a build has them beside this file. */
export const PAGE_SCRIPTS = ['hashes', 'signatures', 'proofs', 'shape', 'verify', 'show'] as const;

/** A build names a map beside each part; a page has nothing beside it. */
const partOf = (name: string): string => readFileSync(join(__dirname, 'page', `${name}.js`), 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');

let program: string | undefined;
const programOf = (): string => (program ??= PAGE_SCRIPTS.map((name) => partOf(name)).join('\n'));

const hashSource = (text: string): string => `'sha256-${Buffer.from(sha256(Buffer.from(text, 'utf8'))).toString('base64')}'`;

/**
 * The dossier as a page that verifies itself, offline: nothing is loaded, and its policy forbids everything but this very program and style. The file stands in it
 * as base64 of its exact bytes, so no text of it can be read as markup.
 * @throws Rejection for a text that is no dossier
 */
export function dossierPage(text: string): string {
  const { subject } = readDossier(text);
  const script = programOf();
  const policy = `default-src 'none'; script-src ${hashSource(script)}; style-src ${hashSource(PAGE_STYLE)}; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>',
    '<html lang="zh-CN">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>责链案卷 ${subject}</title>`,
    `<style>${PAGE_STYLE}</style>`,
    '</head>',
    `<body>${PAGE_BODY}`,
    `<script type="application/octet-stream" id="dossier">${Buffer.from(text, 'utf8').toString('base64')}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
