// @ts-check

/**
 * The wait, shown over the page: a modal dialog, so that the page beneath can be neither reached nor read out meanwhile.
 *
 * @typedef {Record<"title" | "rank" | "ahead" | "eta" | "wait" | "paused" | "trouble" | "ended" | "again" | "leave", string>} Words
 */

/** @type {Record<string, Words>} */
const WORDS = {
  ko: { title: "잠시만 기다려 주세요", rank: "대기 순번", ahead: "앞에 {n}명이 있습니다", eta: "예상 대기 {from}~{to}", wait: "순번을 받고 있습니다", paused: "입장이 잠시 멈췄습니다. 순번은 유지됩니다.", trouble: "연결이 원활하지 않아 다시 시도합니다. 순번은 유지됩니다.", ended: "대기가 종료되었습니다", again: "다시 줄서기", leave: "대기 취소" },
  en: { title: "One moment, please", rank: "Your place", ahead: "{n} ahead of you", eta: "About {from} to {to}", wait: "Taking a place", paused: "Nobody is let in just now. Your place is kept.", trouble: "The connection is poor; trying again. Your place is kept.", ended: "Your wait has ended", again: "Queue again", leave: "Leave the queue" },
  ja: { title: "少々お待ちください", rank: "順番", ahead: "前に{n}人います", eta: "待ち時間の目安 {from}~{to}", wait: "順番を取得しています", paused: "入場を一時停止しています。順番は保たれます。", trouble: "接続が不安定です。再試行します。順番は保たれます。", ended: "待機が終了しました", again: "もう一度並ぶ", leave: "待機をやめる" },
  zh: { title: "请稍候", rank: "您的序号", ahead: "前面还有{n}人", eta: "预计等待 {from}~{to}", wait: "正在取号", paused: "暂停入场，您的位置会保留。", trouble: "连接不稳定，正在重试。您的位置会保留。", ended: "排队已结束", again: "重新排队", leave: "退出排队" },
};

const LOOK = `
  dialog { inset: 0; width: 100%; height: 100%; max-width: none; max-height: none; border: 0; box-sizing: border-box; padding: 22vh 1.5rem 2rem;
    font: 1.05rem/1.6 system-ui, sans-serif; text-align: center; background: Canvas; color: CanvasText; color-scheme: light dark; overflow: auto }
  h1 { font-size: 1.4rem; margin: 0 } b { display: block; font-size: clamp(3rem, 16vw, 6rem); line-height: 1.15; font-variant-numeric: tabular-nums }
  button { font: inherit; margin-top: 2rem; padding: .6rem 1.4rem; border: 1px solid; border-radius: .5rem; background: none; color: inherit; cursor: pointer }
  p { margin: .5rem auto; max-width: 34rem; word-break: keep-all } p:empty, b:empty { display: none }`;

/** @param {import("./visit.js").Visit} visit @param {string} language @param {boolean} guards  the page beneath: who leaves the queue does not see it */
export function show(visit, language, guards) {
  const words = WORDS[language] ?? WORDS.en;
  /** @type {ReturnType<typeof open> | null} */
  let screen = null;
  const shown = () => (screen ??= open(words, language, () => visit.cancel().catch(() => {})));
  // Who is let in at once sees nothing of it.
  const slow = setTimeout(() => shown().say(words.wait), 400);
  const away = () => {
    clearTimeout(slow);
    screen?.close();
    screen = null;
  };
  visit.watchers.push({
    onPosition({ rank, ahead, eta }) {
      const place = shown();
      clearTimeout(slow);
      place.rank(rank);
      place.ahead(words.ahead.replace("{n}", number(ahead, language)));
      place.eta(eta ? words.eta.replace("{from}", duration(eta.lowSeconds, language)).replace("{to}", duration(eta.highSeconds, language)) : "");
      place.say("");
    },
    onRoom({ state, message }) {
      if (visit.state !== "WAITING") return;
      shown().message(message?.[language] ?? message?.en ?? Object.values(message ?? {})[0] ?? "");
      shown().say(state === "PAUSED" ? words.paused : "");
    },
    onTrouble: () => shown().say(words.trouble),
    onAdmitted: away,
    onEnded({ state }) {
      if (state === "COMPLETED" || (state === "CANCELLED" && !guards)) return away();
      const place = shown();
      clearTimeout(slow);
      place.rank(0);
      [place.ahead, place.eta, place.message].forEach((clear) => clear(""));
      place.say(words.ended);
      place.button(words.again, () => location.reload());
    },
  });
}

/** While not even the rules are known. @param {string} language @returns {() => void} takes it away */
export function cover(language) {
  const words = WORDS[language] ?? WORDS.en;
  const screen = open(words, language, null);
  screen.say(words.trouble);
  return screen.close;
}

/** @param {Words} words @param {string} language @param {(() => void) | null} leave */
function open(words, language, leave) {
  const host = document.body.appendChild(document.createElement("div"));
  host.lang = language;
  const root = host.attachShadow({ mode: "open" });
  const look = new CSSStyleSheet(); // the page's policy may forbid inline styles, but not this
  look.replaceSync(LOOK);
  root.adoptedStyleSheets = [look];
  const dialog = root.appendChild(document.createElement("dialog"));
  /** @param {string} name @param {Record<string, string>} [attributes] */
  const add = (name, attributes = {}) => {
    const element = dialog.appendChild(document.createElement(name));
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    return element;
  };
  add("h1", { id: "title" }).textContent = words.title;
  dialog.setAttribute("aria-labelledby", "title");
  const [rank, ahead, eta, message] = [add("b"), add("p"), add("p"), add("p")];
  const said = add("p", { role: "status" });
  const button = add("button", { type: "button" });
  button.hidden = !leave;
  button.textContent = words.leave;
  button.onclick = leave;
  dialog.addEventListener("cancel", (escape) => escape.preventDefault());
  dialog.showModal();
  const title = document.title;
  return {
    /** @param {number} place */
    rank(place) {
      rank.textContent = place ? number(place, language) : "";
      rank.setAttribute("aria-label", words.rank + " " + place);
      document.title = place ? "(" + number(place, language) + ") " + title : title;
    },
    /** @param {string} text */ ahead: (text) => void (ahead.textContent = text),
    /** @param {string} text */ eta: (text) => void (eta.textContent = text),
    /** @param {string} text */ message: (text) => void (message.textContent = text),
    /** @param {string} text */ say: (text) => void (said.textContent = text),
    /** @param {string} text @param {() => void} act */
    button(text, act) {
      button.hidden = false;
      button.textContent = text;
      button.onclick = act;
    },
    close() {
      document.title = title;
      host.remove();
    },
  };
}

/** @param {number} value @param {string} language */
function number(value, language) {
  return new Intl.NumberFormat(language).format(value);
}

/** In whole minutes, or seconds below two of them. @param {number} seconds @param {string} language */
function duration(seconds, language) {
  const minutes = seconds >= 120;
  const format = { style: "unit", unit: minutes ? "minute" : "second" };
  return new Intl.NumberFormat(language, /** @type {any} */ (format)).format(minutes ? Math.round(seconds / 60) : seconds);
}
