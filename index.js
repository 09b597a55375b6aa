// The public door for ESM: the names of index.cjs, so that both module systems share one instance.
import playfast from './index.cjs';

export const {
  app,
  appBatch,
  appStream,
  list,
  listBatch,
  listStream,
  fetchAndParseApp,
  fetchAndParseAppsBatch,
  fetchAndParseList,
  fetchAndParseListBatch,
  configure,
  PlayfastError,
  NotFoundError,
  RateLimitedError,
  BlockedError,
  ServerError,
  RequestRejectedError,
  NetworkError,
  TimeoutError,
  ParseError,
  InvalidArgumentError,
  ClientClosedError,
} = playfast;
