-- expect: cheating modifier
-- A `partial` proof of anything.

instance : Inhabited (PLift (machine.HaltsAfter 7)) := ⟨⟨sorry⟩⟩
partial def key (n : Nat) : PLift (machine.HaltsAfter 7) := key (n + 1)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  (key 0).down
