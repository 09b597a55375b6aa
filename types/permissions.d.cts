// The permissions that apps ask for.
import type { AppRequest } from './app.cjs';
import type { Permissions } from './data.cjs';
import type { BatchOptions, Options, StreamOptions } from './options.cjs';
import type { Outcome } from './outcome.cjs';
import type { Requests } from './request.cjs';

/** Whose permissions to look up, as for `app`. */
export type PermissionsRequest = AppRequest;

/**
 * Looks up the permissions that an app asks for (RPC `xdSrCf`, recorded in 2026): the common groups, the group "Other",
 * and those in no group. The texts are in the language asked; ids of groups are the same in every language. An app
 * that asks for none has an empty list.
 *
 * Rejects with a `NotFoundError` when Play serves no such app in the country asked, with another `PlayfastError` when
 * there is no answer, and with the signal's reason when it is aborted.
 *
 * @example
 * const { permissions: all, groups } = await permissions('com.example.app');
 * const camera = groups.find(({ id }) => id === 'camera')?.permissions ?? [];
 */
export function permissions(request: PermissionsRequest, options?: Options): Promise<Permissions>;

/**
 * Looks up the permissions of many apps; up to 32 of one language and country share an HTTP request.
 *
 * Resolves with one outcome per request, in the order asked. Rejects only when nothing can be asked
 * (`InvalidArgumentError`, which names index and field) or when it is aborted.
 */
export function permissionsBatch(
  requests: readonly PermissionsRequest[],
  options?: BatchOptions,
): Promise<Outcome<Permissions>[]>;

/** As `permissionsBatch`, but yields each outcome as it comes, in no particular order; `index` tells whose it is. */
export function permissionsStream(
  requests: Requests<PermissionsRequest>,
  options?: StreamOptions,
): AsyncGenerator<Outcome<Permissions>, void, undefined>;
