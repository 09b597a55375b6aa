// Where fields are read instead of where they are built in to be.

/**
 * A place in an answer of Play's, as indexes from the record on: field n of Play's message is index n-1, in whichever of
 * the forms Play sends it. 1 to 32 indexes from 0 to 999.
 */
export type FieldPath = readonly number[];

/** A field that Play serves and playfast does not know. */
export interface ExtraField {
  /** Where it is, or may be: the likeliest place first. */
  readonly path: FieldPath | readonly FieldPath[];
  /**
   * How it is read: `text` as it is, `plain` without markup and entities, `int`, `number`, `units` (millionths to units),
   * `seconds` (to ms), `time` (`[seconds, nanoseconds]` to ms), `present` (whether anything is there: true, or absent),
   * `link` (a path on Play to an address), `json` (anything, as Play has it).
   */
  readonly kind: 'text' | 'plain' | 'int' | 'number' | 'units' | 'seconds' | 'time' | 'present' | 'link' | 'json';
}

/**
 * Where the fields of a kind of record are read: each by its name, at one place or the first of several that has a
 * value, instead of the places built in; `record` is where the record itself is. Added ones come out under `extra`.
 */
export interface RecordMapping {
  /** Fields that are added, 32 at most, by names of letters, digits and `_`. */
  readonly extra?: { readonly [field: string]: ExtraField } | undefined;
  readonly [field: string]: FieldPath | readonly FieldPath[] | { readonly [field: string]: ExtraField } | undefined;
}

/** Where the parts of an answer are read: each by its name. */
export interface PlaceMapping {
  readonly [place: string]: FieldPath | readonly FieldPath[] | undefined;
}

/**
 * Where fields are read. A name that is not known, a path that is none and a kind that is none are refused, with the
 * nearest known name.
 *
 * @example
 * configure({ mappings: { app: { score: [51, 0], extra: { editorsChoice: { path: [136, 0, 1, 0], kind: 'text' } } } } });
 */
export interface Mappings {
  /** The fields of `App`; `appId` is where the answer names the app (from the top). */
  readonly app?: RecordMapping | undefined;
  /** The fields of `AppCard`, in the rows of charts and searches. */
  readonly card?: RecordMapping | undefined;
  /** The same of the app that a search term names. */
  readonly featured?: RecordMapping | undefined;
  /** The same in the rows that a search is continued with. */
  readonly continued?: RecordMapping | undefined;
  /** The fields of `Review`. Added ones are left out with `reviewers: false`. */
  readonly review?: RecordMapping | undefined;
  /** The fields of `DataSafety`; from the top `appId`, `sharedData`, `collectedData`, `securityPractices`. */
  readonly dataSafety?: PlaceMapping | undefined;
  /** In a group of entries: `type`, `items`. */
  readonly dataSafetyGroup?: PlaceMapping | undefined;
  /** The fields of `DataSafetyEntry` in such an item. */
  readonly dataSafetyItem?: PlaceMapping | undefined;
  /** The fields of `SecurityPractice`. */
  readonly securityPractice?: PlaceMapping | undefined;
  /** In an answer about permissions: `common`, `other`, `ungrouped`. */
  readonly permissions?: PlaceMapping | undefined;
  /** The fields of `PermissionGroup`, of which `permissions` is the place of the list. */
  readonly permissionGroup?: PlaceMapping | undefined;
  /** In an answer about suggestions: `suggestions`. */
  readonly suggest?: PlaceMapping | undefined;
  /** In a chart: `rows`. */
  readonly list?: PlaceMapping | undefined;
  /** In a page of reviews: `reviews`, `nextToken`. */
  readonly reviews?: PlaceMapping | undefined;
  /** In a section of a search: `featured`, `rows`, `token`. */
  readonly searchSection?: PlaceMapping | undefined;
  /** In the continuation of a search: `rows`, `token`. */
  readonly searchMore?: PlaceMapping | undefined;
  /** In a lean record: `status`, from the top `appId`. */
  readonly availability?: PlaceMapping | undefined;
  /** In a record, from the top: `permissions` and `dataSafety`, where `include` looks for them. */
  readonly included?: PlaceMapping | undefined;
  /** In an answer about similar apps: `clusters`. */
  readonly similar?: PlaceMapping | undefined;
  /** In such a cluster: `name` and `address`, by which it is told from others. */
  readonly similarCluster?: PlaceMapping | undefined;
  /** What is said of a developer: `icon`, `cover`, `description`; from the top `id`, `name`, `head`. */
  readonly developer?: PlaceMapping | undefined;
  /** In a search, and in other answers that have clusters: `sections`. */
  readonly clusters?: PlaceMapping | undefined;
  /** In a cluster: `rows` and `token`, or `otherRows` and `otherToken`. */
  readonly cluster?: PlaceMapping | undefined;
  /** In the continuation of a cluster: the same. */
  readonly clusterMore?: PlaceMapping | undefined;
}
