// The categories that charts have.
import type { CategoryId } from './list.cjs';

/** A category of apps. */
export interface StoreCategory {
  /** Its id, as `list` takes it. `APPLICATION` stands for all apps, `GAME` for all games. */
  id: CategoryId;
  /** The branch of the store that it is in. */
  kind: 'app' | 'game' | 'family';
}

/**
 * The categories of apps, by branches: those that `list` takes. They are known to playfast, so nothing is asked; Play's
 * pages name them no more, and of the tree that Play's navigation asks for no answer is on record.
 *
 * @example
 * const games = (await categories()).filter(({ kind }) => kind === 'game');
 */
export function categories(): Promise<StoreCategory[]>;
