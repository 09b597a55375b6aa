// The types of suggest, permissions, dataSafety and categories. Nothing here runs: tsc checks it.
import { expectTypeOf } from 'expect-type';
import type {
  CategoryId,
  DataSafety,
  DataSafetyEntry,
  Outcome,
  Permission,
  PermissionGroup,
  Permissions,
  SecurityPractice,
  StoreCategory,
  Suggestions,
} from 'playfast';
import * as playfast from 'playfast';

// Suggestions
expectTypeOf(playfast.suggest('pand')).resolves.toEqualTypeOf<Suggestions>();
expectTypeOf(playfast.suggestBatch([{ term: 'pand', lang: 'de', priority: 1 }])).resolves.toEqualTypeOf<
  Outcome<Suggestions>[]
>();
expectTypeOf(playfast.suggestStream(new Set(['pand']), { highWaterMark: 5 })).toEqualTypeOf<
  AsyncGenerator<Outcome<Suggestions>, void, undefined>
>();
expectTypeOf<Suggestions>().toEqualTypeOf<{ suggestions: string[] }>();
// @ts-expect-error their number is Play's
playfast.suggest({ term: 'pand', num: 3 });
// @ts-expect-error suggestions have no page
playfast.suggest('pand', { source: 'page' });

// Permissions
expectTypeOf(playfast.permissions('com.example.app')).resolves.toEqualTypeOf<Permissions>();
expectTypeOf(playfast.permissionsBatch([{ appId: 'com.example.app', country: 'de' }])).resolves.toEqualTypeOf<
  Outcome<Permissions>[]
>();
expectTypeOf(playfast.permissionsStream(['com.example.app'])).toEqualTypeOf<
  AsyncGenerator<Outcome<Permissions>, void, undefined>
>();
expectTypeOf<Permissions>().toEqualTypeOf<{ permissions: Permission[]; groups: PermissionGroup[] }>();
expectTypeOf<Permission['group']>().toEqualTypeOf<string | undefined>();
expectTypeOf<Permission['section']>().toEqualTypeOf<'common' | 'other' | 'ungrouped'>();
expectTypeOf<PermissionGroup['section']>().toEqualTypeOf<'common' | 'other'>();
expectTypeOf<PermissionGroup['permissions']>().toEqualTypeOf<string[]>();
// @ts-expect-error permissions have no page
playfast.permissions('com.example.app', { source: 'page' });
// @ts-expect-error there is no short form: groups has it
playfast.permissions({ appId: 'com.example.app', short: true });

// Data safety
expectTypeOf(playfast.dataSafety('com.example.app', { source: 'page' })).resolves.toEqualTypeOf<DataSafety>();
expectTypeOf(playfast.dataSafetyBatch(['com.example.app'], { source: 'rpc' })).resolves.toEqualTypeOf<
  Outcome<DataSafety>[]
>();
expectTypeOf(playfast.dataSafetyStream(['com.example.app'])).toEqualTypeOf<
  AsyncGenerator<Outcome<DataSafety>, void, undefined>
>();
expectTypeOf<DataSafety['sharedData']>().toEqualTypeOf<DataSafetyEntry[]>();
expectTypeOf<DataSafety['collectedData']>().toEqualTypeOf<DataSafetyEntry[]>();
expectTypeOf<DataSafety['securityPractices']>().toEqualTypeOf<SecurityPractice[]>();
expectTypeOf<DataSafety['privacyPolicyUrl']>().toEqualTypeOf<string | undefined>();
expectTypeOf<DataSafetyEntry>().toEqualTypeOf<{ data: string; optional: boolean; purpose?: string; type: string }>();
// @ts-expect-error there is no such source
playfast.dataSafety('com.example.app', { source: 'html' });

// Categories
expectTypeOf(playfast.categories()).resolves.toEqualTypeOf<StoreCategory[]>();
expectTypeOf<StoreCategory>().toEqualTypeOf<{ id: CategoryId; kind: 'app' | 'game' | 'family' }>();
for (const { id } of await playfast.categories()) playfast.list({ category: id });
// @ts-expect-error nothing is asked, so there is nothing to set
playfast.categories({ timeoutMs: 5 });
