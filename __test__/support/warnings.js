/**
 * The warnings of the process while this runs.
 * @param {() => Promise<unknown>} run
 */
export async function warningsOf(run) {
  const warnings = [];
  const keep = (warning) => warnings.push(warning);
  process.on('warning', keep);
  await run();
  // Warnings are emitted in a turn of their own.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', keep);
  return warnings;
}
