// Some fields of each app instead of all.
import type { App } from './data.cjs';

/** Some fields of each app instead of all. */
export interface FieldsOptions<F extends keyof App> {
  /**
   * Names of the fields wanted; the app's id and address come along. A field that an app does not have stays absent.
   * Play sends no more than is asked for: of a title and a score some 300 bytes an app instead of 16,000, up to 1,000
   * apps in an HTTP request instead of 32.
   */
  readonly fields: readonly F[];
}

/** An app with the fields asked for. */
export type AppWith<F extends keyof App> = Pick<App, F | 'appId' | 'url'>;
