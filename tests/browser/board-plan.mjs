// A plan whose board has twelve changes to decide about: today's meeting, windows from in three weeks on.
const DAY = 86_400_000;
const instant = (at) => `${new Date(at).toISOString().slice(0, 19)}Z`;
const span = (from, minutes) => `${instant(from)}/${instant(from + minutes * 60_000)}`;

/** The file's text. `ann`, who must vote, `bob` (with `eve` as delegate) and `carl` are the board; `dora` owns all. */
export function boardPlan(now = Date.now()) {
  const today = now - (now % DAY);
  const start = (place) => today + (21 + 2 * place) * DAY + 20 * 3_600_000;
  const numbers = Array.from({ length: 12 }, (_, place) => place);
  const content = (place) => ({
    kind: "Normal",
    risk: place % 3 === 0 ? "High" : "Moderate",
    cis: [`server-${place}`],
    environments: ["prod"],
    planned: span(start(place), 120),
    outage: span(start(place), 30),
    implementation_plan: `Drain server ${place + 1}, patch it, put it back.`,
    backout_plan: `Boot the snapshot of server ${place + 1}.`,
  });
  const id = (place) => `CHG-${String(place + 1).padStart(4, "0")}`;
  return JSON.stringify({
    format: "slipway-plan",
    version: 1,
    id: "board-thursday",
    settings: { name: "Board on Thursday", zone: "UTC", calendar: { weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri"], day_start: "09:00", day_end: "17:00" } },
    people: ["Ann Archer", "Bob Baker", "Carl Cook", "Dora Dean", "Eve Elm"].map((name) => ({ id: name.split(" ")[0].toLowerCase(), name })),
    environments: [{ id: "prod", name: "Production", kind: "Production", control: "Controlled" }],
    configuration_items: numbers.map((place) => ({ id: `server-${place}`, name: `Server ${place + 1}`, environment: "prod" })),
    services: [{ id: "shop", name: "Web shop", criticality: "Critical", cis: ["server-3"] }],
    boards: [
      {
        id: "cab",
        name: "Change advisory board",
        kind: "Regular",
        members: [{ person: "ann", mandatory: true }, { person: "bob", delegate: "eve" }, { person: "carl" }],
        rule: "Percentage",
        percentage: 50,
        quorum: 2,
        meetings: { rule: "FREQ=WEEKLY", zone: "UTC", start: instant(today + 14 * 3_600_000).slice(0, 19), duration_minutes: 60 },
      },
    ],
    meetings: [{ id: "MTG-0001", board: "cab", window: span(today + 14 * 3_600_000, 60), status: "Planned" }],
    changes: numbers.map((place) => ({
      id: id(place),
      title: `Patch server ${place + 1}`,
      ...content(place),
      status: "Assessed",
      owner: "dora",
      requester: "dora",
      implementers: ["dora"],
      requested_at: instant(now - 3 * DAY),
      assessed_at: instant(now - 2 * DAY),
    })),
    approvals: numbers.map((place) => ({ id: `APR-${String(place + 1).padStart(4, "0")}`, change: id(place), authority: "Board", board: "cab", status: "Requested", requested_at: instant(now - 2 * DAY), content: content(place) })),
  });
}
