// Where jest runs tests: Node, as ever, but a worker that has run two hundred files is as fast as a new one, and knows the code that it has compiled before.
const { AsyncLocalStorage } = require('node:async_hooks');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/**
 * Stores of asynchronous context that a file has entered. Each file loads jest-circus anew, whose store stays in use after the file has ended: Node before 24 hands the
 * value of every store in use to every promise that is made, so the two hundredth file pays for those of all before it.
 */
const entered = new Set();
for (const name of ['run', 'enterWith']) {
  const enter = AsyncLocalStorage.prototype[name];
  AsyncLocalStorage.prototype[name] = function (...args) {
    entered.add(this);
    return enter.apply(this, args);
  };
}

/**
 * What V8 made of each module that jest compiled, by its file. Each test file compiles all that it loads in a context of its own; V8 keeps scripts by their text, but
 * not functions, which is what jest compiles. Whether what is kept still fits, V8 asks of the length only: so the text and the parameters have to be the same. The
 * file's name stays with it; what `import()` calls does not, and nothing here has any: swc writes `require`.
 */
const compiled = new Map();
const { compileFunction } = vm;
vm.compileFunction = (code, params = [], options = {}) => {
  const { filename } = options;
  const names = params.join();
  const kept = compiled.get(filename);
  const cachedData = kept?.code === code && kept.names === names ? kept.made : undefined;
  const made = compileFunction(code, params, { ...options, ...(cachedData ? { cachedData } : { produceCachedData: true }) });
  // What a change of V8's flags made unfit is made anew the next time.
  if (made.cachedDataRejected) compiled.delete(filename);
  else if (made.cachedData && filename !== undefined) compiled.set(filename, { code, names, made: made.cachedData });
  return made;
};

module.exports = class extends TestEnvironment {
  async teardown() {
    try {
      await super.teardown();
    } finally {
      for (const storage of entered) storage.disable();
      entered.clear();
    }
  }
};
