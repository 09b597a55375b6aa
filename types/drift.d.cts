// What has moved in Play's answers.

/** What has moved in Play's answers, as far as those tell that came since the client was made. */
export interface DriftReport {
  /** The kinds of records that answers hold. */
  records: RecordDrift[];
  /** Pages whose data was read. */
  pages: PageDrift[];
}

/** The last records of a kind, 1,024 at most, and how often each field was served. */
export interface RecordDrift {
  /** The lookup that the records answered. */
  lookup: 'app' | 'list' | 'search' | 'reviews';
  /** Their kind, as `mappings` calls it. */
  record: 'app' | 'card' | 'featured' | 'continued' | 'review';
  /** Records in all. */
  total: number;
  /** Those of them that are counted: the last ones. */
  counted: number;
  /** Of those counted, apps that can be had and have no score; they are not expected to have what goes with one. */
  unrated: number;
  /** Of those counted, apps that can only be registered for. No field is expected of them. */
  preregistration: number;
  /** Of those counted, apps that are not offered in the country. No field is expected of them. */
  notOffered: number;
  /** Of those counted, records that lack a required field; their lookups failed with a `ParseError`. */
  rejected: number;
  /** The fields. */
  fields: FieldDrift[];
}

/** How often a field was served. */
export interface FieldDrift {
  field: string;
  /** Records that had it. */
  present: number;
  /** Records that it could be expected of. */
  of: number;
  /** The share of recorded answers that had it, 0 to 1; absent where none had it. */
  expected?: number;
  /**
   * Whether it is served less often than before, beyond what chance explains: Play has probably moved it. `mappings`
   * can say where it is now.
   */
  drifted: boolean;
}

/** Where pages had the data. It is found wherever it is; that it moves is a sign that more may. */
export interface PageDrift {
  lookup: 'app' | 'search';
  /** The RPC whose answer is on the page. */
  rpcId: string;
  /** The key of its block on recorded pages. */
  expected: string;
  /** Its key on the last page that had it; absent if none had. */
  found?: string;
  /** Pages that were read. */
  pages: number;
  /** Those of them that had it under another key. */
  elsewhere: number;
  /** Those of them that had it nowhere. */
  nowhere: number;
}

/**
 * What the answers of the client that the functions share, and what the parse functions read, tell of moves of Play's.
 *
 * @example
 * const moved = driftReport().records.flatMap(({ lookup, fields }) => fields.filter((field) => field.drifted));
 */
export function driftReport(): DriftReport;
