-- expect: wrong elaboration
-- Look-alike letters: the `а` in the name is Cyrillic.

theorem hаlts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
