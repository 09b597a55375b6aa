// Runs a tool that is no npm package: node scripts/tool.js <tool> [arguments]
//
// It is installed into target/tools when it is not there in the version named here: a wheel from PyPI, or a crate that
// cargo compiles.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @type {Record<string, { from: 'PyPI' | 'crates.io', version: string, program?: string }>} */
const TOOLS = {
  typos: { from: 'PyPI', version: '1.52.0' },
  zizmor: { from: 'PyPI', version: '1.32.0' },
  // actionlint's heir; actionlint itself is on PyPI only as a script that downloads it.
  jactionlint: { from: 'PyPI', version: '2.3.0' },
  'cargo-deny': { from: 'crates.io', version: '0.20.2' },
  'cargo-machete': { from: 'crates.io', version: '0.9.2' },
  'cargo-tarpaulin': { from: 'crates.io', version: '0.37.5' },
};

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'target/tools');
const windows = process.platform === 'win32';
const programs = join(folder, windows ? 'Scripts' : 'bin');

/** @param {string} message */
function fail(message) {
  console.error(`tool: ${message}`);
  process.exit(1);
}

/**
 * Runs a program; its exit code.
 * @param {string} program
 * @param {string[]} args
 */
function run(program, args) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
  if (error) fail(`${program} does not start: ${error.message}`);
  return status ?? 1;
}

/** @param {string} name */
function install(name) {
  const { from, version } = TOOLS[name];
  const mark = join(folder, `${name}.version`);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === version) return;
  console.error(`Installing ${name} ${version} from ${from} into target/tools`);
  if (from === 'PyPI') {
    const python = join(programs, 'python');
    if (!existsSync(windows ? `${python}.exe` : python)) run(windows ? 'python' : 'python3', ['-m', 'venv', folder]);
    if (run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `${name}==${version}`]) !== 0) {
      fail(`${name} ${version} cannot be installed; python3 needs its venv (on Debian: apt-get install python3-venv)`);
    }
  } else if (run('cargo', ['install', '--quiet', '--locked', '--root', folder, '--version', version, name]) !== 0) {
    fail(`${name} ${version} cannot be compiled`);
  }
  writeFileSync(mark, version);
}

const [name, ...args] = process.argv.slice(2);
if (!name || !(name in TOOLS)) fail(`which tool? ${Object.keys(TOOLS).join(', ')}, not ${name ?? 'none'}`);
install(name);
process.exitCode = run(join(programs, name), args);
