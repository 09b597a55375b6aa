// google-play-scraper's constants, and the types of their values.
import type { CategoryId } from './list.cjs';

/** The id of a category. */
export type category = CategoryId;
/** The categories, by their ids. */
export declare const category: { readonly [Id in category]: Id };

/** A kind of chart. */
export type collection = 'TOP_FREE' | 'TOP_PAID' | 'GROSSING';
/** The kinds of charts, by their names. */
export declare const collection: { readonly [Name in collection]: Name };

/** An order of reviews. */
export type sort = 1 | 2 | 3;
/** The orders of reviews. */
export declare const sort: { readonly NEWEST: 2; readonly RATING: 3; readonly HELPFULNESS: 1 };

/** An age range. */
export type age = 'AGE_RANGE1' | 'AGE_RANGE2' | 'AGE_RANGE3';
/** The age ranges. */
export declare const age: {
  readonly FIVE_UNDER: 'AGE_RANGE1';
  readonly SIX_EIGHT: 'AGE_RANGE2';
  readonly NINE_UP: 'AGE_RANGE3';
};

/** A section of permissions. */
export type permission = 0 | 1;
/** The sections of permissions, in Play's order. */
export declare const permission: { readonly COMMON: 0; readonly OTHER: 1 };
