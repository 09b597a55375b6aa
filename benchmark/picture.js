// The benchmark as a picture: what one batch takes beside a loop and beside a plain client that sends the same requests.

/** What is shown, from the top; and how it is called there. */
const JOBS = { apps: '100 apps', lists: '25 charts of 100 rows' };
const WAYS = {
  sequential: 'one after the other',
  'plain fetch': 'plain fetch + JSON.parse, the same requests',
  'one batch': 'playfast, one batch',
};
const LATENCY_MS = 400;

const WIDTH = 840;
const MARGIN = 24;
const NAMES = 300;
const FIGURES = 210;
const BAR = 20;
const STEP = 32;
const HEADING = 40;

/**
 * @typedef {{ job: string, way: string, latencyMs: number, timeMs: number, cpuMs: number, requests: number }} Row
 * @typedef {{ measured: string, machine: { node: string, cpu: string, cores: number }, rows: Row[] }} Results
 */

/**
 * The rows of a job as they are shown; `undefined` where some were not measured.
 * @param {Results} results
 * @param {string} job
 */
function shown({ rows }, job) {
  const found = Object.keys(WAYS).map((way) =>
    rows.find((row) => row.job === job && row.way === way && row.latencyMs === LATENCY_MS),
  );
  return found.every((row) => row !== undefined) ? found : undefined;
}

/**
 * What a row says beside its bar.
 * @param {Row} row
 */
export const figures = ({ timeMs, requests, cpuMs }) =>
  `${(timeMs / 1000).toFixed(2)} s, ${requests} requests, ${cpuMs.toFixed(0)} ms CPU`;

/**
 * @param {Results} results what a run stored
 * @returns {string | undefined} an SVG document; none where the run left out what is shown
 */
export function picture(results) {
  const panels = Object.entries(JOBS).map(([job, title]) => ({ title, rows: shown(results, job) }));
  if (panels.some(({ rows }) => rows === undefined)) return undefined;
  const height = MARGIN + panels.reduce((sum, { rows }) => sum + HEADING + rows.length * STEP, 0) + HEADING;
  const { measured, machine } = results;
  let top = MARGIN;
  const drawn = panels.map(({ title, rows }) => {
    const panel = drawPanel(top, title, rows);
    top += HEADING + rows.length * STEP;
    return panel;
  });
  const conditions =
    `npm run benchmark, ${measured.slice(0, 10)}: local Play server at ${LATENCY_MS} ms of latency, no rate limit; ` +
    `Node ${machine.node}, ${machine.cpu}, ${machine.cores} cores`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(describe(panels))}">
  <style>
    text { font: 13px system-ui, sans-serif; fill: #24292f; }
    .title { font-weight: 600; font-size: 15px; }
    .note { font-size: 11px; fill: #57606a; }
    rect { fill: #8c959f; }
    .ours { fill: #1a7f37; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .note { fill: #8d96a0; }
      rect { fill: #6e7681; }
      .ours { fill: #3fb950; }
    }
  </style>
${drawn.join('\n')}
  <text class="note" x="${MARGIN}" y="${height - MARGIN / 2}">${escaped(conditions)}</text>
</svg>
`;
}

/**
 * One job: a bar for each way, as long as its time.
 * @param {number} top
 * @param {string} title
 * @param {Row[]} rows
 */
function drawPanel(top, title, rows) {
  const longest = Math.max(...rows.map(({ timeMs }) => timeMs));
  const room = WIDTH - 2 * MARGIN - NAMES - FIGURES;
  const bars = rows.map((row, place) => {
    const y = top + HEADING + place * STEP;
    const width = Math.max(1, (room * row.timeMs) / longest);
    const baseline = y + BAR * 0.72;
    const mark = row.way === 'one batch' ? ' class="ours"' : '';
    return `  <text x="${MARGIN}" y="${baseline}">${escaped(WAYS[/** @type {keyof typeof WAYS} */ (row.way)])}</text>
  <rect${mark} x="${MARGIN + NAMES}" y="${y}" width="${width.toFixed(1)}" height="${BAR}"/>
  <text x="${(MARGIN + NAMES + width + 8).toFixed(1)}" y="${baseline}">${figures(row)}</text>`;
  });
  return `  <text class="title" x="${MARGIN}" y="${top + HEADING * 0.6}">${escaped(title)}</text>\n${bars.join('\n')}`;
}

/**
 * The same for those who do not see it.
 * @param {{ title: string, rows: Row[] }[]} panels
 */
const describe = (panels) =>
  panels.map(({ title, rows }) => `${title}: ${rows.map((row) => `${row.way} ${figures(row)}`).join('; ')}`).join('. ');

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
