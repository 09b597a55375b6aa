// The types of the ESM door: the names of index.cjs, as index.js passes them on. They are declared, and
// documented, in index.d.cts, because an ES module may import CommonJS and not the other way round.
export * from './index.cjs';
