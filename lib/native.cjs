// Loads the native addon, and says something useful when there is none for this machine.
'use strict';

/** @returns {typeof import('./binding.cjs')} */
function load() {
  try {
    return require('./binding.cjs');
  } catch (cause) {
    const { missingAddon } = require('./missing-addon.cjs');
    throw new Error(missingAddon(), { cause });
  }
}

module.exports = load();
