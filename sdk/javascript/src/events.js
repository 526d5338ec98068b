// @ts-check

/**
 * Server-sent events from a fetched body: a stream that, unlike EventSource, can carry the ticket in a header.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<{event: string, data: string, id: string, retry: number | null}>}
 */
export async function* eventsOf(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let id = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const blocks = text.split(/\r\n\r\n|\n\n|\r\r/);
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = parse(block, id);
        id = event.id;
        yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** @param {string} block @param {string} lastId */
function parse(block, lastId) {
  const event = { event: "message", data: "", id: lastId, retry: /** @type {number | null} */ (null) };
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [, field, value] = /^(\w+)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === "event") event.event = value ?? "";
    if (field === "data") event.data += (event.data && "\n") + (value ?? "");
    if (field === "id") event.id = value ?? "";
    if (field === "retry" && /^\d+$/.test(value ?? "")) event.retry = Number(value);
  }
  return event;
}
