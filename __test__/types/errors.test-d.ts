// The types of the errors. Nothing here runs: tsc checks it.
import { expectTypeOf } from 'expect-type';
import {
  type AnyPlayfastError,
  app,
  appBatch,
  BlockedError,
  ClientClosedError,
  type ErrorCode,
  InvalidArgumentError,
  isPlayfastError,
  NetworkError,
  NotFoundError,
  ParseError,
  PlayfastError,
  RateLimitedError,
  RequestRejectedError,
  ServerError,
  StaleCatalogueError,
  TimeoutError,
} from 'playfast';

// Each class has its literal code
expectTypeOf<NotFoundError['code']>().toEqualTypeOf<'ERR_PLAYFAST_NOT_FOUND'>();
expectTypeOf<RateLimitedError['code']>().toEqualTypeOf<'ERR_PLAYFAST_RATE_LIMITED'>();
expectTypeOf<BlockedError['code']>().toEqualTypeOf<'ERR_PLAYFAST_BLOCKED'>();
expectTypeOf<ServerError['code']>().toEqualTypeOf<'ERR_PLAYFAST_SERVER'>();
expectTypeOf<RequestRejectedError['code']>().toEqualTypeOf<'ERR_PLAYFAST_REQUEST_REJECTED'>();
expectTypeOf<NetworkError['code']>().toEqualTypeOf<'ERR_PLAYFAST_NETWORK'>();
expectTypeOf<TimeoutError['code']>().toEqualTypeOf<'ERR_PLAYFAST_TIMEOUT'>();
expectTypeOf<ParseError['code']>().toEqualTypeOf<'ERR_PLAYFAST_PARSE'>();
expectTypeOf<InvalidArgumentError['code']>().toEqualTypeOf<'ERR_PLAYFAST_INVALID_ARGUMENT'>();
expectTypeOf<StaleCatalogueError['code']>().toEqualTypeOf<'ERR_PLAYFAST_STALE_CATALOGUE'>();
expectTypeOf<ClientClosedError['code']>().toEqualTypeOf<'ERR_PLAYFAST_CLIENT_CLOSED'>();
expectTypeOf<PlayfastError['code']>().toEqualTypeOf<ErrorCode>();

// All are errors of playfast, and errors
const classes: readonly (typeof PlayfastError)[] = [
  NotFoundError,
  RateLimitedError,
  BlockedError,
  ServerError,
  RequestRejectedError,
  NetworkError,
  TimeoutError,
  ParseError,
  InvalidArgumentError,
  StaleCatalogueError,
  ClientClosedError,
];
expectTypeOf(classes).items.instance.toEqualTypeOf<PlayfastError>();
expectTypeOf<PlayfastError>().toExtend<Error>();

// What is known of a failure
expectTypeOf<PlayfastError>().toHaveProperty('retryable').toEqualTypeOf<boolean>();
expectTypeOf<PlayfastError>().toHaveProperty('status').toEqualTypeOf<number | undefined>();
expectTypeOf<PlayfastError>().toHaveProperty('attempts').toEqualTypeOf<number | undefined>();
expectTypeOf<PlayfastError>().toHaveProperty('retryAfterMs').toEqualTypeOf<number | undefined>();
expectTypeOf<PlayfastError>().toHaveProperty('request').toEqualTypeOf<unknown>();
expectTypeOf<PlayfastError>().toHaveProperty('cause').toEqualTypeOf<Error | undefined>();
expectTypeOf<PlayfastError>().toHaveProperty('index').toEqualTypeOf<number | undefined>();
expectTypeOf<PlayfastError>().toHaveProperty('field').toEqualTypeOf<string | undefined>();
expectTypeOf<PlayfastError>().toHaveProperty('missing').toEqualTypeOf<readonly string[] | undefined>();
expectTypeOf<PlayfastError>().toHaveProperty('block').toEqualTypeOf<string | undefined>();

// A caught error narrows by its class, and by its code
try {
  await app('com.example.app');
} catch (error) {
  if (error instanceof NotFoundError) expectTypeOf(error.code).toEqualTypeOf<'ERR_PLAYFAST_NOT_FOUND'>();
  else if (error instanceof PlayfastError) expectTypeOf(error.code).toEqualTypeOf<ErrorCode>();
}

// The guard narrows to the errors of playfast, and their code to a class
const caught: unknown = new Error('caught');
if (isPlayfastError(caught)) {
  expectTypeOf(caught).toEqualTypeOf<AnyPlayfastError>();
  expectTypeOf(caught.code).toEqualTypeOf<ErrorCode>();
  if (caught.code === 'ERR_PLAYFAST_RATE_LIMITED') expectTypeOf(caught).toEqualTypeOf<RateLimitedError>();
  if (caught.code === 'ERR_PLAYFAST_INTERNAL') expectTypeOf(caught).toExtend<PlayfastError>();
} else {
  expectTypeOf(caught).toEqualTypeOf<unknown>();
}

// So does the code of an outcome's reason
for (const outcome of await appBatch([])) {
  if (outcome.status === 'rejected' && outcome.reason.code === 'ERR_PLAYFAST_PARSE') {
    expectTypeOf(outcome.reason).toEqualTypeOf<ParseError>();
  }
}
// @ts-expect-error: no such code
if (isPlayfastError(caught) && caught.code === 'ERR_PLAYFAST_GONE') throw caught;
