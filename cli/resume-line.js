// The command that goes on with an interrupted run, for the user to copy.

/** @param {import('./flags.js').Given} given */
export function resumeLine(given) {
  const args = process.argv.slice(2).filter((arg) => arg !== '--overwrite');
  const all = given.resume ? args : [...args.slice(0, 1), '--resume', ...args.slice(1)];
  return ['playfast', ...all.map((arg) => quoted(withoutPassword(arg)))].join(' ');
}

/** @param {string} arg */
const withoutPassword = (arg) => arg.replace(/(:\/\/[^/@\s]*:)[^/@\s]*@/, '$1PASSWORD@');

/** As a POSIX shell takes it. @param {string} arg */
const quoted = (arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`);
