// The types of mappings and of the report of what moved. Nothing here runs: tsc checks it.
import { expectTypeOf } from 'expect-type';
import {
  type AnswerDrift,
  type App,
  configure,
  type DriftReport,
  driftReport,
  type FlagsDrift,
  type Mappings,
  type RecordDrift,
  type TemplateDrift,
} from 'playfast';

expectTypeOf(driftReport()).toEqualTypeOf<DriftReport>();
expectTypeOf<DriftReport['records'][number]>().toEqualTypeOf<RecordDrift>();
expectTypeOf<RecordDrift['fields'][number]['expected']>().toEqualTypeOf<number | undefined>();
expectTypeOf<DriftReport['answers'][number]>().toEqualTypeOf<AnswerDrift>();
expectTypeOf<DriftReport['templates'][number]>().toEqualTypeOf<TemplateDrift>();
expectTypeOf<TemplateDrift['inForce']>().toEqualTypeOf<'builtIn' | 'adopted'>();
expectTypeOf<TemplateDrift['adoptedAt']>().toEqualTypeOf<number | undefined>();
expectTypeOf<DriftReport['flags']>().toEqualTypeOf<FlagsDrift>();
expectTypeOf<App['extra']>().toEqualTypeOf<Record<string, unknown> | undefined>();

const mappings = {
  app: { score: [51, 0], video: [[100, 0], [100]], extra: { size: { path: [140, 3], kind: 'text' } } },
  list: { rows: [0, 1, 0, 28, 0] },
} as const;
expectTypeOf(mappings).toExtend<Mappings>();
configure({ mappings });
configure({ mappings: 'mappings.json' });
configure({ templates: 'pinned' });
// @ts-expect-error: no way to deal with requests
configure({ templates: 'never' });
// @ts-expect-error: no kind of record
configure({ mappings: { aps: {} } });
// @ts-expect-error: no path
configure({ mappings: { app: { title: '0.0' } } });
// @ts-expect-error: no kind
configure({ mappings: { app: { extra: { size: { path: [1], kind: 'texts' } } } } });
