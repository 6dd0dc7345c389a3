// Gives what a module and its script hand to each other short names, and takes away what the script never asks for.
// wasm-bindgen names each function by what it does and a hash, which gzip can do little about.

import { EXPORTS, IMPORTS, bytes, exportsOf, importsOf, section, sectionsOf, text } from "./wasm-sections.mjs";

const MODULE = "_"; // The name of the script as the module says it.

/** `{ module, script }` that say less and do the same. */
export function withShortNames(module, script) {
  script = withoutClassesThatNobodyMakes(script);
  const sections = sectionsOf(module);
  const imports = importsOf(sections.find(({ id }) => id === IMPORTS));
  imports.forEach((one, number) => {
    script = replacedOnce(script, new RegExp(`^( +)${escaped(one.name)}: `, "gm"), `$1${shortName(number)}: `);
    one.name = shortName(number);
  });
  const [name, ...others] = new Set(imports.map((one) => one.module));
  if (others.length > 0) throw new Error(`scripts/short-names.mjs: the module imports from ${others.join(", ")} too`);
  script = replacedOnce(script, new RegExp(`"${escaped(name)}": `, "g"), `"${MODULE}": `);

  const wanted = new Set([...script.matchAll(/\bwasm\.([\w$]+)/g)].map(([, name]) => name));
  const exports = exportsOf(sections.find(({ id }) => id === EXPORTS)).filter(({ name }) => wanted.delete(name));
  if (wanted.size > 0) throw new Error(`scripts/short-names.mjs: the module has no ${[...wanted].join(", ")}`);
  const short = new Map(exports.map(({ name }, number) => [name, shortName(number)]));
  script = script.replace(/\bwasm\.([\w$]+)/g, (_, name) => `wasm.${short.get(name)}`);

  const contents = {
    [IMPORTS]: list(imports.map(({ kind, name, type }) => [text(MODULE), text(name), Buffer.from([kind]), type])),
    [EXPORTS]: list(exports.map(({ kind, name, index }) => [text(short.get(name)), Buffer.from([kind]), bytes(index)])),
  };
  const written = sections.map(({ id, whole }) => (contents[id] ? section(id, contents[id]) : whole));
  return { module: Buffer.concat([module.subarray(0, 8), ...written]), script };
}

/** Libraries export classes that this page never gets an object of; what they call would stay in the module. */
function withoutClassesThatNobodyMakes(script) {
  for (const [whole, name] of script.matchAll(/^export class (\w+) \{\n[^]*?^\}\n(?:if \(Symbol\.dispose\) .*\n)?/gm)) {
    if (/^ +(?:constructor|static __wrap)\(/m.test(whole)) continue;
    script = script.replace(whole, "").replace(new RegExp(`^const ${name}Finalization = [^;]*;\n`, "m"), "");
    if (new RegExp(`\\b${name}(?:Finalization)?\\b`).test(script)) throw new Error(`scripts/short-names.mjs: ${name} is used`);
  }
  return script;
}

function replacedOnce(script, pattern, replacement) {
  const found = script.match(pattern)?.length ?? 0;
  if (found !== 1) throw new Error(`scripts/short-names.mjs: ${pattern} is there ${found} times, not once`);
  return script.replace(pattern, replacement);
}

/** `a` to `z`, `aa` to `zz`, and so on. */
function shortName(number) {
  const last = String.fromCharCode(97 + (number % 26));
  return number < 26 ? last : shortName(Math.floor(number / 26) - 1) + last;
}

function list(entries) {
  return Buffer.concat([bytes(entries.length), ...entries.flat()]);
}

function escaped(name) {
  return name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
