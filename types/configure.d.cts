// The settings of a client, and the client that the functions share.
import type { Mappings } from './mappings.cjs';

/** Settings of a client. What is not named, or undefined, has its default. */
export interface PlayStoreOptions {
  /** Language of requests that name none: `'de'`, `'pt-BR'`. Default `'en'`. */
  readonly lang?: string | undefined;
  /**
   * Two-letter country code of requests that name none. Default `'us'`. Reviews have no country, so it does not matter
   * to them.
   */
  readonly country?: string | undefined;
  /**
   * The origin to ask: https, or http for this machine only. Default: the environment variable
   * `PLAYFAST_BASE_URL`, else `https://play.google.com`. Any other is named once on stderr.
   */
  readonly baseUrl?: string | undefined;
  /**
   * Certificates in PEM form to trust besides Mozilla's, the platform's and those of `NODE_EXTRA_CA_CERTS`.
   * Default: none.
   */
  readonly ca?: string | undefined;
  /** The header `User-Agent`. Default: a desktop browser's. */
  readonly userAgent?: string | undefined;
  /**
   * Headers of each HTTP request besides those of the client, by their names: at most 32, of 8,000 bytes together, in
   * ASCII. Those that the client needs to set itself (`Host`, `Content-Length`, `Cookie`, `Accept-Encoding`, …) are
   * refused. Their values appear in no error. Default: none.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** HTTP requests at the same time through each exit, 1 to 256. Default 16. */
  readonly concurrency?: number | undefined;
  /**
   * HTTP requests per second through each exit: a fixed number, 0.01 to 1,000; bounds, within which it finds the pace
   * that Google allows; or `'off'`. Default: bounds of 0.5 and 12, starting at 4, after a burst of 48.
   */
  readonly rate?: number | 'off' | RateBounds | undefined;
  /**
   * Tries of a lookup before it fails, 1 to 20. Default 6. All lookups of a batch together may ask again twice per lookup
   * and 30 times, so that an outage that hits all of them is asked about three times.
   */
  readonly attempts?: number | undefined;
  /** The longest one HTTP request may take, in ms, 1 to 600,000. Default 30,000. */
  readonly timeoutMs?: number | undefined;
  /**
   * The option `deadlineMs` of calls that do not have it: the longest that a whole call may take, in ms, 1 to
   * 86,400,000. Default: none.
   */
  readonly deadlineMs?: number | undefined;
  /**
   * The longest pause that is made when Google asks for one (`Retry-After`), in ms, 1 to 86,400,000; where it asks for
   * more, the lookups fail. Default 120,000.
   */
  readonly maxRetryAfterMs?: number | undefined;
  /**
   * What happens when Google asks for consent: `'block'` counts as a block, `'reject'` sends a cookie that refuses
   * everything, and is a block only if that does not help. Default `'block'`.
   */
  readonly consent?: 'block' | 'reject' | undefined;
  /** Keeps answers in memory, for lookups that are equal in every field; failures are not kept. Default: none. */
  readonly cache?: CacheBounds | undefined;
  /**
   * The proxies to ask through, 1 to 1,000: addresses such as `'http://user:password@host:port'`, with `http`, `https`
   * or `socks5`. Each has limits, pace and blocks of its own; one that is blocked or cannot be reached rests while the
   * others go on. Default: this machine's address, or what `HTTPS_PROXY` says.
   */
  readonly proxies?: readonly (string | ProxySettings)[] | undefined;
  /**
   * Where fields are read instead of where they are built in to be, or the path of a JSON file that says so. Default: the
   * file that the environment variable `PLAYFAST_MAPPINGS` names, else nothing.
   */
  readonly mappings?: Mappings | string | undefined;
  /**
   * What happens when a page of Play's publishes another request than the one that is built in. `'auto'` asks with it
   * from then on, if Play answers it with more; where Play refuses the built-in request, or serves fewer fields than it
   * used to, one page is asked for its request, at most one in six hours for each kind. `'pinned'` does neither. In both
   * cases `driftReport()` says what differs. Default `'auto'`.
   */
  readonly templates?: 'auto' | 'pinned' | undefined;
}

/** Within what the pace is found, in HTTP requests per second, 0.01 to 1,000: `min <= start <= max`. */
export interface RateBounds {
  /** Default 0.5, or `max` if that is less. */
  readonly min?: number | undefined;
  /** Default 4, or the nearest that the others allow. */
  readonly start?: number | undefined;
  /** Default 12, or `min` if that is more. */
  readonly max?: number | undefined;
  /** HTTP requests that may go out at once before the pace is felt, 1 to 48. Default 48. */
  readonly burst?: number | undefined;
}

/** How much is kept in memory. */
export interface CacheBounds {
  /** Bytes, 1 to 4,294,967,295. */
  readonly maxBytes: number;
  /** How old an answer may become, in ms, 1 to 86,400,000. */
  readonly maxAgeMs: number;
}

/** A proxy that is only asked for some countries. */
export interface ProxySettings {
  /** Its address. */
  readonly url: string;
  /** Two-letter codes of the countries that are asked for through it. Default: all. */
  readonly countries?: readonly string[] | undefined;
}

/**
 * Replaces the client that the functions of this module share, in this process with all its worker threads.
 * What is not named has its default. Calls that are under way keep the client they began with.
 *
 * Throws an `InvalidArgumentError`, which names the field, and then changes nothing.
 *
 * @example
 * configure({ rate: 2, concurrency: 8 });
 * configure({ proxies: ['http://user:password@one.example:8080', { url: 'socks5://two.example:1080', countries: ['kr'] }] });
 */
export function configure(settings: PlayStoreOptions): void;
