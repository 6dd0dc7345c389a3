//! `Gather`: collecting that is compiled to little. A file of its own because `Iterator::collect` asks each iterator how
//! much is to come, takes its first item apart and sorts before it builds a set: 150 bytes at each of a thousand places.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::Hash;

use crate::sorted::{SortedMap, SortedSet};

/// Puts items into a list, set, map or text, one by one. Where speed counts, `collect` reserves the place beforehand.
pub trait Gather: Iterator + Sized {
    /// All items, as `collect` gives them.
    fn gather<C: Gathered<Self::Item>>(self) -> C {
        C::gathered(self)
    }
}

impl<I: Iterator> Gather for I {}

/// What items can be put into.
pub trait Gathered<T>: Sized {
    /// See [`Gather::gather`].
    fn gathered(items: impl Iterator<Item = T>) -> Self;
}

impl<T> Gathered<T> for Vec<T> {
    fn gathered(items: impl Iterator<Item = T>) -> Vec<T> {
        let mut list = Vec::new();
        for item in items {
            list.push(item);
        }
        list
    }
}

/// The items, or the first that is none.
impl<T> Gathered<Option<T>> for Option<Vec<T>> {
    fn gathered(items: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
        let mut list = Vec::new();
        for item in items {
            list.push(item?);
        }
        Some(list)
    }
}

/// The items, or the first error.
impl<T, E> Gathered<Result<T, E>> for Result<Vec<T>, E> {
    fn gathered(items: impl Iterator<Item = Result<T, E>>) -> Result<Vec<T>, E> {
        let mut list = Vec::new();
        for item in items {
            list.push(item?);
        }
        Ok(list)
    }
}

macro_rules! by_insertion {
    ($(($($generics:tt)*) $collection:ty, $item:ty, |$all:ident, $one:pat_param| $insert:expr;)*) => {
        $(impl<$($generics)*> Gathered<$item> for $collection {
            fn gathered(items: impl Iterator<Item = $item>) -> Self {
                let mut $all = Self::default();
                for $one in items {
                    $insert;
                }
                $all
            }
        })*
    };
}

by_insertion! {
    (T: Ord) BTreeSet<T>, T, |all, item| all.insert(item);
    (K: Ord, V) BTreeMap<K, V>, (K, V), |all, (key, value)| all.insert(key, value);
    (K: Ord, V) SortedMap<K, V>, (K, V), |all, (key, value)| all.insert(key, value);
    (T: Ord) SortedSet<T>, T, |all, item| all.insert(item);
    (T: Hash + Eq) HashSet<T>, T, |all, item| all.insert(item);
    (K: Hash + Eq, V) HashMap<K, V>, (K, V), |all, (key, value)| all.insert(key, value);
    () String, char, |all, item| all.push(item);
    ('a) String, &'a str, |all, item| all.push_str(item);
    () String, String, |all, item| all.push_str(&item);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gathered_is_what_is_collected() {
        let numbers = || [3_u32, 1, 2, 1].into_iter();
        assert_eq!(numbers().gather::<Vec<u32>>(), numbers().collect::<Vec<u32>>());
        assert_eq!(numbers().gather::<BTreeSet<u32>>(), numbers().collect::<BTreeSet<u32>>());
        let pairs = || numbers().zip(0_u32..);
        assert_eq!(pairs().gather::<BTreeMap<_, _>>(), pairs().collect::<BTreeMap<_, _>>());
        let words = || ["a", "bc"].into_iter();
        assert_eq!(words().gather::<String>(), words().collect::<String>());
        let until = |end: u32| numbers().map(move |number| (number < end).then_some(number));
        assert_eq!(until(4).gather::<Option<Vec<u32>>>(), until(4).collect::<Option<Vec<u32>>>());
        assert_eq!(until(3).gather::<Option<Vec<u32>>>(), None);
        let checked =
            |end: u32| numbers().map(move |number| if number < end { Ok(number) } else { Err(end) });
        assert_eq!(checked(2).gather::<Result<Vec<u32>, u32>>(), Err(2));
        assert_eq!(checked(9).gather::<Result<Vec<u32>, u32>>(), Ok(vec![3, 1, 2, 1]));
    }
}
