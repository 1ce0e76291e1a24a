/** How sources become CommonJS without tsc: shared by jest and scripts/typescript.cjs, so that a process started by a test runs the same code. */
const swcOptions = (syntax) => ({
  swcrc: false,
  configFile: false,
  sourceMaps: syntax === 'typescript' ? 'inline' : false,
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax, ...(syntax === 'typescript' && { decorators: true }) },
    ...(syntax === 'typescript' && { transform: { legacyDecorator: true, decoratorMetadata: true } }),
  },
});

module.exports = { swcOptions };
