// Trunk's only post_build hook. In a release build it shortens the names between the wasm and its script, orders the
// functions of the wasm so that they compress well, and puts the Content Security Policy into index.html, because a
// static host sends no headers; it fails when the page is not what it expects.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withNamesInGoodOrder } from "./function-order.mjs";
import { withShortNames } from "./short-names.mjs";

const PLACEHOLDER = "<!-- content-security-policy -->";

if (process.env.TRUNK_PROFILE === "release") {
  const folder = process.env.TRUNK_STAGING_DIR;
  const page = join(folder, "index.html");
  writeFileSync(page, withPolicy(readFileSync(page, "utf8")));
  const module = theOnly(folder, ".wasm");
  shorten(module, theOnly(folder, ".js", "slipway-web"));
  order(module);
}

function theOnly(folder, end, start = "") {
  const names = readdirSync(folder).filter((name) => name.startsWith(start) && name.endsWith(end));
  if (names.length !== 1) fail(`there are ${names.length} files ${start}*${end} in ${folder}, not one`);
  return join(folder, names[0]);
}

function shorten(module, script) {
  const short = withShortNames(readFileSync(module), readFileSync(script, "utf8"));
  writeFileSync(module, short.module);
  writeFileSync(script, short.script);
  optimize(module, ["--remove-unused-module-elements"]);
}

function order(module) {
  writeFileSync(module, withNamesInGoodOrder(readFileSync(module)));
  optimize(module, ["--reorder-functions-by-name", "--strip-debug", "--strip-producers", "--strip-target-features"]);
}

function optimize(module, passes) {
  execFileSync("wasm-opt", [module, "-o", module, ...passes], { stdio: "inherit" });
}

function withPolicy(page) {
  if (page.split(PLACEHOLDER).length !== 2) fail(`index.html must contain ${PLACEHOLDER} exactly once`);
  if (/<style[\s>]|\sstyle=/.test(page)) fail("index.html has inline styles, which the policy blocks: use a sheet in style/");

  const scripts = [...page.matchAll(/<script(?<attributes>[^>]*)>(?<text>[^]*?)<\/script>/g)].map((match) => match.groups);
  const inline = scripts.filter(({ attributes }) => !/\ssrc=/.test(attributes));
  if (!inline.some(({ text }) => text.includes("slipway:theme"))) fail("the inline script that sets the theme is missing");
  if (!inline.some(({ text }) => text.includes("TrunkApplicationStarted"))) fail("Trunk's module loader is missing");

  const hashes = inline.map(({ text }) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${hashes.join(" ")}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return page.replace(PLACEHOLDER, `<meta http-equiv="Content-Security-Policy" content="${policy}">`);
}

function fail(sentence) {
  console.error(`scripts/after-build.mjs: ${sentence}`);
  process.exit(1);
}
