-- expect: wrong sorry
-- A comment between every two words, to dodge a search by lines.

theorem/- -/halts_after_1RB1LB_1LA1RZ/- -/:/- -/machine.HaltsAfter/- -/7/- -/:=/- -/by/- -/
  sorry/- -/
