/**
 * How sources become CommonJS without tsc: shared by jest and scripts/typescript.cjs, so that a process started by a test runs the same code. Maps lie beside the
 * code, for whoever asks: within it they were seven tenths of every text that is read, hashed and parsed.
 */
const swcOptions = (syntax) => ({
  swcrc: false,
  configFile: false,
  sourceMaps: syntax === 'typescript',
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax, ...(syntax === 'typescript' && { decorators: true }) },
    ...(syntax === 'typescript' && { transform: { legacyDecorator: true, decoratorMetadata: true } }),
  },
});

module.exports = { swcOptions };
