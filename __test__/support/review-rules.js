// The rules by which the local Play server makes reviews up: place 0 is the newest (see its README).

const NEWEST = 1_780_000_000;
const HOUR = 3_600;
const DAY = 24 * HOUR;

const seconds = (place) => NEWEST - place * HOUR - ((place * 7_919) % HOUR);

function milliseconds(place) {
  if (place % 10 === 3) return 77;
  if (place % 10 === 6) return 5;
  return 100 + ((place * 37) % 900);
}

/** When the review at this place was written, in ms. */
export const date = (place) => seconds(place) * 1000 + milliseconds(place);

/** When it was answered; before it, where the review was changed later. */
export const replyDate = (place) => (seconds(place) + (place % 8 === 5 ? -2 * DAY : DAY)) * 1000 + 174;

export const score = (place) => [5, 4, 5, 1, 5, 3, 5, 5, 2, 5][place % 10];
export const thumbsUp = (place) => (place % 3 === 0 ? (place * 7_919) % 4_001 : 0);

/** Some gave stars only. */
export const hasText = (place) => place % 9 !== 4;

/** The dates of the newest reviews: as good as their places, since no two are alike. */
export const dates = (count, from = 0) => Array.from({ length: count }, (_, n) => date(from + n));
