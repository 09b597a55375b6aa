// Some fields of each app instead of all, and what comes with it.
import type { App, DataSafety, Permissions, SimilarApps } from './data.cjs';

/** Some fields of each app instead of all. */
export interface FieldsOptions<F extends keyof App> {
  /**
   * Names of the fields wanted; the app's id and address come along. A field that an app does not have stays absent.
   * Play sends no more than is asked for: of a title and a score some 300 bytes an app instead of 16,000, up to 1,000
   * apps in an HTTP request instead of 32.
   */
  readonly fields: readonly F[];
}

/** What comes with an app when it is asked for, in the same HTTP request. */
export interface Included {
  /**
   * As `permissions` gives them; they are in every record, so they cost nothing. Absent where Play serves none with the
   * record; an app that asks for none has empty lists.
   */
  permissions?: Permissions;
  /** As `dataSafety` gives it, some 8 KB more of an answer. Absent where the app declares nothing. */
  dataSafety?: DataSafety;
  /**
   * The first similar apps, up to 6, by one more call in the same HTTP request; then some 6 apps share one instead of
   * 32. `complete` is false where Play has more, which `similar` reads.
   */
  similar: SimilarApps;
}

/** What comes with each app. */
export interface IncludeOptions<I extends keyof Included> {
  /**
   * What comes with each app, in the same HTTP request; pages have the data safety section on one of their own. An app
   * whose part cannot be had is rejected as a whole, so that what is absent is absent at Play's.
   */
  readonly include: readonly I[];
}

/** An app with the fields asked for, and what comes with it. */
export type AppWith<F extends keyof App, I extends keyof Included = never> = Pick<
  App & Included,
  F | I | 'appId' | 'url'
>;
