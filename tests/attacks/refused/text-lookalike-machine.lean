-- expect: wrong elaboration
-- Look-alike letters: another `mаchine`, with a Cyrillic letter.

def mаchine : Machine 1 1 := fun _ _ => ⟨0, .right, none⟩
theorem halts_after_1RB1LB_1LA1RZ : mаchine.HaltsAfter 1 :=
  Machine.haltsAfter_of_check (by decide +kernel)
