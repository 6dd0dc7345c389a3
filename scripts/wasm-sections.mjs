// Reads and writes the sections of a wasm module; what works on a module after the build stands on it.

// Kinds of sections.
export const CUSTOM = 0;
export const IMPORTS = 2;
export const EXPORTS = 7;
export const CODE = 10;
export const DATA = 11;

// Kinds of imports and exports.
export const FUNCTION = 0;
const TABLE = 1;
const MEMORY = 2;
const GLOBAL = 3;

// Instructions.
const I32_CONST = 0x41;
const END = 0x0b;

/** The sections in their order: kind, name (of custom ones), content, and the whole with its head. */
export function sectionsOf(module) {
  const sections = [];
  let at = 8;
  while (at < module.length) {
    const id = module[at];
    const [size, start] = number(module, at + 1);
    const content = module.subarray(start, start + size);
    let name = "";
    if (id === CUSTOM) {
      const [length, text] = number(content, 0);
      name = content.toString("utf8", text, text + length);
    }
    sections.push({ id, name, content, whole: module.subarray(at, start + size) });
    at = start + size;
  }
  return sections;
}

/** What a section of imports holds: kind, module, name, and the bytes of its type after the kind. */
export function importsOf({ content }) {
  const skip = (at) => number(content, at)[1];
  const skipLimits = (at) => (content[at] & 1 ? skip(skip(at + 1)) : skip(at + 1));
  const end = {
    [FUNCTION]: skip,
    [TABLE]: (at) => skipLimits(at + 1),
    [MEMORY]: skipLimits,
    [GLOBAL]: (at) => at + 2,
  };
  let [count, at] = number(content, 0);
  const imports = [];
  for (; count > 0; count--) {
    let module, name;
    [module, at] = textAt(content, at);
    [name, at] = textAt(content, at);
    const kind = content[at++];
    if (!end[kind]) throw new Error(`scripts/wasm-sections.mjs: an import of kind ${kind} is not known`);
    const start = at;
    at = end[kind](at);
    imports.push({ kind, module, name, type: content.subarray(start, at) });
  }
  return imports;
}

/** What a section of exports holds: kind, name and index. */
export function exportsOf({ content }) {
  let [count, at] = number(content, 0);
  const exports = [];
  for (; count > 0; count--) {
    let name, index;
    [name, at] = textAt(content, at);
    const kind = content[at++];
    [index, at] = number(content, at);
    exports.push({ kind, name, index });
  }
  return exports;
}

/** The pieces of a section of data: their bytes, and the whole with the place in the memory. */
export function dataOf(content) {
  let [count, at] = number(content, 0);
  const pieces = [];
  for (; count > 0; count--) {
    const start = at;
    const isPlaced = content[at++] === 0 && content[at++] === I32_CONST;
    at = number(content, at)[1];
    if (!isPlaced || content[at++] !== END) throw new Error("scripts/wasm-sections.mjs: a piece of data has no fixed place");
    const [size, first] = number(content, at);
    at = first + size;
    pieces.push({ bytes: content.subarray(first, at), whole: content.subarray(start, at) });
  }
  return pieces;
}

function textAt(content, at) {
  const [length, start] = number(content, at);
  return [content.toString("utf8", start, start + length), start + length];
}

/** A section of a kind. */
export function section(id, content) {
  return Buffer.concat([Buffer.from([id]), bytes(content.length), content]);
}

/** A text with its length before it. */
export function text(string) {
  return Buffer.concat([bytes(string.length), Buffer.from(string)]);
}

/** Reads a LEB128 number: it, and where the next thing begins. */
export function number(buffer, at) {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = buffer[at++];
    value += (byte & 127) * scale;
    if (byte < 128) return [value, at];
    scale *= 128;
  }
}

/** Writes a LEB128 number. */
export function bytes(value) {
  const written = [];
  for (; value > 127; value = Math.floor(value / 128)) written.push((value % 128) | 128);
  return Buffer.from([...written, value]);
}
