// @ts-check

/**
 * Which room a request leads to, by the rules that the node publishes. Paths are read exactly as the node reads them:
 * `sdk/conformance/routes.json` holds both to it.
 *
 * @typedef {{room: string, port?: number | null, path: string, methods?: string[], exclude?: string[], menu?: string | null, ignoreCase?: boolean}} Rule
 * @typedef {{rooms: Record<string, {state?: string}>, paths: Rule[], menus: Rule[]}} Rules
 */

/**
 * @param {Rules} rules
 * @param {{path: string, port: number, method: string}} request  path: raw, without query
 * @returns {string | null | false} the room, null for none; false: the path can be read in more than one way
 */
export function roomOf(rules, { path, port, method }) {
  const plain = plainPath(path);
  if (plain === false) return false;
  const rule = rules.paths.find(
    (rule) =>
      (!rule.port || rule.port === port) &&
      (!rule.methods?.length || rule.methods.includes(method)) &&
      pathPattern(rule.path, rule.ignoreCase).test(plain) &&
      !rule.exclude?.some((pattern) => pathPattern(pattern, rule.ignoreCase).test(plain)),
  );
  return rule ? rule.room : null;
}

/**
 * @param {Rules} rules
 * @param {string} menu
 * @returns {string | null}
 */
export function roomOfMenu(rules, menu) {
  const rule = rules.menus.find(({ menu: pattern, ignoreCase }) => !pattern || wildcards(pattern, ignoreCase).test(menu));
  return rule ? rule.room : null;
}

/** @param {Rules} rules @param {string} room */
export function isControlled(rules, room) {
  return rules.rooms[room]?.state !== "INACTIVE";
}

/** @param {string} path @returns {string | false} "/a/b", "" for the root */
function plainPath(path) {
  if (!path.startsWith("/") || /[\\\u0000-\u001f\u007f-\u009f]/.test(path)) return false;
  /** @type {string[]} */
  const segments = [];
  for (const raw of path.split("/")) {
    const segment = decode(raw.split(";")[0]);
    if (segment === false || decode(raw) === false) return false;
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments.map((segment) => "/" + segment).join("");
}

/** One layer, and only what all servers read alike. @param {string} segment */
function decode(segment) {
  if (/%(2f|5c|00)/i.test(segment)) return false;
  try {
    const decoded = decodeURIComponent(segment);
    return segment !== decoded && /%[0-9a-f]{2}/i.test(decoded) ? false : decoded;
  } catch {
    return false;
  }
}

/** `**` for any number of segments, `*` and `?` within one. @param {string} pattern @param {boolean} [ignoreCase] */
function pathPattern(pattern, ignoreCase) {
  const segments = pattern.split("/").filter(Boolean);
  const source = segments.map((segment) => (segment === "**" ? "(?:/[^/]+)*" : "/" + within(segment, "[^/]"))).join("");
  return new RegExp("^" + source + "$", ignoreCase ? "i" : "");
}

/** @param {string} pattern @param {boolean} [ignoreCase] */
function wildcards(pattern, ignoreCase) {
  return new RegExp("^" + within(pattern, ".") + "$", ignoreCase ? "i" : "");
}

/** @param {string} pattern @param {string} one  what `?` stands for */
function within(pattern, one) {
  return pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*/g, one + "*").replace(/\?/g, one);
}
