// The parameters of each function; of those with several forms, of the most general. Nothing here runs: tsc checks it.
import { expectTypeOf } from 'expect-type';
import type * as types from 'playfast';
import * as playfast from 'playfast';

type Single = types.Options | undefined;
type Page = types.PageOptions | undefined;
type Batch = types.BatchOptions | undefined;
type PageBatch = (types.BatchOptions & types.SourceOptions) | undefined;
type Stream = types.StreamOptions | undefined;
type PageStream = (types.StreamOptions & types.SourceOptions) | undefined;
type All = types.AllOptions | undefined;
type PageAll = (types.AllOptions & types.SourceOptions) | undefined;
type Text = string | Uint8Array;
type OfApp = { readonly appId?: string | undefined } | undefined;

expectTypeOf<Parameters<typeof playfast.app>>().toEqualTypeOf<[types.AppRequest, Page?]>();
expectTypeOf<Parameters<typeof playfast.appBatch>>().toEqualTypeOf<[readonly types.AppRequest[], PageBatch?]>();
expectTypeOf<Parameters<typeof playfast.appStream>>().toEqualTypeOf<[types.Requests<types.AppRequest>, PageStream?]>();
expectTypeOf<Parameters<typeof playfast.list>>().toEqualTypeOf<[types.ListRequest, Single?]>();
expectTypeOf<Parameters<typeof playfast.listBatch>>().toEqualTypeOf<[readonly types.ListRequest[], Batch?]>();
expectTypeOf<Parameters<typeof playfast.listStream>>().toEqualTypeOf<[types.Requests<types.ListRequest>, Stream?]>();
expectTypeOf<Parameters<typeof playfast.search>>().toEqualTypeOf<[types.SearchRequest, Page?]>();
expectTypeOf<Parameters<typeof playfast.searchBatch>>().toEqualTypeOf<[readonly types.SearchRequest[], PageBatch?]>();
expectTypeOf<Parameters<typeof playfast.searchStream>>().toEqualTypeOf<
  [types.Requests<types.SearchRequest>, PageStream?]
>();
expectTypeOf<Parameters<typeof playfast.reviews>>().toEqualTypeOf<[types.ReviewsRequest, Single?]>();
expectTypeOf<Parameters<typeof playfast.reviewsBatch>>().toEqualTypeOf<[readonly types.ReviewsRequest[], Batch?]>();
expectTypeOf<Parameters<typeof playfast.reviewsStream>>().toEqualTypeOf<
  [types.Requests<types.ReviewsRequest>, Stream?]
>();
expectTypeOf<Parameters<typeof playfast.allReviews>>().toEqualTypeOf<
  [string, (types.AllReviewsOptions | undefined)?]
>();
expectTypeOf<Parameters<typeof playfast.suggest>>().toEqualTypeOf<[types.SuggestRequest, Single?]>();
expectTypeOf<Parameters<typeof playfast.suggestBatch>>().toEqualTypeOf<[readonly types.SuggestRequest[], Batch?]>();
expectTypeOf<Parameters<typeof playfast.suggestStream>>().toEqualTypeOf<
  [types.Requests<types.SuggestRequest>, Stream?]
>();
expectTypeOf<Parameters<typeof playfast.permissions>>().toEqualTypeOf<[types.PermissionsRequest, Single?]>();
expectTypeOf<Parameters<typeof playfast.permissionsBatch>>().toEqualTypeOf<
  [readonly types.PermissionsRequest[], Batch?]
>();
expectTypeOf<Parameters<typeof playfast.permissionsStream>>().toEqualTypeOf<
  [types.Requests<types.PermissionsRequest>, Stream?]
>();
expectTypeOf<Parameters<typeof playfast.dataSafety>>().toEqualTypeOf<[types.DataSafetyRequest, Page?]>();
expectTypeOf<Parameters<typeof playfast.dataSafetyBatch>>().toEqualTypeOf<
  [readonly types.DataSafetyRequest[], PageBatch?]
>();
expectTypeOf<Parameters<typeof playfast.dataSafetyStream>>().toEqualTypeOf<
  [types.Requests<types.DataSafetyRequest>, PageStream?]
>();
expectTypeOf<Parameters<typeof playfast.categories>>().toEqualTypeOf<[]>();
expectTypeOf<Parameters<typeof playfast.fetchAndParseApp>>().toEqualTypeOf<[types.AppRequest, Page?]>();
expectTypeOf<Parameters<typeof playfast.fetchAndParseList>>().toEqualTypeOf<[types.ListRequest, Single?]>();
expectTypeOf<Parameters<typeof playfast.fetchAndParseSearch>>().toEqualTypeOf<[types.SearchRequest, Page?]>();
expectTypeOf<Parameters<typeof playfast.fetchAndParseReviews>>().toEqualTypeOf<
  [types.AncestorReviewsRequest, Single?]
>();
expectTypeOf<Parameters<typeof playfast.fetchAndParseAppsBatch>>().toEqualTypeOf<
  [readonly types.AppRequest[], PageAll?]
>();
expectTypeOf<Parameters<typeof playfast.fetchAndParseListBatch>>().toEqualTypeOf<
  [readonly types.ListRequest[], All?]
>();
expectTypeOf<Parameters<typeof playfast.fetchAndParseSearchBatch>>().toEqualTypeOf<
  [readonly types.SearchRequest[], PageAll?]
>();
expectTypeOf<Parameters<typeof playfast.fetchAndParseReviewsBatch>>().toEqualTypeOf<
  [readonly types.AncestorReviewsRequest[], All?]
>();
expectTypeOf<Parameters<typeof playfast.parseAppPage>>().toEqualTypeOf<[Text, OfApp?]>();
expectTypeOf<Parameters<typeof playfast.parseSearchPage>>().toEqualTypeOf<[Text]>();
expectTypeOf<Parameters<typeof playfast.parseListResponse>>().toEqualTypeOf<[Text]>();
expectTypeOf<Parameters<typeof playfast.parseReviewsResponse>>().toEqualTypeOf<[Text, OfApp?]>();
expectTypeOf<Parameters<typeof playfast.configure>>().toEqualTypeOf<[types.PlayStoreOptions]>();
expectTypeOf<Parameters<typeof playfast.stats>>().toEqualTypeOf<[]>();
expectTypeOf<Parameters<typeof playfast.isPlayfastError>>().toEqualTypeOf<[unknown]>();
expectTypeOf<Parameters<typeof playfast.list>>().not.toEqualTypeOf<[types.ListRequest, Page?]>();

expectTypeOf(playfast.isPlayfastError).guards.toEqualTypeOf<types.AnyPlayfastError>();
