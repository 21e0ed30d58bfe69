-- expect: wrong sorry
-- `end` without a beginning.

end BBSynth
end
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
