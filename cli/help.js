// The pages of help, from the tables of commands and flags.

import { COMMANDS } from './commands.js';
import { flagsOf, variableOf } from './flags.js';

const EXIT_CODES = `Exit codes
  0    all that was asked was answered
  1    some of it failed, or could not be read or written
  2    it cannot be asked like this; nothing was sent
  3    Google blocks
  130  interrupted`;

export function overview() {
  const lines = Object.entries(COMMANDS).map(([name, { about }]) => `  ${name.padEnd(14)}${about}`);
  return `Google Play data, a record a line.

  playfast COMMAND [ids] [flags]

Commands
${lines.join('\n')}

  playfast COMMAND --help   says what a command takes, with examples
  playfast --version

${EXIT_CODES}
`;
}

/** @param {string} name */
export function page(name) {
  const command = /** @type {import('./commands.js').Command} */ (COMMANDS[name]);
  const { about, plural, otherwise, examples } = command;
  const args = plural ? (otherwise ? ` [${plural}, ${otherwise} if none]` : ` ${plural.toUpperCase()}`) : '';
  const groups = Object.entries(flagsOf(command)).map(([heading, flags]) => {
    const lines = Object.entries(flags).map(([flag, told]) => flagLine(flag, told, command.over?.[flag]));
    return lines.length > 0 ? `${heading}\n${lines.join('\n')}\n` : '';
  });
  return `${about}

  playfast ${name}${args} [flags]

${groups.filter((group) => group !== '').join('\n')}
Examples
${examples.map(([line, what]) => `  ${line}\n      ${what}`).join('\n')}

${EXIT_CODES}
`;
}

/**
 * @param {string} name
 * @param {import('./flags.js').Flag} flag
 * @param {readonly string[]} [otherwise] what is asked where it is not given
 */
function flagLine(name, { value, about, short, variable }, otherwise) {
  const shown = `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`;
  const usual = otherwise?.length === 1 ? `, ${otherwise} unless told` : '';
  return `  ${shown.padEnd(30)} ${about}${usual}${variable ? ` (${variableOf(name)})` : ''}`;
}
