//! Sorting that is compiled once. A file of its own because the standard library's sort is compiled anew, at about 6 KB,
//! for every type that is sorted; what remains here for a type is the comparison and the exchange of two items.

use std::cmp::Ordering;

/// Sorts lists. Equal items keep their order. For a list whose sorting is most of the work of a screen or a check, the
/// standard library's sort is faster.
pub trait Arrange<T> {
    /// Sorts by what `compare` says.
    fn arrange_by(&mut self, compare: impl Fn(&T, &T) -> Ordering);

    /// Sorts by a key, which is worked out for each comparison.
    fn arrange_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K);

    /// Sorts by the order of the items.
    fn arrange(&mut self)
    where
        T: Ord;
}

impl<T> Arrange<T> for [T] {
    fn arrange_by(&mut self, compare: impl Fn(&T, &T) -> Ordering) {
        let compared = |one: usize, other: usize| match (self.get(one), self.get(other)) {
            (Some(one), Some(other)) => compare(one, other),
            _ => Ordering::Equal,
        };
        for (one, other) in exchanges(self.len(), &compared) {
            self.swap(one, other);
        }
    }

    fn arrange_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        self.arrange_by(|one, other| key(one).cmp(&key(other)));
    }

    fn arrange(&mut self)
    where
        T: Ord,
    {
        self.arrange_by(T::cmp);
    }
}

/// The places to exchange one pair after the other so that a list of this length is in order.
fn exchanges(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|one, other| compare(*one, *other));
    let mut exchanges = Vec::new();
    for start in 0..length {
        let mut at = start;
        // Walks the ring of places that hand their items on; a place that is done points to itself.
        while let Some(from) = order.get_mut(at).map(|from| std::mem::replace(from, at)) {
            if from == start || from == at {
                break;
            }
            exchanges.push((at, from));
            at = from;
        }
    }
    exchanges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_sorted_as_the_standard_library_sorts_it() {
        let mut seed = 7_u32;
        for length in 0..200 {
            let mut items: Vec<(u32, usize)> = (0..length)
                .map(|place| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (seed >> 27, place)
                })
                .collect();
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            items.arrange_by_key(|item| item.0);
            assert_eq!(items, expected);
            expected.sort_by(|one, other| other.cmp(one));
            items.arrange_by(|one, other| other.cmp(one));
            assert_eq!(items, expected);
            expected.sort();
            items.arrange();
            assert_eq!(items, expected);
        }
    }
}
