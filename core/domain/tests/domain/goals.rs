//! Goals: paces and days by exact arithmetic.

use domain::goal::{GoalStatus, project};
use domain::{Currency, Day, Goal, GoalId, GoalLink};
use jiff::ToSpan as _;
use proptest::prelude::*;

fn goal(target: i64, starting: i64, started: Day, due: Option<Day>) -> Goal {
    Goal {
        id: GoalId([1; 12]),
        name: "Trip".to_owned(),
        target,
        currency: Currency::BRL,
        due,
        link: GoalLink::Nothing,
        starting,
        started,
        archived: false,
    }
}

const JANUARY: Day = Day::constant(2024, 1, 1);
const TODAY: Day = Day::constant(2024, 4, 10);

#[test]
fn a_goal_on_its_way() {
    // 100 days, 1000 gained: 10 a day.
    let goal = goal(400_000, 100_000, JANUARY, Some(Day::constant(2024, 12, 31)));
    let projection = project(&goal, 200_000, TODAY);
    assert_eq!((projection.remaining, projection.per_mille), (200_000, 500));
    assert_eq!(projection.needed, Some(25_000), "2000 over eight months");
    assert_eq!(projection.pace, Some(30_436), "10 a day in an average month");
    assert_eq!(projection.arrives, Some(Day::constant(2024, 10, 27)), "200 days later");
    assert_eq!(projection.status, GoalStatus::OnTrack);
    let hurried = Goal { due: Some(Day::constant(2024, 9, 1)), ..goal };
    assert_eq!(project(&hurried, 200_000, TODAY).status, GoalStatus::Behind);
}

#[test]
fn goals_that_have_no_pace_or_no_day() {
    let open = goal(1000, 0, TODAY, None);
    let early = project(&open, 10, TODAY + 27.days());
    assert_eq!((early.pace, early.arrives, early.status), (None, None, GoalStatus::Open));
    assert_eq!(project(&open, 10, TODAY + 28.days()).pace, Some(10));
    let backwards = project(&goal(1000, 500, JANUARY, Some(TODAY)), 400, TODAY);
    assert!(backwards.pace.is_some_and(|pace| pace < 0));
    assert_eq!((backwards.arrives, backwards.status), (None, GoalStatus::Behind));
    assert_eq!(backwards.needed, Some(600), "all of it this month");
    let late = project(&goal(1000, 0, JANUARY, Some(JANUARY)), 999, TODAY);
    assert_eq!((late.needed, late.status), (None, GoalStatus::Overdue));
    let done = project(&goal(1000, 0, JANUARY, Some(JANUARY)), 1000, TODAY);
    assert_eq!((done.remaining, done.per_mille, done.status), (0, 1000, GoalStatus::Reached));
}

proptest! {
    #[test]
    fn the_pace_arrives_when_it_says(target in 1_i64..1_000_000_000, starting in 0_i64..1_000_000, gained in 1_i64..1_000_000, days in 28_i32..3_000) {
        let today = JANUARY + days.days();
        let projection = project(&goal(target, starting, JANUARY, None), starting + gained, today);
        prop_assert_eq!(projection.remaining, (target - starting - gained).max(0));
        if let Some(day) = projection.arrives {
            let waited = i128::from(day.since((jiff::Unit::Day, today)).expect("days").get_days());
            let (gained, days, remaining) = (i128::from(gained), i128::from(days), i128::from(projection.remaining));
            prop_assert!(gained * waited >= remaining * days, "it is there on that day");
            prop_assert!(gained * (waited - 1) < remaining * days, "and not the day before");
        }
    }

    #[test]
    fn what_is_needed_is_enough(target in 1_i64..1_000_000_000, saved in -1_000_000_i64..1_000_000_000, months in 1_i32..400) {
        let due = JANUARY + months.months();
        let projection = project(&goal(target, 0, JANUARY, Some(due)), saved, JANUARY);
        if let Some(needed) = projection.needed {
            prop_assert!(needed * i64::from(months) >= projection.remaining);
            prop_assert!((needed - 1) * i64::from(months) < projection.remaining);
        } else {
            prop_assert_eq!(projection.remaining, 0);
        }
    }

    #[test]
    fn nothing_overflows(target in any::<i64>(), saved in any::<i64>(), starting in any::<i64>(), days in 0_i32..100_000) {
        let projection = project(&goal(target, starting, JANUARY, Some(TODAY)), saved, JANUARY + days.days());
        prop_assert!(projection.per_mille <= 1000 && projection.remaining >= 0);
    }
}
