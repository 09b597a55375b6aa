// The types as CommonJS code sees them. Nothing here runs: tsc checks it.
import expectType = require('expect-type');
import playfast = require('playfast');

import type { App, NotFoundError, Outcome } from 'playfast';

const { expectTypeOf } = expectType;

expectTypeOf(playfast.app('com.example.app')).resolves.toEqualTypeOf<playfast.App>();
expectTypeOf(playfast.listBatch([{}])).resolves.toEqualTypeOf<playfast.Outcome<playfast.AppList>[]>();
expectTypeOf(playfast.fetchAndParseAppsBatch([])).resolves.toEqualTypeOf<playfast.App[]>();
expectTypeOf(playfast.configure).returns.toEqualTypeOf<void>();
expectTypeOf(playfast.appBatch(['com.example.app'])).resolves.toEqualTypeOf<Outcome<App>[]>();
expectTypeOf(playfast.NotFoundError).toEqualTypeOf<typeof NotFoundError>();
expectTypeOf<InstanceType<typeof playfast.ParseError>['code']>().toEqualTypeOf<'ERR_PLAYFAST_PARSE'>();
