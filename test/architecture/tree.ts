import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The repository's root. */
export const ROOT = dirname(dirname(__dirname));
export const TEST_FILE = /\.(spec|contract|journey|replay|fault|live)\.ts$/;
const LEFT_OUT = new Set(['node_modules', 'dist', 'data', 'coverage', '.git']);

/** Paths of all files below the folders, relative to the root, sorted. Walked, not asked of git: an export without history is checked too. */
export function filesIn(folders: readonly string[], root = ROOT): readonly string[] {
  return folders.flatMap((folder) => walk(root, folder)).sort();
}

function walk(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : walk(root, path);
    return entry.isFile() ? [path] : [];
  });
}

export const CODE = ['apps', 'libs', 'test', 'scripts'];
/** Every TypeScript file of the project. */
export const typescriptFiles = (): readonly string[] => filesIn(CODE).filter((file) => file.endsWith('.ts'));
export const textOf = (file: string, root = ROOT): string => readFileSync(join(root, file), 'utf8');

/** A small project with the real configuration and planted sources: what a checker says of it shows that the checker can fail. */
export function planted<Result>(sources: Readonly<Record<string, string>>, check: (root: string) => Result): Result {
  const root = mkdtempSync(join(tmpdir(), 'zelian-planted-'));
  try {
    for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs', '.oxlintrc.json']) copyFileSync(join(ROOT, file), join(root, file));
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    for (const [file, text] of Object.entries(sources)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    return check(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
