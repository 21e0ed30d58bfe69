-- expect: wrong elaboration
-- A coercion to functions.

instance : CoeFun Prop (fun _ => Prop → Prop) := ⟨fun _ p => p⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  trivial
