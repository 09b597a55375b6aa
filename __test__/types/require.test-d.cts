// The types as CommonJS code sees them. Nothing here runs: tsc checks it.
import { expectTypeOf } from 'expect-type';

import playfast = require('playfast');

import { type App, appBatch, type NotFoundError, type Outcome } from 'playfast';

expectTypeOf(playfast.app('com.example.app')).resolves.toEqualTypeOf<playfast.App>();
expectTypeOf(playfast.listBatch([{}])).resolves.toEqualTypeOf<playfast.Outcome<playfast.AppList>[]>();
expectTypeOf(playfast.fetchAndParseAppsBatch([])).resolves.toEqualTypeOf<playfast.App[]>();
expectTypeOf(playfast.configure).returns.toEqualTypeOf<void>();
expectTypeOf(appBatch(['com.example.app'])).resolves.toEqualTypeOf<Outcome<App>[]>();
expectTypeOf(playfast.NotFoundError).toEqualTypeOf<typeof NotFoundError>();
expectTypeOf<InstanceType<typeof playfast.ParseError>['code']>().toEqualTypeOf<'ERR_PLAYFAST_PARSE'>();
