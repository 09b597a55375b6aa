// How far it is, on stderr: a bar on a terminal, now and then a line elsewhere, and a line at the end.

/** Ms between two pictures of the bar, and between two lines. */
const BAR_MS = 200;
const LINE_MS = 10_000;
const BAR = 20;

/**
 * @typedef {object} State
 * @property {number} done things that are done, failed ones included
 * @property {number} failed
 * @property {number} records
 * @property {number | undefined} [total] things there are, where that is known
 * @property {number | undefined} [share] how much is done, 0 to 1, where that is known
 * @property {number} before things that were done before this run began
 */

export class Progress {
  #stream;
  #read;
  #begin;
  #now;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;
  #isBar;
  #drawn = false;

  /**
   * @param {{ isTTY?: boolean, columns?: number, write(text: string): any }} stream
   * @param {() => { state: State, stats: any }} read
   * @param {() => number} [now]
   */
  constructor(stream, read, now = () => performance.now()) {
    this.#stream = stream;
    this.#read = read;
    this.#now = now;
    this.#begin = now();
    this.#isBar = stream.isTTY === true;
    this.#timer = setInterval(() => this.#show(), this.#isBar ? BAR_MS : LINE_MS).unref();
  }

  #show() {
    const line = progressLine(this.#read(), this.#now() - this.#begin, this.#isBar);
    if (!this.#isBar) this.#stream.write(`${line}\n`);
    else this.#stream.write(`\r\u001b[K${line.slice(0, (this.#stream.columns ?? 80) - 1)}`);
    this.#drawn = true;
  }

  stop() {
    clearInterval(this.#timer);
    if (this.#isBar && this.#drawn) this.#stream.write('\r\u001b[K');
    return this.#now() - this.#begin;
  }
}

/**
 * @param {{ state: State, stats: any }} read
 * @param {number} elapsedMs
 * @param {boolean} isBar
 */
export function progressLine({ state, stats }, elapsedMs, isBar) {
  const { done, failed, records, total, share = total && done / total, before } = state;
  const rate = (1000 * (done - before)) / Math.max(elapsedMs, 1);
  const left = total && rate > 0 ? (total - done) / rate : share && (elapsedMs / 1000 / share) * (1 - share);
  return [
    share === undefined ? '' : `${isBar ? `${bar(share)} ` : ''}${Math.floor(100 * share)} %`,
    progressOf(done, total),
    failed > 0 ? `${count(failed)} failed` : '',
    records === done ? '' : several(records, 'record'),
    `${rate < 10 ? rate.toFixed(1) : count(Math.round(rate))}/s`,
    several(stats.requests, 'request'),
    waiting(stats.exits),
    left ? `${duration(left)} left` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/**
 * @param {number} done
 * @param {number | undefined} total where it is known
 */
export const progressOf = (done, total) => `${count(done)}${total ? ` of ${count(total)}` : ''} done`;

/** @param {number} share */
function bar(share) {
  const full = Math.round(BAR * share);
  return `[${'#'.repeat(full)}${' '.repeat(BAR - full)}]`;
}

/**
 * Why exits ask nothing now.
 * @param {{ held?: string, heldForMs?: number }[]} exits
 */
function waiting(exits) {
  const held = exits.filter(({ held }) => held !== undefined);
  if (held.length === 0) return '';
  const soonest = Math.min(...held.map(({ heldForMs = Infinity }) => heldForMs));
  const forMs = Number.isFinite(soonest) ? ` for ${duration(soonest / 1000)}` : '';
  return `waiting${exits.length > 1 ? ` (${held.length} of ${exits.length} exits)` : ''}${forMs}: ${held[0]?.held}`;
}

export const count = (/** @type {number} */ number) => number.toLocaleString('en');

/** @param {number} number @param {string} noun */
export const several = (number, noun) => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

/** @param {number} seconds */
export function duration(seconds) {
  const whole = Math.ceil(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
