// What the server waits per call beside the latency, in ms; for reviews per 1,000.

export const COSTS = {
  waiting: { appCostMs: 2, chartCostMs: 20, searchCostMs: 20, reviewCostMs: 400, pageCostMs: 20 },
  none: { appCostMs: 0, chartCostMs: 0, searchCostMs: 0, reviewCostMs: 0, pageCostMs: 0 },
};
