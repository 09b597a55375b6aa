// The door for users of google-play-scraper, for ESM: the object of compat.cjs, and its names.
import { createRequire } from 'node:module';

const gplay = createRequire(import.meta.url)('./compat.cjs');

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
