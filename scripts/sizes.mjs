// Prints what a visitor downloads, gzipped, and fails when the wasm is over its budget.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const WASM_BUDGET_KB = 900;
const DIRECTORY = "dist";

const kilobytes = { ".wasm": 0, ".js": 0, ".css": 0 };
for (const name of readdirSync(DIRECTORY, { recursive: true })) {
  const kind = Object.keys(kilobytes).find((suffix) => name.endsWith(suffix));
  if (kind) kilobytes[kind] += gzipSync(readFileSync(join(DIRECTORY, name)), { level: 9 }).length / 1000;
}
for (const [kind, size] of Object.entries(kilobytes)) {
  const budget = kind === ".wasm" ? `, of ${WASM_BUDGET_KB} in the budget` : "";
  console.log(`${kind.slice(1)}: ${size.toFixed(1)} KB gzipped${budget}`);
}
if (kilobytes[".wasm"] === 0) fail(`there is no .wasm in ${DIRECTORY}/`);
if (kilobytes[".wasm"] > WASM_BUDGET_KB) fail("the wasm is over its budget; ARCHITECTURE.md says how code stays small");

function fail(sentence) {
  console.error(`scripts/sizes.mjs: ${sentence}`);
  process.exit(1);
}
