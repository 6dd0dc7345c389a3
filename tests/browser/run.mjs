// Runs the journeys against dist/, two files at a time: `node tests/browser/run.mjs [part of a file's name ...]`.
// Ends with "test result: N passed; N failed", and with exit code 1 when one failed or a file ran none.
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(HERE)
  .filter((name) => name.endsWith(".journey.mjs") && (wanted.length === 0 || wanted.some((part) => name.includes(part))))
  .sort()
  .map((name) => join(HERE, name));

const counts = { passed: 0, failed: 0 };
const silent = [];
const events = run({ files, concurrency: 2 });
events.on("test:pass", ({ name }) => {
  // Only a file without journeys is reported by its path.
  if (files.includes(name)) silent.push(name);
  else counts.passed += 1;
});
events.on("test:fail", () => (counts.failed += 1));
const report = events.compose(new spec());
report.pipe(process.stdout);
report.on("end", () => {
  for (const file of silent) console.log(`${file} ran no journey`);
  counts.failed += silent.length;
  console.log(`test result: ${counts.passed} passed; ${counts.failed} failed`);
  process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
});
