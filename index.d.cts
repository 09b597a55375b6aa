// The public types, a file for each noun. What lookups give is generated from the Rust models (`types/data.d.cts`); the
// functions, their requests and options, and the errors are written by hand.

export * from './types/all-reviews.cjs';
export * from './types/app.cjs';
export * from './types/availability.cjs';
export * from './types/catalogue.cjs';
export * from './types/categories.cjs';
export * from './types/channels.cjs';
export * from './types/configure.cjs';
export * from './types/data.cjs';
export * from './types/data-safety.cjs';
export * from './types/developer.cjs';
export * from './types/drift.cjs';
export * from './types/errors.cjs';
export * from './types/fields.cjs';
export * from './types/list.cjs';
export * from './types/mappings.cjs';
export * from './types/options.cjs';
export * from './types/outcome.cjs';
export * from './types/parse.cjs';
export * from './types/permissions.cjs';
export * from './types/play-store.cjs';
export * from './types/request.cjs';
export * from './types/reviews.cjs';
export * from './types/search.cjs';
export * from './types/similar.cjs';
export * from './types/stats.cjs';
export * from './types/suggest.cjs';
