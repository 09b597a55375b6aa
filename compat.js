// The door for users of google-play-scraper, for ESM: the object of compat.cjs, and its names.
import gplay from './compat.cjs';

export default gplay;

export const {
  memoized,
  category,
  collection,
  sort,
  age,
  permission,
  app,
  list,
  search,
  developer,
  suggest,
  reviews,
  similar,
  permissions,
  datasafety,
  categories,
} = gplay;
