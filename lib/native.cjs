// Loads the native addon, and says something useful when there is none for this machine.
'use strict';

/** @returns {typeof import('./binding.cjs')} */
function load() {
  try {
    return require('./binding.cjs');
  } catch (cause) {
    const machine = `${process.platform}-${process.arch}`;
    throw new Error(
      `playfast has no native addon for ${machine} here. Reinstall without --omit=optional, so that npm fetches ` +
        `the package playfast-${machine}*; or build it in a checkout with Rust: npm install && npm run build.`,
      { cause },
    );
  }
}

module.exports = load();
