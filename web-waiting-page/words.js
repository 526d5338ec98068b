import { texts } from "./texts.js";

/**
 * How numbers, times and durations are said in one language.
 *
 * @param {string} language one of {@link texts}
 */
export function speak(language) {
  const say = texts[language];
  const numbers = new Intl.NumberFormat(language);
  const times = new Intl.DateTimeFormat(language, { timeStyle: "medium" });
  const days = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
  const unit = (name, digits) =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: digits });
  const minutes = unit("minute", 0);
  const seconds = unit("second", 0);
  const hours = unit("hour", 1);

  return {
    language,
    say,
    number: (n) => numbers.format(n),
    time: (millis) => times.format(millis),
    /** Day and time, by the device's zone. */
    day: (millis) => days.format(millis),
    fill: (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? ""),

    /** From one second up: "2 min", "1 h 30 min", "45 sec". */
    duration(totalSeconds) {
      const s = Math.max(0, Math.ceil(totalSeconds));
      if (s < 120) return s % 60 === 0 && s > 0 ? minutes.format(s / 60) : seconds.format(s);
      const m = Math.round(s / 60);
      if (m < 60) return minutes.format(m);
      const rest = m % 60;
      return hours.format(Math.floor(m / 60)) + (rest ? " " + minutes.format(rest) : "");
    },

    /** For a clock that runs: "1:59", "1:02:03". */
    clock(totalSeconds) {
      const s = Math.max(0, Math.ceil(totalSeconds));
      const two = (n) => String(n).padStart(2, "0");
      const h = Math.floor(s / 3600);
      const m = Math.floor(s / 60) % 60;
      return (h ? h + ":" + two(m) : m) + ":" + two(s % 60);
    },

    /** @param {{lowSeconds: number, highSeconds: number} | null | undefined} eta null: unknown */
    eta(eta) {
      if (!eta) return say.unknown;
      if (eta.highSeconds < 60) return say.soon;
      const inHours = eta.highSeconds >= 7200;
      const scale = inHours ? 1800 : 60;
      const per = inHours ? 2 : 1;
      const low = Math.max(1, Math.floor(eta.lowSeconds / scale)) / per;
      const high = Math.max(1, Math.ceil(eta.highSeconds / scale)) / per;
      const short = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
      const range = low === high ? short.format(low) : short.format(low) + "–" + short.format(high);
      return (inHours ? say.hours : say.minutes).replace("{n}", range);
    },
  };
}

/**
 * The language to begin with: the one that was chosen, else the first that the visitor's browser and the page share.
 *
 * @param {string[]} offered the first is for those who understand none
 * @param {string | undefined} chosen
 * @param {readonly string[]} wanted as `navigator.languages`
 */
export function pick(offered, chosen, wanted) {
  const known = offered.filter((each) => texts[each]);
  const all = [chosen, ...wanted].map((each) => (each || "").toLowerCase().split("-")[0]);
  return all.find((each) => known.includes(each)) || known[0] || "en";
}
