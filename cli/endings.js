// From how a run ended to what is said of it, and the exit code.

import { Blocked, FailedFast, Interrupted, isMisuse, OutputFailed, ReaderGone, sentenceOf } from './failures.js';
import { count } from './progress.js';

/**
 * @typedef {object} Run
 * @property {{ done: number, before: number, failed: number, first: any, isBlocked: boolean }} tally
 * @property {string} told how much is done
 * @property {string} resume how to go on, where that can be: the end of a sentence
 * @property {boolean} isKept whether what is written can be gone on with
 * @property {string} summary of a run that is at its end
 */

/** @typedef {{ code: number, said?: string, cause?: unknown }} Outcome */

/** By what ended it early. @type {[what: Function, told: (why: any, run: Run) => Outcome][]} */
const EARLY = [
  [ReaderGone, () => ({ code: 0 })],
  [Interrupted, (_, { told, resume }) => ({ code: 130, said: `interrupted, ${told}${resume}` })],
  [Blocked, (why, { told, resume }) => ({ code: 3, said: `${why.message}; ${told}${resume}`, cause: why })],
  [
    OutputFailed,
    (why, { told, resume, isKept }) => {
      const left = isKept ? `what is in it is whole, ${told}` : 'the rest is not written';
      return { code: 1, said: `${why.message}; ${left}${resume}`, cause: why };
    },
  ],
  [
    FailedFast,
    (_, { tally: { first, isBlocked }, resume }) => ({
      code: isBlocked ? 3 : 1,
      said: `ended at the first failure: ${sentenceOf(first)}${resume}`,
      cause: first,
    }),
  ],
];

/**
 * @param {any} why it ended early, if it did; what could not be asked is thrown if nothing was
 * @param {Run} run
 * @returns {Outcome}
 */
export function outcomeOf(why, run) {
  if (why === undefined) return atItsEnd(run);
  const { tally, told: much, resume } = run;
  if (isMisuse(why) && tally.done === tally.before) throw why;
  const [, told] = EARLY.find(([what]) => why instanceof what) ?? [];
  return told ? told(why, run) : { code: 1, said: `${sentenceOf(why)}; ${much}${resume}`, cause: why };
}

/** @param {Run} run @returns {Outcome} */
function atItsEnd({ tally: { done, failed, first, isBlocked }, summary }) {
  if (failed === 0) return { code: 0, said: summary };
  const others = first ? `: ${sentenceOf(first)}` : ', before it was resumed';
  return { code: isBlocked ? 3 : 1, said: `${count(failed)} of ${count(done)} failed${others}`, cause: first };
}
