// Plans of any size for the figures, the same in every run but for the day on which they begin, which is today: a year
// of changes on two thousand related items, as in benches/engine.rs.

const [MINUTE, DAY] = [60_000, 86_400_000];
const START = Math.floor(Date.now() / DAY) * DAY;
const ITEMS = 2_000;
const PEOPLE = 500;
const RISKS = ["Low", "Moderate", "High", "VeryHigh"];
const CRITICALITIES = ["Low", "Moderate", "High", "Critical"];

/** The text of a plan with so many changes. */
export function largePlan(changes) {
  const below = dice(42);
  const list = (count, make) => Array.from({ length: count }, (_, number) => make(number));
  return JSON.stringify({
    format: "slipway-plan",
    version: 1,
    id: `large-${changes}`,
    settings: { name: `Plan of ${changes}`, zone: "Europe/Amsterdam" },
    people: list(PEOPLE, (number) => ({ id: `PER-${number}`, name: `Person ${number}` })),
    services: list(200, (number) => ({
      id: `SVC-${number}`,
      name: `Service ${number}`,
      criticality: CRITICALITIES[below(4)],
      cis: [...new Set(list(4, () => `CI-${below(ITEMS)}`))],
    })),
    configuration_items: list(ITEMS, (number) => item(number, below)),
    environments: ["Controlled", "Managed", "Open"].map((control, number) => ({
      id: `ENV-${number}`,
      name: `Environment ${number}`,
      kind: "Other",
      control,
    })),
    blackouts: list(12, (month) => {
      const start = START + (month * 30 + 20) * DAY;
      return {
        id: `BLK-${month}`,
        name: `Blackout ${month}`,
        hardness: "Hard",
        when: { Once: span(start, 2 * 24 * 60) },
        scope: { cis: [`CI-${month * 50}`], with_dependents: true },
      };
    }),
    maintenance_windows: ["SA", "TU,WE,TH"].map((days, number) => ({
      id: `MNT-${number}`,
      name: `Window ${number}`,
      hardness: "Soft",
      when: {
        Recurring: {
          start: moment(START + 20 * 60 * MINUTE).replace("Z", ""),
          duration_minutes: 600,
          zone: "Europe/Amsterdam",
          rule: `FREQ=WEEKLY;BYDAY=${days}`,
        },
      },
      scope: { environments: ["ENV-0"] },
    })),
    changes: list(changes, (number) => {
      const start = START + below(365 * 24 * 4) * 15 * MINUTE;
      return {
        id: `CHG-${number}`,
        title: `Change ${number}`,
        kind: "Normal",
        status: "Scheduled",
        risk: RISKS[below(4)],
        implementers: [`PER-${below(PEOPLE)}`],
        cis: [`CI-${below(ITEMS)}`],
        environments: [`ENV-${below(3)}`],
        planned: span(start, 30 + below(4) * 30),
        authorised_at: moment(start - 30 * DAY),
      };
    }),
  });
}

/** Runs on up to two items of lower numbers within fifty, so that chains are long and no item carries all. */
function item(number, below) {
  const count = number % 50 === 0 ? 0 : below(3);
  const relations = Array.from({ length: count }, () => ({ kind: "DependsOn", to: `CI-${number - 1 - below(number % 50)}` }));
  return { id: `CI-${number}`, name: `Item ${number}`, criticality: CRITICALITIES[below(4)], relations };
}

function moment(at) {
  return new Date(at).toISOString().replace(".000Z", "Z");
}

function span(start, minutes) {
  return `${moment(start)}/${moment(start + minutes * MINUTE)}`;
}

/** A linear congruential generator. */
function dice(seed) {
  let state = seed;
  return (end) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}
