//! A value as a source for serde: the one kind of source from which the types are read that only serde can read.
//!
//! A file of its own because serde compiles a reader anew for each kind of source.

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

use super::{Step, Unreadable};

/// A value as a source.
#[derive(Clone, Copy)]
pub(super) struct Node<'de>(pub(super) &'de Value);

fn unexpected(value: &Value) -> Unexpected<'_> {
    match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(value) => Unexpected::Bool(*value),
        Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(number), _, _) => Unexpected::Unsigned(number),
            (_, Some(number), _) => Unexpected::Signed(number),
            (_, _, number) => Unexpected::Float(number.unwrap_or(f64::NAN)),
        },
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    }
}

pub(super) fn wrong(value: &Value, expected: &dyn de::Expected) -> Unreadable {
    de::Error::invalid_type(unexpected(value), expected)
}

impl<'de> Node<'de> {
    fn number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match unexpected(self.0) {
            Unexpected::Unsigned(number) => visitor.visit_u64(number),
            Unexpected::Signed(number) => visitor.visit_i64(number),
            Unexpected::Float(number) => visitor.visit_f64(number),
            _ => Err(wrong(self.0, &visitor)),
        }
    }

    fn list<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let Value::Array(list) = self.0 else { return Err(wrong(self.0, &visitor)) };
        let mut items = Items { items: list.iter(), place: 0 };
        let value = visitor.visit_seq(&mut items)?;
        match items.items.len() {
            0 => Ok(value),
            _ => Err(de::Error::invalid_length(list.len(), &"fewer elements in array")),
        }
    }

    fn object<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let Value::Object(object) = self.0 else { return Err(wrong(self.0, &visitor)) };
        let mut fields = Fields { fields: object.iter(), field: None };
        let value = visitor.visit_map(&mut fields)?;
        match fields.fields.len() {
            0 => Ok(value),
            _ => Err(de::Error::invalid_length(object.len(), &"fewer elements in map")),
        }
    }
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(_) => self.number(visitor),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(_) => self.list(visitor),
            Value::Object(_) => self.object(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(*value),
            _ => Err(wrong(self.0, &visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::String(text) => visitor.visit_borrowed_str(text),
            _ => Err(wrong(self.0, &visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_str(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.number(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.number(visitor)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.number(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.number(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.list(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.list(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.object(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.object(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let variant = match self.0 {
            Value::String(word) => Variant { word, content: None },
            Value::Object(object) => match only(object) {
                Some((word, content)) => Variant { word, content: Some(content) },
                None => {
                    return Err(de::Error::invalid_value(Unexpected::Map, &"map with a single key"));
                }
            },
            other => return Err(wrong(other, &"string or map")),
        };
        visitor.visit_enum(variant)
    }

    forward_to_deserialize_any! {
        i8 i16 u8 u16 f32 f64 char bytes byte_buf unit unit_struct tuple_struct ignored_any
    }
}

pub(super) fn only(object: &Map<String, Value>) -> Option<(&String, &Value)> {
    let mut fields = object.iter();
    fields.next().filter(|_| fields.next().is_none())
}

struct Items<'de> {
    items: std::slice::Iter<'de, Value>,
    place: usize,
}

impl<'de> SeqAccess<'de> for &mut Items<'de> {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        let Some(item) = self.items.next() else { return Ok(None) };
        let place = self.place;
        self.place += 1;
        seed.deserialize(Node(item)).map(Some).map_err(|fault| fault.below(Step::Place(place)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

struct Fields<'de> {
    fields: serde_json::map::Iter<'de>,
    field: Option<(&'de String, &'de Value)>,
}

impl<'de> MapAccess<'de> for &mut Fields<'de> {
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unreadable> {
        self.field = self.fields.next();
        let Some((name, _)) = self.field else { return Ok(None) };
        seed.deserialize(Name(name)).map(Some).map_err(|fault| fault.below(Step::Field(name.clone())))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unreadable> {
        let Some((name, value)) = self.field.take() else {
            return Err(de::Error::custom("a value was asked for before its name"));
        };
        seed.deserialize(Node(value)).map_err(|fault| fault.below(Step::Field(name.clone())))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.fields.len())
    }
}

/// The name of a field, or the word that says which kind of value it is.
struct Name<'de>(&'de str);

impl<'de> Deserializer<'de> for Name<'de> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(self.0.into_deserializer())
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

struct Variant<'de> {
    word: &'de str,
    content: Option<&'de Value>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Unreadable;
    type Variant = Variant<'de>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Unreadable> {
        Ok((seed.deserialize(Name(self.word))?, self))
    }
}

impl<'de> Variant<'de> {
    fn content(&self, expected: &dyn de::Expected) -> Result<Node<'de>, Unreadable> {
        let none = || de::Error::invalid_type(Unexpected::UnitVariant, expected);
        self.content.map(Node).ok_or_else(none)
    }

    fn inside(&self, fault: Unreadable) -> Unreadable {
        fault.below(Step::Field(self.word.to_owned()))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        match self.content {
            None | Some(Value::Null) => Ok(()),
            Some(content) => Err(self.inside(wrong(content, &"unit"))),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Unreadable> {
        let content = self.content(&"newtype variant")?;
        seed.deserialize(content).map_err(|fault| self.inside(fault))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.content(&"tuple variant")?.list(visitor).map_err(|fault| self.inside(fault))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.content(&"struct variant")?.object(visitor).map_err(|fault| self.inside(fault))
    }
}
