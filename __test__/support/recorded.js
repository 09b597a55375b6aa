/**
 * What the Play server recorded, as the calls of each POST: the app ids, or the charts, that were asked for.
 * @param {{ body: string }[]} posts
 */
export function callsOf(posts) {
  return posts.map(({ body }) => {
    const [calls] = JSON.parse(new URLSearchParams(body).get('f.req'));
    return calls.map(([rpcId, request]) => {
      const asked = JSON.parse(request);
      return rpcId === 'Ws7gDc' ? asked[5][0][0] : asked[0][2].slice(1).join(' ');
    });
  });
}
