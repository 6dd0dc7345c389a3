// Names the functions of a wasm module by the order in which they compress best; `wasm-opt --reorder-functions-by-name`
// then puts them into it. gzip finds what is alike only within 32 KB, and generic code is alike all over the module.
// Constant data is put into such an order here, because each piece of it says where in the memory it belongs.

import { CODE, CUSTOM, DATA, FUNCTION, IMPORTS, bytes, dataOf, importsOf, number, section, sectionsOf, text } from "./wasm-sections.mjs";

const SHINGLE = 6; // Bytes that count as alike together.
const REACH = 30_000; // How far back likeness counts, in bytes: a little less than gzip's 32 KB.
const COMMON = 400; // What more functions than this have in common is always near.
const WEIGHT = 0.8; // Between 1, where the share of what is alike decides, and 0, where its amount does.

/** The module with names that say the order; what names it had are gone. */
export function withNamesInGoodOrder(module) {
  const sections = sectionsOf(module);
  const bodies = bodiesOf(sections.find(({ id }) => id === CODE));
  const imported = importsOf(sections.find(({ id }) => id === IMPORTS)).filter(({ kind }) => kind === FUNCTION).length;
  const kept = sections.filter(({ name }) => name !== "name").map((one) => (one.id === DATA ? dataInGoodOrder(one) : one.whole));
  return Buffer.concat([module.subarray(0, 8), ...kept, nameSection(orderOf(bodies), imported)]);
}

function dataInGoodOrder({ content }) {
  const pieces = dataOf(content);
  const order = orderOf(pieces.map(({ bytes }) => bytes));
  return section(DATA, Buffer.concat([bytes(pieces.length), ...order.map((index) => pieces[index].whole)]));
}

/** The indices of `bodies`, each followed by the one that shares most with the last `REACH` bytes. */
function orderOf(bodies) {
  const { shingles, holders } = shinglesOf(bodies);
  const weights = shingles.map((own) => (own.length + 1) ** WEIGHT);
  const near = new Int32Array(holders.length);
  const shared = new Int32Array(bodies.length);
  const waiting = new Set(bodies.keys());
  const order = [];
  let first = 0;
  let reach = 0;
  let next = 0;
  while (waiting.size > 0) {
    waiting.delete(next);
    order.push(next);
    reach += bodies[next].length;
    for (const shingle of shingles[next]) {
      if (near[shingle]++ === 0) for (const holder of holders[shingle]) shared[holder]++;
    }
    while (reach - bodies[order[first]].length >= REACH) {
      const left = order[first++];
      reach -= bodies[left].length;
      for (const shingle of shingles[left]) {
        if (--near[shingle] === 0) for (const holder of holders[shingle]) shared[holder]--;
      }
    }
    let best = -1;
    for (const one of waiting) {
      const likeness = shared[one] / weights[one];
      if (likeness > best) [best, next] = [likeness, one];
    }
  }
  return order;
}

/** For each body its shingles that others have too, and for each of these who has it. */
function shinglesOf(bodies) {
  const hashes = bodies.map((body) => {
    const own = new Set();
    for (let at = 0; at + SHINGLE <= body.length; at++) {
      let hash = 0;
      for (let byte = 0; byte < SHINGLE; byte++) hash = (Math.imul(hash, 0x01000193) ^ body[at + byte]) >>> 0;
      own.add(hash);
    }
    return own;
  });
  const counts = new Map();
  for (const own of hashes) for (const hash of own) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  const numbers = new Map();
  for (const [hash, count] of counts) if (count > 1 && count <= COMMON) numbers.set(hash, numbers.size);
  const holders = Array.from(numbers, () => []);
  const shingles = hashes.map((own, body) => {
    const shared = [...own].filter((hash) => numbers.has(hash)).map((hash) => numbers.get(hash));
    for (const number of shared) holders[number].push(body);
    return shared;
  });
  return { shingles, holders };
}

function bodiesOf({ content }) {
  let [count, at] = number(content, 0);
  const bodies = [];
  for (; count > 0; count--) {
    const [size, start] = number(content, at);
    at = start + size;
    bodies.push(content.subarray(start, at));
  }
  return bodies;
}

function nameSection(order, imported) {
  const entries = order.map((index, place) => ({ index: index + imported, name: String(place).padStart(6, "0") }));
  entries.sort((one, other) => one.index - other.index);
  const names = [bytes(entries.length), ...entries.flatMap(({ index, name }) => [bytes(index), text(name)])];
  const functions = Buffer.concat(names);
  return section(CUSTOM, Buffer.concat([text("name"), section(1, functions)]));
}
