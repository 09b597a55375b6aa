// What google-play-scraper's functions give. What Play does not serve for an app is `undefined`, and its key is there;
// where google-play-scraper has `null`, so has this.

/** An app as lists show it. */
export interface IAppItem {
  title: string;
  appId: string;
  /** Address of the app's page. */
  url: string;
  icon: string | undefined;
  developer: string | undefined;
  /** Only from `developer`: Play's other lists do not serve it. */
  developerId: string | undefined;
  /** ISO 4217 code. */
  currency: string | undefined;
  /** In units of `currency`. 0 when free, and when there is no offer. */
  price: number;
  /** Whether the price is 0. `false` when there is no offer. */
  free: boolean;
  /** The price as Play shows it, `'Free'` when it shows none. */
  priceText: string;
  /** Plain text: one line where Play serves it, which is beyond the first answer of a list, else the full description. */
  summary: string | undefined;
  scoreText: string | undefined;
  /** Mean of the ratings, 1 to 5; `undefined` when the app is unrated. */
  score: number | undefined;
}

/** An app's record. */
export interface IAppItemFullDetail {
  title: string;
  /** Plain text, lines separated by `\r\n`. */
  description: string | undefined;
  descriptionHTML: string | undefined;
  /** One line. */
  summary: string | undefined;
  /** As Play shows them: `'50,000,000+'`. */
  installs: string | undefined;
  minInstalls: number | undefined;
  maxInstalls: number | undefined;
  /** Mean of all ratings, 1 to 5; `undefined` when the app is unrated. */
  score: number | undefined;
  scoreText: string | undefined;
  /** Number of ratings. */
  ratings: number | undefined;
  /** Number of reviews. */
  reviews: number | undefined;
  /** Ratings per star; zeros when the app is unrated. */
  histogram: { '1': number; '2': number; '3': number; '4': number; '5': number };
  /** In units of `currency`. 0 when free, and when there is no offer. */
  price: number;
  /** The price before the sale. */
  originalPrice: number | undefined;
  /** End of the sale as Play shows it. */
  discountEndDate: string | undefined;
  /** Whether the price is 0. `false` when there is no offer. */
  free: boolean;
  /** ISO 4217 code. */
  currency: string | undefined;
  /** The price as Play shows it, `'Free'` when it shows none. */
  priceText: string;
  /** Whether the app can be installed in the country asked; one for pre-registration cannot. */
  available: boolean;
  offersIAP: boolean;
  IAPRange: string | undefined;
  /** `'VARY'` when it varies with the device. */
  androidVersion: string;
  /** `'Varies with device'` when it does. */
  androidVersionText: string;
  /** `'VARY'` when there is none. */
  androidMaxVersion: string;
  developer: string;
  /** A number or a name, decoded: what `developer` takes as `devId`. */
  developerId: string | undefined;
  developerEmail: string | undefined;
  developerWebsite: string | undefined;
  /** Lines separated by `\n`. */
  developerAddress: string | undefined;
  developerLegalName: string | undefined;
  developerLegalEmail: string | undefined;
  /** Lines separated by `', '`. */
  developerLegalAddress: string | undefined;
  developerLegalPhoneNumber: string | undefined;
  privacyPolicy: string | undefined;
  /** The developer's number, whatever `developerId` is. */
  developerInternalID: string | undefined;
  genre: string | undefined;
  genreId: string | undefined;
  /** The id of a tag is `null`. */
  categories: { name: string; id: string | null }[];
  icon: string | undefined;
  headerImage: string | undefined;
  screenshots: string[];
  video: string | undefined;
  videoImage: string | undefined;
  previewVideo: string | undefined;
  contentRating: string | undefined;
  contentRatingDescription: string | undefined;
  adSupported: boolean;
  /** As Play shows it: `'Jan 2, 2021'`. */
  released: string | undefined;
  /** In ms since 1970 (UTC). */
  updated: number | undefined;
  /** `'VARY'` when it varies with the device. */
  version: string;
  /** What is new, HTML. */
  recentChanges: string | undefined;
  /** Texts of the reviews that Play ranks first, five at most. */
  comments: string[];
  preregister: boolean;
  earlyAccessEnabled: boolean;
  isAvailableInPlayPass: boolean;
  appId: string;
  /** Address of the app's page in the language and country asked. */
  url: string;
}

/** A review. */
export interface IReviewsItem {
  id: string | undefined;
  userName: string | undefined;
  userImage: string | undefined;
  /** ISO 8601, to the millisecond. */
  date: string;
  /** Stars, 1 to 5. */
  score: number;
  scoreText: string;
  url: string | undefined;
  title: string | null;
  /** `null` when the reviewer gave stars only. */
  text: string | null;
  replyDate: string | null;
  replyText: string | null;
  version: string | null;
  thumbsUp: number;
  criterias: { criteria: string; rating: number | null }[];
}

/** Reviews, and where they go on. */
export interface IReviewsResult {
  data: IReviewsItem[];
  /** Asks for the reviews after these; `null` when there are none. */
  nextPaginationToken: string | null;
}

/** A permission. */
export interface IPermissionItem {
  permission: string;
  /** Name of its group, `''` where it is in none. */
  type: string;
}

/** A kind of data. */
export interface IDataSafetyItem {
  data: string;
  optional: boolean;
  /** Several are separated by commas. */
  purpose: string | undefined;
  /** The category that it belongs to. */
  type: string;
}

/** What an app's developer declares of its users' data. */
export interface IDataSafetyResult {
  sharedData: IDataSafetyItem[];
  collectedData: IDataSafetyItem[];
  /** The description is HTML. */
  securityPractices: { practice: string; description: string | undefined }[];
  privacyPolicyUrl: string | undefined;
}
