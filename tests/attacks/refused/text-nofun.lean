-- expect: wrong elaboration
-- `nofun` and `nomatch` for what has a case.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  ⟨nofun, nofun⟩
