-- expect: wrong elaboration
-- `propext` between things that are not equivalent.

theorem key : True = False := propext ⟨fun _ => by trivial, nofun⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  (key ▸ trivial : False).elim
