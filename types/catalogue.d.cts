// The walk through the ids of all apps.
import type { BatchOptions } from './options.cjs';

/** Options of `catalogue`. `deadlineMs` is the longest that the whole walk may take, from its first step on. */
export interface CatalogueOptions extends BatchOptions {
  /**
   * Only so many shards, drawn at random: apps are spread over the shards by a hash of their id, so that any shards are
   * an unbiased sample. Default: all.
   */
  readonly sample?: number | undefined;
  /** Draws the same sample of a generation again: a whole number below 2^32. Default: each generation has its own. */
  readonly seed?: number | undefined;
  /** Goes on where another walk with the same `sample` and `seed` was: its `cursor`. */
  readonly from?: string | undefined;
}

/** An app of the catalogue. */
export interface CatalogueApp {
  /** The app id (package name). */
  appId: string;
  /** The number of the shard that names it. */
  shard: number;
}

/** A publication of the catalogue: Google builds all of it anew every few days. */
export interface CatalogueGeneration {
  /** The day: `'2026-08-23'`. */
  date: string;
  /** When it was built, in seconds since 1970. Compare it as a number. */
  run: string;
  /** The shards it has. */
  shards: number;
  /** The shards that its indexes name; if they are fewer, the rest cannot be walked through. */
  listed: number;
}

/** A walk through the catalogue. It can be walked once. */
export interface CatalogueWalk extends AsyncIterable<CatalogueApp> {
  /** What is walked through; `undefined` before the first app. */
  readonly generation: CatalogueGeneration | undefined;
  /**
   * Goes on from here: the option `from` of another walk with the same `sample` and `seed`, as long as Google has
   * not published a new generation. It is `'date_run:place'`, in a sample `'date_run~seed:place'`, and names the place
   * of a shard in the walk, so what this walk gave of that shard comes again. `undefined` at the end.
   */
  readonly cursor: string | undefined;
  /** Shards given to their end so far. */
  readonly shards: number;
  /** Apps yielded so far. */
  readonly apps: number;
  /** How it ended; `undefined` while it has not, and when its loop was left. */
  readonly end: CatalogueWalkEnd | undefined;
}

/** How a walk through the catalogue ended. */
export interface CatalogueWalkEnd {
  /** `end`: all wanted shards were given. `error`: a file failed for good, or the walk was aborted; it threw `error`. */
  reason: 'end' | 'error';
  /** Apps yielded. */
  apps: number;
  /** Shards given to their end. */
  shards: number;
  /** Only with the reason `error`. */
  error?: unknown;
}

/**
 * Walks through the ids of all apps on Google Play: robots.txt names the sitemaps' indexes, these name the shards of
 * one generation (some 83,000, of some 250 KB), and each shard names 30 to 55 apps. Each app comes once, shard
 * after shard, however many of these are asked for at the same time; nothing but what is read ahead is in memory.
 *
 * Throws an `InvalidArgumentError` at once when an option cannot be; nothing is asked before the first step. A file that
 * fails is asked again; if it fails for good the walk throws, and `cursor` goes on from there. When Google
 * publishes a new generation meanwhile, it throws a `StaleCatalogueError`: then begin anew.
 *
 * @example
 * const walk = catalogue({ sample: 100 });
 * for await (const { appId } of walk) console.log(appId);
 * console.log(`about ${Math.round((walk.apps / walk.shards) * walk.generation.shards)} apps`);
 */
export function catalogue(options?: CatalogueOptions): CatalogueWalk;
