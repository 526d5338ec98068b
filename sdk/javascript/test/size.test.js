import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

const here = new URL("..", import.meta.url);
const dist = new URL("dist/turnkeeper.js", here);

test("what a browser loads is at most 8 KB, compressed", (t) => {
  const bytes = gzipSync(readFileSync(dist), { level: 9 }).length;
  t.diagnostic(bytes + " bytes");
  assert.ok(bytes <= 8192, bytes + " bytes");
});

test("dist is what the sources make: npm run build", () => {
  const folder = mkdtempSync(join(tmpdir(), "turnkeeper-sdk-"));
  try {
    execFileSync("npm", ["run", "--silent", "build", "--", "--outfile=" + join(folder, "turnkeeper.js"), "--allow-overwrite"], { cwd: here, stdio: "pipe" });
    assert.equal(readFileSync(join(folder, "turnkeeper.js"), "utf8"), readFileSync(dist, "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
