// The types of the facade as CommonJS code sees them. Nothing here runs: tsc checks it.
import { expectTypeOf } from 'expect-type';

import gplay = require('playfast/compat');

import byDefault, { app, type IAppItem, type IAppItemFullDetail } from 'playfast/compat';

expectTypeOf(gplay.app({ appId: 'com.example.app' })).resolves.toEqualTypeOf<IAppItemFullDetail>();
expectTypeOf(byDefault.list({})).resolves.toEqualTypeOf<IAppItem[]>();
expectTypeOf(gplay.default.app).toEqualTypeOf(app);
