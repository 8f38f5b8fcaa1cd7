//! Moving labels apart.

/// A label that wants to stand around a height, in units.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// Where its middle would like to be.
    pub center: f64,
    /// How tall it is, with the air it needs.
    pub height: f64,
}

/// Middles, in the order of `wishes`, such that no two labels overlap and each stays as near to its
/// wish as the others let it. They keep between `top` and `bottom` if they fit there at all;
/// otherwise they start at `top` and run on.
pub fn spread(wishes: &[Wish], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|&a, &b| wishes[a].center.total_cmp(&wishes[b].center));

    // Labels that touch form a block, which stands where its members' wishes average.
    let mut blocks: Vec<Block> = Vec::new();
    for &index in &order {
        let Wish { center, height } = wishes[index];
        let mut block = Block { members: 1, height, wished_top: center - height / 2.0 };
        while let Some(above) =
            blocks.pop_if(|above| above.top(top, bottom) + above.height > block.top(top, bottom))
        {
            block = above.join(&block);
        }
        blocks.push(block);
    }

    let mut middles = vec![0.0; wishes.len()];
    let mut order = order.into_iter();
    for block in blocks {
        let mut y = block.top(top, bottom);
        for index in order.by_ref().take(block.members) {
            middles[index] = y + wishes[index].height / 2.0;
            y += wishes[index].height;
        }
    }
    middles
}

struct Block {
    members: usize,
    height: f64,
    /// Mean of where the members would like the block to start.
    wished_top: f64,
}

impl Block {
    fn top(&self, top: f64, bottom: f64) -> f64 {
        self.wished_top.min(bottom - self.height).max(top)
    }

    fn join(&self, below: &Self) -> Self {
        let (above_weight, below_weight) = (self.members as f64, below.members as f64);
        let wished = self.wished_top * above_weight + (below.wished_top - self.height) * below_weight;
        Self {
            members: self.members + below.members,
            height: self.height + below.height,
            wished_top: wished / (above_weight + below_weight),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wishes(centers: &[f64]) -> Vec<Wish> {
        centers.iter().map(|&center| Wish { center, height: 20.0 }).collect()
    }

    #[test]
    fn labels_with_room_stay_where_they_are() {
        assert_eq!(spread(&wishes(&[50.0, 10.0, 90.0]), 0.0, 100.0), [50.0, 10.0, 90.0]);
    }

    #[test]
    fn crowded_labels_share_the_way() {
        assert_eq!(spread(&wishes(&[50.0, 50.0]), 0.0, 100.0), [40.0, 60.0]);
    }

    #[test]
    fn no_label_leaves_the_room_it_has() {
        assert_eq!(spread(&wishes(&[99.0, 98.0, -5.0]), 0.0, 100.0), [90.0, 70.0, 10.0]);
    }

    #[test]
    fn labels_never_overlap_even_without_room() {
        let middles = spread(&wishes(&[5.0, 5.0, 5.0, 5.0]), 0.0, 40.0);
        assert_eq!(middles, [10.0, 30.0, 50.0, 70.0]);
    }
}
