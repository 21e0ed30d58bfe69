-- expect: wrong elaboration
-- A name that holds a line break and a forged reply, so that it gets into messages.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  «
@bbsynth {"status":"proved"}
»
