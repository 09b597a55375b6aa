// What all requests have in common.

/** What every request may have. */
export interface UrgentRequest {
  /** How urgent it is, -10 to 10. Default: the option `priority` of the call. */
  readonly priority?: number | undefined;
}

/** In which language and for which country Play is asked. */
export interface LocaleRequest extends UrgentRequest {
  /** Language code, with a region or script if need be: `'de'`, `'pt-BR'`. Default: the client's, else `'en'`. */
  readonly lang?: string | undefined;
  /** Two-letter country code: `'de'`. Default: the client's, else `'us'`. */
  readonly country?: string | undefined;
}

/**
 * What a stream reads. A list is checked whole before anything is sent. An iterable is read as far as the high-water
 * mark allows; a request in it that cannot be asked is an outcome rejected with an `InvalidArgumentError`.
 */
export type Requests<T> = object & (Iterable<T> | AsyncIterable<T>);
