#!/usr/bin/env node
// The command line: from the arguments to a command, and its exit code. The addon is loaded when something is asked.

import { collect } from './collect.js';
import { COMMANDS } from './commands.js';
import { causesOf, harmless, isMisuse, Misuse, sentenceOf } from './failures.js';
import { read } from './flags.js';
import { overview, page } from './help.js';
import { version } from './version.js';

const [name = '--help', ...args] = process.argv.slice(2);
const said = new Set(args);

/** @param {string} sentence @param {unknown} [error] */
function say(sentence, error) {
  const who = Object.hasOwn(COMMANDS, name) ? `playfast ${name}` : 'playfast';
  console.error(harmless(`${who}: ${sentence}`.replace(/\s*\n\s*/g, ' ')));
  if (!error || !said.has('--debug')) return;
  for (const cause of causesOf(error)) console.error(harmless(`  because: ${cause}`));
}

async function main() {
  if (name === '--version' || name === '-v') {
    console.log(version());
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    const about = args[0] ?? '';
    process.stdout.write(Object.hasOwn(COMMANDS, about) ? page(about) : overview());
    return process.argv.length > 2 ? 0 : 2;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command)
    throw new Misuse(
      `there is no command ${JSON.stringify(name)}; the commands are ${Object.keys(COMMANDS).join(', ')}`,
    );
  if (said.has('--help') || said.has('-h')) {
    process.stdout.write(page(name));
    return 0;
  }
  const given = read(command, args, process.env);
  return command.run ? command.run(given) : collect(name, command, given, say);
}

try {
  process.exitCode = await main();
} catch (/** @type {any} */ error) {
  say(sentenceOf(error), error);
  process.exitCode = isMisuse(error) ? 2 : 1;
}
// A stdin that nobody reads to its end keeps nothing alive. What is still in a pipe to stdout goes first.
process.stdout.on('error', () => process.exit());
process.stdout.write('', () => process.exit());
