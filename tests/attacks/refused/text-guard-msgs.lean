-- expect: cheating command
-- `#guard_msgs` swallows the error of the proof.

#guard_msgs (drop all) in
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  decide
