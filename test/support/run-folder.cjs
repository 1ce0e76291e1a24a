const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** A folder that all test files of one run share, and that ends with the run. */
module.exports = () => {
  process.env.ZELIAN_RUN_FOLDER = mkdtempSync(join(tmpdir(), 'zelian-run-'));
};
module.exports.remove = () => rmSync(process.env.ZELIAN_RUN_FOLDER, { recursive: true, force: true });
