//! Random documents that the schema allows. Made from the schema, so that what it promises is what is read.

use serde_json::{Map, Value, json};
use slipway::model::Table;
use slipway::time::{Instant, Zone};

use super::{resolved, schema};

/// A small generator (xorshift64*): the same seed gives the same document on every machine.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub fn below(&mut self, end: usize) -> usize {
        ((self.next() >> 33) as usize) % end
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    pub fn text(&mut self) -> String {
        const PIECES: &[&str] = &[
            "a", "Billing ", "\n", "\t", "\"", "\\", "\u{0}", "é", "\u{202E}", "🌸", "=", ";", "{", "]",
            "\u{2028}", "/",
        ];
        (0..self.below(8)).map(|_| *self.pick(PIECES)).collect()
    }

    /// Any value of an unknown field.
    fn anything(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 6 } else { 8 }) {
            0 => Value::Null,
            1 => json!(self.below(2) == 0),
            2 => json!(self.next()),
            3 => json!(self.next() as i64),
            4 => {
                let number = f64::from_bits(self.next());
                json!(if number.is_finite() { number } else { 0.1 })
            }
            5 => json!(self.text()),
            6 => (0..self.below(4)).map(|_| self.anything(depth - 1)).collect(),
            _ => (0..self.below(4)).map(|_| (self.text(), self.anything(depth - 1))).collect(),
        }
    }
}

/// A document with at most `most` records a table.
pub fn document(dice: &mut Dice, most: usize) -> Value {
    Maker { schema: schema(), dice, most }.object(schema(), true)
}

struct Maker<'a> {
    schema: &'a Value,
    dice: &'a mut Dice,
    most: usize,
}

impl Maker<'_> {
    fn value(&mut self, node: &Value) -> Value {
        if let Some(name) = node.get("$ref").and_then(Value::as_str).and_then(|text| text.rsplit('/').next())
            && let Some(text) = self.word(name)
        {
            return Value::from(text);
        }
        let schema = self.schema;
        let node = resolved(schema, node);
        if let Some(words) = node.get("enum").and_then(Value::as_array) {
            return self.dice.pick(words).clone();
        }
        if let Some(word) = node.get("const") {
            return word.clone();
        }
        if let Some(choices) = node.get("oneOf").and_then(Value::as_array) {
            let choice = self.dice.pick(choices).clone();
            return self.object(&choice, false);
        }
        match node["type"].as_str().unwrap() {
            "string" => Value::from(self.dice.text()),
            "boolean" => Value::from(self.dice.below(2) == 0),
            "integer" => {
                let (least, most) = (node["minimum"].as_i64().unwrap(), node["maximum"].as_i64().unwrap());
                let any = least + (self.dice.next() % (most - least + 1) as u64) as i64;
                Value::from(*self.dice.pick(&[least, most, 0, 1, any]))
            }
            "array" => (0..self.dice.below(self.most + 1)).map(|_| self.value(&node["items"])).collect(),
            _ => self.object(node, node["additionalProperties"] == Value::Bool(true)),
        }
    }

    fn object(&mut self, node: &Value, takes_unknown: bool) -> Value {
        let mut object = Map::new();
        let required = node.get("required").and_then(Value::as_array);
        for (name, property) in node.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let is_required = required.is_some_and(|names| names.iter().any(|required| required == name));
            if is_required || self.dice.below(3) != 0 {
                object.insert(name.clone(), self.value(property));
            }
        }
        if node.get("properties").is_none() {
            for _ in 0..self.dice.below(3) {
                let value = match &node["additionalProperties"] {
                    Value::Bool(_) => self.dice.anything(2),
                    each => self.value(each),
                };
                object.insert(self.dice.text(), value);
            }
        }
        if takes_unknown && self.dice.below(3) == 0 {
            object.insert(format!("x-{}", self.dice.text()), self.dice.anything(3));
        }
        Value::Object(object)
    }

    /// The texts that have a form.
    fn word(&mut self, name: &str) -> Option<String> {
        let dice = &mut *self.dice;
        Some(match name {
            "Id" => match dice.below(12) {
                0 => format!("{}🌸\"\\, =x", dice.below(3)),
                _ => format!("{}", dice.below(5)),
            },
            "RecordRef" => format!("{}/{}", dice.pick(Table::ALL).name(), dice.below(5)),
            "Instant" => moment(dice).to_string(),
            "Interval" => format!("{}/{}", moment(dice), moment(dice)),
            "Date" => moment(dice).to_string().get(..10)?.to_owned(),
            "TimeOfDay" => format!("{:02}:{:02}", dice.below(24), dice.below(60)),
            "LocalTime" => moment(dice).to_string().get(..19)?.to_owned(),
            "Zone" => {
                let names: Vec<&str> = Zone::all_names().collect();
                (*dice.pick(&names)).to_owned()
            }
            "Recurrence" => (*dice.pick(RULES)).to_owned(),
            _ => return None,
        })
    }
}

fn moment(dice: &mut Dice) -> Instant {
    let range = (Instant::MAX.unix_seconds() - Instant::MIN.unix_seconds()) as u64;
    Instant::from_unix_seconds(Instant::MIN.unix_seconds() + (dice.next() % range) as i64).unwrap()
}

const RULES: &[&str] = &[
    "FREQ=DAILY",
    "RRULE:FREQ=WEEKLY;BYDAY=sa,MO",
    "FREQ=MONTHLY;BYDAY=-1FR;COUNT=12",
    "FREQ=YEARLY;INTERVAL=3;BYMONTH=3,12;BYMONTHDAY=-1,5;UNTIL=20991231T235959Z;WKST=SU",
    "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1;UNTIL=20261231",
];
