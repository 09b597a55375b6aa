// What has moved in Play's answers.

/** What has moved in Play's answers, as far as those tell that came since the client was made. */
export interface DriftReport {
  /** The kinds of records that answers hold. */
  records: RecordDrift[];
  /** The lookups whose answers may be empty, and how many were. */
  answers: AnswerDrift[];
  /** Pages whose data was read. */
  pages: PageDrift[];
  /** The calls that pages publish too, and with which request each is asked. */
  templates: TemplateDrift[];
  /** The flags that searches carry, which each page publishes. */
  flags: FlagsDrift;
}

/** The last records of a kind, 1,024 at most, and how often each field was served. */
export interface RecordDrift {
  /** The lookup that the records answered. */
  lookup: 'app' | 'list' | 'search' | 'similar' | 'developer' | 'reviews';
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

/**
 * The last answers to a lookup, 1,024 at most, and how many had nothing in them. Where rows have moved, answers are empty;
 * so are those of what Play has nothing of, and the two look alike.
 */
export interface AnswerDrift {
  lookup: 'search' | 'suggest' | 'dataSafety' | 'similar' | 'developer';
  /** Answers in all; continuations are none. */
  total: number;
  /** Those of them that are counted: the last ones. */
  counted: number;
  /** Of those counted, the ones that had nothing in them. */
  empty: number;
  /** The share of recorded answers that had nothing in them, 0 to 1. */
  expected: number;
  /**
   * Whether more are empty than chance explains: Play has probably moved the rows, unless you ask for what there
   * is nothing of.
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

/** With which request a kind of call is asked. A developer is asked for in two ways: by number and by name. */
export interface TemplateDrift {
  lookup: 'app' | 'search' | 'dataSafety' | 'similar' | 'developer';
  /** The RPC that is called. */
  rpcId: string;
  /** The request that is built in, or one that a page published and Play answers with more. */
  inForce: 'builtIn' | 'adopted';
  /** When it was adopted, in ms since 1970; absent where none was. */
  adoptedAt?: number;
  /** When a page was last asked for its request, in ms since 1970; absent where none was. */
  askedAt?: number;
  /** Pages whose request was read, with those that were asked for their data. */
  pages: number;
  /**
   * Where the request of the last page differs from the one that is built in, in a few words for people:
   * `"request[2][0] has 201 besides"`. Absent where it asks the same, and before a page was read.
   */
  differs?: string;
  /** Why what pages published is not asked with, where it was looked at. */
  refused?: string;
}

/** Whether the flags that pages publish are those that are built in. */
export interface FlagsDrift {
  /** Pages whose flags were read. */
  pages: number;
  /** Where those of the last page differ, in a few words for people; absent where they do not. */
  differs?: string;
}

/**
 * What the answers of the client that the functions share, and what the parse functions read, tell of moves of Play's.
 *
 * @example
 * const moved = driftReport().records.flatMap(({ lookup, fields }) => fields.filter((field) => field.drifted));
 */
export function driftReport(): DriftReport;
