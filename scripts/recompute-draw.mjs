// Recomputes a draw from exported events, sharing no code with the product; the method is written down in libs/inspection/src/draw.selection.ts.
// Usage: node scripts/recompute-draw.mjs EXPORT.jsonl DRAW_ID — exit 0 match, 1 mismatch (or still sealed, void or unknown), 2 wrong usage.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [file, drawId] = process.argv.slice(2);
const end = (code, says) => (console.log(says), process.exit(code));
if (!drawId) end(2, 'usage: node scripts/recompute-draw.mjs EXPORT.jsonl DRAW_ID');
const sha = (text) => createHash('sha256').update(text).digest('hex');
const events = readFileSync(file, 'utf8').split('\n').filter(Boolean).map(JSON.parse).filter(({ data }) => data.drawId === drawId); // prettier-ignore
const of = (type) => events.filter((event) => event.type === type).map(({ data }) => data);
const [draw] = of('DrawAnnounced');
const [result] = draw?.unannounced ? of('DrawUnsealed') : of('DrawCompleted');
if (!draw || !result) end(1, 'mismatch: no result in the clear');
const seeds = result.seeds ?? draw.bodyUnitIds.map((id) => of('DrawSeedRevealed').find(({ bodyUnitId }) => bodyUnitId === id)?.seed);
const listHash = sha(draw.candidates.join('\n'));
const kept = (id, i) => of('DrawSeedCommitted').some((c) => c.bodyUnitId === id && c.seedCommitment === sha(`${listHash}:${drawId}:${id}:${seeds[i]}`));
const combined = sha(seeds[0] + seeds[1] + listHash);
const list = [...draw.candidates];
for (let p = 0, block = 0; p < draw.pickCount; p++) {
  const n = list.length - p;
  let x = Infinity;
  while (x >= Math.floor(2 ** 48 / n) * n) x = parseInt(sha(`${combined}:${block++}`).slice(0, 12), 16);
  [list[p], list[p + (x % n)]] = [list[p + (x % n)], list[p]];
}
const same = JSON.stringify([listHash, combined, list.slice(0, draw.pickCount)]) === JSON.stringify([draw.listHash, result.combinedSeed, result.picked]);
const match = same && draw.bodyUnitIds.every(kept);
end(match ? 0 : 1, `${match ? 'match' : 'mismatch'}: ${list.slice(0, draw.pickCount).join(' ')}`);
