// Why there is no addon, and the way out: in a sentence or two that name the package.
'use strict';

/** What releases are built for; `targets` in package.json is the same list in Rust's words. */
const PREBUILT = [
  'linux-x64-gnu',
  'linux-arm64-gnu',
  'linux-x64-musl',
  'linux-arm64-musl',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64-msvc',
  'win32-arm64-msvc',
];

const FROM_SOURCE =
  'Build it on this machine with Rust: clone the repository, run npm install there, and set ' +
  'NAPI_RS_NATIVE_LIBRARY_PATH to the lib/playfast.*.node that it makes.';

/** As in the names of the packages: this machine, with the C library or the compiler where that matters. */
function machine() {
  const { platform, arch } = process;
  if (platform === 'win32') return `${platform}-${arch}-msvc`;
  return platform === 'linux' ? `${platform}-${arch}-${cLibrary()}` : `${platform}-${arch}`;
}

function cLibrary() {
  const { report } = /** @type {any} */ (process);
  // Otherwise it looks up the names at the other ends of open connections, which can take seconds.
  report.excludeNetwork = true;
  return report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'gnu';
}

/** @param {string} name of a package, or a path */
function file(name) {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}

/** What loading the file says. */
function failure(/** @type {string} */ path) {
  try {
    require(path);
    return 'its version is not that of playfast';
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}

/** @returns {string} */
function missingAddon() {
  const named = process.env.NAPI_RS_NATIVE_LIBRARY_PATH;
  if (named) {
    return `playfast cannot load the addon that NAPI_RS_NATIVE_LIBRARY_PATH names, ${named}: ${failure(named)}.`;
  }
  const here = machine();
  if (!PREBUILT.includes(here)) {
    return `playfast has no prebuilt addon for ${here}, only for ${PREBUILT.join(', ')}. ${FROM_SOURCE}`;
  }
  const name = `playfast-${here}`;
  const found = file(`./playfast.${here}.node`) ?? file(name);
  if (found) return `playfast cannot load its addon ${found}: ${failure(found)}. ${FROM_SOURCE}`;
  const { version } = require('../package.json');
  return (
    `playfast needs the package ${name}@${version}, which holds the addon for this machine and is not installed. ` +
    'npm leaves it out with --omit=optional, and where the lock file was made on another kind of machine: remove ' +
    `node_modules and package-lock.json and run npm install again. ${FROM_SOURCE}`
  );
}

module.exports = { missingAddon, PREBUILT };
