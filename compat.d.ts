// The types of the ESM door: the names of compat.cjs, as compat.js passes them on.
export * from './compat.cjs';
export { default } from './compat.cjs';
