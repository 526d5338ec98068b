import { createServer } from "node:http";

/**
 * The node's side of what the SDK asks, over real HTTP. `plan` answers by "METHOD /path": a function of the call, which
 * returns [status, body, headers], or takes the response itself.
 */
export async function stubNode(plan) {
  const calls = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const url = new URL(request.url, "http://stub");
    const call = {
      name: request.method + " " + url.pathname,
      query: url.searchParams,
      authorization: request.headers.authorization,
      lastEventId: request.headers["last-event-id"],
      cookie: request.headers.cookie,
      body: body && JSON.parse(body),
    };
    calls.push(call);
    const answer = await plan[call.name]?.(call, response);
    if (response.headersSent || response.destroyed) return;
    const [status, json, headers] = answer ?? [404, { type: "urn:turnkeeper:problem:no-visit" }];
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(json === undefined ? "" : JSON.stringify(json));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: "http://127.0.0.1:" + server.address().port,
    calls,
    names: () => calls.map(({ name }) => name),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sends events down a stream; ends it where told to. */
export function stream(response, ...events) {
  if (!response.headersSent) response.writeHead(200, { "Content-Type": "text/event-stream" });
  for (const [event, data, id] of events) {
    response.write((id ? "id: " + id + "\n" : "") + "event: " + event + "\ndata: " + JSON.stringify(data) + "\n\n");
  }
}

/** Storage as a browser has it. */
export function memory(entries = {}) {
  const map = new Map(Object.entries(entries));
  return {
    map,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  };
}
