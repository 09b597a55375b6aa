/**
 * Asks until the answer is right; bounded by the number of questions, not by time.
 * @template T
 * @param {() => Promise<T>} ask
 * @param {(answer: T) => boolean} isRight
 */
export async function until(ask, isRight, most = 10_000) {
  for (let asked = 0; asked < most; asked += 1) {
    const answer = await ask();
    if (isRight(answer)) return answer;
  }
  throw new Error(`not right after ${most} questions: ${JSON.stringify(await ask())}`);
}
