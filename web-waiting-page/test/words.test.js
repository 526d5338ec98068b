import assert from "node:assert/strict";
import { test } from "node:test";
import { texts } from "../texts.js";
import { pick, speak } from "../words.js";

const keys = (object, at = "") =>
  Object.entries(object).flatMap(([key, value]) =>
    typeof value === "object" && !Array.isArray(value) ? keys(value, at + key + ".") : [at + key]);

test("every language says everything", () => {
  for (const language of Object.keys(texts)) {
    assert.deepEqual(keys(texts[language]), keys(texts.en), language);
    for (const [heading, lead] of Object.values(texts[language].screens)) {
      assert.ok(heading && lead, language);
    }
  }
});

test("every language has the same gaps to fill", () => {
  const gaps = (language, key) => (texts[language][key].match?.(/\{\w+\}/g) || []).sort();
  for (const language of Object.keys(texts)) {
    for (const key of Object.keys(texts.en)) {
      if (key !== "screens") assert.deepEqual(gaps(language, key), gaps("en", key), language + " " + key);
    }
  }
});

test("numbers are grouped", () => {
  for (const language of Object.keys(texts)) assert.equal(speak(language).number(1234567), "1,234,567");
});

test("an expected wait is a range, never more exact than it is", () => {
  const { eta } = speak("en");
  assert.equal(eta(null), "Not known yet");
  assert.equal(eta({ lowSeconds: 5, highSeconds: 40 }), "Under a minute");
  assert.equal(eta({ lowSeconds: 5, highSeconds: 90 }), "1–2 min");
  assert.equal(eta({ lowSeconds: 180, highSeconds: 300 }), "3–5 min");
  assert.equal(eta({ lowSeconds: 300, highSeconds: 300 }), "5 min");
  assert.equal(eta({ lowSeconds: 5400, highSeconds: 9000 }), "1.5–2.5 h");
  assert.equal(speak("ko").eta({ lowSeconds: 180, highSeconds: 300 }), "3–5분");
});

test("clocks and durations", () => {
  const { clock, duration } = speak("en");
  assert.equal(clock(119.2), "2:00");
  assert.equal(clock(5), "0:05");
  assert.equal(clock(3723), "1:02:03");
  assert.equal(clock(-4), "0:00");
  assert.equal(duration(120), "2 min");
  assert.equal(duration(45), "45 sec");
  assert.equal(duration(5400), "1 hr 30 min");
  assert.equal(speak("ko").duration(120), "2분");
});

test("the language is the chosen one, else the browser's, else the room's first", () => {
  const all = ["ko", "en", "ja", "zh"];
  assert.equal(pick(all, "ja", ["en"]), "ja");
  assert.equal(pick(all, undefined, ["fr-FR", "zh-CN"]), "zh");
  assert.equal(pick(all, undefined, ["fr"]), "ko");
  assert.equal(pick(["en"], "ko", ["ko"]), "en");
  assert.equal(pick(["xx"], undefined, []), "en");
});
