/** What a call asked for: an app id, a chart, or the token of a page of reviews. */
const READERS = {
  Ws7gDc: (asked) => asked[5][0][0],
  vyAe2: (asked) => asked[0][2].slice(1).join(' '),
  oCPfdb: (asked) => asked[1][2][2] ?? null,
};

/**
 * What the Play server recorded, as the calls of each POST.
 * @param {{ body: string }[]} posts
 */
export function callsOf(posts) {
  return posts.map(({ body }) => {
    const [calls] = JSON.parse(new URLSearchParams(body).get('f.req'));
    return calls.map(([rpcId, request]) => READERS[rpcId](JSON.parse(request)));
  });
}
