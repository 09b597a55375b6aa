// The doctor's report in words: what is wrong, and what to do.

const REMEDIES = {
  blocked: 'wait some hours, ask more slowly (--rate), or through another exit (--proxy)',
  certificate: 'name the certificates of what answers with --ca, or check who is between you and Google',
  drift: 'look for a newer version of playfast; a field that has moved can be re-pointed with --mappings',
  unreachable: 'check the network, the proxy and the firewall',
  undecided: 'try again later',
  failed: 'see the message; docs/errors.md has what each code means',
};

/** @param {import('./doctor.js').Report} report */
export function inWords(report) {
  return [
    ...install(report),
    ...exits(report),
    ...lookups(report),
    ...fields(report),
    ...answers(report),
    ...templates(report),
    verdict(report),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** @param {import('./doctor.js').Report} report */
function* install({ version, node, platform, addon }) {
  yield `playfast ${version}, Node ${node}, ${platform}`;
  yield addon.loaded ? '  ok     the addon loads' : `  WRONG  the addon does not load: ${addon.what}`;
}

/** @param {import('./doctor.js').Report} report */
function* exits({ exits, baseUrl }) {
  if (exits.length === 0) return;
  yield `Ways to ${baseUrl}`;
  for (const { name, state, tls, ms, what } of exits) {
    if (state === 'ok') yield `  ok     ${name}: answers in ${ms} ms, ${TLS[tls]}`;
    else {
      yield `  WRONG  ${name}: ${what}`;
      yield `         ${tls === 'refused' ? REMEDIES.certificate : REMEDIES[state]}`;
    }
  }
}

const TLS = {
  verified: 'its certificate is trusted',
  refused: 'its certificate is not trusted',
  none: 'without TLS',
  unknown: 'its certificate is unknown',
};

/** @param {import('./doctor.js').Report} report */
function* lookups({ lookups, limits }) {
  if (lookups.length === 0) return;
  yield 'Lookups, one of each kind';
  for (const { lookup, verdict, what } of lookups) {
    if (verdict === 'ok') yield `  ok     ${lookup}`;
    else if (verdict === 'notAsked') yield `  -      ${lookup}: not asked any more`;
    else {
      yield `  ${verdict === 'drift' ? 'WRONG ' : 'maybe '} ${lookup}: ${what}`;
      yield `         ${REMEDIES[verdict]}`;
    }
  }
  for (const { name, concurrency, ratePerSecond, held } of limits) {
    const rate = ratePerSecond === undefined ? 'no limit' : `${Number(ratePerSecond.toFixed(1))} requests a second`;
    yield `  ${held === undefined ? 'ok    ' : 'maybe '} limits of ${name}: ${rate}, ${concurrency} at a time${held === undefined ? '' : `; it waits: ${held}`}`;
  }
}

/** @param {import('./doctor.js').Report} report */
function* fields({ fields }) {
  if (fields.length === 0) return;
  yield 'Fields, against the share of recorded answers that had them';
  yield `  ok     ${fields.filter(({ state }) => state === 'ok').length} fields are served as often as expected`;
  for (const { record, field, present, of, expected = 0, state } of fields) {
    if (state === 'ok') continue;
    const word = state === 'gone' ? 'WRONG' : 'maybe';
    yield `  ${word}  ${record}.${field}: in ${present} of ${of}, expected in ${Math.round(100 * expected)} %`;
  }
  if (fields.some(({ state }) => state === 'gone')) yield `         ${REMEDIES.drift}`;
}

/** @param {import('./doctor.js').Report} report */
function* answers({ answers }) {
  if (answers.length === 0) return;
  yield 'Answers with nothing in them, against the share of recorded ones';
  for (const { lookup, empty, counted, expected, state } of answers) {
    const word = { ok: 'ok   ', rare: 'maybe', gone: 'WRONG' }[state];
    yield `  ${word}  ${lookup}: ${empty} of ${counted} are empty, expected are ${Math.round(100 * expected)} %`;
  }
  if (answers.some(({ state }) => state === 'gone')) yield `         ${REMEDIES.drift}`;
}

/** @param {import('./doctor.js').Report} report */
function* templates({ templates }) {
  if (templates.length === 0) return;
  yield 'Requests, against those that the pages of Google Play publish';
  for (const { lookup, rpcId, inForce, differs, refused, pages } of templates) {
    const name = `${lookup} (${rpcId})`;
    if (inForce === 'adopted')
      yield `  ok     ${name}: the page's request is in force (${differs ?? 'it is the same'})`;
    else if (pages === 0) yield `  -      ${name}: no page was read`;
    else if (differs === undefined) yield `  ok     ${name}: the same`;
    else yield `  ok     ${name}: ${differs}; ${refused ?? 'Google answers ours'}`;
  }
}

/** @param {import('./doctor.js').Report} report */
function verdict({ exitCode, offline, addon }) {
  if (!addon.loaded) return 'The install is broken.';
  if (offline) return 'Offline: nothing could be asked. The install is all right.';
  if (exitCode === 3) return 'Google blocks.';
  return exitCode === 0 ? 'All is well.' : 'Something is wrong; see above.';
}
