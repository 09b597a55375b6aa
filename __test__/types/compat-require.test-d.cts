// The types of the facade as CommonJS code sees them. Nothing here runs: tsc checks it.
import expectType = require('expect-type');
import gplay = require('playfast/compat');

import type { IAppItem, IAppItemFullDetail } from 'playfast/compat';

const { expectTypeOf } = expectType;

expectTypeOf(gplay.app({ appId: 'com.example.app' })).resolves.toEqualTypeOf<IAppItemFullDetail>();
expectTypeOf(gplay.default.list({})).resolves.toEqualTypeOf<IAppItem[]>();
expectTypeOf(gplay.default.app).toEqualTypeOf(gplay.app);
