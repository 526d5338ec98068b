// @ts-check

/**
 * What a browser keeps of its visits: over reloads and for all tabs of the page's origin. Where it keeps nothing (storage
 * forbidden, private window), the page's own memory has to do.
 *
 * @typedef {{ticket?: string, pass?: string, until?: number}} Kept  until: when the pass ends, by this device's clock
 */
export class Keeping {
  /** @param {Pick<Storage, "getItem" | "setItem" | "removeItem"> | null} storage @param {string} node */
  constructor(storage, node) {
    this.storage = /** @type {Storage} */ (storage); // what null cannot do, goes the way of what is refused
    this.prefix = "turnkeeper " + node + " ";
    /** What the storage would not take. @type {Map<string, string>} */
    this.refused = new Map();
  }

  /** @param {string} name @returns {any} null where there is nothing, or nothing readable */
  get(name) {
    try {
      return JSON.parse(this.refused.get(name) ?? this.storage.getItem(this.prefix + name) ?? "null");
    } catch {
      return null;
    }
  }

  /** @param {string} name @param {unknown} value */
  put(name, value) {
    const text = JSON.stringify(value);
    try {
      this.storage.setItem(this.prefix + name, text);
      this.refused.delete(name);
    } catch {
      this.refused.set(name, text);
    }
  }

  /** @param {string} name */
  drop(name) {
    this.refused.delete(name);
    try {
      this.storage.removeItem(this.prefix + name);
    } catch {
      // nothing was kept there
    }
  }
}
