//! What a mark means, carried through the drawing library as if it were a colour.
//!
//! plotters knows RGB only. An [`Ink`] is written into the three channels on the way in and read
//! back by the backend, which turns it into CSS classes.

use plotters::style::RGBColor;
use plotters_backend::BackendColor;

/// Which of the theme's colours a mark takes. The caller chooses, so that one variable keeps one
/// colour on every page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// No colour of its own: the role decides.
    #[default]
    Plain,
    /// First series: solid line, round marker.
    S1,
    /// Second series: long dashes, square marker.
    S2,
    /// Third series: short dashes, diamond.
    S3,
    /// Fourth series: dash and dot, triangle.
    S4,
    /// Background series beside one that matters: grey, thin.
    Rest,
    /// Lowest of five classes.
    Step1,
    /// Second of five classes.
    Step2,
    /// Third of five classes.
    Step3,
    /// Fourth of five classes.
    Step4,
    /// Highest of five classes.
    Step5,
    /// No value, or none that may be shown.
    NoData,
}

impl Tone {
    const ALL: [Self; 12] = [
        Self::Plain,
        Self::S1,
        Self::S2,
        Self::S3,
        Self::S4,
        Self::Rest,
        Self::Step1,
        Self::Step2,
        Self::Step3,
        Self::Step4,
        Self::Step5,
        Self::NoData,
    ];

    /// The class of step `1..=5`; anything else has no data.
    #[must_use]
    pub const fn step(step: u8) -> Self {
        match step {
            1 => Self::Step1,
            2 => Self::Step2,
            3 => Self::Step3,
            4 => Self::Step4,
            5 => Self::Step5,
            _ => Self::NoData,
        }
    }

    /// The CSS class, empty for [`Tone::Plain`].
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::S1 => "s1",
            Self::S2 => "s2",
            Self::S3 => "s3",
            Self::S4 => "s4",
            Self::Rest => "rest",
            Self::Step1 => "step1",
            Self::Step2 => "step2",
            Self::Step3 => "step3",
            Self::Step4 => "step4",
            Self::Step5 => "step5",
            Self::NoData => "nodata",
        }
    }
}

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Grid,
    Axis,
    Zero,
    Break,
    Reference,
    Today,
    Line,
    Leader,
    Whisker,
    Band,
    Mark,
    Bar,
    Plan,
    Actual,
    Tile,
    Here,
    Flow,
    Text,
    Muted,
    Strong,
    OnTile,
}

impl Role {
    const ALL: [Self; 21] = [
        Self::Grid,
        Self::Axis,
        Self::Zero,
        Self::Break,
        Self::Reference,
        Self::Today,
        Self::Line,
        Self::Leader,
        Self::Whisker,
        Self::Band,
        Self::Mark,
        Self::Bar,
        Self::Plan,
        Self::Actual,
        Self::Tile,
        Self::Here,
        Self::Flow,
        Self::Text,
        Self::Muted,
        Self::Strong,
        Self::OnTile,
    ];

    const fn class(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Axis => "axis",
            Self::Zero => "zero",
            Self::Break => "break",
            Self::Reference => "ref",
            Self::Today => "today",
            Self::Line => "line",
            Self::Leader => "leader",
            Self::Whisker => "whisker",
            Self::Band => "band",
            Self::Mark => "mark",
            Self::Bar => "bar",
            Self::Plan => "plan",
            Self::Actual => "actual",
            Self::Tile => "tile",
            Self::Here => "here",
            Self::Flow => "flow",
            Self::Text => "text",
            Self::Muted => "muted",
            Self::Strong => "text strong",
            Self::OnTile => "on",
        }
    }
}

/// A role, its tone, and whether the value behind it is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    pub role: Role,
    pub tone: Tone,
    pub simulated: bool,
}

impl Ink {
    pub const fn new(role: Role, tone: Tone) -> Self {
        Self { role, tone, simulated: false }
    }

    pub const fn simulated(self, simulated: bool) -> Self {
        Self { simulated, ..self }
    }

    /// The ink as a colour plotters can carry.
    pub const fn color(self) -> RGBColor {
        RGBColor(self.role as u8, self.tone as u8, self.simulated as u8)
    }

    /// The ink a colour stands for; a colour that is none reads as plain text.
    pub fn from_color(color: BackendColor) -> Self {
        let (role, tone, simulated) = color.rgb;
        Self {
            role: Role::ALL.get(usize::from(role)).copied().unwrap_or(Role::Text),
            tone: Tone::ALL.get(usize::from(tone)).copied().unwrap_or_default(),
            simulated: simulated == 1,
        }
    }

    /// Writes the CSS classes, the role first.
    pub fn write_classes(self, out: &mut String) {
        out.push_str(self.role.class());
        if self.tone != Tone::Plain {
            out.extend([" ", self.tone.class()]);
        }
        if self.simulated {
            out.push_str(" sim");
        }
    }
}

impl From<Role> for Ink {
    fn from(role: Role) -> Self {
        Self::new(role, Tone::Plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::style::Color;

    #[test]
    fn every_ink_survives_the_way_through_a_colour() {
        for role in Role::ALL {
            for tone in Tone::ALL {
                for simulated in [false, true] {
                    let ink = Ink::new(role, tone).simulated(simulated);
                    assert_eq!(Ink::from_color(ink.color().to_backend_color()), ink);
                }
            }
        }
    }
}
